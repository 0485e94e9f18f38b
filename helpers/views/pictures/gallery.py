"""Pictures side by side: thumbnails, box art, profile pictures."""

from collections.abc import Sequence

from htpy import Element, Renderable, div, figcaption, figure, img

from helpers.errors import CourseError
from helpers.helix import pictures
from helpers.helix.pictures import Picture
from helpers.views import look, styles
from helpers.views.pictures.records import Record, cell, fields_of, records, titled

MOST = 24  # pictures; they are kept in the notebook's file
LARGEST = 2_000  # pixels


def gallery(
    rows: Sequence[Record],
    image: str,
    caption: str,
    title: str,
    *,
    width: int = 240,
    height: int = 135,
) -> look.Shown:
    """Return a picture for each record: `image` names the field with its address, and so on.

    The size is in pixels; the height counts where the address leaves it open. What cannot be
    fetched has a sentence in its place. Raises CourseError for a field that no record has, for
    what is no list of records, and for a size that is none.
    """
    rows, title = records(rows, "gallery"), titled(title)
    width, height = _pixels("width", width), _pixels("height", height)
    if not rows:
        sentence = "There is no picture to show: the list is empty."
        drawn = look.panel(title, look.paragraph(sentence))
        return look.Shown(drawn, f"[{look.mode_word()}] {title}. {sentence}")
    fields_of(rows, (image, caption))
    shown = rows[:MOST]
    fetched = pictures.fetch_all([_address(row.get(image)) for row in shown], width, height)
    captions = [cell(row.get(caption, ""), caption) for row in shown]
    pairs = list(zip(fetched, captions, strict=True))
    figures = [_figure(picture, text, width) for picture, text in pairs]
    more = f"The first {MOST} of {len(rows)}." if len(rows) > MOST else ""
    drawn = look.panel(
        title,
        look.paragraph(more) if more else None,
        div(style=styles.GALLERY)[figures],
    )
    lines = [f"  {text}: {picture.problem or 'a picture'}" for picture, text in pairs]
    head = f"[{look.mode_word()}] {title}"
    return look.Shown(drawn, "\n".join([f"{head}. {more}" if more else head, *lines]))


def _address(value: object) -> str:
    return value if isinstance(value, str) else ""


def _pixels(name: str, size: object) -> int:
    whole = isinstance(size, int) and not isinstance(size, bool)
    if isinstance(size, int) and whole and 1 <= size <= LARGEST:
        return size
    raise CourseError(f"{name} has to be a whole number of pixels from 1 to {LARGEST:,}.")


def _figure(picture: Picture, caption: str, width: int) -> Element:
    # An <img> never runs a script, also not one in an SVG.
    inside: Renderable = div(style=styles.NO_PICTURE)[picture.problem]
    if picture.data:
        inside = img(
            src=picture.data,
            alt=f"Picture: {caption}",
            width=width,
            style=styles.picture(width),
        )
    return figure(style=styles.figure(width))[inside, figcaption(style=styles.CAPTION)[caption]]
