"""A local server that answers as Enhetsregisteret does by its public description, with units of our own making.

Tests start it in their own process and may spoil its next answer (`Fault`); `bin/start` runs it as a process of its
own (`python -m integrations.brreg`) where no register is named. It listens on this machine alone.
"""

import json
import socket
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from integrations.brreg.messages import SearchPage, Unit, roles_json, search_json, unit_json
from integrations.brreg.units import REMOVED, ROLES, UNITS

PREFIX = "/enhetsregisteret/api"
USUAL_SIZE, DEEPEST = 20, 10_000
PATIENCE = 30  # seconds that a slow answer waits at most


class Fault(StrEnum):
    """A way in which the next answer goes wrong."""

    SLOW = "no answer within the time limit"
    TRICKLE = "an answer byte by byte"
    CUT = "a connection cut in the middle of an answer"
    ERROR = "500"
    TOO_MANY = "429"
    REDIRECT = "302"
    MALFORMED = "an answer that is not JSON"
    ENDLESS = "an answer that is far too long"


class StandIn(ThreadingHTTPServer):
    """The register on this machine; `faults` spoil the next answers, `asked` has the addresses asked for."""

    daemon_threads = True

    def __init__(self, door: socket.socket | None = None, units: Sequence[Unit] = UNITS) -> None:
        """`door` is a socket that listens already; without it there is a new one on a free port."""
        door = door or socket.create_server(("127.0.0.1", 0))
        super().__init__(door.getsockname(), Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = door
        self.units = {unit.orgnr: unit for unit in units}
        self.faults: deque[Fault] = deque()
        self.asked: list[str] = []
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        """The address that a client is given."""
        return f"http://127.0.0.1:{self.server_address[1]}{PREFIX}"

    def found(self, name: str) -> list[Unit]:
        """Return units that hold every word of a name; deleted ones are not found by name."""
        words = name.casefold().split()
        return [
            unit
            for unit in self.units.values()
            if not unit.deleted_on and all(word in unit.name.casefold() for word in words)
        ]


@contextmanager
def running() -> Iterator[StandIn]:
    """Serve inside the block."""
    with StandIn() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()


class Handler(BaseHTTPRequestHandler):
    """One question to the stand-in."""

    server: StandIn
    server_version = "Regna-stand-in"

    def do_GET(self) -> None:
        """Answer, or go wrong as the next fault says."""
        self.server.asked.append(self.path)
        if self.server.faults:
            SPOILED[self.server.faults.popleft()](self)
            return
        parts = urlsplit(self.path)
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        match parts.path.removeprefix(PREFIX).strip("/").split("/"):
            case ["enheter"]:
                self.search(query)
            case ["enheter", orgnr]:
                self.unit(orgnr)
            case ["enheter", orgnr, "roller"] if orgnr in self.server.units:
                self.answer(200, roles_json(ROLES.get(orgnr, ())))
            case _:
                self.answer(404)

    def unit(self, orgnr: str) -> None:
        """Answer with one unit."""
        if orgnr in REMOVED:
            self.answer(410)
        elif unit := self.server.units.get(orgnr):
            self.answer(200, unit_json(unit))
        else:
            self.answer(404)

    def search(self, query: dict[str, str]) -> None:
        """Answer with a page of what a search finds."""
        try:
            size, number = int(query.get("size", USUAL_SIZE)), int(query.get("page", 0))
        except ValueError:
            return self.answer(400)
        if size < 1 or number < 0 or (number + 1) * size > DEEPEST:
            return self.answer(400)
        found = self.server.found(query.get("navn", ""))
        if wanted := query.get("organisasjonsnummer"):
            found = [unit for unit in found if unit.orgnr in wanted.split(",")]
        shown = tuple(found[number * size : (number + 1) * size])
        page = SearchPage(shown, number, -(-len(found) // size), len(found))
        return self.answer(200, search_json(page, size))

    def answer(self, status: int, body: Any = None, **headers: str) -> None:
        """Send an answer; a refusal has a body too."""
        refusal = {"status": status, "sti": self.path}
        self.send(status, json.dumps(body if body is not None else refusal).encode(), headers)

    def send(self, status: int, content: bytes, headers: dict[str, str], missing: int = 0) -> None:
        """Send bytes; `missing` are promised, but never come."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", "application/json;charset=UTF-8")
        self.send_header("Content-Length", str(len(content) + missing))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing of ordinary questions."""


def trickle(handler: Handler) -> None:
    """Send a body byte by byte until the client has had enough."""
    handler.send(200, b"{", {}, missing=1000)
    for _turn in range(PATIENCE * 10):
        if handler.server.closing.wait(0.1):
            return
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return


def flood(handler: Handler) -> None:
    """Send ten megabytes, or as much as the client takes."""
    try:
        handler.send(200, b" " * 10_000_000, {})
    except OSError:
        handler.close_connection = True


SPOILED = {
    Fault.SLOW: lambda handler: handler.server.closing.wait(PATIENCE),
    Fault.TRICKLE: trickle,
    Fault.CUT: lambda handler: handler.send(200, b'{"organisasjonsnummer": "9', {}, missing=500),
    Fault.ERROR: lambda handler: handler.answer(500),
    Fault.TOO_MANY: lambda handler: handler.answer(429, Retry_After="7"),
    Fault.REDIRECT: lambda handler: handler.answer(302, Location="http://127.0.0.1:9/elsewhere"),
    Fault.MALFORMED: lambda handler: handler.send(200, b"<html>Vedlikehold</html>", {}),
    Fault.ENDLESS: flood,
}
