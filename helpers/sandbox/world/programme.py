"""When each channel streams: the same hours every week, so live and past streams are computed."""

from collections.abc import Iterator
from dataclasses import dataclass

from helpers.sandbox.world.numbers import DAY, HOUR, MINUTE, WEEK

FIRST_MONDAY = 4 * DAY  # Unix seconds of 1970-01-05: weeks begin on Monday, 00:00 UTC
_ORIGIN = 1_577_836_800  # 2020-01-01: stream numbers count minutes from here
_CHANNELS = 100  # numbers of channels are below this
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Slot:
    """One stream of the week."""

    offset: int  # seconds after Monday, 00:00 UTC
    length: int  # seconds
    title: str
    category_id: str


@dataclass(frozen=True)
class Stream:
    """One stream that is on, was on or will be on."""

    channel: int  # the channel's number
    start: int  # Unix seconds
    slot: Slot

    @property
    def end(self) -> int:
        """The Unix second when it ends."""
        return self.start + self.slot.length

    @property
    def number(self) -> int:
        """A number that no other stream has. IDs of streams, videos and clips come from it."""
        return (self.start - _ORIGIN) // MINUTE * _CHANNELS + self.channel


def slots(*lines: str) -> tuple[Slot, ...]:
    """Read lines such as `Mon Thu 18:30 2h 509660 The title`, `daily` for every day."""
    found = [slot for line in lines for slot in _slots(line)]
    return tuple(sorted(found, key=lambda slot: slot.offset))


def _slots(line: str) -> Iterator[Slot]:
    words = line.split()
    time = next(place for place, word in enumerate(words) if ":" in word)
    hour, minute = words[time].split(":")
    length = int(words[time + 1].removesuffix("h")) * HOUR
    for day in _DAYS if words[:time] == ["daily"] else words[:time]:
        offset = _DAYS.index(day) * DAY + int(hour) * HOUR + int(minute) * MINUTE
        yield Slot(offset, length, " ".join(words[time + 3 :]), words[time + 2])


def monday(seconds: int) -> int:
    """Return the Unix second at which the week began (UTC)."""
    return (seconds - FIRST_MONDAY) // WEEK * WEEK + FIRST_MONDAY


def streams(channel: int, week: tuple[Slot, ...], after: int, until: int) -> Iterator[Stream]:
    """Return the streams that start in `after` <= start < `until`, newest first."""
    for start in range(monday(until), monday(after) - 1, -WEEK):
        for slot in reversed(week):
            if after <= start + slot.offset < until:
                yield Stream(channel, start + slot.offset, slot)


def place(number: int) -> tuple[int, int]:
    """Return the channel's number and the start (Unix seconds) that a stream's number holds."""
    minutes, channel = divmod(number, _CHANNELS)
    return channel, _ORIGIN + minutes * MINUTE
