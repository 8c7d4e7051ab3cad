"""Asks Enhetsregisteret over HTTP: one unit, units by name, and who has which role in a unit.

`TransportError` (of `erp.errors`) means no proper answer: the same question may be asked again. `RegisterRefusal`
is the register's own no. Each wait ends at the time limit, and so does the reading of an answer; none is read beyond
the size limit.
"""

import http.client
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from erp.errors import TransportError
from integrations.brreg.messages import (
    MessageError,
    Role,
    SearchPage,
    Unit,
    parse_roles,
    parse_search,
    parse_unit,
)

USER_AGENT = "Regna"
LARGEST = 2_000_000  # bytes
CHUNK = 65_536
DEEPEST = 10_000  # The register answers no page that begins further down.
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
TRY_AGAIN = frozenset({408, 425, 429})
M = TypeVar("M")


class RegisterRefusal(Exception):
    """The register's no: asking the same again gives the same answer."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"the register refused with {status}")


class UnknownUnit(RegisterRefusal):
    """No unit has this organisation number."""


class RemovedUnit(RegisterRefusal):
    """The unit was there, but its record has been taken out of the open register."""


class BrregClient:
    """The register at an address such as https://host/enhetsregisteret/api; `timeout` in seconds."""

    def __init__(self, base_url: str, *, timeout: int = 5) -> None:
        parts = urlsplit(base_url)
        assert parts.scheme in {"https", "http"} and parts.hostname, base_url
        self.base_url, self.timeout = base_url.rstrip("/"), timeout
        self.opener = opener_for(parts.hostname)

    def unit(self, orgnr: str) -> Unit:
        """Return one unit. Raises: UnknownUnit, RemovedUnit, RegisterRefusal, TransportError."""
        return self._ask(f"/enheter/{quote(orgnr, safe='')}", {}, parse_unit)

    def search(self, name: str, *, page: int = 0, size: int = 20) -> SearchPage:
        """Return units whose name is like `name`, the most alike first. Raises: RegisterRefusal, TransportError."""
        assert size > 0 and (page + 1) * size <= DEEPEST
        return self._ask("/enheter", {"navn": name, "size": size, "page": page}, parse_search)

    def roles(self, orgnr: str) -> tuple[Role, ...]:
        """Return who has which role in a unit. Raises: as `unit`."""
        return self._ask(f"/enheter/{quote(orgnr, safe='')}/roller", {}, parse_roles)

    def _ask(self, path: str, query: dict[str, Any], parse: Callable[[bytes], M]) -> M:
        address = self.base_url + path + (f"?{urlencode(query)}" if query else "")
        headers = {"Accept": "application/json", "User-Agent": USER_AGENT}
        try:
            return parse(self._fetch(Request(address, headers=headers)))
        except HTTPError as error:
            with error:
                raise told_by_status(error) from error
        except (OSError, http.client.HTTPException) as error:
            raise TransportError(f"no answer from the register: {error}") from error
        except MessageError as error:
            raise TransportError(f"the register's answer cannot be read: {error}") from error

    def _fetch(self, request: Request) -> bytes:
        """Return the body of an answer; one that trickles in is given up when the time is over."""
        deadline = time.monotonic() + self.timeout
        content = b""
        with self.opener.open(request, timeout=self.timeout) as answer:
            while chunk := answer.read1(CHUNK):
                content += chunk
                if len(content) > LARGEST:
                    raise TransportError("the register's answer is too long")
                if time.monotonic() > deadline:
                    raise TransportError("the register's answer takes too long")
        return content


class NoRedirect(HTTPRedirectHandler):
    """The register redirects nowhere; something between us that does is not asked on."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


def opener_for(host: str) -> OpenerDirector:
    """Return what opens addresses: through the system's proxy, unless the host is this machine."""
    handlers = [ProxyHandler({})] if host in LOOPBACK else []
    return build_opener(NoRedirect, *handlers)


def told_by_status(error: HTTPError) -> Exception:
    """Return what a status means: try again later, or no."""
    if error.code in TRY_AGAIN or error.code >= 500:
        after = error.headers.get("Retry-After", "")
        return TransportError(
            f"the register answered {error.code}",
            retry_after=int(after) if after.isascii() and after.isdigit() else None,
        )
    return {404: UnknownUnit, 410: RemovedUnit}.get(error.code, RegisterRefusal)(error.code)
