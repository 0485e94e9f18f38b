"""What a token is, what an application is, and how each looks in the token file.

https://dev.twitch.tv/docs/authentication#types-of-tokens
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from helpers import clock
from helpers.catalogue.endpoints import Kind
from helpers.credentials import answers
from helpers.credentials.secret import Secret

if TYPE_CHECKING:
    import requests

# What reading a damaged entry raises.
DAMAGE = (AttributeError, KeyError, TypeError, ValueError, OverflowError)


@dataclass(frozen=True)
class Application:
    """Your application, as registered at dev.twitch.tv/console; a public one has no secret."""

    client_id: str
    client_secret: Secret | None = None

    def __post_init__(self) -> None:
        _hide(self, "client_secret")

    def to_json(self) -> dict[str, Any]:
        """Return the entry for the token file. It holds the secret in plain text."""
        return {"client_id": self.client_id, "client_secret": _plain(self.client_secret)}

    @staticmethod
    def from_json(entry: dict[str, Any]) -> "Application":
        """Return the application of an entry. Raises one of DAMAGE."""
        return Application(
            client_id=answers.secret(entry["client_id"], "client_id").reveal(),
            client_secret=answers.optional_secret(entry["client_secret"], "client_secret"),
        )


@dataclass(frozen=True)
class Token:
    """An access token and what is known about it (None: not known). Times are in UTC."""

    access_token: Secret
    kind: Kind
    token_type: str = "bearer"  # noqa: S105 - the name of a scheme (RFC 6750), no password
    expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()
    client_id: str | None = None
    user_id: str | None = None
    login: str | None = None
    obtained_at: datetime = field(default_factory=lambda: clock.now())
    refresh_token: Secret | None = None

    def __post_init__(self) -> None:
        _hide(self, "access_token")
        _hide(self, "refresh_token")

    @staticmethod
    def from_response(response: "requests.Response") -> "Token":
        """Return the token in Twitch's answer to POST /token.

        Raises Refusal for an error status, BadAnswer if no usable token is in the answer.
        """
        return Token(**answers.fields(response))

    @property
    def expired(self) -> bool:
        """Tell whether the token's time is over (False if its time is not known)."""
        return self.expires_at is not None and self.expires_at <= clock.now()

    @property
    def refreshable(self) -> bool:
        """Tell whether Twitch can be asked for a new token in place of this one."""
        return self.refresh_token is not None and self.client_id is not None

    def expires_in(self) -> timedelta | None:
        """Return how long the token still lasts: negative if over, None if not known."""
        return None if self.expires_at is None else self.expires_at - clock.now()

    def with_validation(self, response: "requests.Response") -> "Token":
        """Return this token with what GET /validate told: its owner, its scopes, its end.

        Raises Refusal for an error status, BadAnswer if the answer cannot be used.
        """
        return replace(self, **answers.validation(response))

    def to_json(self) -> dict[str, Any]:
        """Return the entry for the token file. It holds the token in plain text."""
        return {
            "access_token": _plain(self.access_token),
            "token_type": self.token_type,
            "expires_at": self.expires_at and self.expires_at.isoformat(),  # RFC 3339
            "scopes": list(self.scopes),
            "client_id": self.client_id,
            "user_id": self.user_id,
            "login": self.login,
            "obtained_at": self.obtained_at.isoformat(),
            "refresh_token": _plain(self.refresh_token),
        }

    @staticmethod
    def from_json(kind: Kind, entry: dict[str, Any]) -> "Token":
        """Return the token of an entry. Raises one of DAMAGE."""
        return Token(
            access_token=answers.secret(entry["access_token"], "access_token"),
            kind=kind,
            token_type=answers.bearer(entry["token_type"]),
            expires_at=None if entry["expires_at"] is None else _moment(entry["expires_at"]),
            scopes=answers.scope_names(entry["scopes"]),
            client_id=answers.text(entry["client_id"], "client_id"),
            user_id=answers.text(entry["user_id"], "user_id"),
            login=answers.text(entry["login"], "login"),
            obtained_at=_moment(entry["obtained_at"]),
            refresh_token=answers.optional_secret(entry["refresh_token"], "refresh_token"),
        )


def hidden_token(token: Token | Secret | str) -> Secret:
    """Return the access token, hidden. Raises CourseError for what is none."""
    return token.access_token if isinstance(token, Token) else Secret(token)


def _hide(record: object, name: str) -> None:
    # A plain string, given by mistake, must not show in the repr either.
    value = getattr(record, name)
    if isinstance(value, str):
        object.__setattr__(record, name, Secret(value))  # the way past frozen=True


def _plain(secret: Secret | None) -> str | None:
    return None if secret is None else secret.reveal()


def _moment(text: str) -> datetime:
    """Return the moment in UTC that an RFC 3339 text names."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without its time zone")
    return moment.astimezone(timezone.utc)
