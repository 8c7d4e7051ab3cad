"""The registries show what the user may do, with the addresses of the company."""

import pytest

from erp.ui import registry
from erp.ui.permissions import MEMBER
from erp.ui.registry import (
    FirstStep,
    Hit,
    NavItem,
    PaletteAction,
    Panel,
    SearchSource,
    UserLink,
)
from erp.ui.shell import shell_of
from tests.ui.requests import make_request

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.usefixtures("empty_registry")]

HOME = NavItem("start", "Overview", "home", "home", MEMBER, 1, tab="Home")
VOUCHERS = NavItem(
    "accounting", "Vouchers", "vouchers", "voucher", "ledger.view", 20, lambda request: 3, "g b"
)
NEW = NavItem("accounting", "New voucher", "voucher_new", "plus", "voucher.post", 10)
ACTION = PaletteAction("New voucher", "voucher_new", "plus", "voucher.post", "n b")


def test_navigation_is_filtered_by_permission_and_grouped_in_order() -> None:
    registry.register(VOUCHERS, HOME, NEW)

    groups = registry.navigation_for_request(make_request(permissions="ledger.view voucher.post"))

    assert [(group.slug, [link.label for link in group.links]) for group in groups] == [
        ("start", ["Overview"]),
        ("accounting", ["New voucher", "Vouchers"]),
    ]
    assert [link.url for link in groups[1].links] == ["/fjord/vouchers/new/", "/fjord/vouchers/"]
    assert groups[1].links[1].count == 3


def test_a_member_without_permissions_sees_what_every_member_sees() -> None:
    registry.register(VOUCHERS, HOME, NEW, ACTION)

    request = make_request()

    assert [group.slug for group in registry.navigation_for_request(request)] == ["start"]
    assert registry.actions_for_request(request) == []


def test_what_makes_something_new_stands_by_itself_the_commonest_first() -> None:
    seldom = PaletteAction("New account", "voucher_new", "plus", "chart.edit", new=40)
    often = PaletteAction("New voucher", "voucher_new", "plus", "voucher.post", new=10)
    place = PaletteAction("VAT codes", "vouchers", "percent", "ledger.view")
    registry.register(place, seldom, often)
    keeper = shell_of(make_request(permissions="ledger.view voucher.post chart.edit"))
    assert [link.label for link in keeper.makers] == ["New voucher", "New account"]
    assert len(keeper.actions) == 3
    assert shell_of(make_request(permissions="ledger.view")).makers == []


def test_outside_of_companies_there_is_nothing() -> None:
    registry.register(VOUCHERS, HOME, ACTION)
    request = make_request("/", "ledger.view voucher.post", company=None)
    assert registry.navigation_for_request(request) == []
    assert registry.actions_for_request(request) == []


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/fjord/", "Overview"),
        ("/fjord/vouchers/", "Vouchers"),
        ("/fjord/vouchers/12/", "Vouchers"),
        ("/fjord/vouchers/new/", "New voucher"),
        ("/fjord/else/", None),
    ],
)
def test_the_place_is_the_link_whose_address_begins_the_path(
    path: str, current: str | None
) -> None:
    registry.register(HOME, VOUCHERS, NEW)
    link = shell_of(make_request(path, "ledger.view voucher.post")).link
    assert (link.label if link else None) == current


def test_a_page_can_name_its_place() -> None:
    registry.register(HOME, VOUCHERS)
    link = shell_of(make_request("/fjord/else/", "ledger.view"), "vouchers").link
    assert link
    assert link.label == "Vouchers"


def test_the_same_entry_twice_counts_once() -> None:
    registry.register(HOME)
    registry.register(HOME)
    assert len(registry.navigation_for_request(make_request())[0].links) == 1


def test_an_unknown_group_is_a_mistake_of_the_app() -> None:
    with pytest.raises(AssertionError, match="unknown group"):
        registry.register(NavItem("nowhere", "X", "home", "home", MEMBER))


def test_panels_of_a_subject_come_in_order_with_their_addresses() -> None:
    registry.register(
        Panel("party", "second", "Second", "party_defaults", "ledger.view", 20),
        Panel("party", "first", "First", "party_defaults", "ledger.view", 10),
        Panel("party", "hidden", "Hidden", "party_defaults", "voucher.post"),
        Panel("project", "other", "Other", "party_defaults", "ledger.view"),
    )

    panels = registry.panels_for_request(make_request(permissions="ledger.view"), "party", pk=7)

    assert [panel.slug for panel in panels] == ["first", "second"]
    assert panels[0].url == "/fjord/parties/7/defaults/"


def test_search_asks_only_sources_that_the_user_may_see() -> None:
    def found(request: object, text: str) -> list[Hit]:
        return [Hit(f"{text} {at}", "/fjord/", "users") for at in range(9)]

    def forbidden(request: object, text: str) -> list[Hit]:
        raise AssertionError

    registry.register(
        SearchSource("Customers", "party.view", found),
        SearchSource("Vouchers", "ledger.view", forbidden),
        SearchSource("Empty", MEMBER, lambda request, text: []),
    )

    results = registry.search_for_request(make_request(permissions="party.view"), "ab", each=2)

    assert [(result.name, [hit.label for hit in result.hits]) for result in results] == [
        ("Customers", ["ab 0", "ab 1"])
    ]


def test_the_tab_bar_has_four_links_that_want_to_be_there() -> None:
    registry.register(
        HOME,
        VOUCHERS,
        *(NavItem("sales", f"S{at}", "home", "home", MEMBER, tab=f"{at}") for at in range(5)),
    )
    assert [link.tab for link in shell_of(make_request(permissions="ledger.view")).tabs] == [
        "Home",
        "0",
        "1",
        "2",
    ]


def step(label: str, done: bool, order: int = 100, optional: bool = False) -> FirstStep:
    return FirstStep(
        label, "", "vouchers", "voucher", "ledger.view", lambda request: done, order, optional
    )


def test_first_steps_come_in_order_until_all_that_must_be_done_is_done() -> None:
    registry.register(
        step("Third", False, 30, optional=True), step("First", True, 10), step("Second", False, 20)
    )
    steps = registry.first_steps_for_request(make_request(permissions="ledger.view"))
    assert [(s.label, s.done) for s in steps] == [
        ("First", True),
        ("Second", False),
        ("Third", False),
    ]
    assert steps[0].url == "/fjord/vouchers/"
    assert registry.first_steps_for_request(make_request()) == []


def test_optional_steps_alone_are_not_shown() -> None:
    registry.register(step("First", True), step("Second", False, optional=True))
    assert registry.first_steps_for_request(make_request(permissions="ledger.view")) == []


def test_links_for_the_user_are_those_that_are_offered() -> None:
    registry.register(
        UserLink("New company", "start", "plus", lambda request: True),
        UserLink("Clients", "start", "users", lambda request: False),
    )
    links = registry.links_for_user(make_request("/", company=None))
    assert [link.label for link in links] == ["New company"]
