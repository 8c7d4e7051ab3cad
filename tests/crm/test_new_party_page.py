"""The page of a new party: looked up or by hand, with and without JavaScript; and the page that changes one."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from crm.models import Party, PartyAddress
from erp.access.models import User
from erp.access.roles import Role
from erp.companies.scope import company_scope
from integrations.brreg.standin import Fault, StandIn
from tests.crm.parties import ORGNR, OTHER_ORGNR, make_foreign, make_party, url
from tests.world import World

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#register-hits"}


def sent(**fields: Any) -> dict[str, Any]:
    """Return what a browser sends of a filled form."""
    return {
        "source_key": str(uuid4()),
        "kind": "organisation",
        "name": "Fjordgløtt Elektro AS",
        "orgnr": "921 345 674",
        "country": "no",
        "vat_registered": "true",
        "roles": ["supplier"],
        "customer_terms_days": "14",
        "supplier_terms_days": "30",
    } | fields


def test_a_number_in_the_address_fills_the_form(
    world: World, ola: Client, register: StandIn
) -> None:
    answer = ola.get(url(world, "party_new"), {"orgnr": "921 345 674", "role": "supplier"})
    initial = answer.context["form"].initial
    assert (initial["name"], initial["orgnr"], initial["roles"]) == (
        "FJORDGLØTT ELEKTRO AS",
        ORGNR,
        ["supplier"],
    )
    page = answer.content.decode()
    assert "Liv Marie Fjære" in page
    assert 'value="post@fjordglttelektroas.example"' in page
    assert not Party.objects.filter(orgnr=ORGNR).exists(), "nothing is made by looking"


def test_a_number_in_the_search_field_fills_the_form_too(
    world: World, ola: Client, register: StandIn
) -> None:
    answer = ola.get(url(world, "party_new"), {"q": ORGNR})
    assert answer.context["form"].initial["orgnr"] == ORGNR


def test_a_name_lists_hits_that_lead_on(world: World, ola: Client, register: StandIn) -> None:
    ours = make_party(world, orgnr="917000018")
    page = ola.get(url(world, "party_new"), {"q": "vestkyst"}).content.decode()
    assert "VESTKYST SERVICE 02 AS" in page
    assert f"{url(world, 'party_new')}?orgnr=917000026&amp;role=customer" in page
    assert url(world, "party", ours.pk) in page
    assert "orgnr=917000018" not in page


def test_while_typing_htmx_gets_the_hits_alone(
    world: World, ola: Client, register: StandIn
) -> None:
    answer = ola.get(url(world, "party_new"), {"q": ORGNR}, headers=HTMX)
    page = answer.content.decode().strip()
    assert page.startswith('<div id="register-hits"')
    assert "FJORDGLØTT ELEKTRO AS" in page
    assert "<form" not in page
    assert len(register.asked) == 1, "the daily manager is asked for when a unit is chosen"


def test_a_party_that_is_there_is_shown_instead_of_made(
    world: World, ola: Client, register: StandIn
) -> None:
    ours = make_party(world, orgnr=ORGNR)
    answer = ola.get(url(world, "party_new"), {"orgnr": ORGNR})
    assert url(world, "party", ours.pk) in answer.content.decode()
    assert "name" not in answer.context["form"].initial


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.MALFORMED])
def test_the_form_is_there_when_the_register_is_not(
    world: World, ola: Client, register: StandIn, fault: Fault
) -> None:
    register.faults.extend([fault, fault])
    answer = ola.get(url(world, "party_new"), {"orgnr": ORGNR})
    assert answer.status_code == 200
    assert answer.context["found"].problem in answer.content.decode()
    assert 'name="supplier_terms_days"' in answer.content.decode()


def test_saving_makes_the_party_once(world: World, ola: Client) -> None:
    form = sent(
        street="Strandgata 8",
        city="Førde",
        postal_lines="Postboks 674",
        postal_city="Førde",
        roles=["supplier", "customer"],
    )
    first = ola.post(url(world, "party_new"), form)
    party = Party.objects.get(orgnr=ORGNR)
    assert first.headers["Location"] == url(world, "party", party.pk)
    assert (party.vat_registered, party.country) == (True, "NO")
    assert (party.supplier_number, party.customer_number) == (20001, 10001)
    assert {a.kind: a.lines for a in PartyAddress.objects.filter(party=party)} == {
        "business": "Strandgata 8",
        "postal": "Postboks 674",
    }
    again = ola.post(url(world, "party_new"), form)
    assert again.headers["Location"] == first.headers["Location"]
    assert Party.objects.filter(orgnr=ORGNR).count() == 1


def test_htmx_is_told_to_load_the_card(world: World, ola: Client) -> None:
    answer = ola.post(url(world, "party_new"), sent(), headers=HTMX)
    party = Party.objects.get(orgnr=ORGNR)
    assert answer.headers["HX-Redirect"] == url(world, "party", party.pk)


def test_another_with_the_same_number_is_refused_with_a_link_to_the_first(
    world: World, ola: Client
) -> None:
    ours = make_party(world, orgnr=ORGNR)
    answer = ola.post(url(world, "party_new"), sent())
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"orgnr"})
    page = answer.content.decode()
    assert url(world, "party", ours.pk) in page
    assert 'value="Fjordgløtt Elektro AS"' in page, "what was typed is kept"


def test_what_is_wrong_stands_at_its_field(world: World, ola: Client) -> None:
    wrong = sent(
        name="",
        kind="club",
        country="Norge",
        email="post",
        phone="1" * 31,
        roles=["friend"],
        customer_terms_days="-1",
        supplier_terms_days="",
        source_key="x",
    )
    answer = ola.post(url(world, "party_new"), wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong) - {"orgnr", "vat_registered"}
    answer = ola.post(url(world, "party_new"), sent(orgnr="921345675"), headers=HTMX)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"orgnr"})
    assert not Party.objects.filter(company=world.fjord).exists()


def test_a_party_abroad_has_its_own_kind_of_number(world: World, ola: Client) -> None:
    ola.post(url(world, "party_new"), sent(orgnr="NOVO 12", country="DK"))
    assert Party.objects.get(country="DK").orgnr == "NOVO 12"


def test_changing_keeps_what_the_form_does_not_show(world: World, ola: Client) -> None:
    party = make_party(world, orgnr=ORGNR, vat_registered=True, street="Kaia 1", note="Gammel")
    edit = url(world, "party_edit", party.pk)
    page = ola.get(edit)
    roles = page.context["form"].fields["roles"].choices
    assert [role for role, _name in roles] == ["customer", "employee", "group"]
    form = sent(name="Nytt navn AS", roles=["customer"], street="Kaia 2", note="")
    assert ola.post(edit, form).headers["Location"] == url(world, "party", party.pk)
    party.refresh_from_db()
    assert (party.name, party.vat_registered, party.note) == ("Nytt navn AS", True, "")
    assert (party.supplier_number, party.customer_number) == (20001, 10001)
    assert str(PartyAddress.objects.get(party=party)) == "Kaia 2"


def test_changing_to_a_number_that_is_taken_is_refused(world: World, ola: Client) -> None:
    taken, party = make_party(world, orgnr=ORGNR), make_party(world, "Brekke", orgnr=OTHER_ORGNR)
    answer = ola.post(url(world, "party_edit", party.pk), sent(roles=[]))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"orgnr"})
    assert url(world, "party", taken.pk) in answer.content.decode()


def test_who_may_not_change_parties_neither_looks_up_nor_makes(
    world: World, signed_in: Callable[[User], Client], register: StandIn
) -> None:
    browser = signed_in(world.people[Role.AUDITOR])
    assert browser.get(url(world, "party_new"), {"q": "vestkyst"}).status_code == 403
    assert browser.post(url(world, "party_new"), sent()).status_code == 403
    assert register.asked == []


def test_another_companys_party_is_not_there_to_change(world: World, ola: Client) -> None:
    with company_scope(world.tind.pk):
        theirs = make_foreign(world.tind)
    assert ola.get(url(world, "party_edit", theirs.pk)).status_code == 404
    assert ola.post(url(world, "party_edit", theirs.pk), sent()).status_code == 404
