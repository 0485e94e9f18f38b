"""Which fields are hidden: each field of each endpoint that sounds secret, or a reason why not."""

import pytest

from helpers.catalogue import endpoints
from helpers.catalogue.secret_fields import (
    HARMLESS,
    SOUNDS_SECRET,
    fields,
    is_secret,
    is_user_code,
)

FIELDS = sorted({(inside, name) for _, inside, name in fields()})
SOUNDING = [each for each in FIELDS if SOUNDS_SECRET.search(each[1].lower())]


def reason(inside: str, name: str) -> str:
    return HARMLESS.get(name) or HARMLESS.get(f"{inside}.{name}") or ""


@pytest.mark.parametrize(("inside", "name"), SOUNDING, ids=".".join)
def test_what_sounds_secret_is_hidden_or_has_a_reason(inside, name):
    assert is_secret(name, inside) != bool(reason(inside, name))


def test_what_does_not_sound_secret_is_shown():
    hidden = [(inside, name) for inside, name in FIELDS if is_secret(name, inside)]
    assert set(hidden) <= set(SOUNDING)


# What Twitch's reference says of each, read by a person: the list above must find these.
@pytest.mark.parametrize(
    ("endpoint", "inside", "name"),
    [
        ("Get Stream Key", "data", "stream_key"),
        ("Create EventSub Subscription", "transport", "secret"),
        ("Update Conduit Shards", "transport", "secret"),
        ("Get Extension Configuration Segment", "data", "content"),
        ("Set Extension Configuration Segment", "", "content"),
        ("Get Extension Secrets", "data", "secrets"),
        ("Get Extension Secrets", "secrets", "content"),
        ("Create Extension Secret", "secrets", "content"),
    ],
)
def test_the_secrets_of_the_reference_are_found(endpoint, inside, name):
    assert (endpoint, inside, name) in set(fields())
    assert is_secret(name, inside)


def test_every_endpoint_is_looked_at():
    with_fields = {each.name for each in endpoints.catalogue() if each.query or each.response}
    assert with_fields <= {endpoint for endpoint, _, _ in fields()}


@pytest.mark.parametrize("name", HARMLESS)
def test_the_harmless_have_a_reason_and_are_shown(name):
    inside, _, last = name.rpartition(".")
    assert len(HARMLESS[name]) > 20
    assert not is_secret(last, inside)


@pytest.mark.parametrize(
    "name",
    [
        *("access_token", "accessToken", "Access-Token", "ACCESS_TOKEN", "access token"),
        *("Client_Secret", "clientsecret", "STREAM_KEY", "stream-key", "streamKey", "Device_Code"),
        *("Authorization", "proxy-authorization", "Cookie", "Set-Cookie", "X-Auth-Token"),
        *("X-Amz-Signature", "X-Amz-Security-Token", "Twitch-Eventsub-Message-Signature", "sig"),
        *("code", "code_verifier", "id_token", "browser_source_token", "password", "api_key"),
        *("webhookSecret", "app_access_token", "jwt", "extension_jwt", "private_key"),
    ],
)
def test_a_secret_is_known_however_its_name_is_written(name):
    assert is_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        *("client_id", "Client-Id", "scope", "scopes", "login", "token_type", "user_code", "id"),
        *("message", "kid", "keys", "cursor", "tokens", "codes", "status_code", "redirect_uri"),
        *("token_endpoint", "jwks_uri", "session_id", "conduit_id", "callback", "response_type"),
    ],
)
def test_a_field_that_is_no_secret_is_none_in_any_case(name):
    assert not is_secret(name)
    assert not is_secret(name.upper())


def test_the_code_that_a_user_reads_is_no_device_code():
    assert is_user_code("device-code", "GRPSKHNM")
    assert not is_user_code("device_code", "abcdefghij0123456789abcdefghij")
    assert not is_user_code("client_secret", "GRPSKHNM")
