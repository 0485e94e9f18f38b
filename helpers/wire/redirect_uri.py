"""The redirect URI of the settings, held against what Twitch and the sandbox can register."""

from helpers import settings
from helpers.errors import BadAddress, SettingError
from helpers.settings import AGAIN
from helpers.wire import proxied
from helpers.wire.address import parse


def registered_redirect_uri() -> str:
    """Return the redirect URI of the settings. Raises SettingError for one that cannot be used."""
    uri = settings.redirect_uri()
    try:
        proxied.read(parse(uri))
        if "#" in uri:  # RFC 6749, section 3.1.2
            raise BadAddress("there is a # in it")
        if ";" in uri or "," in uri:  # the sandbox keeps several in one list
            raise BadAddress("it holds ; or , and cannot be registered")
    except BadAddress as problem:
        raise SettingError(
            f"TWITCH_COURSE_REDIRECT_URI cannot be used: {problem.reason}. Write it as it is "
            f"registered at Twitch, such as {settings.DEFAULT_REDIRECT_URI}, {AGAIN}."
        ) from None
    return uri
