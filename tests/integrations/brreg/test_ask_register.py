"""The client over real HTTP against the stand-in: what is found, what is refused, and every way of no answer."""

import socket
import time

import pytest

from erp.errors import TransportError
from erp.identifiers import is_orgnr
from integrations.brreg.client import (
    BrregClient,
    RegisterRefusal,
    RemovedUnit,
    UnknownUnit,
)
from integrations.brreg.standin import Fault, StandIn
from integrations.brreg.units import UNITS


def test_a_unit_is_found_by_its_number(brreg: BrregClient) -> None:
    unit = brreg.unit("921345674")
    assert (unit.name, unit.form, unit.vat_registered) == ("FJORDGLØTT ELEKTRO AS", "AS", True)
    assert unit.business_address and unit.business_address.lines == ("Strandgata 8",)
    assert unit.email == "post@fjordglttelektroas.example"


def test_units_are_found_by_name_page_by_page(brreg: BrregClient) -> None:
    first = brreg.search("vestkyst service", size=10)
    assert (len(first.units), first.total, first.pages, first.number) == (10, 25, 3, 0)
    last = brreg.search("vestkyst service", page=2, size=10)
    assert (len(last.units), last.number) == (5, 2)
    assert not {unit.orgnr for unit in first.units} & {unit.orgnr for unit in last.units}


def test_nothing_found_is_an_empty_page(brreg: BrregClient) -> None:
    page = brreg.search("finnes ikke")
    assert (page.units, page.total) == ((), 0)


def test_letters_and_signs_of_a_name_arrive_as_they_are(
    brreg: BrregClient, register: StandIn
) -> None:
    assert [unit.orgnr for unit in brreg.search("øygard kafé").units] == ["921345712"]
    assert brreg.search("a&size=9000#?/%00").total == 0
    assert "size=20" in register.asked[-1]


def test_the_daily_manager_is_among_the_roles(brreg: BrregClient) -> None:
    roles = {role.code: role.person for role in brreg.roles("921345674")}
    assert roles == {"DAGL": "Liv Marie Fjære", "LEDE": "Ove Olsen"}


@pytest.mark.parametrize(
    ("orgnr", "refusal"), [("921345836", UnknownUnit), ("921345828", RemovedUnit)]
)
def test_a_number_without_a_unit_is_a_refusal(
    brreg: BrregClient, orgnr: str, refusal: type[RegisterRefusal]
) -> None:
    with pytest.raises(refusal):
        brreg.unit(orgnr)


def test_a_number_cannot_lead_to_another_address(brreg: BrregClient, register: StandIn) -> None:
    with pytest.raises(UnknownUnit):
        brreg.unit("../enheter?size=1")
    assert register.asked == ["/enhetsregisteret/api/enheter/..%2Fenheter%3Fsize%3D1"]


def test_a_page_too_far_down_is_never_asked_for(brreg: BrregClient, register: StandIn) -> None:
    with pytest.raises(AssertionError):
        brreg.search("as", page=500, size=20)
    assert register.asked == []


@pytest.mark.parametrize(
    "fault", [Fault.CUT, Fault.ERROR, Fault.MALFORMED, Fault.ENDLESS, Fault.TOO_MANY]
)
def test_no_proper_answer_may_be_asked_again(
    brreg: BrregClient, register: StandIn, fault: Fault
) -> None:
    register.faults.append(fault)
    with pytest.raises(TransportError):
        brreg.unit("921345674")
    assert brreg.unit("921345674").orgnr == "921345674"


def test_too_many_questions_says_when_to_ask_again(brreg: BrregClient, register: StandIn) -> None:
    register.faults.append(Fault.TOO_MANY)
    with pytest.raises(TransportError) as silent:
        brreg.search("fjord")
    assert silent.value.retry_after == 7


@pytest.mark.slow
@pytest.mark.parametrize("fault", [Fault.SLOW, Fault.TRICKLE])
def test_waiting_ends_at_the_time_limit(register: StandIn, fault: Fault) -> None:
    register.faults.append(fault)
    begun = time.monotonic()
    with pytest.raises(TransportError):
        BrregClient(register.url, timeout=1).unit("921345674")
    assert 0.9 < time.monotonic() - begun < 3


def test_nobody_there_is_no_answer() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(TransportError):
        BrregClient(f"http://127.0.0.1:{port}/enhetsregisteret/api").unit("921345674")


def test_a_redirect_is_not_followed(brreg: BrregClient, register: StandIn) -> None:
    register.faults.append(Fault.REDIRECT)
    with pytest.raises(RegisterRefusal) as refused:
        brreg.unit("921345674")
    assert refused.value.status == 302


def test_the_proxy_of_the_system_is_not_asked_for_this_machine(
    register: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert BrregClient(register.url).unit("921345674").orgnr == "921345674"


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/api", "file:///etc/passwd", "127.0.0.1"])
def test_an_address_that_is_not_http_is_refused(address: str) -> None:
    with pytest.raises(AssertionError):
        BrregClient(address)


def test_every_unit_of_the_stand_in_has_a_number_of_its_own_that_is_right() -> None:
    numbers = [unit.orgnr for unit in UNITS]
    assert len(set(numbers)) == len(numbers)
    assert [number for number in numbers if not is_orgnr(number)] == []
