"""An answer that is still empty, and one that holds what is waited for."""

import requests


def answer(status: int = 200, body: bytes = b'{"data":[]}') -> requests.Response:
    made = requests.Response()
    made.status_code, made._content = status, body
    return made


HERE = answer(body=b'{"data":[1]}')


def has_data(response: requests.Response) -> bool:
    return bool(response.json()["data"])
