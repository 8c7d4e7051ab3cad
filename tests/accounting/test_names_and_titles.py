"""What things are called: titles end with the company, vouchers by their whole name, histories in words."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounting.ledger.actions import reverse_voucher
from accounting.ledger.models import Account, FiscalYear
from tests.world import World, line, post

pytestmark = pytest.mark.django_db


def title(client: Client, address: str) -> str:
    found = re.search(r"<title>(.*?)</title>", client.get(address).content.decode(), re.S)
    assert found
    return found[1].strip()


def test_titles_end_with_the_company_and_tell_pages_without_a_year_apart(
    client: Client, world: World
) -> None:
    client.force_login(world.ola)
    names = ("home", "vouchers", "voucher_new", "trial_balance", "ledger", "periods", "parties")
    titles = [title(client, reverse(name, args=[world.fjord.slug])) for name in names]
    assert all(text.endswith(" · Fjord AS") and text.count("Fjord AS") == 1 for text in titles)
    assert len(set(titles)) == len(titles)
    client.logout()
    assert title(client, "/account/login/").endswith(" · Regna")


def test_a_reversal_names_what_it_reverses_by_type_number_and_year(
    client: Client, world: World
) -> None:
    first = post(world, line("6300", "10.00"), line("1920", "-10.00"))
    reversal = reverse_voucher(
        company=world.fjord, by=world.ola, voucher=first, on=date(2026, 11, 24), reason="Feil"
    )
    assert f"6-{first.number}/2026" in reversal.text
    client.force_login(world.ola)
    for shown, other in ((reversal, first), (first, reversal)):
        page = client.get(reverse("voucher", args=[world.fjord.slug, shown.pk])).content.decode()
        assert f">6-{other.number}/2026</a>" in page


def test_periods_that_were_made_together_are_one_event_of_the_years_history(
    client: Client, world: World
) -> None:
    post(world, line("6300", "10.00"), line("1920", "-10.00"))
    year = FiscalYear.objects.for_company(world.fjord).get(year=2026)
    client.force_login(world.ola)
    address = reverse("history", args=[world.fjord.slug, "fiscal-year", year.pk])
    events = client.get(address).context["events"]
    assert len(events) == 2
    assert sum(event.what.endswith(" 1–12") for event in events) == 1


def test_the_history_of_an_account_tells_its_grouping_in_words(
    client: Client, world: World
) -> None:
    account = Account.objects.for_company(world.fjord).get(number="1240")
    account.grouping_category = "balanseverdiForAnleggsmiddel"
    account.save()
    Account.objects.filter(pk=account.pk).update(grouping_category="balanseverdiForOmloepsmiddel")
    client.force_login(world.ola)
    address = reverse("history", args=[world.fjord.slug, "account", account.pk])
    page = client.get(address).content.decode()
    assert "balanseverdi" not in page
