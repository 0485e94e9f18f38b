"""Looking at a form and pressing its buttons, without a browser."""

import json

MARKER = "marker0secret0marker0secret012"
APPROVE = "Approve for me (sandbox only)"


def texts(widget) -> str:
    """Everything that a form says, as one text."""
    own = widget.value if isinstance(getattr(widget, "value", None), str) else ""
    return own + "".join(map(texts, getattr(widget, "children", ())))


def find(widget, description: str):
    """Return the first control with this label."""
    if getattr(widget, "description", None) == description:
        return widget
    found = (find(child, description) for child in getattr(widget, "children", ()))
    return next(filter(None, found), None)


def everything(shown) -> str:
    return json.dumps(shown._repr_mimebundle_())


def press(form, description: str) -> None:
    find(form, description).click()
