"""The sandbox's login service: POST /token, GET /validate, and the values it hands out."""

import pytest
import requests

from tests.sandbox.box import NOON, Box, login_error, running_box

LIFETIME = 5011271


# --- POST /token ---------------------------------------------------------------------------


def post_token(box: Box, **changes: str | None) -> tuple[int, bytes]:
    sent = {name: value for name, value in box.credentials(**changes).items() if value is not None}
    answer = requests.post(f"{box.running.id_url}/token", data=sent)
    return answer.status_code, answer.content


def test_client_credentials_answer(box):
    answer = requests.post(f"{box.running.id_url}/token", data=box.credentials())
    token = answer.json()["access_token"]
    expected = f'{{"access_token":"{token}","expires_in":{LIFETIME},"token_type":"bearer"}}\n'
    assert (answer.status_code, answer.text) == (200, expected)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert len(token) == 30
    assert token.isalnum()
    assert token.islower()


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"client_id": None}, 400, "missing client id"),
        ({"client_id": ""}, 400, "missing client id"),
        ({"client_id": "nobody"}, 400, "invalid client"),
        ({"client_id": "no\0body\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")},
         400, "invalid client"),
        ({"client_secret": None}, 400, "missing client secret"),
        ({"client_secret": ""}, 400, "missing client secret"),
        ({"client_secret": "wrong"}, 403, "invalid client secret"),
        ({"client_secret": "é\0"}, 403, "invalid client secret"),
        ({"grant_type": None}, 400, "missing grant type"),
        ({"grant_type": "password"}, 400, "invalid grant type"),
        ({"grant_type": "CLIENT_CREDENTIALS"}, 400, "invalid grant type"),
        # Several things wrong: client ID before secret before grant.
        ({"client_id": None, "client_secret": "x", "grant_type": "x"}, 400, "missing client id"),
        ({"client_id": "x", "client_secret": None, "grant_type": "x"}, 400, "invalid client"),
        ({"client_secret": None, "grant_type": "x"}, 400, "missing client secret"),
        ({"client_secret": "x", "grant_type": None}, 403, "invalid client secret"),
    ],
)  # fmt: skip
def test_token_errors(box, changes, status, message):
    assert post_token(box, **changes) == login_error(status, message)


@pytest.mark.parametrize(
    ("secret", "status", "message"),
    [
        (None, 400, "Invalid client credentials"),
        ("", 400, "Invalid client credentials"),
        ("guess", 403, "invalid client secret"),
    ],
)
def test_public_app_has_no_client_credentials(box, secret, status, message):
    public = box.running.public_client_id
    assert post_token(box, client_id=public, client_secret=secret) == login_error(status, message)


def test_parameters_in_every_place(box):
    url = f"{box.running.id_url}/token"
    sent = box.credentials()
    plain = "application/x-www-form-urlencoded"
    body = "&".join(f"{name}={value}" for name, value in sent.items())
    answers = [
        requests.post(url, params=sent),
        requests.post(url, data=body, headers={"Content-Type": plain}),
        requests.post(url, data=body, headers={"Content-Type": f"{plain};charset=UTF-8"}),
        requests.post(url, data=body, headers={"Content-Type": plain.upper()}),
        requests.post(url, files={name: (None, value) for name, value in sent.items()}),
        requests.post(
            url, params={"grant_type": "client_credentials"}, data=box.credentials(grant_type=""),
        ),
        requests.post(url, json=sent),
        requests.post(url, params=sent, json={"client_id": "nobody"}),
    ]  # fmt: skip
    assert [each.status_code for each in answers] == [200, 200, 200, 200, 200, 400, 200, 400]
    assert answers[5].json()["message"] == "missing grant type"  # the body counts first
    assert answers[7].json()["message"] == "invalid client"  # a JSON body, too


def test_of_a_repeated_parameter_the_first_counts(box):
    sent = [*box.credentials().items(), ("client_id", "nobody"), ("grant_type", "password")]
    assert requests.post(f"{box.running.id_url}/token", data=sent).status_code == 200


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "", "multipart/x"])
def test_a_body_of_another_type_is_not_read(box, content_type):
    answer = requests.post(
        f"{box.running.id_url}/token", data="client_id=x", headers={"Content-Type": content_type}
    )
    assert (answer.status_code, answer.content) == login_error(400, "missing client id")


def test_http_basic_is_not_read(box):
    basic = (box.running.client_id, box.running.client_secret)
    sent = {"grant_type": "client_credentials"}
    answer = requests.post(f"{box.running.id_url}/token", data=sent, auth=basic)
    assert (answer.status_code, answer.content) == login_error(400, "missing client id")


