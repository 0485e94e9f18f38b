"""The sandbox's images, in place of those that Twitch has on static-cdn.jtvnw.net."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helpers.sandbox.api.world import seen
from helpers.sandbox.server.context import Context
from helpers.sandbox.world import pictures

# SVG is a document that could hold scripts and links. Ours has none, and may load none.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "public, max-age=60",  # a stream's preview shows its title of now
}


async def show(context: Context, request: Request) -> Response:
    """GET /images/…: the picture at an address that an answer of the API gave.

    Raises HTTPException 404 if there is none.
    """
    with seen(context) as world:
        drawn = pictures.picture(world, request.scope["path"])
    if drawn is None:
        raise HTTPException(404)
    return Response(drawn, headers=_HEADERS, media_type="image/svg+xml")
