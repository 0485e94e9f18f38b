"""Where the learner stands: the table of notebooks, and the checkpoint at each one's end."""

from collections.abc import Callable

from htpy import Element, a, strong

from helpers import tokens, words
from helpers.clock import now
from helpers.course import lessons
from helpers.credentials.secret import hint
from helpers.tokens import Token
from helpers.tokens.saved import WHAT
from helpers.views import look

State = tuple[str, str]


def contents() -> look.Shown:
    """Return the table of notebooks: what each gives, and whether its result is saved already."""
    rows = [(each.name, each.gives, _mark(each.name)) for each in lessons.LESSONS]
    headings = ("notebook", "what it gives", "saved already?")
    table = look.table(headings, [(_to_notebook(name), gives, done) for name, gives, done in rows])
    return look.Shown(look.panel("The notebooks", table), look.text_table([headings, *rows]))


def checkpoint(name: str) -> look.Shown:
    """Return what is saved up to this notebook, what is missing, and how to get it.

    Raises CourseError for a name that no notebook has.
    """
    names = [each.name for each in lessons.LESSONS]
    reached = names[: names.index(lessons.lesson(name).name) + 1]
    states = [_STATES[each](each) for each in reached if each in _STATES]
    done = all(word == "yes" for word, _ in states)
    title = "Checkpoint: all there" if done else "Checkpoint: something is still to do"
    rows = [("done" if word == "yes" else "to do", sentence) for word, sentence in states]
    table = look.table(("", ""), [(strong[mark], text) for mark, text in rows])
    text = "\n".join(f"  {mark}: {text}" for mark, text in rows)
    return look.Shown(look.panel(title, table), f"[{look.mode_word()}] {title}\n{text}")


def _mark(name: str) -> str:
    return _STATES[name](name)[0] if name in _STATES else "nothing to save"


# --- one result each: "yes" or "no", and one truthful sentence about it -----------------------


def _application_state(_name: str) -> State:
    application = tokens.peek_application()
    if application is None:
        return "no", "No application is saved yet. Fill in the form in 00_get_ready."
    return "yes", f"Your application is saved: client ID {application.client_id}, and its secret."


def _app_state(name: str) -> State:
    return _token_state(tokens.peek("app"), "app access token", name)


def _user_state(name: str) -> State:
    return _token_state(tokens.peek("user"), "user access token", name)


def _owner_state(name: str) -> State:
    user = tokens.peek("user")
    if user is None or user.login is None:
        return "no", f"No account is noted with a user access token yet. Run {name} to the end."
    return "yes", f"Your user access token belongs to the account {user.login}."


def _refresh_state(name: str) -> State:
    user = tokens.peek("user")
    if user is None or not user.refreshable:
        return "no", f"No user access token that can be refreshed is saved yet. Get one in {name}."
    return "yes", "Your user access token can be refreshed; a lesson that finds it expired does so."


def _device_state(name: str) -> State:
    return _token_state(tokens.peek("device"), WHAT["device"], name)


def _openid_state(name: str) -> State:
    return _token_state(tokens.peek("openid"), WHAT["openid"], name)


def _token_state(token: Token | None, what: str, name: str) -> State:
    if token is None:
        return "no", f"No {what} is saved yet. Get one in {name}."
    scopes = f", with {words.count(len(token.scopes), 'scope')}" if token.kind == "user" else ""
    saved = f"Your {what} is saved: {hint(token.access_token)}{scopes}"
    if token.expired:
        if token.refreshable:
            return "yes", f"{saved}; it has expired, and is refreshed when a lesson loads it."
        return "no", f"Your {what} has expired. Get a new one in {name}."
    if token.expires_at is None:
        return "yes", f"{saved}; how long it is good, 03_save_the_token will ask Twitch."
    return "yes", f"{saved}; good for {words.time_left(token.expires_at, now())}."


_STATES: dict[str, Callable[[str], State]] = {
    "00_get_ready": _application_state,
    "01_app_access_token": _app_state,
    "02_user_access_token": _user_state,
    "03_save_the_token": _owner_state,
    "05_authorization_code": _refresh_state,
    "06_device_code": _device_state,
    "08_openid_connect": _openid_state,
}


def _to_notebook(name: str) -> Element:
    return a(href=f"{name}.ipynb")[name]
