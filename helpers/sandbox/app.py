"""The sandbox's web application: which address leads to which endpoint."""

import logging
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from helpers.sandbox import (
    activate,
    answers,
    authorize,
    connections,
    device,
    images,
    openid,
    tokens,
)
from helpers.sandbox.api import caller, dispatch
from helpers.sandbox.context import Context, Endpoint
from helpers.sandbox.guard import Guard

_HELIX = ("/helix", "/mock")  # as Twitch has it, and as the mock of Twitch's own CLI
_LOGIN = ("/oauth2", "/auth")
_PAGES = ("",)  # what Twitch has on www.twitch.tv


def build(context: Context) -> Starlette:
    """Return the ASGI application of one sandbox."""
    api = partial(dispatch.answer, context)
    routes = [
        *(Route(f"{prefix}/{{path:path}}", api, methods=dispatch.METHODS) for prefix in _HELIX),
        *_routes(context, _LOGIN, "POST", "/token", tokens.issue),
        *_routes(context, _LOGIN, "POST", "/revoke", tokens.revoke),
        *_routes(context, _LOGIN, "GET", "/validate", tokens.validate),
        *_routes(context, _LOGIN, "POST", "/device", device.start),
        *_routes(context, _LOGIN, "GET", "/userinfo", openid.userinfo),
        *_routes(context, _LOGIN, "POST", "/userinfo", openid.userinfo),
        *_routes(context, _LOGIN, "OPTIONS", "/userinfo", _preflight),
        *_routes(context, _LOGIN, "GET", "/keys", openid.keys),
        *_routes(context, _LOGIN, "GET", "/.well-known/openid-configuration", openid.configuration),
        *_routes(context, _LOGIN, "GET", "/authorize", authorize.authorize),
        *_routes(context, _LOGIN, "GET", "/sign-in", authorize.choose_user),
        *_routes(context, _LOGIN, "POST", "/sign-in", authorize.take_sign_in),
        *_routes(context, _LOGIN, "POST", "/consent", authorize.decide),
        *_routes(context, _PAGES, "GET", "/activate", activate.show),
        *_routes(context, _PAGES, "POST", "/activate", activate.decide),
        *_routes(context, _PAGES, "GET", "/activate/sign-in", activate.choose_user),
        *_routes(context, _PAGES, "POST", "/activate/sign-in", activate.take_sign_in),
        *_routes(context, _PAGES, "GET", "/connections", connections.show),
        *_routes(context, _PAGES, "POST", "/connections", connections.disconnect),
        *_routes(context, _PAGES, "GET", "/connections/sign-in", connections.choose_user),
        *_routes(context, _PAGES, "POST", "/connections/sign-in", connections.take_sign_in),
        *_routes(context, _PAGES, "GET", "/images/{path:path}", images.show),
        *_routes(context, _LOGIN, "OPTIONS", "/validate", _preflight),
        *_routes(context, _LOGIN, "OPTIONS", "/revoke", _preflight),
        *_routes(context, _HELIX, "OPTIONS", "/{path:path}", _preflight),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, port=context.port)],
        exception_handlers={
            answers.Refused: _refused,
            HTTPException: partial(_http_error, context),
            ClientDisconnect: _gone,
            Exception: partial(_failure, context),
        },
    )
    app.router.redirect_slashes = False  # /helix/users/ is no endpoint of Twitch
    return app


def _routes(
    context: Context, prefixes: tuple[str, ...], method: str, path: str, endpoint: Endpoint
) -> list[Route]:
    return [
        Route(prefix + path, partial(endpoint, context), methods=[method]) for prefix in prefixes
    ]


async def _preflight(_context: Context, _request: Request) -> Response:
    return Response(status_code=204, headers=answers.PREFLIGHT)


def _refused(_request: Request, refused: Exception) -> Response:
    assert isinstance(refused, answers.Refused)  # noqa: S101
    return refused.response


def _http_error(context: Context, request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    # Twitch's answer to a wrong method is UNCONFIRMED: the same as to an unknown path.
    status = 404 if error.status_code == 405 else error.status_code
    if request.scope["path"].startswith(_HELIX):
        message = "" if status == 404 else error.detail
        return answers.helix_error(status, message, caller.unspent(context))
    # The login service's text for an unknown path is UNCONFIRMED.
    return answers.login_error(status, "not found" if status == 404 else error.detail)


def _gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400)  # the client hung up: nobody reads this


def _failure(context: Context, request: Request, error: Exception) -> Response:
    # A mistake of ours: its traceback belongs to whoever runs the sandbox, not in the answer.
    logging.getLogger(__name__).error("The sandbox failed.", exc_info=error)
    return _http_error(context, request, HTTPException(500, "internal error"))
