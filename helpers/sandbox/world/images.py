"""The addresses of the sandbox's images, and which picture is behind each."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.sandbox.world.store import World

KINDS = ("profile", "offline", "stream", "box-art", "video", "clip")
LARGEST = 4096  # pixels, each way
_PATH = re.compile(
    rf"/images/({'|'.join(KINDS)})/([A-Za-z0-9_-]{{1,100}})-([1-9][0-9]{{0,3}})x([1-9][0-9]{{0,3}})\.svg"
)


@dataclass(frozen=True)
class Image:
    """What an image's address asks for. The size is in pixels."""

    kind: str
    id: str
    width: int
    height: int


def image_path(kind: str, id_: str, width: int | str, height: int | str) -> str:
    """Return the path of an image. A size may be a placeholder, such as {width}."""
    return f"/images/{kind}/{id_}-{width}x{height}.svg"


def profile_path(user_id: str) -> str:
    """Return the path of a profile picture, in the size that Get Users has."""
    return image_path("profile", user_id, 300, 300)


def address(world: "World", kind: str, id_: str, width: int | str, height: int | str) -> str:
    """Return the whole address of an image."""
    return world.base + image_path(kind, id_, width, height)


def parse(path: str) -> Image | None:
    """Return what the path asks for, or None if it is no image's."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    image = Image(match[1], match[2], int(match[3]), int(match[4]))
    return image if max(image.width, image.height) <= LARGEST else None
