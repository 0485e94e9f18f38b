"""The sandbox's web application: which address leads to which endpoint."""

import logging
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from helpers.sandbox.login import activate, authorize, connections, device, openid, tokens
from helpers.sandbox.memory import trouble
from helpers.sandbox.memory.patience import until_free_in_request
from helpers.sandbox.server import answers
from helpers.sandbox.server.context import Context, Endpoint
from helpers.sandbox.server.guard import Guard


async def _preflight(_context: Context, _request: Request) -> Response:
    return Response(status_code=204, headers=answers.PREFLIGHT)


async def _api(context: Context, request: Request) -> Response:
    from helpers.sandbox.api import dispatch  # only now: a sandbox that has to start is waited for

    return await dispatch.answer(context, request)


async def _image(context: Context, request: Request) -> Response:
    from helpers.sandbox.api import images  # only now, as above

    return await images.show(context, request)


_LOGIN = ("/oauth2", "/auth")  # as Twitch has it, and as the mock of Twitch's own CLI
_HELIX = ("/helix", "/mock")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_LOGIN_ENDPOINTS: dict[tuple[str, str], Endpoint] = {
    ("POST", "/token"): tokens.issue,
    ("OPTIONS", "/token"): _preflight,
    ("POST", "/revoke"): tokens.revoke,
    ("OPTIONS", "/revoke"): _preflight,
    ("GET", "/validate"): tokens.validate,
    ("OPTIONS", "/validate"): _preflight,
    ("POST", "/device"): device.start,
    ("OPTIONS", "/device"): _preflight,
    ("GET", "/userinfo"): openid.userinfo,
    ("POST", "/userinfo"): openid.userinfo,
    ("OPTIONS", "/userinfo"): _preflight,
    ("GET", "/keys"): openid.keys,
    ("GET", "/.well-known/openid-configuration"): openid.configuration,
    ("GET", "/authorize"): authorize.authorize,
    ("GET", "/sign-in"): authorize.choose_user,
    ("POST", "/sign-in"): authorize.take_sign_in,
    ("POST", "/consent"): authorize.decide,
}
# What Twitch has on www.twitch.tv.
_PAGES: dict[tuple[str, str], Endpoint] = {
    ("GET", "/login"): authorize.log_in,
    ("GET", "/auth/login"): authorize.log_in,
    ("GET", "/activate"): activate.show,
    ("POST", "/activate"): activate.decide,
    ("GET", "/activate/sign-in"): activate.choose_user,
    ("POST", "/activate/sign-in"): activate.take_sign_in,
    ("GET", "/connections"): connections.show,
    ("POST", "/connections"): connections.disconnect,
    ("GET", "/connections/sign-in"): connections.choose_user,
    ("POST", "/connections/sign-in"): connections.take_sign_in,
}
_WHOLE_PATHS = _PAGES | {
    (method, prefix + path): endpoint
    for prefix in _LOGIN
    for (method, path), endpoint in _LOGIN_ENDPOINTS.items()
}
_PAGE_PATHS = {path for _, path in _PAGES} | {  # what a browser shows
    prefix + path for prefix in _LOGIN for path in ("/authorize", "/sign-in", "/consent")
}
# By the first part of the path; these look at the rest themselves.
_FIRST_PARTS: dict[tuple[str, str], Endpoint] = {
    **{(method, prefix): _api for prefix in _HELIX for method in METHODS},
    **{("OPTIONS", prefix): _preflight for prefix in _HELIX},
    ("GET", "/images"): _image,
}


def build(context: Context) -> ASGIApp:
    """Return the ASGI application of one sandbox.

    It is built of Starlette's requests and responses, but looks the address up in a table:
    Starlette's routes and middleware took about a seventh of the time of a request.
    """

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        response = await _answer(context, Request(scope, receive))
        await response(scope, receive, send)

    return Guard(app, context.addresses(), context.private)


async def _answer(context: Context, request: Request) -> Response:
    try:
        return await until_free_in_request(partial(_endpoint(request), context, request))
    except answers.Refused as refused:
        return refused.response
    except HTTPException as error:
        return _http_error(request, error)
    except ClientDisconnect:
        return Response(status_code=400)  # the client hung up: nobody reads this
    except Exception as problem:
        if trouble.is_trouble(problem):
            return _unavailable(context, request, context.state.said(problem))
        # A mistake of ours: its traceback belongs to whoever runs the sandbox, not in the answer.
        logging.getLogger(__name__).exception("The sandbox failed.")
        return _http_error(request, HTTPException(500, "internal error"))


def _unavailable(context: Context, request: Request, sentence: str) -> Response:
    if request.scope["path"] in _PAGE_PATHS:
        from helpers.sandbox import pages

        return pages.trouble(sentence)
    return _http_error(request, HTTPException(503, sentence))


def _endpoint(request: Request) -> Endpoint:
    """Return what answers this method and path. Raises HTTPException 404."""
    method, path = request.method, request.scope["path"]
    if method == "HEAD":
        method = "GET"  # the server leaves the body out
    endpoint = _WHOLE_PATHS.get((method, path))
    if endpoint is None and path.count("/") > 1:
        endpoint = _FIRST_PARTS.get((method, path[: path.index("/", 1)]))
    if endpoint is None:
        raise HTTPException(404)  # to a wrong method, too: Twitch's answer is UNCONFIRMED
    return endpoint


def _http_error(request: Request, error: HTTPException) -> Response:
    if request.scope["path"].startswith(_HELIX):
        message = "" if error.status_code == 404 else error.detail
        return answers.helix_error(error.status_code, message)
    # The login service's text for an unknown path is UNCONFIRMED.
    message = "not found" if error.status_code == 404 else error.detail
    return answers.login_error(error.status_code, message)
