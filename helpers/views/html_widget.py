"""The one widget that shows HTML. What is put into it escapes itself."""

from typing import Any

import ipywidgets as widgets
from htpy import fragment
from traitlets import Unicode


class _Escaping(Unicode[str, Any]):
    """HTML made of what it is set to: an element, a piece of HTML, or text."""

    def validate(self, obj: Any, value: Any) -> str:
        # What comes out is marked as HTML, so that it is not escaped when traitlets asks twice.
        return super().validate(obj, fragment[value].__html__())


class Html(widgets.HTML):  # type: ignore[misc]
    """Shows elements, or text. Its value is set to either, and read as HTML."""

    value = _Escaping("").tag(sync=True)