# --- GET /validate -------------------------------------------------------------------------


def validate(box: Box, **headers: str) -> tuple[int, str]:
    answer = requests.get(f"{box.running.id_url}/validate", headers=headers)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.status_code, answer.text


@pytest.mark.parametrize("scheme", ["OAuth", "Bearer", "oauth", "BEARER"])
def test_validate_app_token(box, scheme):
    expected = f'{{"client_id":"{box.running.client_id}","scopes":null,"expires_in":{LIFETIME}}}\n'
    token = box.app_token()
    assert validate(box, Authorization=f"{scheme} {token}") == (200, expected)


def test_validate_user_token(box):
    token = box.user_token("user:read:email clips:edit")
    assert validate(box, Authorization=f"OAuth {token}") == (
        200,
        f'{{"client_id":"{box.running.client_id}","login":"twitchdev",'
        f'"scopes":["user:read:email","clips:edit"],"user_id":"141981764",'
        f'"expires_in":{LIFETIME}}}\n',
    )


def test_validate_user_token_without_scopes(box):
    token = box.user_token(login="quiet_viewer")
    assert (
        '"login":"quiet_viewer","scopes":null,' in validate(box, Authorization=f"OAuth {token}")[1]
    )


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (None, "missing authorization token"),
        ("", "missing authorization token"),
        ("OAuth", "missing authorization token"),
        ("OAuth ", "missing authorization token"),
        ("Basic abc", "missing authorization token"),
        ("OAuth nonsense", "invalid access token"),
        ("OAuth two words", "invalid access token"),
        (b"Bearer \xff\xfe", "invalid access token"),
        ("Bearer ' OR 1=1 --", "invalid access token"),
    ],
)
def test_validate_errors(box, header, message):
    headers = {} if header is None else {"Authorization": header}
    assert validate(box, **headers) == (401, f'{{"status":401,"message":"{message}"}}\n')


def test_tokens_run_down_and_end():
    with running_box() as box:
        token, other = box.app_token(), box.app_token()
        box.clock.now += 1000.5
        said = validate(box, Authorization=f"OAuth {token}")[1]
        assert f'"expires_in":{LIFETIME - 1000}}}' in said
        box.clock.now = NOON + LIFETIME - 1
        assert '"expires_in":1}' in validate(box, Authorization=f"OAuth {token}")[1]
        box.running.expire(token)
        assert validate(box, Authorization=f"OAuth {token}")[0] == 401
        assert validate(box, Authorization=f"OAuth {other}")[0] == 200
        box.clock.now = NOON + LIFETIME
        assert validate(box, Authorization=f"OAuth {other}")[0] == 401


# --- paths and methods ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/oauth2/token"),
        ("PUT", "/oauth2/token"),
        ("POST", "/oauth2/validate"),
        ("DELETE", "/oauth2/authorize"),
        ("GET", "/oauth2/consent"),
        ("GET", "/oauth2/"),
        ("GET", "/oauth2/token/"),
        ("GET", "/"),
        ("GET", "/oauth2/%00%ff/../token"),
    ],
)
def test_unknown_paths_and_methods(box, method, path):
    answer = requests.request(method, box.base + path)
    assert (answer.status_code, answer.content) == login_error(404, "not found")


def test_preflight_of_validate(box):
    answer = requests.options(f"{box.running.id_url}/validate")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]


# --- values --------------------------------------------------------------------------------


def test_without_a_seed_values_differ_and_lifetimes_vary():
    with running_box(seed=None) as box, running_box(seed=None) as other:
        assert box.running.client_secret != other.running.client_secret
        assert box.running.client_secret not in repr(box.running)
        answers = [
            requests.post(f"{box.running.id_url}/token", data=box.credentials()).json()
            for _ in range(20)
        ]
        assert len({answer["access_token"] for answer in answers}) == 20
        assert all(4666807 <= answer["expires_in"] <= 5641660 for answer in answers)
        assert len({answer["expires_in"] for answer in answers}) > 1


def test_with_a_seed_each_kind_of_token_has_its_own_sequence():
    def tokens(user_first: bool) -> list[str]:
        with running_box(seed=3) as box:
            first = box.user_token("clips:edit") if user_first else ""
            app = box.app_token()
            return [box.running.client_secret, app, first or box.user_token("clips:edit")]

    assert tokens(user_first=True) == tokens(user_first=False)
