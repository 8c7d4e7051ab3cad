"""Streams of work by several people at once, that go on while something is killed; and what they were promised."""

import hashlib
import http.client
import itertools
import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from types import TracebackType
from typing import Self

from erp.access.roles import Role
from erp.demo.cast import ORGNR, PASSWORD, SLUG, email_of
from integrations.ehf.building import build_invoice
from integrations.ehf.drafts import InvoiceToBuild, LineToBuild, PartyToBuild
from tests.run.product import Product, wait_until
from tests.run.visitor import Answer, Visitor

BROKEN = (OSError, http.client.HTTPException)
MAY_BE_REPEATED = frozenset({409, 503})  # Somebody was quicker; the database is away for a moment.
REPEATED_FOR = 60.0  # seconds
SELLER = PartyToBuild(name="Elgrossen Vest AS", orgnr="910122975", city="Blomsterdalen")
BUYER = PartyToBuild(name="Solvik Teknikk AS", orgnr=ORGNR)
numbers = itertools.count(70_001)


@dataclass
class Stream:
    """Repeats a step in threads until it is left; the step tells what was acknowledged by noting it."""

    product: Product
    threads: int = 3
    failures: list[tuple[float, str]] = field(default_factory=list)  # When it was sent, what came.
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.visitor = self.product.visitor().sign_in(email_of(Role.ACCOUNTANT), PASSWORD)
        self.over = threading.Event()
        self.workers = [threading.Thread(target=self._work) for _each in range(self.threads)]

    def __enter__(self) -> Self:
        for worker in self.workers:
            worker.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.over.set()
        for worker in self.workers:
            worker.join(2 * REPEATED_FOR)

    def step(self) -> None:
        """Do one piece of work."""
        raise NotImplementedError

    @property
    def done(self) -> int:
        """How much was acknowledged."""
        raise NotImplementedError

    def wait_for(self, more: int, patience: float = 60.0) -> None:
        """Wait until so much more was acknowledged."""
        wanted = self.done + more
        wait_until(
            lambda: self.faults or self.done >= wanted, f"{more} more are acknowledged", patience
        )
        assert self.faults == [], self.faults

    def assert_calm(self) -> None:
        """Nobody who asks from now on meets an error."""
        since = time.monotonic()
        self.wait_for(3 * self.threads)
        assert [what for when, what in self.failures if when >= since] == []

    def _work(self) -> None:
        while not self.over.is_set():
            try:
                self.step()
            except AssertionError as error:
                self.faults.append(str(error))
                return

    def tried(self, send: Callable[[Visitor], Answer]) -> Answer | None:
        """Send once; None when the connection broke or the server could not."""
        begun = time.monotonic()
        try:
            answer = send(self.visitor)
        except BROKEN as error:
            self.failures.append((begun, type(error).__name__))
        else:
            if answer.is_acknowledged:
                return answer
            self.failures.append((begun, str(answer.status)))
            assert answer.status in MAY_BE_REPEATED, f"{answer.status}: {answer.body[-1500:]}"
        time.sleep(0.2)
        return None

    @property
    def met(self) -> set[str]:
        """What was met instead of an acknowledgement."""
        return {what for _when, what in self.failures}


@dataclass
class Uploads(Stream):
    """People who upload documents; `kept` is the SHA-256 of what was sent by the id of the document made of it."""

    kept: dict[int, str] = field(default_factory=dict)

    @property
    def done(self) -> int:
        return len(self.kept)

    def step(self) -> None:
        content = some_document()
        files = [("faktura.xml", content)]
        answer = self.tried(lambda visitor: visitor.upload(f"/{SLUG}/inbox/upload/", files))
        if answer:
            document = int(answer.location.rstrip("/").rpartition("/")[2])
            assert document not in self.kept
            self.kept[document] = hashlib.sha256(content).hexdigest()


@dataclass
class Postings(Stream):
    """People who post: vouchers by hand, and documents that wait; each is repeated until it is acknowledged."""

    documents: list[tuple[int, str]] = field(default_factory=list)
    posted: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    text: str = field(default_factory=lambda: f"Under drap {uuid.uuid4()}")

    @property
    def done(self) -> int:
        return len(self.keys) + len(self.posted)

    def step(self) -> None:
        if len(self.keys) <= len(self.posted) or not self.documents:
            key = str(uuid.uuid4())
            self.repeat(
                lambda visitor: visitor.post(
                    f"/{SLUG}/accounting/vouchers/new/", voucher(key, self.text)
                )
            )
            self.keys.append(key)
        else:
            pk, number = self.documents.pop()
            path = f"/{SLUG}/inbox/{pk}/post/"
            self.repeat(lambda visitor: visitor.post(path, coding(number)))
            self.posted.append(pk)

    def repeat(self, send: Callable[[Visitor], Answer]) -> None:
        """Send the same form until it is acknowledged, and sometimes once more, as an impatient person does."""
        deadline = time.monotonic() + REPEATED_FOR
        while not self.tried(send):
            assert time.monotonic() < deadline, f"never acknowledged: {self.met}"
        if random.random() < 0.3:
            self.tried(send)


def some_document() -> bytes:
    """Return an invoice of our own making, or a file that nobody can read."""
    number = next(numbers)
    return f"Ikke en faktura, {number}".encode() if number % 4 == 0 else invoice(str(number))


def invoice(number: str) -> bytes:
    """Return an EHF invoice of 1 250,00 with 25 % VAT, addressed to the demo company."""
    issued = date.today() - timedelta(days=1)  # noqa: DTZ011
    return build_invoice(
        InvoiceToBuild(
            number=number,
            issue_date=issued,
            due_date=issued + timedelta(days=14),
            seller=SELLER,
            buyer=BUYER,
            buyer_reference="1001",
            bank_account="86011117947",
            lines=(LineToBuild(name="Deler", quantity=Decimal(1), unit_price=Decimal("1000.00")),),
        )
    )


def coding(number: str) -> dict[str, str]:
    """Return the coding form of such an invoice, filled in."""
    today = f"{date.today():%d.%m.%Y}"  # noqa: DTZ011
    return {
        "supplier": "",
        "number": number,
        "issue_date": today,
        "due_date": today,
        "date": today,
        "kid": "",
        "total": "1250,00",
        "lines": "1",
        "account-0": "4300",
        "net-0": "1000,00",
        "vat_code-0": "1",
    }


def voucher(key: str, text: str) -> dict[str, str]:
    """Return the form of a manual voucher, filled in."""
    return {
        "key": key,
        "voucher_type": "manual",
        "date": f"{date.today():%d.%m.%Y}",  # noqa: DTZ011
        "text": text,
        "currency": "NOK",
        "rate": "",
        "lines": "2",
        "account-0": "6800",
        "debit-0": "100,00",
        "account-1": "1920",
        "credit-1": "100,00",
    }
