"""Which endpoints of the Twitch API a token opens, and why.

A token's kind and scopes decide most of it: https://dev.twitch.tv/docs/api/reference names them
for each endpoint. What they cannot tell, such as whose channel is asked about, stands in `why`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from helpers.catalogue import endpoints
from helpers.catalogue.endpoints import Endpoint, Kind

# What is still to be true when the scopes are right: `Endpoint.owner` must be the token's user.
_OWNER = {
    "broadcaster_id": "; for your own channel only",
    "from_broadcaster_id": "; from your own channel only",
    "moderator_id": "; where you are the broadcaster or a moderator",
    "editor_id": "; where you are the broadcaster or an editor",
    "user_id": "; about yourself only",
    "from_user_id": "; as yourself only",
    "sender_id": "; as yourself only",
}


@dataclass(frozen=True)
class Reach:
    """One endpoint, whether the token's kind and scopes open it, and why in plain words."""

    endpoint: Endpoint
    ok: bool
    why: str


def reach(kind: Kind, scopes: Iterable[str]) -> list[Reach]:
    """Return what a token with these scopes can call: every endpoint, in Twitch's order.

    `ok` means that the kind and the scopes are enough; `why` names what else has to be true.
    An app access token has no scopes: they are not looked at.
    """
    held = set(scopes)
    return [Reach(each, *_judge(each, kind, held)) for each in endpoints.catalogue()]


def _judge(endpoint: Endpoint, kind: Kind, held: set[str]) -> tuple[bool, str]:
    if endpoint.retired:
        return False, "retired: Twitch no longer answers it"
    if endpoint.tokens == ("none",):
        return True, "no token is needed"
    if kind not in endpoint.tokens:
        return False, _other_token(endpoint)
    if not endpoint.scopes_any_of:
        return True, _without_scope(endpoint) + _more(endpoint, kind, held)
    needed = endpoint.scopes_any_of
    if kind == "app":
        asked = " and ".join([_any_of(needed), *endpoint.app_scopes])
        return True, f"if the user has allowed your application {asked}"
    found = [scope for scope in needed if scope in held]
    if not found:
        return False, f"lacks {_any_of(needed)}"
    owner = _OWNER.get(endpoint.owner or "", "")
    return True, f"has {found[0]}{owner}{_more(endpoint, kind, held)}"


def _other_token(endpoint: Endpoint) -> str:
    if "jwt" in endpoint.tokens:
        return "needs an extension's JWT"
    return f"needs {'a user' if 'user' in endpoint.tokens else 'an app'} access token"


def _without_scope(endpoint: Endpoint) -> str:
    if endpoint.name == "Create EventSub Subscription":
        return "any token will do; some subscription types need a scope"
    if endpoint.tokens == ("app",):
        return "an app access token will do"
    return "any user access token will do" if endpoint.tokens == ("user",) else "any token will do"


def _more(endpoint: Endpoint, kind: Kind, held: set[str]) -> str:
    # An app access token has no scopes, so nothing could show it more.
    if kind == "app" or not endpoint.optional_scopes:
        return ""
    has = not held.isdisjoint(endpoint.optional_scopes)
    return f"; {'shows' if has else 'would show'} more with {_any_of(endpoint.optional_scopes)}"


def _any_of(scopes: Sequence[str]) -> str:
    return scopes[0] if len(scopes) == 1 else f"one of: {', '.join(scopes)}"
