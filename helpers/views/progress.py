"""Where the learner stands: the table of notebooks, and the checkpoint at each one's end."""

from html import escape

from helpers import course, tokens, words
from helpers.clock import now
from helpers.secret import hint
from helpers.tokens import Token
from helpers.views import look


def contents() -> look.Shown:
    """Return the table of notebooks: what each gives, and whether its result is saved already."""
    rows = [(each.name, each.gives, _state(each.name)[0]) for each in course.LESSONS]
    headings = ("notebook", "what it gives", "saved already?")
    html = look.table(
        headings,
        [(_to_notebook(name), escape(gives), escape(done)) for name, gives, done in rows],
    )
    return look.Shown(look.panel("The notebooks", html), look.text_table([headings, *rows]))


def checkpoint(name: str) -> look.Shown:
    """Return what is saved up to this notebook, what is missing, and how to get it."""
    names = [each.name for each in course.LESSONS]
    reached = names[: names.index(name) + 1]
    states = [_state(each) for each in reached]
    done = all(word == "yes" for word, _ in states)
    title = "Checkpoint: all there" if done else "Checkpoint: something is still to do"
    rows = [("done" if word == "yes" else "to do", sentence) for word, sentence in states]
    html = look.table(("", ""), [(f"<strong>{mark}</strong>", escape(text)) for mark, text in rows])
    text = "\n".join(f"  {mark}: {text}" for mark, text in rows)
    return look.Shown(look.panel(title, html), f"[{look.mode_word()}] {title}\n{text}")


def _state(name: str) -> tuple[str, str]:
    """Return "yes" or "no" for a notebook's result, and one truthful sentence about it."""
    if name == "00_get_ready":
        return _application_state()
    if name == "01_app_access_token":
        return _token_state(tokens.peek("app"), "app access token", name)
    user = tokens.peek("user")
    if name == "02_user_access_token":
        return _token_state(user, "user access token", name)
    if user is None or user.login is None:
        return "no", f"No account is noted with a user access token yet. Run {name} to the end."
    return "yes", f"Your user access token belongs to the account {user.login}."


def _application_state() -> tuple[str, str]:
    application = tokens.peek_application()
    if application is None:
        return "no", "No application is saved yet. Fill in the form in 00_get_ready."
    return "yes", f"Your application is saved: client ID {application.client_id}, and its secret."


def _token_state(token: Token | None, what: str, name: str) -> tuple[str, str]:
    if token is None:
        return "no", f"No {what} is saved yet. Get one in {name}."
    if token.expires_at and token.expires_at <= now():
        return "no", f"Your {what} has expired. Get a new one in {name}."
    scopes = f", with {words.count(len(token.scopes), 'scope')}" if token.kind == "user" else ""
    end = (
        f"good for {words.time_left(token.expires_at, now())}"
        if token.expires_at
        else ("how long it is good, 03_save_the_token will ask Twitch")
    )
    return "yes", f"Your {what} is saved: {hint(token.access_token)}{scopes}; {end}."


def _to_notebook(name: str) -> str:
    return f'<a href="{name}.ipynb">{escape(name)}</a>'
