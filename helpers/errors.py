"""Every error that the helpers raise on purpose: one small tree.

The text of each is a plain sentence: what happened, what to do next. It never holds a secret.
"""

import textwrap
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class CourseError(Exception):
    """Something that a learner can mend. Its text is all that the learner reads."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks this method how to show the error: its sentence, and no traceback.
        return textwrap.wrap(str(self), width=96)


class NotYet(CourseError):
    """A step above is still to do."""

    def __str__(self) -> str:
        return f"Not yet: {super().__str__()}"


class SettingError(CourseError):
    """A setting (an environment variable) has a value that cannot be used."""


class BadAddress(CourseError):
    """An address that is not opened, and that nothing is sent to.

    `reason` says why, for a sentence of the caller's own. It never repeats the address.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"This web address cannot be used: {reason}. Correct it, and try again.")
        self.reason = reason


# --- talking to Twitch ---------------------------------------------------------------------


class TwitchError(CourseError):
    """Twitch was asked and no usable answer came."""


class NoConnection(TwitchError):
    """The server could not be reached."""


class TimedOut(TwitchError):
    """The server did not answer in time."""


class Refusal(TwitchError):
    """Twitch answered with an error status.

    `status` is the HTTP status, `message` is Twitch's own text, `body` the parsed JSON
    (None when the body was not a JSON object). `kind` says what kind of mistake it is, and
    `cause` is the sentence without its cure.
    """

    def __init__(
        self,
        sentence: str,
        status: int,
        message: str,
        body: Any = None,
        *,
        kind: str = "",
        cause: str = "",
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.message = message
        self.body = body
        self.kind = kind
        self.cause = cause or sentence

    @property
    def may_pass(self) -> bool:
        """Tell whether the same request may be answered a little later."""
        return self.status == 429 or (self.status >= 500 and self.status != 501)


class BadAnswer(TwitchError):
    """The answer is not what Twitch documents: not JSON, cut off, or without a token."""


class TooLong(BadAnswer):
    """The answer is larger than what can be meant; the rest of it was not read."""


# --- the user's return to the redirect URI -------------------------------------------------


class RedirectError(CourseError):
    """The browser came back without a token that can be used."""


class NotAnAddress(RedirectError):
    """The pasted text is not a web address."""


class NoTokenInAddress(RedirectError):
    """The address carries no access token (or no ID token) in its fragment."""


class NoCodeInAddress(RedirectError):
    """The address carries no authorization code in its query."""


class WrongState(RedirectError):
    """`state` is missing, different from the one sent, or was used before (RFC 6749, 10.12)."""


class ConsentRefused(RedirectError):
    """The user pressed Cancel (`error=access_denied`)."""


class RedirectMismatch(RedirectError):
    """The redirect URI is not registered (`error=redirect_mismatch`)."""


class AuthorizationFailed(RedirectError):
    """Any other `error` that came back in the address."""


class PortBusy(RedirectError):
    """Another program listens where the redirect URI points."""


# --- OpenID Connect ------------------------------------------------------------------------


class BadIdToken(CourseError):
    """An ID token failed a check: nothing in it may be believed."""


# --- the token file ------------------------------------------------------------------------


class TokenFileError(CourseError):
    """The token file cannot be read or written."""


class MissingApplication(CourseError):
    """No client ID and secret are saved yet."""


class MissingToken(CourseError):
    """No such token is saved yet."""


class ExpiredToken(MissingToken):
    """A token is saved, but its time is over."""


class NotRefreshed(ExpiredToken):
    """A token has expired, and Twitch refused to refresh it."""


class MissingScopes(MissingToken):
    """A token is saved, but it does not have every scope that is needed."""


# --- how an error leaves -------------------------------------------------------------------


def sentence_only(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Let a CourseError leave the function with its sentence alone, and a Ctrl-C with nothing.

    A traceback keeps the local variables of every frame, and tools such as cgitb, rich and
    IPython's Verbose mode print them. So where a secret is read or sent, the frames stay behind.
    """

    @wraps(function)
    def without_frames(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except (CourseError, KeyboardInterrupt) as error:
            problem = error.with_traceback(None)
        args, kwargs = (), {}  # type: ignore[assignment]  # they may hold a secret, too
        problem.__context__ = None
        raise problem

    return without_frames
