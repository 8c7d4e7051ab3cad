"""What tests of pages ask of an answer: its rows as text, its export, how many queries it took."""

import csv
import io
import re
from typing import Any

import openpyxl
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.world import World

MOST_QUERIES = 15


def address(world: World, name: str, *args: object) -> str:
    """Return an address at Fjord AS."""
    return reverse(name, args=[world.fjord.slug, *args])


def rows_of(answer: Any) -> list[list[str]]:
    """Return the cells of the table on a page, as they are read."""
    return [[plain(cell.text) for cell in row.cells] for row in answer.context["table"].rows]


def plain(text: object) -> str:
    """Return a text with ordinary spaces and minus."""
    return str(text).replace("\u00a0", " ").replace("\u2212", "-")


def text_of(answer: Any) -> str:
    """Return what a page says, without its tags."""
    return re.sub(r"\s+", " ", plain(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def toasts_of(answer: Any) -> list[str]:
    """Return the levels of the toasts that the next page shows: success, error …"""
    return [message.level_tag for message in get_messages(answer.wsgi_request)]


def csv_of(answer: Any) -> list[list[str]]:
    """Return the rows of a CSV export, without its head."""
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))[1:]


def xlsx_of(answer: Any) -> list[tuple[Any, ...]]:
    """Return the rows of an XLSX export, without its head."""
    content = io.BytesIO(b"".join(answer.streaming_content))
    sheet = openpyxl.load_workbook(content).active
    return list(sheet.iter_rows(min_row=2, values_only=True))


def queries_of(client: Client, url: str) -> int:
    """Return how many queries a page takes; at most 15."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
        if answer.streaming:
            b"".join(answer.streaming_content)
        assert answer.status_code == 200
    count = len([q for q in asked if "set_config" not in q["sql"]])
    assert count <= MOST_QUERIES, [q["sql"][:120] for q in asked]
    return count
