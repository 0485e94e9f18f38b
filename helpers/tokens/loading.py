"""Load a saved token: what the later lessons call first."""

from collections.abc import Iterable

from helpers.credentials.scope_names import scope_names
from helpers.credentials.token import Token
from helpers.errors import ExpiredToken, MissingScopes, sentence_only
from helpers.tokens import saved
from helpers.tokens.saved import Slot


@sentence_only
def load(name: Slot, scopes: Iterable[str] = ()) -> Token:
    """Return the saved token of this name, if it has these scopes. An expired one is refreshed.

    A refresh is one request, however many notebooks ask for the token at once. Raises
    MissingToken, ExpiredToken, NotRefreshed or MissingScopes (each names the notebook to go back
    to), the errors of `helpers.wire.send`, and TokenFileError if the file cannot be used.
    """
    wanted = scope_names(scopes)
    token = saved.peek(name)
    if token is not None and token.expired and token.refreshable:
        from helpers.tokens import refresh  # only now: what sends a request takes long to import

        token = refresh.refresh_if_expired(name)
    if token is None:
        raise saved.missing(name)
    if token.expired:
        raise ExpiredToken(f"Your {saved.WHAT[name]} has expired. {saved.cure(name)}")
    lacking = [scope for scope in wanted if scope not in token.scopes]
    if lacking:
        raise MissingScopes(
            f"Your {saved.WHAT[name]} lacks {', '.join(lacking)}. {saved.scopes_cure(name)}"
        )
    return token
