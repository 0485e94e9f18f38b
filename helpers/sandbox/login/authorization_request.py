"""Checks what an application asks for at /authorize, before any page is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from helpers.catalogue.scopes import known
from helpers.sandbox.login import claims, redirect
from helpers.sandbox.login.claims import Wanted
from helpers.sandbox.memory.state import App
from helpers.sandbox.server import answers, incoming
from helpers.sandbox.server.context import Context

# Scopes of the API's version 5, which Twitch shut down.
_RETIRED = frozenset(
    {
        "channel_check_subscription",
        "channel_commercial",
        "channel_editor",
        "channel_feed_edit",
        "channel_feed_read",
        "channel_read",
        "channel_stream",
        "channel_subscriptions",
        "chat_login",
        "collections_edit",
        "communities_edit",
        "communities_moderate",
        "user_blocks_edit",
        "user_blocks_read",
        "user_follows_edit",
        "user_read",
        "user_subscriptions",
        "viewing_activity_read",
    }
)
_RETIRED_MESSAGE = (
    "Sorry, the scope you are requesting is currently unavailable. Please request new scopes "
    "documented at https://dev.twitch.tv/docs/authentication/#chat-and-pubsub."
)
# The words of the parameter, in any order. The last three are OpenID Connect's:
# https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html
_RESPONSE_TYPES = tuple(
    frozenset(words.split())
    for words in ("code", "token", "id_token", "token id_token", "code id_token")
)


@dataclass(frozen=True)
class Asked:
    """A valid authorization request."""

    app: App
    redirect_uri: str
    response_type: frozenset[str]  # one of _RESPONSE_TYPES
    scopes: tuple[str, ...]  # in the order asked for, none twice
    wanted: Wanted  # of OpenID Connect
    state: str | None
    force_verify: bool
    query: str  # the whole request again, for the forms of the pages


def read(context: Context, query: Sequence[tuple[str, str]]) -> Asked:
    """Return what is asked for. `query` are the parameters, in order.

    Raises answers.Refused: with JSON while it is not sure where to send the browser, and for
    unknown scopes; else with a redirect that carries the error.
    """
    sent = incoming.first_of_each(query)
    app = _app(context, sent.get("client_id"))
    state = sent.get("state")
    redirect_uri = _redirect_uri(context, sent.get("redirect_uri"), state)
    response_type = _response_type(app, redirect_uri, sent, state)
    scopes = _scopes(sent.get("scope", ""))
    return Asked(
        app=app,
        redirect_uri=redirect_uri,
        response_type=response_type,
        scopes=scopes,
        wanted=_wanted(redirect_uri, scopes, sent, state),
        state=state,
        force_verify=sent.get("force_verify") == "true",
        query=urlencode(query),
    )


def _app(context: Context, client_id: str | None) -> App:
    if not client_id:
        raise answers.Refused(answers.login_error(400, "missing client id"))
    app = context.state.find_app(client_id)
    if app is None:  # the text at this endpoint is UNCONFIRMED
        raise answers.Refused(answers.login_error(400, "invalid client"))
    return app


def _redirect_uri(context: Context, redirect_uri: str | None, state: str | None) -> str:
    if not redirect_uri:
        raise answers.Refused(answers.login_error(400, "missing redirect uri"))  # UNCONFIRMED
    if redirect_uri not in context.redirect_uris:
        # Twitch goes to the first registered URI, never to the one that was sent.
        # https://github.com/twitchdev/issues/issues/762
        raise redirect.refused(
            context.redirect_uris[0],
            "redirect_mismatch",
            "Parameter redirect_uri does not match registered URI",
            state,
        )
    return redirect_uri


def _response_type(
    app: App, redirect_uri: str, sent: Mapping[str, str], state: str | None
) -> frozenset[str]:
    if not sent.get("response_type"):
        raise answers.Refused(answers.login_error(400, "missing response type"))  # UNCONFIRMED
    words = sent["response_type"].split(" ")
    asked = frozenset(words)
    # An ID token needs the scope openid: https://github.com/justintv/Twitch-API/issues/690
    no_openid = "id_token" in asked and "openid" not in sent.get("scope", "").split(" ")
    if asked not in _RESPONSE_TYPES or len(words) != len(asked) or no_openid:
        raise redirect.refused(
            redirect_uri, "unsupported_response_type", "Response type is not supported", state
        )
    if app.secret is None and asked != {"code"}:
        # Twitch's page says that a public application cannot use this grant. How Twitch
        # answers is UNCONFIRMED; this is the error of RFC 6749, section 4.2.2.1. (A code it
        # gets, but cannot exchange: https://github.com/YoYoGames/GMEXT-Twitch/issues/6)
        raise redirect.refused(
            redirect_uri, "unauthorized_client", "Client may not use this response type", state
        )
    return asked


def _scopes(scope: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name for name in scope.split(" ") if name))
    for name in names:
        if name in _RETIRED:
            raise answers.Refused(answers.login_error(400, _RETIRED_MESSAGE))
        if not known(name):  # a page, no redirect: https://github.com/twitchdev/issues/issues/1114
            raise answers.Refused(answers.login_error(400, f"invalid scope requested: '{name}'"))
    return names


def _wanted(
    redirect_uri: str, scopes: tuple[str, ...], sent: Mapping[str, str], state: str | None
) -> Wanted:
    if "openid" not in scopes:  # then `nonce` and `claims` mean nothing
        return claims.NOTHING
    try:
        return claims.read(sent.get("nonce", ""), sent.get("claims", ""), scopes)
    except ValueError:  # UNCONFIRMED: the error of RFC 6749, section 4.1.2.1
        raise redirect.refused(
            redirect_uri, "invalid_request", "Parameter claims is malformed", state
        ) from None
