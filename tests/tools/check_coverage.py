"""Fail unless the rooms that must not err are covered to the last branch.

Reads the .coverage file of the run before: first `pytest --cov`, then this.
"""

import sys

from coverage import Coverage

FULLY = [
    "helpers/credentials/*",
    "helpers/grants/*",
    "helpers/helix/*",
    "helpers/redirect/address.py",
    "helpers/redirect/waiting.py",
    "helpers/tokens/*",
    "helpers/wire/*",
]


def main() -> int:
    coverage = Coverage()
    coverage.load()
    percent = coverage.report(include=FULLY, show_missing=True)
    if percent < 100:
        print(f"These rooms need 100 % branch coverage; they have {percent:.1f} %.")
    return 0 if percent == 100 else 1


if __name__ == "__main__":
    sys.exit(main())
