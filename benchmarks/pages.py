"""Every page of the largest company, through Django's test client: time on the server, and queries."""

import statistics
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, reverse

from accounting.ledger.models import (
    Account,
    Dimension,
    DimensionValue,
    Entry,
    Voucher,
    VoucherType,
)
from accounting.vat.models import VatCode, VatTerm
from benchmarks import arrivals
from benchmarks.books import BUSIEST_ACCOUNT, Books
from benchmarks.report import PageFigure, Report, seconds
from erp.access.models import Membership
from erp.companies.scope import current_scope, set_scope
from erp.jobs.models import Job
from erp.ui.tables.keyset import encode
from erp.urls import company_urls
from inbox.models import Document

TIMES = 7

# What a page is asked for beyond its bare address: the deep pages, the filters, the searches.
QUERIES = {
    "vouchers": ["sort=date", "{deep_voucher}", "date_from=01.06&date_to=30.06"],
    "trial_balance": ["year={last_year}", "department=10", "first=3&last=8"],
    "ledger": [
        "account={busiest}",
        "account={busiest}&sort=-date",
        "account={busiest}&{deep_entry}",
        "account={busiest}&year={last_year}",
        "account=1500",
        "account=2710",
        "account=6800",
    ],
    "parties": ["q=part", "q=0777", "sort=name"],
    "inbox": ["tab=done"],
    "open_items": ["side=supplier", "sort=date", "sort=due_date"],
    "palette": ["q=part", "q=bilag", "q=0777", "q=10500", "q=3-200", "q=1234,50"],
    "account_options": ["q=6", "q=leie"],
    "posting_target_options": ["q=part", "q=60"],
    "party_suggest": ["q=part"],
}


# Objects that a page is about, where any will do.
LATEST: dict[str, Any] = {
    "account_id": Account,
    "code_id": VatCode,
    "type_id": VoucherType,
    "dimension_id": Dimension,
    "value_id": DimensionValue,
    "term_id": VatTerm,
}
# What needs more than the books have, or is no page: files and their previews, parts of a card.
ELSEWHERE = {
    "chart_import_preview",
    "company_logo_picture",
    "document_enclosure",
    "party_address",
    "party_bank_account_end",
    "party_contact",
}


class MeasuredClient(Client):
    """A client after whose requests the benchmark sees again what it saw before, as a page's stream does to its end."""

    def content(self, url: str) -> tuple[HttpResponseBase, bytes]:
        """Return the answer and all of its content."""
        before = current_scope()
        answer = self.get(url)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        set_scope(before)
        return answer, content


def measure(books: Books, report: Report) -> None:
    """Measure every page that a GET reaches below the company, and what QUERIES adds."""
    arrivals.fill_inbox(books)
    client = MeasuredClient(raise_request_exception=True)
    client.force_login(books.user)
    for name, url in addresses(books):
        answer, content = client.content(url)
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            continue  # Not a page: it changes something.
        assert answer.status_code == HTTPStatus.OK, f"{url} answers {answer.status_code}"
        figure = measured(client, name, url, len(content) // 1024)
        print(
            f"      {figure.name}: {figure.milliseconds:.1f} ms, {figure.queries} queries",
            flush=True,
        )
        report.pages.append(figure)


def measured(client: MeasuredClient, name: str, url: str, kilobytes: int) -> PageFigure:
    """Return the median time of a page that was opened before, and how often it asks the database."""
    with CaptureQueriesContext(connection) as captured:
        client.content(url)
    # Counted now: the next request forgets what was captured. Setting the scope is not asking.
    queries = len([query for query in captured if "set_config" not in query["sql"]])
    milliseconds = 1000 * statistics.median(
        seconds(lambda: client.content(url)) for _ in range(TIMES)
    )
    return PageFigure(name, milliseconds, queries, kilobytes)


def addresses(books: Books) -> Iterator[tuple[str, str]]:
    """Yield a name and an address for each page, from the URL configuration itself."""
    known, words = examples(books), places(books)
    for pattern in patterns(company_urls):
        if pattern.name in ELSEWHERE:
            continue
        converters = pattern.pattern.converters
        arguments = {name: known.get(name, 0) for name in converters}
        url = reverse(pattern.name, kwargs={"company": books.company.slug} | arguments)
        yield pattern.name, url
        for query in QUERIES.get(pattern.name, []):
            label = query.replace("{busiest}", BUSIEST_ACCOUNT)
            label = label.replace("{last_year}", str(words["last_year"]))
            label = label.replace("{deep_voucher}", "deep").replace("{deep_entry}", "deep")
            yield f"{pattern.name} {label}", f"{url}?{query.format(**words)}"


def patterns(urls: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """Yield all named addresses, also of included configurations."""
    for each in urls:
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns)
        elif each.name:
            yield each


def examples(books: Books) -> dict[str, object]:
    """Return what addresses are about, by the name of their argument."""
    document = Document.objects.for_company(books.company).latest("stamp_number")
    posted = Document.objects.for_company(books.company).exclude(voucher=None).first()
    assert posted, "the inbox has history"
    job = Job.objects.create(company=books.company, kind="bench", title="En jobb", state="failed")
    ours = {
        name: model.objects.for_company(books.company).latest("pk").pk
        for name, model in LATEST.items()
    }
    return ours | {
        "job_id": job.pk,
        "year": books.today.year,
        "number": 1,
        "beginning": "0" * 12,
        "voucher_id": posted.voucher_id,
        "document_id": document.pk,
        "file_id": document.file_id,
        "party_id": books.suppliers[0],
        "membership_id": Membership.objects.filter(company=books.company).get().pk,
        "subject": "party",
        "pk": books.suppliers[0],
    }


def places(books: Books) -> dict[str, object]:
    """Return the words of QUERIES: places in the middle of long lists."""
    vouchers = Voucher.objects.for_company(books.company)
    middle = vouchers.order_by("pk")[vouchers.count() // 2]
    account = Account.objects.for_company(books.company).get(number=BUSIEST_ACCOUNT)
    entries = Entry.objects.for_company(books.company)
    entries = entries.filter(account=account, date__year=books.today.year).order_by("date", "pk")
    entry = entries[entries.count() // 2]
    return {
        "busiest": BUSIEST_ACCOUNT,
        "last_year": books.today.year - 1,
        "deep_voucher": f"after={place(middle)}",
        "deep_entry": f"after={place(entry)}",
    }


def place(row: Voucher | Entry) -> str:
    """Return the place after a row in a list by date, as the list itself writes it."""
    keys = SimpleNamespace(_key0=row.date, _key1=row.pk)
    return encode(["date", "pk"], keys, None)
