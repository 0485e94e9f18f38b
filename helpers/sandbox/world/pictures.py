"""What the sandbox answers when a browser asks for one of its images."""

from helpers.sandbox.world import broadcasters, categories, channels, clips, drawings, images
from helpers.sandbox.world import users as everyone
from helpers.sandbox.world import videos as recorded
from helpers.sandbox.world.images import Image
from helpers.sandbox.world.store import World


def picture(world: World, path: str) -> str | None:
    """Return the SVG text of the image at a path such as /images/profile/12826-300x300.svg.

    None if there is no such image. Serve it as image/svg+xml.
    """
    image = images.parse(path)
    name = image and _name(world, image)
    return drawings.svg(image.kind, name, image.width, image.height) if image and name else None


def _name(world: World, image: Image) -> str | None:
    if image.kind in ("profile", "offline"):
        person = everyone.by_id(image.id)
        return person.display_name if person else None
    if image.kind == "stream":
        is_channel = image.id in broadcasters.BY_ID
        return str(channels.facts(world, image.id, world.now)["title"]) if is_channel else None
    if image.kind == "box-art":
        return categories.name_of(image.id)
    if image.kind == "video":
        video = recorded.by_id(world, image.id)
        return recorded.title(world, video) if video else None
    found = clips.clips(world, [image.id])
    return str(found[0]["title"]) if found else None
