"""A document is read by one at a time; a reader that dies loses it, and one document that fails delays no other."""

import logging
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from erp.access.rights import SYSTEM
from erp.audit.queries import history_of
from erp.audit.registry import subject_of
from erp.files import storage
from erp.jobs.running import SILENCE
from inbox.actions import read_received_document, receive_document
from inbox.actions.claiming import Reading, claim_reading, waiting_documents
from inbox.actions.reading import MOST_ATTEMPTS, write_reading
from inbox.models import Document
from inbox.tasks import read_document, read_waiting
from integrations.ehf import messages
from tests.inbox.documents import ehf
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def arrived(world: World) -> Document:
    return arrive(world, "40118")


def arrive(world: World, number: str) -> Document:
    content = ehf(world, number=number)
    return receive_document(company=world.fjord, by=world.ola, name="a.xml", content=content)


def claimed(world: World, row: Document) -> Reading:
    reading = claim_reading(company=world.fjord, document_id=row.pk)
    assert reading
    return reading


def fall_silent(row: Document) -> None:
    """The reader died a little while ago."""
    long_ago = timezone.now() - SILENCE - timedelta(seconds=1)
    Document.objects.filter(pk=row.pk).update(heartbeat_at=long_ago)


def test_a_document_that_is_being_read_is_left_alone(world: World, arrived: Document) -> None:
    claimed(world, arrived)
    assert claim_reading(company=world.fjord, document_id=arrived.pk) is None
    row = read_received_document(company=world.fjord, by=SYSTEM, document_id=arrived.pk)
    assert (row.state, row.attempts) == ("received", 1)
    assert waiting_documents(world.fjord, 10) == []


def test_a_slow_document_is_read_in_the_end_however_many_sweeps_pass(
    world: World, arrived: Document
) -> None:
    reading = claimed(world, arrived)
    for _sweep in range(MOST_ATTEMPTS + 2):
        read_waiting()
    result = messages.read_document(ehf(world))
    row = write_reading(world.fjord, reading.document, result)
    assert (row.state, row.problem, row.attempts, row.number) == ("read", "", 1, "40118")


def test_what_a_dead_reader_held_is_read_by_the_next(world: World, arrived: Document) -> None:
    claimed(world, arrived)
    fall_silent(arrived)
    read_waiting()
    arrived.refresh_from_db()
    assert (arrived.state, arrived.attempts, arrived.problem) == ("read", 2, "")


def test_the_result_of_a_reader_that_was_thought_dead_counts_if_it_is_first(
    world: World, arrived: Document
) -> None:
    first = claimed(world, arrived)
    fall_silent(arrived)
    second = claimed(world, arrived)
    result = messages.read_document(ehf(world))
    assert write_reading(world.fjord, first.document, result).state == "read"
    again = write_reading(world.fjord, second.document, result)
    assert (again.state, again.coding.count()) == ("read", 1)


def test_only_who_holds_the_document_renews_its_lease(world: World, arrived: Document) -> None:
    first = claimed(world, arrived)
    fall_silent(arrived)
    second = claimed(world, arrived)
    fall_silent(arrived)
    first.sign()
    assert waiting_documents(world.fjord, 10) == [arrived.pk]
    second.sign()
    assert waiting_documents(world.fjord, 10) == []


def test_what_no_reader_survives_is_coded_by_hand(world: World, arrived: Document) -> None:
    for _attempt in range(MOST_ATTEMPTS):
        claimed(world, arrived)
        fall_silent(arrived)
    read_waiting()
    arrived.refresh_from_db()
    assert (arrived.state, bool(arrived.problem)) == ("read", True)


def test_one_document_that_fails_keeps_no_other_waiting(
    world: World, arrived: Document, caplog: pytest.LogCaptureFixture
) -> None:
    others = [arrive(world, number) for number in ("40119", "40120")]
    storage.path_of(arrived.file.sha256).unlink()
    assert waiting_documents(world.fjord, 10) == [arrived.pk, *(row.pk for row in others)]
    with caplog.at_level(logging.ERROR, "inbox"):
        read_waiting()
    states = Document.objects.for_company(world.fjord).order_by("stamp_number")
    assert [row.state for row in states] == ["received", "read", "read"]
    (told,) = caplog.records
    assert str(arrived.pk) in told.getMessage()
    assert waiting_documents(world.fjord, 10) == [], "it is tried again when its lease has run out"


@pytest.mark.parametrize("task", ["read_document", "read_waiting"])
def test_the_history_says_that_regna_read_it_and_where(
    world: World, arrived: Document, task: str
) -> None:
    if task == "read_document":
        read_document(document_id=arrived.pk, company_id=world.fjord.pk)
    else:
        read_waiting()
    events = arrived.events.filter(pgh_label="update")  # type: ignore[attr-defined]
    assert {e.pgh_context["address"] for e in events} == {f"inbox.{task}"}
    assert {e.pgh_context["user"] for e in events} == {None}
    subject = subject_of("document")
    assert subject
    assert "Regna" in [event.who for event in history_of(world.fjord, subject, arrived.pk)]


def test_signs_of_life_leave_no_trace_in_the_history(world: World, arrived: Document) -> None:
    reading = claimed(world, arrived)
    before = arrived.events.count()  # type: ignore[attr-defined]
    reading.sign()
    Document.objects.filter(pk=arrived.pk).update(heartbeat_at=F("heartbeat_at"))
    assert arrived.events.count() == before  # type: ignore[attr-defined]
