"""What a view may be given by mistake, and a reader of HTML that is strict."""

from html.parser import HTMLParser

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from helpers.credentials.secret import Secret

# Always the same examples, as everywhere in these tests.
calm = settings(
    max_examples=15,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

EVIL = "<img src=x onerror=alert(1)>\"'&lt;</pre><script>"
NEST: object = []
for _ in range(100_000):
    NEST = [NEST]
CIRCLE: list[object] = []
CIRCLE.append(CIRCLE)

# "\ud800" is half a character: nothing can send it, and no file can hold it.
TEXTS = st.one_of(
    st.sampled_from([EVIL, "", "\ud800", "a\r\nb", "\0", "x" * 9000, "2026-11-24T22:00:00Z"]),
    st.sampled_from(["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+23:00", "http://[::1", "%zz"]),
    st.text(st.characters(), max_size=20),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
ODD = st.sampled_from(
    [object(), int, Secret("s"), 10**5000, NEST, CIRCLE, {"a"}, 1j, b"\xff", {1: 2}, [{None: 1}]]
)
ANYTHING = st.one_of(JSON, ODD)

EMPTY = ("br", "img")


class Read(HTMLParser):
    """Fails at an element that is not closed, or that no view makes of its own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        html.encode()  # no half characters
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "iframe", "object", "style", "form")
        assert not [name for name, _ in attrs if name.startswith("on")]
        assert tag != "img" or str(dict(attrs)["src"]).startswith("data:image/")
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
