"""What an earlier sign-in has left that makes a new one unnecessary, or shorter."""

from helpers import tokens
from helpers.clock import now
from helpers.tokens import Token
from helpers.wire import uses_embedded_sandbox


def earlier_token(sent: dict[str, str]) -> Token | None:
    """Return the saved user token if it would do for this request."""
    token = tokens.peek("user")
    if token is None or token.client_id != sent.get("client_id"):
        return None
    over = token.expires_at is not None and token.expires_at <= now()
    enough = set(sent.get("scope", "").split()) <= set(token.scopes)
    return token if enough and not over else None


def signed_in_before(sent: dict[str, str]) -> Token | None:
    """Return what is saved if the learner gave this very consent in the sandbox before."""
    scopes = set(sent.get("scope", "").split())
    token = tokens.peek("openid" if "openid" in scopes else "user")
    known = (
        uses_embedded_sandbox()
        and token is not None
        and token.refresh_token is not None  # an implicit token came from another sign-in
        and token.client_id == sent.get("client_id")
        and scopes <= set(token.scopes)
    )
    return token if known else None
