"""A browser without a screen, for the sandbox's pages: it keeps cookies while it is used."""

from collections.abc import Mapping

import requests
from requests.cookies import RequestsCookieJar

from helpers.errors import CourseError
from helpers.wire.address import is_loopback
from helpers.wire.sender import exchange


class Browser:
    """Opens pages on this computer, and no others. It follows no redirect by itself."""

    def __init__(self) -> None:
        self._cookies = RequestsCookieJar()

    def open(
        self,
        url: str,
        form: Mapping[str, str] | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Return the page at an address; with a `form`, what comes after it was sent (POST).

        Raises CourseError for an address elsewhere, and the errors of `helpers.wire.send`.
        """
        if not is_loopback(url):
            raise CourseError(
                "The scripted learner only signs in to the sandbox. Authorize yourself."
            )
        method = "GET" if form is None else "POST"
        request = requests.Request(method, url, headers, data=form, cookies=self._cookies)
        page = exchange(request)
        self._cookies.update(page.cookies)
        return page
