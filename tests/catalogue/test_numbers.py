"""How many calls the Twitch API has stands in the catalogue alone: it changes."""

import json
import re

import pytest

from tests.notebooks.files import PROJECT

BY_HAND = re.compile(r"\b1\d\d\b[^.\n\d]{0,20}\b(calls|endpoints)\b")  # it was 144, then 149
TEXTS = [
    PROJECT / "README.md",
    *sorted(PROJECT.glob("notebooks/*.ipynb")),
    *sorted(PROJECT.glob("helpers/course/*.py")),
    *sorted(PROJECT.glob("helpers/views/**/*.py")),
]


def written(path) -> str:
    """What somebody wrote: of a notebook the cells without their outputs."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_number_of_calls_is_written_by_hand(path):
    assert not BY_HAND.search(written(path))


@pytest.mark.parametrize("text", ["all 144 API calls", "149 endpoints", "of 144 calls of Twitch"])
def test_such_a_number_would_be_found(text):
    assert BY_HAND.search(text)
