"""The sign-in panel where a code or an ID token is due: the three ways back, and what is hidden."""

import json

import pytest

from helpers import tokens, views
from helpers.catalogue.scopes import LESSON
from helpers.course import scripted_learner
from helpers.credentials.secret import Secret, hint
from helpers.errors import CourseError, NotYet
from helpers.grants import authorization_code, openid_connect
from helpers.tokens import Token
from helpers.wire import embedded
from tests.views.forms import APPROVE, everything, find, press, texts

KINDS = ["code", "id_token", "token id_token"]


@pytest.fixture
def make_url(redirect_uri, sandbox):
    """Makes the authorize URL for a response_type."""

    def make(kind: str) -> str:
        state = authorization_code.new_state()
        if kind == "code":
            client_id = sandbox.client_id
            return authorization_code.authorization_url(client_id, redirect_uri, LESSON, state)
        sent = (sandbox.client_id, redirect_uri, "openid user:read:email", state)
        nonce = openid_connect.new_nonce()
        return openid_connect.authorization_url(*sent, nonce, response_type=kind)

    return make


def ask(panel, kind: str):
    return panel.code() if kind == "code" else panel.signed_in()


def secrets_of(panel, kind: str) -> list[str]:
    if kind == "code":
        return [panel.code().reveal()]
    came = panel.signed_in()
    found = came.id_token.reveal().split(".")
    return [*found, came.token.access_token.reveal()] if came.token else found


def paste(panel, address: str) -> None:
    find(panel, "Address").value = address
    press(panel, "Use this address")


def state_of(widget) -> str:
    """Everything that goes to the browser, and so into a notebook that is saved with widgets."""
    children = getattr(widget, "children", ())
    return repr(widget.get_state()) + "".join(map(state_of, children))


@pytest.mark.parametrize("kind", KINDS)
def test_before_the_answer_the_next_cell_says_not_yet(make_url, kind):
    panel = views.sign_in(make_url(kind))
    assert "Waiting for you, up to five minutes" in texts(panel)
    for each in (lambda: ask(panel, kind), panel.answer):
        with pytest.raises(NotYet, match=r"^Not yet: press Authorize"):
            each()


