"""Nobody can forget to escape: a view's HTML is made of elements, and of nothing else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import views

ROOM = Path(views.__file__).parent
FILES = sorted(ROOM.rglob("*.py"))

# Not the groups of a regular expression: (?P<name>…), (?<=…), (?<!…).
TAG = re.compile(r"(?<!\?)(?<!\?P)<(?:[A-Za-z/!]|$)")
# Modules that a view would only need to write HTML by hand.
BY_HAND = ("html", "markupsafe", "xml", "cgi")
# What takes a string for HTML or for a script, in ipywidgets and IPython.
RAW = ("HTML", "HTMLMath", "SVG", "Javascript", "display_html", "display_svg", "display_javascript")
# Elements in which escaping is no help, and what writes its text or attributes unescaped.
UNSAFE = ("script", "style", "iframe", "object", "embed", "base", "comment", "BaseElement")
MADE_BY_HAND = ("Element", "VoidElement", "HTMLElement", "BaseElement")
# What Jupyter shows as more than text.
OUTPUTS = ("text/html", "text/markdown", "text/latex", "image/svg+xml", "application/javascript")
METHODS = ("__html__", "_repr_html_", "_repr_markdown_", "_repr_svg_", "_repr_javascript_")
# Each of these has one place.
ONLY_IN = {
    "html_widget.py": "raw widget",
    "look.py": "text/html",
    "notebook/pages.py": "text/markdown",  # the helpers' own source code
}


def problems(code: str, file: str = "") -> Iterator[str]:
    """Tell what is made by hand in a view's code, one name for each find."""
    tree = ast.parse(code)
    docs = {id(each.body[0].value) for each in ast.walk(tree) if _has_docstring(each)}
    for node in ast.walk(tree):
        for problem in _problems_of(node, is_text=id(node) in docs):
            if problem != ONLY_IN.get(file):
                yield f"{problem} (line {getattr(node, 'lineno', '?')})" if file else problem


def _has_docstring(node: ast.AST) -> bool:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return isinstance(node, kinds) and ast.get_docstring(node) is not None


def _problems_of(node: ast.AST, *, is_text: bool) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as text) if not is_text:
            if TAG.search(text):
                yield "tag in a string"
            if text in OUTPUTS:
                yield text
        case ast.Import(names=names):
            if any(each.name.partition(".")[0] in BY_HAND for each in names):
                yield "escaping by hand"
        case ast.ImportFrom(module=str() as module, names=names):
            reads_only = module == "html" and [each.name for each in names] == ["unescape"]
            if module.partition(".")[0] in BY_HAND and not reads_only:
                yield "escaping by hand"
            if any(each.name in RAW for each in names):
                yield "raw widget"
            if module == "htpy" and any(each.name in UNSAFE or each.asname for each in names):
                yield "unsafe element"
        case ast.Attribute(value=ast.Name(id="htpy"), attr=name) if name in UNSAFE:
            yield "unsafe element"
        case ast.Attribute(attr=name) if name in RAW:
            yield "raw widget"
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in MADE_BY_HAND:
            yield "unsafe element"
        case ast.FunctionDef(name=name) | ast.Name(id=name, ctx=ast.Store()) if name in METHODS:
            yield "own method"
        case ast.keyword(arg="description_allow_html"):
            yield "raw widget"
        case ast.keyword(arg="style", value=value):
            if not isinstance(value, (ast.Name, ast.Attribute, ast.Call)):
                yield "inline style"
        case ast.keyword(arg=str() as name) if re.fullmatch("on[a-z]+", name):
            yield "script in an attribute"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOM).as_posix())
def test_no_view_makes_html_by_hand(path):
    code = path.read_text(encoding="utf-8")
    assert list(problems(code, path.relative_to(ROOM).as_posix())) == []


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ('f"<b>{name}</b>"', "tag in a string"),
        ('"<b>" + name', "tag in a string"),
        ('"<b>%s" % name', "tag in a string"),
        ('"<b>{}".format(name)', "tag in a string"),
        ('"</li><li>".join(names)', "tag in a string"),
        ('f"""\n  <img src={name}>"""', "tag in a string"),
        ('"<" + tag', "tag in a string"),
        ("from html import escape", "escaping by hand"),
        ("import html as h", "escaping by hand"),
        ("from xml.sax.saxutils import quoteattr", "escaping by hand"),
        ("from markupsafe import Markup as M", "escaping by hand"),
        ("import markupsafe", "escaping by hand"),
        ("widgets.HTML(name)", "raw widget"),
        ("ipywidgets.HTMLMath(value=name)", "raw widget"),
        ("from ipywidgets import HTML", "raw widget"),
        ("from IPython.display import HTML as Shown", "raw widget"),
        ("widgets.Button(description=name, description_allow_html=True)", "raw widget"),
        ('{"text/html": name}', "text/html"),
        ("display({'text/markdown': name}, raw=True)", "text/markdown"),
        ('div(style="color: red")[name]', "inline style"),
        ('div(style=f"width: {name}px")', "inline style"),
        ('div(style=styles.BAR + "; color: red")', "inline style"),
        ("div(onclick=name)", "script in an attribute"),
        ("from htpy import div, script", "unsafe element"),
        ("from htpy import div as box", "unsafe element"),
        ("htpy.iframe(srcdoc=name)", "unsafe element"),
        ('Element("b", name)', "unsafe element"),
        ('htpy.VoidElement("img", name)', "unsafe element"),
        ("class A:\n    def __html__(self): return name", "own method"),
        ("class A:\n    __html__ = __str__", "own method"),
        ("class A:\n    def _repr_html_(self): return name", "own method"),
    ],
)
def test_whatever_is_made_by_hand_is_found(code, problem):
    assert problem in list(problems(code))


@pytest.mark.parametrize(
    "code",
    [
        '"""A docstring may speak of <b>."""',
        'def f():\n    """And so may <i>this</i>."""',
        'strong[f"{name} > {other}"]',
        "Html(name)",
        "div(style=styles.PANEL)[name]",
        "div(style=styles.bar(12), title=name)",
        "widgets.Text(style=LABEL)",
        "Listener(uri, on_timeout=stop)",
        "from htpy import Element, div, strong",
    ],
)
def test_what_escapes_by_itself_is_let_be(code):
    assert list(problems(code)) == []
