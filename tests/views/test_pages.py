"""The smaller views of a notebook: the token file in any state, source code, a list of checks."""

import os

import pytest

from helpers import tokens, views
from helpers.course.checks import Check
from helpers.credentials.secret import Secret
from helpers.errors import CourseError, TokenFileError
from helpers.tokens import Token
from tests.views.anything import EVIL, Read
from tests.views.forms import everything

SECRET = "s3cret0s3cret0s3cret0s3cret012"


@pytest.fixture
def saved():
    tokens.save(
        user=Token(Secret(SECRET), "user", login="twitchdev", refresh_token=Secret("r" * 30))
    )
    return tokens.path()


def test_the_token_file_is_shown_without_its_secrets(saved):
    shown = views.token_file()
    assert "Only your own account on this computer may read it (mode 600)." in shown.text
    assert "twitchdev" in shown.text
    assert SECRET not in everything(shown)


@pytest.mark.skipif(os.name != "posix", reason="mode bits")
def test_a_token_file_that_others_could_read_is_private_again_and_told(saved):
    saved.chmod(0o644)
    shown = views.token_file().text
    assert "(mode 600)" in shown
    assert "Other users of this computer could read" in shown
    assert "could read" not in views.token_file().text, "told once"


def test_a_damaged_token_file_is_kept_aside_and_told(saved):
    saved.write_text("[" * 100_000)
    shown = views.token_file()
    assert "was damaged. A copy is kept as" in shown.text
    Read(shown.html)


def test_a_token_file_that_is_none_is_told(saved):
    saved.unlink()
    saved.mkdir()
    with pytest.raises(TokenFileError, match=r"Move it away"):
        views.token_file()


def test_no_token_file_is_a_sentence(home):
    assert "nothing has been saved in this mode" in views.token_file().text


# --- source ----------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [None, 7, "show", len, [], {}, object()])
def test_what_has_no_source_gets_a_sentence(given):
    with pytest.raises(CourseError, match=r"without brackets behind it"):
        views.source(given)


def test_no_function_at_all_gets_a_sentence():
    with pytest.raises(CourseError, match=r"name at least one"):
        views.source()


def fenced() -> str:
    """
    ```
    Not the end of the block.
    ```
    """
    return "````"


def test_backticks_in_the_code_do_not_end_its_block():
    shown = views.source(fenced)._repr_mimebundle_()["text/markdown"]
    assert shown.startswith("`````python\n")
    assert shown.endswith("\n`````")


# --- checks ----------------------------------------------------------------------------------


def test_checks_are_a_table_and_none_are_told():
    shown = views.checklist([Check(EVIL, True, "well"), Check("b", False, EVIL)])
    assert "Something does not work yet" in shown.text
    Read(shown.html)
    assert "Nothing was checked" in views.checklist([]).text


@pytest.mark.parametrize("given", [None, "Everything works", {"a": 1}, [None], 7])
def test_what_is_no_list_of_checks_gets_a_sentence(given):
    with pytest.raises(CourseError, match=r"checks\.run\(application\) returns"):
        views.checklist(given)
