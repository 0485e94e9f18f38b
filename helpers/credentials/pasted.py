"""What is pasted as a client ID or client secret: tidied up, or refused with the reason.

RFC 6749, appendices A.1 and A.2, allow any visible ASCII letter; what Twitch gives out has small
letters and digits. Letters that tokens have anywhere (RFC 6750, section 2.1) pass here as well.
"""

import re
import unicodedata
from collections import Counter

from helpers import words
from helpers.credentials.secret import Secret, reveal

Oddity = tuple[str, str]  # the cause and the cure, a sentence each

_QUOTES = "\"'`´‘’‚‛“”„‟‹›«»′″＂＇"
_FILLERS = "\u034f\u3164\ufe0e\ufe0f"  # unseen, though Unicode counts them as letters or marks
_BETWEEN = {",": "comma", ";": "semicolon"}
_SHORTEST = 8  # letters; what is shorter may stand in another value by chance

_ADDRESS = re.compile(r".*://.*|(www\.|localhost\b|[\w-]+(\.[\w-]+)+(:\d+)?/).*", re.DOTALL)
_OF_A_TOKEN = re.compile(
    r"(oauth:|bearer\s|oauth\s|authorization\s*:|(?:access_|refresh_|id_)?token\s*[=:])",
    re.IGNORECASE,
)
_NAMED = re.compile(r"([^=:]*)([=:]?)(.*)", re.DOTALL)
_NAME = re.compile(r"(client[ _-]?id|client[ _-]?secret|\bid|\bsecret)[\s\"'`]*$", re.IGNORECASE)


def tidied(pasted: str | Secret) -> tuple[Secret, Counter[str]]:
    """Return a pasted value alone, and how many of what was removed from it.

    Quotes and blanks go from both ends; characters that nobody sees go everywhere.
    """
    text = reveal(pasted)
    seen = [letter for letter in text if not _is_unseen(letter)]
    value = "".join(seen).strip("".join({*_QUOTES, *filter(str.isspace, seen)}))
    around = Counter("".join(seen).replace(value, "", 1) if value else seen)
    quotes = sum(around[quote] for quote in _QUOTES)
    removed = Counter(
        {
            "blank": around.total() - quotes,
            "quote": quotes,
            "invisible character": len(text) - len(seen),
        }
    )
    return Secret(value), +removed


def told(removed: Counter[str]) -> str:
    """Return a sentence about what `tidied` removed; "" if that was nothing."""
    parts = [words.count(number, thing) for thing, number in removed.items()]
    return f"Removed from what was pasted: {', '.join(parts)}." if parts else ""


def oddity(what: str, value: str | Secret) -> Oddity | None:
    """Return why a tidied value is none, and the cure; None if its form tells nothing.

    `what` is "client ID" or "client secret". No sentence repeats the value.
    """
    text = reveal(value)
    if _ADDRESS.fullmatch(text):
        return f"The {what} is a web address.", f"Paste the {what} alone."
    if found := _OF_A_TOKEN.match(text):
        begin = found[1].strip()
        return f'The {what} begins with "{begin}", as a token does.', f"Paste the {what} instead."
    if odd := _named(what, text):
        return odd
    if sign := next((_BETWEEN[letter] for letter in text if letter in _BETWEEN), ""):
        return f"There is a {sign} in the {what}.", f"Paste the {what} alone, one value."
    if any(map(str.isspace, text)):
        sign = "line break" if len(text.splitlines()) > 1 else "blank"
        return f"There is a {sign} in the {what}.", f"Paste the {what} alone, one value."
    if not re.fullmatch(r"[\w.~+/=-]*", text, re.ASCII):
        return (
            f"The {what} contains a letter or a sign that none has.",
            "Copy it again from the developer console.",
        )
    if re.fullmatch(r"(.{4,})\1+", text):
        return f"The {what} was pasted more than once in a row.", "Paste it once."
    return None


def mixed_up(client_id: str, secret: Secret, known_id: str, known_secret: Secret) -> Oddity | None:
    """Return why the two fields cannot both be right, and the cure; None if they may be.

    `known_id` and `known_secret` are those of the application that is known so far ("" if none).
    """
    if client_id == secret:
        return "The same value stands in both fields.", "Paste the client ID and its own secret."
    if client_id == known_secret:
        return "The client secret stands in the client ID's field.", "Paste the client ID there."
    if secret == known_id:
        return "The client ID stands in the client secret's field.", "Paste the secret there."
    if _inside(client_id, secret.reveal()) or _inside(secret.reveal(), client_id):
        return "The client ID and the secret stand in one field.", "Paste each into its own."
    return None


def _named(what: str, text: str) -> Oddity | None:
    """Return what is wrong if something and = or : come first; that is repeated only if known."""
    front, sign, behind = _NAMED.findall(text)[0]
    if sign and (name := _NAME.search(front)):
        return f'The {what} begins with "{name[1]}{sign}".', "Paste only what stands behind that."
    if sign == ":" or behind.strip("="):  # a few = may end a value
        return f'There is "{sign}" in the {what}.', f"Paste the {what} alone, without a name."
    return None


def _inside(part: str, whole: str) -> bool:
    return len(part) >= _SHORTEST and part in whole


def _is_unseen(letter: str) -> bool:
    unseen = unicodedata.category(letter) in ("Cc", "Cf") and not letter.isspace()
    return unseen or letter in _FILLERS
