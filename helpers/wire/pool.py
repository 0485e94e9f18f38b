"""Keeps the connections to each server for the next request: no new handshake for each call."""

import os
import time
from dataclasses import dataclass

from urllib3.util import Url

from helpers.wire.address import port_of
from helpers.wire.connection import Adapter

# Shorter than servers and networks keep an idle connection (most: 60 seconds), so that no request
# is sent into one that was just closed. Nobody could tell then whether a POST was carried out.
IDLE_SECONDS = 50.0

Server = tuple[int, str, str, int]


@dataclass
class _Kept:
    adapter: Adapter
    used: float  # by the clock on the wall: the other one stands still while a laptop sleeps


_kept: dict[Server, _Kept] = {}


def adapter(address: Url) -> Adapter:
    """Return what sends to this server; it may be used by several threads at once."""
    now = time.time()
    for server, kept in list(_kept.items()):
        if abs(now - kept.used) > IDLE_SECONDS:
            _kept.pop(server, None)
    # With the process: after a fork, two would read each other's answers.
    here = (os.getpid(), address.scheme or "", address.host or "", port_of(address))
    kept = _kept.get(here) or _kept.setdefault(here, _Kept(Adapter(), now))
    kept.used = now
    return kept.adapter
