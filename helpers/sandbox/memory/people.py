"""The practice people: who can sign in to the sandbox."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """One user account. The names are Get Users' own."""

    id: str
    login: str
    display_name: str
    broadcaster_type: str
    description: str
    created_at: str

    @property
    def email(self) -> str:
        """The address that `user:read:email` shows."""
        return f"{self.login}@example.com"


# The first is the one that the sign-in page suggests. The first three have their real IDs,
# because the lessons use them; the rest is invented.
PEOPLE: tuple[Person, ...] = (
    Person(
        id="141981764",
        login="twitchdev",
        display_name="TwitchDev",
        broadcaster_type="partner",
        description="News and help for everyone who builds on Twitch.",
        created_at="2016-12-14T20:32:28Z",
    ),
    Person(
        id="12826",
        login="twitch",
        display_name="Twitch",
        broadcaster_type="partner",
        description="The place for live video and the people around it.",
        created_at="2007-05-22T10:39:54Z",
    ),
    Person(
        id="527115020",
        login="twitchgaming",
        display_name="twitchgaming",
        broadcaster_type="partner",
        description="Game releases, first looks and long evenings with friends.",
        created_at="2020-05-12T17:00:45Z",
    ),
    Person(
        id="700100201",
        login="marta_paints",
        display_name="Marta_Paints",
        broadcaster_type="affiliate",
        description="Watercolours on Tuesdays, oil on Fridays, tea always.",
        created_at="2021-03-04T18:22:05Z",
    ),
    Person(
        id="700100202",
        login="kofi_speedruns",
        display_name="Kofi_Speedruns",
        broadcaster_type="affiliate",
        description="Old platformers, as fast as they go.",
        created_at="2022-08-19T07:45:31Z",
    ),
    Person(
        id="700100203",
        login="quiet_viewer",
        display_name="quiet_viewer",
        broadcaster_type="",
        description="",
        created_at="2024-01-30T21:10:00Z",
    ),
)

BY_ID = {person.id: person for person in PEOPLE}
BY_LOGIN = {person.login: person for person in PEOPLE}
