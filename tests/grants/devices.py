"""A waiting for a yes on another device, with a clock that runs with the test."""

from helpers.grants.device_waiting import TICK, DeviceWaiting

SCOPES = ["user:read:follows"]


class Clock:
    """Stands still but while somebody waits; what happens at a second can be planned."""

    def __init__(self) -> None:
        self.now = 100.0
        self.plan = {}

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> bool:
        assert 0 <= seconds <= TICK
        self.now += max(seconds, 0.01)
        for moment in [moment for moment in self.plan if moment <= self.now - 100]:
            if self.plan.pop(moment)():
                return True
        return False


def waiting(public, codes, clock, **more) -> DeviceWaiting:
    return DeviceWaiting(public, SCOPES, codes, clock=clock, wait=clock.wait, **more)
