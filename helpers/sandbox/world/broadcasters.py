"""The channels that stream: who, when, what, and how many people care."""

from dataclasses import dataclass

from helpers.sandbox.memory.people import BY_LOGIN, Person
from helpers.sandbox.world import programme
from helpers.sandbox.world.numbers import WEEK
from helpers.sandbox.world.programme import Slot, Stream, slots


@dataclass(frozen=True)
class Channel:
    """A channel that streams."""

    number: int  # its place among all channels: part of the numbers of its streams
    person: Person
    language: str  # ISO 639-1
    tags: tuple[str, ...]
    week: tuple[Slot, ...]
    followers: int
    subscribers: int
    viewers: int  # on an ordinary day
    labels: tuple[str, ...] = ()  # content classification
    ended: int | None = None  # Unix seconds: it has not streamed since

    @property
    def id(self) -> str:
        """The broadcaster's user ID."""
        return self.person.id

    def streams(self, after: int, until: int) -> list[Stream]:
        """Return the streams that start in `after` <= start < `until`, newest first."""
        until = until if self.ended is None else min(until, self.ended)
        return list(programme.streams(self.number, self.week, after, until))

    def latest(self, now: int) -> Stream:
        """Return the stream that is on, or else the last one that was."""
        until = now + 1 if self.ended is None else min(now + 1, self.ended)
        return self.streams(until - WEEK, until)[0]

    def live(self, now: int) -> Stream | None:
        """Return the stream that is on, or None."""
        stream = self.latest(now)
        return stream if now < stream.end else None


def _person(
    id_: str, login: str, name: str, kind: str, created_at: str, description: str
) -> Person:
    return Person(id_, login, name, kind, description, created_at)


# They stream, and nobody signs in as one of them. All invented.
BROADCASTERS: tuple[Person, ...] = (
    _person("700100301", "slowtide_radio", "SlowTide_Radio", "partner", "2020-06-02T09:14:40Z",
            "Rain, tape hiss and a piano somewhere. Always on."),
    _person("700100302", "brot_und_ben", "Brot_und_Ben", "affiliate", "2021-01-11T05:30:12Z",
            "Sauerteig, Kaffee, gute Laune. Der Ofen ist schon heiß."),
    _person("700100303", "lupe_mira_arriba", "Lupe_Mira_Arriba", "affiliate",
            "2021-09-27T22:41:03Z", "Telescopios caseros y cielos oscuros."),
    _person("700100304", "hanae_origami", "花江の折り紙", "partner", "2020-10-18T03:05:59Z",
            "一枚の紙から。"),
    _person("700100305", "balade_lente", "Balade_Lente", "affiliate", "2022-03-21T16:20:00Z",
            "On marche, on regarde, on ne se presse pas."),
    _person("700100306", "ida_ships_it", "Ida_Ships_It", "affiliate", "2020-12-05T19:48:27Z",
            "One small game at a time, bugs included."),
    _person("700100307", "tomas_xeque", "Tomas_Xeque", "partner", "2021-05-30T13:37:45Z",
            "Xadrez sem pressa, com muita conversa."),
    _person("700100308", "nightbus_podcast", "NightBus_Podcast", "affiliate",
            "2022-11-08T23:59:01Z", "Two hosts, one last bus, no spoilers."),
    _person("700100309", "rusty_lantern", "Rusty_Lantern", "", "2023-02-14T11:00:30Z",
            "Gone fishing. The old streams were fun."),
)  # fmt: skip

_WHO = BY_LOGIN | {person.login: person for person in BROADCASTERS}

