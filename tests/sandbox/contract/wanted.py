"""Where the sandbox differs from the recordings on purpose, and why. No other place may differ."""

_NOT_PLAYED = (
    "helix.bits.cheermotes:get:200:1",
    "helix.bits.cheermotes:get:200:2",
    "helix.bits.cheermotes:get:200:3",
    "helix.bits.cheermotes:get:200:4",
    "helix.bits.leaderboard:get:200:1",
    "helix.channel_points.custom_rewards:get:200:1",
    "helix.moderation.moderators:get:200:1",
    "helix.streams.key:get:200:1",
    "helix.users.extensions:get:200:1",
    "helix.users.extensions:get:200:2",
)
_OF_2020_AND_2021 = (
    "helix.bits.leaderboard:get:401:2",
    "helix.clips:get:200:1",
    "helix.streams:get:200:1",
    "helix.streams:get:200:2",
)
# Reason, places, entries.
_WANTED: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("no lesson needs the call, so the sandbox says 501", ("status",), _NOT_PLAYED),
    (
        "retired on 2023-08-03, after the recording: the sandbox says 410",
        ("status",),
        ("helix.users.follows:get:200:1",),
    ),
    (
        "no answer recorded since November 2022 has the header",
        ("header Cache-Control",),
        _OF_2020_AND_2021,
    ),
    (
        "until 2021 [], since 2023 null: the sandbox answers as in 2023",
        ("scopes",),
        ("oauth2.validate:get:200:1",),
    ),
    (
        "fewer channels than one page: the recordings have {} then, too",
        ("pagination.cursor",),
        ("helix.search.channels:get:200:1", "helix.streams:get:200:1"),
    ),
    (
        "the reference: null or a list; the recorded videos happened to have no muted parts",
        ("data[].muted_segments",),
        ("helix.videos:get:200:1",),
    ),
)


def wanted(entry_id: str) -> dict[str, str]:
    """The places at which this entry's answer differs on purpose, each with the reason."""
    return {place: reason for reason, places, ids in _WANTED for place in places if entry_id in ids}


def listed() -> set[str]:
    """The entries that differ on purpose."""
    return {entry_id for _, _, ids in _WANTED for entry_id in ids}
