"""What cannot be a postal code, a telephone number or a web address is refused, all at once with the rest."""

from typing import Any

import pytest
from django.test import Client

from crm.actions import AddressFacts, ContactFacts, PartyRefused, add_address, add_contact
from crm.models import Party
from tests.crm.parties import make_party, url
from tests.crm.test_new_party_page import sent
from tests.world import World

pytestmark = pytest.mark.django_db


def fields_of(refused: Any) -> list[str]:
    return [problem.field for problem in refused.value.problems]


def test_everything_wrong_with_a_new_party_is_told_at_once(world: World, ola: Client) -> None:
    wrong = sent(
        orgnr="921345675",
        email="post",
        postal_code="99",
        postal_lines="Postboks 1",
        postal_postal_code="68001",
        phone="abc",
        website="javascript:alert(1)",
    )
    answer = ola.post(url(world, "party_new"), wrong)
    told = {"orgnr", "email", "postal_code", "postal_postal_code", "phone", "website"}
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, told)
    assert not Party.objects.filter(company=world.fjord).exists()
    party = make_party(world)
    answer = ola.post(url(world, "party_edit", party.pk), wrong | {"roles": []})
    told -= {"postal_postal_code"}
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, told)


@pytest.mark.parametrize(
    "website",
    ["www", "javascript://x.example/%0aalert(1)", "data:text/html,x", "https://", "a b.example"],
)
def test_only_http_leads_to_a_website(world: World, website: str) -> None:
    with pytest.raises(PartyRefused) as refused:
        make_party(world, website=website)
    assert fields_of(refused) == ["website"]


def test_a_website_is_a_link_and_what_is_none_from_before_is_text(
    world: World, ola: Client
) -> None:
    party = make_party(world, website="www.elgrossen.example/om")
    card = url(world, "party", party.pk)
    assert 'href="https://www.elgrossen.example/om"' in ola.get(card).content.decode()
    Party.objects.filter(pk=party.pk).update(website="javascript:alert(1)")
    assert 'href="javascript' not in ola.get(card).content.decode()


def test_a_postal_code_abroad_is_its_own(world: World) -> None:
    party = make_party(world, country="SE", street="Gatan 1", postal_code="113 46", city="X")
    facts = AddressFacts("Vej 2", "99", "X", "DK")
    row = add_address(company=world.fjord, by=world.ola, party=party, kind="invoice", facts=facts)
    assert row.postal_code == "99"
    with pytest.raises(PartyRefused) as refused:
        add_address(
            company=world.fjord,
            by=world.ola,
            party=party,
            kind="delivery",
            facts=AddressFacts("Kaia 1", "99", "Bergen"),
        )
    assert fields_of(refused) == ["postal_code"]


def test_a_persons_telephone_has_digits(world: World) -> None:
    party = make_party(world)
    with pytest.raises(PartyRefused) as refused:
        add_contact(
            company=world.fjord, by=world.ola, party=party, facts=ContactFacts(" ", phone="ring")
        )
    assert fields_of(refused) == ["phone", "name"]
