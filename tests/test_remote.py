"""One function decides whether the learner's browser is on another computer."""

import pytest

from helpers import remote
from helpers.remote import is_remote

NAMES = ("TWITCH_COURSE_REMOTE", *remote._ELSEWHERE)


@pytest.fixture(autouse=True)
def a_laptop(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_a_laptop_is_not_remote():
    assert not is_remote()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JUPYTERHUB_SERVICE_PREFIX", "/user/alice/"),
        ("BINDER_LAUNCH_HOST", "https://mybinder.example/"),
        ("CODESPACES", "true"),
        ("COLAB_RELEASE_TAG", "release-colab"),
        ("TWITCH_COURSE_REMOTE", "1"),
    ],
)
def test_these_places_are(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert is_remote()


def test_the_setting_has_the_last_word(monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/alice/")
    monkeypatch.setenv("TWITCH_COURSE_REMOTE", "0")
    assert not is_remote()


def test_what_it_does_not_know_is_as_if_it_were_not_set(monkeypatch):
    monkeypatch.setenv("TWITCH_COURSE_REMOTE", "perhaps")
    assert not is_remote()
