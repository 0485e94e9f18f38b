"""Numbers that the world is computed from: times, and lists that are not stored."""

import inspect

import pytest

from helpers.sandbox.world.numbers import Computed, rfc3339, unix


def test_a_computed_list_is_a_list():
    squares = Computed(5, lambda at: at * at)
    assert [*squares] == squares[:] == [0, 1, 4, 9, 16]
    assert (squares[-1], squares[3:99], squares[::-2], squares[5:]) == (16, [9, 16], [16, 4, 0], [])
    with pytest.raises(IndexError):
        squares[5]
    assert not inspect.isgenerator(squares[:])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-11-23T12:00:00Z", "2026-11-23T12:00:00Z"),
        ("2026-11-23t13:00:00.5+01:00", "2026-11-23T12:00:00Z"),
        ("2999-12-31T23:59:59Z", "2999-12-31T23:59:59Z"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ],
)
def test_times_are_read_as_rfc3339_has_them(text, shown):
    assert rfc3339(unix(text)) == shown


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "now",
        "2026-11-23",
        "2026-11-23 12:00:00Z",
        "2026-11-23T12:00:00",
        "2026-11-23T12:00Z",
        "2026-13-01T00:00:00Z",
        "2026-11-23T25:00:00Z",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "2026-11-23T12:00:00+99:00",
        "٢026-11-23T12:00:00Z",
        "20261123T120000Z",
    ],
)
def test_what_is_no_time(wrong):
    with pytest.raises(ValueError):
        unix(wrong)
