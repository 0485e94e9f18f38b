"""Pictures side by side: thumbnails, box art, profile pictures."""

from collections.abc import Sequence
from html import escape

from helpers.helix import pictures
from helpers.helix.pictures import Picture
from helpers.views import look
from helpers.views.pictures.records import Record, cell, fields_of

MOST = 24  # pictures; they are kept in the notebook's file


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
    fetched has a sentence in its place. Raises CourseError for a field that no record has.
    """
    if not rows:
        sentence = "There is no picture to show: the list is empty."
        html = look.panel(title, look.paragraph(sentence))
        return look.Shown(html, f"[{look.mode_word()}] {title}. {sentence}")
    fields_of(rows, (image, caption))
    shown = rows[:MOST]
    fetched = pictures.fetch_all([str(row.get(image) or "") for row in shown], width, height)
    captions = [cell(row.get(caption, ""), caption) for row in shown]
    pairs = list(zip(fetched, captions, strict=True))
    figures = "".join(_figure(picture, text, width) for picture, text in pairs)
    more = f"The first {MOST} of {len(rows)}." if len(rows) > MOST else ""
    html = look.panel(
        title,
        look.paragraph(more) if more else "",
        f'<div style="display: flex; flex-wrap: wrap; gap: 14px">{figures}</div>',
    )
    lines = [f"  {text}: {picture.problem or 'a picture'}" for picture, text in pairs]
    head = f"[{look.mode_word()}] {title}"
    return look.Shown(html, "\n".join([f"{head}. {more}" if more else head, *lines]))


def _figure(picture: Picture, caption: str, width: int) -> str:
    # An <img> never runs a script, also not one in an SVG.
    alt = escape(f"Picture: {caption}", quote=True)
    inside = (
        f'<img src="{picture.data}" alt="{alt}" width="{width}" '
        f'style="width: {width}px; max-width: 100%; height: auto; border-radius: 3px">'
        if picture.data
        else f'<div style="border: 1px solid #8a8a8a; padding: 8px">{escape(picture.problem)}</div>'
    )
    return (
        f'<figure style="margin: 0; width: {width}px; max-width: 100%">{inside}'
        f'<figcaption style="font-size: 13px">{escape(caption)}</figcaption></figure>'
    )
