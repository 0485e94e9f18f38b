"""The notebooks in their order: the one list that navigation, contents and checkpoints use."""

from dataclasses import dataclass

from helpers.errors import CourseError


@dataclass(frozen=True)
class Lesson:
    """One notebook: its file name without .ipynb, its title, and what a learner leaves with."""

    name: str
    title: str
    gives: str


LESSONS = (
    Lesson("00_get_ready", "Get ready", "your application's client ID and secret, saved"),
    Lesson("01_app_access_token", "Get an app access token", "an app access token, saved"),
    Lesson("02_user_access_token", "Get a user access token", "a user access token, saved"),
    Lesson(
        "03_save_the_token",
        "Save the token and try it",
        "your account from the Twitch API, and tokens ready for later lessons",
    ),
    Lesson("04_choose_a_grant", "Choose a grant", "the grant that fits a program of your own"),
    Lesson(
        "05_authorization_code",
        "The authorization code grant",
        "a user access token that can be refreshed, saved",
    ),
    Lesson(
        "06_device_code",
        "The device code grant",
        "a user access token for a device without a browser, saved",
    ),
    Lesson(
        "07_keep_tokens_healthy",
        "Keep tokens healthy",
        "a wallet of your tokens: validate, refresh, revoke, forget",
    ),
    Lesson(
        "08_openid_connect",
        "Sign in with OpenID Connect",
        "an ID token, taken apart and checked",
    ),
    Lesson(
        "09_when_it_goes_wrong",
        "When it goes wrong",
        "every common error, with its cause and its cure",
    ),
    Lesson("10_scopes", "Scopes", "what your token opens, call by call"),
    Lesson("11_users", "Users", "accounts looked up, described, followed and blocked"),
    Lesson("12_channels", "Channels", "channels found, and your own changed and changed back"),
    Lesson("13_streams", "Streams", "who is live, markers, a schedule, categories"),
    Lesson("14_videos_and_clips", "Videos and clips", "recordings listed, a clip cut"),
    Lesson("15_wrap_up", "Wrap up", "tokens revoked and the file emptied, if you like"),
)


def lesson(name: str) -> Lesson:
    """Return the lesson with this name. Raises CourseError."""
    for each in LESSONS:
        if each.name == name:
            return each
    raise CourseError(
        "There is no notebook of this name. Write its file name without .ipynb, such as "
        f'"{LESSONS[0].name}"; contents() lists them all.'
    )


def neighbours(name: str) -> tuple[Lesson | None, Lesson | None]:
    """Return the lessons before and after this one; None where there is none."""
    place = LESSONS.index(lesson(name))
    before = LESSONS[place - 1] if place else None
    after = LESSONS[place + 1] if place + 1 < len(LESSONS) else None
    return before, after
