"""Every inline style of the views, by name: a notebook's output has no style sheet of its own."""

# JupyterLab sets these variables, for its light and its dark theme; the second value is for
# readers elsewhere, such as GitHub.
LINE = "var(--jp-border-color2, #b8b8b8)"
SOFT = "var(--jp-ui-font-color1, inherit)"
MONO = "font-family: var(--jp-code-font-family, monospace)"
FONT = "font-family: var(--jp-content-font-family, sans-serif); font-size: 14px; line-height: 1.5"

# --- panels and forms ------------------------------------------------------------------------

PANEL = f"{FONT}; border: 1px solid {LINE}; padding: 10px 14px; max-width: 1000px"
PANEL_TITLE = "margin-bottom: 6px"
BADGE = (
    "border: 1px solid currentColor; border-radius: 3px; padding: 0 6px; "
    "font-size: 12px; font-weight: 600; letter-spacing: .06em"
)
PARAGRAPH = "margin: 6px 0"
PROSE = "line-height: 1.5; margin: 4px 0"  # of text, where a widget has that of controls
HINT = f"color: {SOFT}"
# JupyterLab shows a plain link in a widget black and not underlined: draw it as a button.
LINK_BUTTON = (
    "display: inline-block; margin: 8px 0; padding: 5px 16px; border-radius: 4px; "
    "font-weight: 600; text-decoration: none; color: #fff; background: #5a3fb5"
)
PAGE_TITLE = "font-size: 18px; font-weight: 600; margin: 8px 0 4px"
PAGE_PART = "font-size: 15px; font-weight: 600; margin: 8px 0 2px"
USER_CODE = f"{MONO}; font-size: 26px; letter-spacing: .12em"
ACCOUNT = "font-size: 20px; margin: 4px 0"

# --- text, code and tables -------------------------------------------------------------------

BREAKS = "overflow-wrap: anywhere"  # a long word breaks rather than overflows
CODE = f"{MONO}; {BREAKS}"
NAME = f"{MONO}; white-space: nowrap"
TABLE = "border-collapse: collapse; margin: 6px 0; font-size: 13px"
CELL = f"text-align: left; vertical-align: top; padding: 3px 14px 3px 0; color: {SOFT}"
SCROLLS = "overflow-x: auto"

# --- an HTTP exchange ------------------------------------------------------------------------

COLUMNS = "display: flex; flex-wrap: wrap; gap: 8px 28px"
HALF = "flex: 1 1 320px; min-width: 0"
THIRD = "flex: 1 1 220px; min-width: 0"
# pre-wrap keeps the indents of JSON
LINES = f"{MONO}; font-size: 13px; margin: 4px 0; {BREAKS}; white-space: pre-wrap"
TEXT_BODY = "white-space: pre-wrap"
JSON = f"{MONO}; font-size: 13px"
JSON_BODY = f"{JSON}; margin-top: 6px"
JSON_PART = f"{JSON}; margin-top: 4px"
BRANCH = "display: inline-block; vertical-align: top"
TWIG = "padding-left: 1.4em"
SNIPPET = (
    f"white-space: pre-wrap; {BREAKS}; user-select: all; {MONO}; font-size: 13px; margin: 4px 0 8px"
)

# --- pictures --------------------------------------------------------------------------------

# Plain colours that are seen on white and on black: of a stored notebook that is not trusted,
# JupyterLab shows no colour that comes from its theme (var(…)).
FILL = "#7d6bc9"
AXIS = "#8a8a8a"
TIMELINE = (
    f"position: relative; height: 22px; margin: 10px 10px 2px; border-bottom: 2px solid {AXIS}"
)
TIMELINE_ENDS = "display: flex; justify-content: space-between"
WEEK = "display: flex; flex-wrap: wrap; gap: 6px"
DAY = f"flex: 1 1 88px; min-width: 0; {BREAKS}"
FREE = "opacity: .75"
STREAM = f"border-left: 3px solid {FILL}; padding-left: 5px; margin-top: 6px; font-size: 12px"
GALLERY = "display: flex; flex-wrap: wrap; gap: 14px"
CAPTION = "font-size: 13px"
NO_PICTURE = f"border: 1px solid {AXIS}; padding: 8px"


def bar(pixels: int) -> str:
    """Return the style of a bar that is so long."""
    return f"width: {pixels}px; height: 14px; margin-top: 3px; background-color: {FILL}"


def mark(percent: float) -> str:
    """Return the style of a mark that stands so far along a timeline."""
    return (
        f"position: absolute; left: {percent:.2f}%; top: 2px; width: 4px; height: 20px; "
        f"margin-left: -2px; opacity: .85; background-color: {FILL}"
    )


def figure(width: int) -> str:
    """Return the style of a picture with its caption; the width is in pixels."""
    return f"margin: 0; width: {width}px; max-width: 100%"


def picture(width: int) -> str:
    """Return the style of a picture; the width is in pixels."""
    return f"width: {width}px; max-width: 100%; height: auto; border-radius: 3px"