@pytest.mark.parametrize("kind", KINDS)
def test_approve_for_me(make_url, kind):
    panel = views.sign_in(make_url(kind))
    press(panel, APPROVE)
    what = "code" if kind == "code" else "ID token"
    assert f"The {what} has arrived (it stays hidden). Run the next cell." in texts(panel)
    assert ask(panel, kind) is ask(panel, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_pasted_address(make_url, kind):
    url = make_url(kind)
    panel = views.sign_in(url)
    paste(panel, scripted_learner.authorize(url))
    assert ask(panel, kind)
    assert find(panel, "Address").value == ""


@pytest.mark.parametrize("kind", KINDS)
def test_what_came_back_shows_nowhere(make_url, kind):
    panel = views.sign_in(make_url(kind))
    press(panel, APPROVE)
    shown = everything(panel.answer())
    said = state_of(panel) + repr(panel) + repr(vars(panel)) + shown + repr(ask(panel, kind))
    assert not any(secret in said for secret in secrets_of(panel, kind))
    assert "the same as was sent" in shown
    if kind == "code":
        assert f"(hidden, {len(panel.code())} characters)" in shown
        assert "good once, for minutes" in shown
    else:
        assert (
            hint(panel.signed_in().id_token).encode("ascii", "backslashreplace").decode() in shown
        )


@pytest.mark.parametrize("kind", KINDS)
def test_an_address_is_good_for_one_use(make_url, kind):
    url = make_url(kind)
    panel = views.sign_in(url)
    paste(panel, scripted_learner.authorize(url))
    first = ask(panel, kind)
    paste(panel, scripted_learner.authorize(url))
    assert "good for one use" in texts(panel)
    assert ask(panel, kind) is first


@pytest.mark.parametrize("kind", KINDS)
def test_the_answer_to_another_sign_in_is_refused(make_url, kind):
    panel = views.sign_in(make_url(kind))
    paste(panel, scripted_learner.authorize(make_url(kind)))
    assert "another sign-in" in texts(panel)
    with pytest.raises(NotYet):
        ask(panel, kind)


@pytest.mark.parametrize(
    ("kind", "address", "sentence"),
    [
        ("code", "http://localhost:3000/#access_token=a1b2c3&state=S", "no code behind ?"),
        ("code", "http://localhost:3000/#id_token=a.b.c&state=S", "no code behind ?"),
        ("code", "http://localhost:3000/?code=&state=S", "empty or damaged"),
        ("code", "http://localhost:3000/?code=a&code=b&state=S", "empty or damaged"),
        ("code", "http://localhost:3000/?code=a1b2c3", "carries no state"),
        ("code", "http://localhost:3000/?error=access_denied&state=S", "You pressed Cancel"),
        ("code", " ", "The field is empty"),
        ("id_token", "http://localhost:3000/?code=a1b2c3&state=S", "no id_token behind #"),
        ("token id_token", "http://localhost:3000/#access_token=a1b2c3&state=S", "id_token"),
        ("token", "http://localhost:3000/?code=a1b2c3&state=S", "no access_token behind #"),
    ],
)
def test_an_address_that_brings_something_else(make_url, url, kind, address, sentence):
    asked = url if kind == "token" else make_url(kind)
    state = asked.partition("&state=")[2].partition("&")[0]
    panel = views.sign_in(asked)
    paste(panel, address.replace("state=S", f"state={state}"))
    assert sentence in texts(panel)
    assert "a1b2c3" not in state_of(panel)
    with pytest.raises(NotYet):
        panel.answer()


@pytest.mark.parametrize("arrived", [False, True])
@pytest.mark.parametrize("kind", ["token", *KINDS])
def test_asking_for_what_the_url_does_not_bring(make_url, url, kind, arrived):
    panel = views.sign_in(url if kind == "token" else make_url(kind))
    if arrived:
        press(panel, APPROVE)
    what = kind if kind in ("token", "code") else "ID token"
    others = {"token": panel.token, "code": panel.code, "ID token": panel.signed_in}
    del others[what]
    for other, wrong in others.items():
        sentence = f"brings back the {what}, not the {other}. Look at response_type in the URL"
        with pytest.raises(CourseError, match=sentence) as caught:
            wrong()
        assert not isinstance(caught.value, NotYet)


def test_a_saved_token_is_not_offered_where_a_code_is_due(make_url, sandbox):
    saved = Token(Secret("u" * 30), "user", scopes=LESSON, client_id=sandbox.client_id)
    tokens.save(user=saved)
    panel = views.sign_in(make_url("code"))
    assert "You already have a token" not in texts(panel)
    with pytest.raises(CourseError, match="not the token"):
        panel.token()


@pytest.mark.parametrize("kind", ["", "code token", "id_token token", "TOKEN", "<b>", "none"])
def test_an_unknown_response_type_is_one_sentence(url, kind):
    asked = url.replace("response_type=token", f"response_type={kind}")
    with pytest.raises(CourseError, match="this panel cannot receive") as caught:
        views.sign_in(asked)
    assert repr(kind) in str(caught.value)
    with pytest.raises(CourseError, match="cannot receive"):
        views.sign_in(url.replace("response_type=token&", ""))


@pytest.mark.parametrize("url", ["", "hello", "http://localhost:3000", "?response_type=code"])
def test_what_is_no_authorize_url_is_one_sentence(home, url):
    with pytest.raises(CourseError, match=r"grant's authorization_url|new_state"):
        views.sign_in(url)


@pytest.mark.parametrize("kind", ["token", *KINDS])
def test_without_a_person_the_scripted_learner_signs_in(make_url, url, kind, monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_HEADLESS", "1")
    panel = views.sign_in(url if kind == "token" else make_url(kind))
    shown = panel._repr_mimebundle_()
    assert shown["text/plain"].startswith(
        "[form: sign-in] the scripted learner pressed Authorize\n"
    )
    assert "the scripted learner pressed Authorize" in shown["text/html"]
    assert "application/vnd.jupyter.widget-view+json" not in shown
    assert str(embedded.sandbox().id_url) not in json.dumps(shown), "the port is another one"
    came = [panel.token().access_token.reveal()] if kind == "token" else secrets_of(panel, kind)
    assert not any(secret in json.dumps(shown) for secret in came)


def test_the_implicit_panel_hides_the_token_from_the_browser(url):
    panel = views.sign_in(url)
    paste(panel, scripted_learner.authorize(url))
    assert panel.token().access_token.reveal() not in state_of(panel) + repr(vars(panel))
