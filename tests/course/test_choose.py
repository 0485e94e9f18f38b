"""Three questions lead to a grant, and the form asks the same three."""

import pytest

from helpers import views
from helpers.course import lessons
from helpers.course.choose import choose_grant
from tests.views.forms import texts

NAMES = {each.name for each in lessons.LESSONS}


@pytest.mark.parametrize(
    ("user", "secret", "browser", "grant"),
    [
        (False, True, True, "client credentials"),
        (False, True, False, "client credentials"),
        (False, False, True, "none"),
        (True, True, True, "authorization code"),
        (True, True, False, "device code"),
        (True, False, True, "device code"),
        (True, False, False, "device code"),
    ],
)
def test_every_kind_of_program_gets_its_grant(user, secret, browser, grant):
    advice = choose_grant(user=user, secret=secret, browser=browser)
    assert advice.grant.startswith(grant)
    assert advice.why
    assert advice.notebook in NAMES or (grant == "none" and not advice.notebook)


def test_the_implicit_grant_is_never_advised():
    for answers in range(8):
        user, secret, browser = (bool(answers & bit) for bit in (1, 2, 4))
        assert "implicit" not in choose_grant(user=user, secret=secret, browser=browser).grant


def test_the_form_answers_with_every_click(home):
    form = views.grant_chooser()
    assert form.advice.notebook == "05_authorization_code"
    who, _, browser = (child.children[1] for child in form.children[1:4])
    browser.value = False
    assert form.advice.notebook == "06_device_code"
    assert "Device code grant." in texts(form)
    who.value = False
    assert "It is taught in 01_app_access_token" in texts(form)
