"""Looking at what is shown of OpenID Connect."""

from helpers.credentials.secret import Secret


def both(shown) -> list[str]:
    """The HTML and the text: each must say it, each must hide it."""
    return list(shown._repr_mimebundle_().values())


def pieces(token: Secret | str) -> list[str]:
    """The three parts of a token as they are sent."""
    text = token.reveal() if isinstance(token, Secret) else token
    return [text, *text.split(".")]
