"""Simple flat drawings as SVG text. No fonts and no files from elsewhere."""

import colorsys
from collections.abc import Callable
from html import escape

from helpers.sandbox.world.numbers import draw, pick

_FONT = "font-family='system-ui, sans-serif' font-weight='600'"
_WORDS = {
    "profile": "Profile picture of {}",
    "offline": "{} is offline",
    "stream": "{}",
    "box-art": "Box art of {}",
    "video": "Video: {}",
    "clip": "Clip: {}",
}


def svg(kind: str, name: str, width: int, height: int) -> str:
    """Return a drawing for a name, of a size in pixels. The same name looks the same always.

    `kind` is one of images.KINDS. The name may hold any characters.
    """
    name = "".join(c if c.isprintable() else " " for c in name)
    wide, high = _canvas(width, height)
    body = _DRAWN[kind](name, wide, high)
    title = escape(_WORDS[kind].format(name))
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'"
        f" viewBox='0 0 {wide} {high}'"
        f" preserveAspectRatio='xMidYMid slice' role='img'><title>{title}</title>{body}</svg>\n"
    )


def _canvas(width: int, height: int) -> tuple[int, int]:
    # The drawing's own units: its short side is 300, and what is narrower than 4 to 1 is cut.
    short = min(width, height)
    return min(1200, round(300 * width / short)), min(1200, round(300 * height / short))


def _colours(name: str) -> tuple[str, str, str]:
    # Dark, middle and light of one hue, and white text is readable on the first two.
    hue = draw(360, "hue", name) / 360
    return _colour(hue, 0.17, 0.45), _colour(hue + 0.06, 0.33, 0.45), _colour(hue + 0.5, 0.72, 0.6)


def _colour(hue: float, lightness: float, saturation: float) -> str:
    parts = colorsys.hls_to_rgb(hue % 1, lightness, saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _profile(name: str, wide: int, high: int) -> str:
    dark, middle, light = _colours(name)
    centre = f"cx='{wide // 2}' cy='{high // 2}'"
    rings = "".join(
        f"<circle {centre} r='{radius}' fill='{fill}'/>"
        for radius, fill in ((138, middle), (106, dark))
    )
    x, y = pick(((60, 70), (240, 80), (70, 235), (235, 230)), "moon", name)
    moon = (
        f"<circle cx='{x + (wide - 300) // 2}' cy='{y + (high - 300) // 2}' r='26' fill='{light}'/>"
    )
    letters = _line(_initials(name), wide // 2, high // 2 + 36, 104)
    return f"{_ground(dark, wide, high)}{rings}{moon}{letters}"


def _offline(name: str, wide: int, high: int) -> str:
    dark, middle, light = _colours(name)
    bars = "".join(
        f"<rect x='{wide * turn // 8}' y='{high - 24 - draw(high // 3, name, turn)}'"
        f" width='{wide // 8 - 8}' height='{high}' rx='8' fill='{middle}'/>"
        for turn in range(8)
    )
    words = _line(name, wide // 2, high // 2 - 20, 44) + _line(
        "offline, back soon", wide // 2, high // 2 + 24, 22, light
    )
    return f"{_ground(dark, wide, high)}{bars}{words}"


def _scene(name: str, wide: int, high: int) -> str:
    """Hills under a sun, and the name."""
    dark, middle, light = _colours(name)
    sun = draw(max(1, wide - 160), "sun", name) + 80
    peaks = [draw(high // 3, "hill", name, turn) for turn in range(6)]
    points = " ".join(
        f"{wide * turn // 5},{high * 3 // 5 - peak // 2}" for turn, peak in enumerate(peaks)
    )
    return (
        f"{_ground(middle, wide, high)}<circle cx='{sun}' cy='{high // 3}' r='44' fill='{light}'/>"
        f"<polygon points='0,{high} {points} {wide},{high}' fill='{dark}'/>"
        f"{_lines(name, wide, high - 24, 26)}"
    )


def _played(name: str, wide: int, high: int) -> str:
    x, y = wide // 2, high // 3
    arrow = (
        f"<circle cx='{x}' cy='{y}' r='46' fill='#000' fill-opacity='.55'/>"
        f"<polygon points='{x - 14},{y - 24} {x - 14},{y + 24} {x + 26},{y}' fill='#fff'/>"
    )
    return _scene(name, wide, high) + arrow


def _box_art(name: str, wide: int, high: int) -> str:
    dark, middle, light = _colours(name)
    step, shapes = 60, []
    for x in range(0, wide, step):
        for y in range(0, high * 3 // 5, step):
            fill = pick((dark, middle, middle, light), name, x, y)
            corners = pick(
                ("0 0 60 0 0 60", "0 0 60 0 60 60", "0 60 60 60 60 0"), "tile", name, x, y
            )
            shapes.append(
                f"<polygon transform='translate({x} {y})' points='{corners}' fill='{fill}'/>"
            )
    foot = f"<rect y='{high * 3 // 5}' width='{wide}' height='{high}' fill='{dark}'/>"
    return (
        f"{_ground(middle, wide, high)}{''.join(shapes)}{foot}{_lines(name, wide, high - 30, 36)}"
    )


def _ground(fill: str, wide: int, high: int) -> str:
    return f"<rect width='{wide}' height='{high}' fill='{fill}'/>"


def _initials(name: str) -> str:
    words = name.replace("_", " ").split()
    first = "".join(word[0] for word in words) if len(words) > 1 else "".join(words)
    capitals = "".join(c for c in name if c.isupper())  # TwitchDev: TD
    return (capitals if len(capitals) > 1 else first)[:2].upper() or "?"


def _lines(text: str, wide: int, bottom: int, size: int) -> str:
    """Write the text in at most three lines, the last one at the bottom."""
    fit = max(6, int(wide / size * 1.6))
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= fit and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 3:
        lines = [*lines[:2], f"{lines[2]} …"]
    lines = [line if len(line) <= fit else f"{line[: fit - 1]}…" for line in lines]
    return "".join(
        _line(line, wide // 2, bottom - size * 5 // 4 * above, size)
        for above, line in enumerate(reversed(lines))
    )


def _line(text: str, x: int, y: int, size: int, fill: str = "#fff") -> str:
    return (
        f"<text x='{x}' y='{y}' font-size='{size}' {_FONT} text-anchor='middle'"
        f" fill='{fill}'>{escape(text)}</text>"
    )


_DRAWN: dict[str, Callable[[str, int, int], str]] = {
    "profile": _profile,
    "offline": _offline,
    "stream": _scene,
    "box-art": _box_art,
    "video": _played,
    "clip": _played,
}
