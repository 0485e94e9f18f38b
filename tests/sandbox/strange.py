"""Texts that no parameter of a request expects."""

STRANGE = [
    "",
    "\0",
    "é\0\ud7ff",
    "' OR 1=1 --",
    "%s{0}$(x)",
    "\U0001f600" * 99,
    "a" * 100_000,
    "-1",
]