# All hours are UTC. Three are always on: TwitchDev, because the lessons stream as TwitchDev,
# Twitch and SlowTide_Radio.
# No two streams of one channel may overlap.
CHANNELS: tuple[Channel, ...] = (
    Channel(
        0, _WHO["twitchdev"], "en", ("Developers", "API", "English"),
        slots(
            "daily 21:47 6h 1469308723 Night shift: we read the docs aloud",
            "daily 03:47 6h 1469308723 Overlay clinic: bring your CSS",
            "Mon Tue Wed Fri Sat Sun 09:47 6h 1469308723 API office hours: ask us anything",
            "Thu 09:47 6h 509670 TwitchDev update: what is new this week",
            "daily 15:47 6h 1469308723 Build along: a chat bot in an evening",
        ),
        followers=24_310, subscribers=412, viewers=640,
    ),
    Channel(
        1, _WHO["twitch"], "en", ("Community", "English"),
        slots(
            "daily 02:00 8h 509658 Good morning, wherever you are",
            "daily 10:00 8h 417752 The front page hour, times eight",
            "daily 18:00 8h 509658 Community night",
        ),
        followers=100_000, subscribers=2_950, viewers=5_200,
    ),
    Channel(
        2, _WHO["twitchgaming"], "en", ("FirstLook", "Releases", "English"),
        slots(
            "Mon Wed Fri 10:00 6h 2100100105 First look: Orbit Gardeners, the moss update",
            "Tue Thu Sat 16:00 6h 2100100102 Skyhook Courier with the people who made it",
            "Sun 14:00 8h 2100100103 Sunday harbour: trams, tides and tea",
        ),
        followers=61_204, subscribers=1_180, viewers=3_100,
    ),
    Channel(
        3, _WHO["marta_paints"], "en", ("Watercolour", "Cozy", "NoMicSometimes"),
        slots(
            "Tue 17:00 4h 509660 Watercolour Tuesday: a wet street at dusk",
            "Fri 17:00 5h 509660 Oil on Friday: the lemon again",
            "Mon 10:00 4h 509660 Sketchbook breakfast, tea included",
        ),
        followers=1_846, subscribers=38, viewers=55,
    ),
    Channel(
        4, _WHO["kofi_speedruns"], "en", ("Speedrun", "Platformer", "Ghana"),
        slots(
            "Tue Thu 19:00 3h 2100100104 Mossback Runner 2, any%: under 21 minutes today",
            "Sat 15:00 5h 2100100104 Mossback Runner 2: learning the lava skip",
        ),
        followers=612, subscribers=14, viewers=23,
    ),
    Channel(
        5, _WHO["slowtide_radio"], "en", ("LoFi", "Study", "Ambient"),
        slots("daily 04:00 24h 26936 rain on the harbour // study, sleep, rest"),
        followers=48_777, subscribers=905, viewers=1_900,
    ),
    Channel(
        6, _WHO["brot_und_ben"], "de", ("Backen", "Deutsch", "Gemütlich"),
        slots("Mon Tue Wed Thu Fri 04:00 4h 509667 Frühschicht: Brötchen & Brezeln",
              "Sun 08:00 5h 509667 Sonntagsbrot für alle"),
        followers=3_402, subscribers=66, viewers=120,
    ),
    Channel(
        7, _WHO["lupe_mira_arriba"], "es", ("Astronomía", "Español"),
        slots("Mon Wed Sat 01:00 4h 509670 Saturno en directo (si las nubes quieren)"),
        followers=5_120, subscribers=71, viewers=150,
    ),
    Channel(
        8, _WHO["hanae_origami"], "ja", ("折り紙", "日本語", "Relaxing"),
        slots("Mon Wed Fri 11:00 3h 509673 千羽鶴をのんびり折る",
              "Sun 01:00 6h 509673 朝の折り紙：紙の動物園"),
        followers=17_930, subscribers=233, viewers=810,
    ),
    Channel(
        9, _WHO["balade_lente"], "fr", ("Balade", "Français", "Nature"),
        slots("Wed Sat Sun 07:00 5h 509672 Balade lente : le long du canal"),
        followers=980, subscribers=11, viewers=34,
    ),
    Channel(
        10, _WHO["ida_ships_it"], "en", ("GameDev", "PixelArt", "IndieGame"),
        slots("Mon Tue Thu 20:00 4h 1469308723 Week 61 of a two-week game",
              "Fri 20:00 4h 2100100106 Playing The Cartographer's Cat <for research>"),
        followers=2_215, subscribers=29, viewers=74,
    ),
    Channel(
        11, _WHO["tomas_xeque"], "pt", ("Xadrez", "Português", "PlayWithViewers"),
        slots("daily 22:00 3h 743 Partidas rápidas com quem aparecer"),
        followers=9_640, subscribers=147, viewers=390,
    ),
    Channel(
        12, _WHO["nightbus_podcast"], "en", ("Podcast", "Stories", "English"),
        slots("Sat Sun 22:00 3h 417752 The last bus: stories from the back row"),
        followers=1_377, subscribers=25, viewers=62, labels=("ProfanityVulgarity",),
    ),
    Channel(
        13, _WHO["rusty_lantern"], "en", ("Retro", "English"),
        slots("Sat 20:00 3h 2100100101 Lantern Hollow, one more floor"),
        followers=88, subscribers=0, viewers=6, ended=1_733_011_200,  # 2024-12-01
    ),
)  # fmt: skip

BY_ID = {channel.id: channel for channel in CHANNELS}


def stream_of(number: int) -> Stream | None:
    """Return the stream with this number, or None if there is no such stream."""
    place, start = programme.place(number)
    if not 0 <= place < len(CHANNELS):
        return None
    found = CHANNELS[place].streams(start, start + 1)
    return found[0] if found else None
