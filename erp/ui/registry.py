"""What apps add to the shell, registered in their `AppConfig.ready()` and filtered by what the user may do.

    from erp.ui import registry
    registry.register(
        registry.NavItem("accounting", _("Vouchers"), "voucher_list", "voucher", "ledger.view", 10, shortcut="g b"),
        registry.PaletteAction(_("New voucher"), "voucher_new", "plus", "voucher.post", "n b"),
    )

Addresses are names of URLs below `/<company>/`; they get the company's short name here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erp.ui.permissions import MEMBER
from erp.ui.requests import Label, company_of, home_of, permissions_of

# The domains of the navigation, in order. "start" has no heading, "foot" stands at the bottom.
GROUPS: dict[str, Label] = {
    "start": "",
    "accounting": _("Accounting"),
    "sales": _("Sales"),
    "projects": _("Projects"),
    "foot": "",
}


@dataclass(frozen=True)
class NavItem:
    """A link in the left navigation; `tab` is its short label in the tab bar of phones, if it stands there.

    Who holds the permission `unless` names does not get it: there is a fuller way for them.
    """

    group: str
    label: Label
    url_name: str
    icon: str
    permission: str
    order: int = 100
    badge: Callable[[HttpRequest], int] | None = None
    shortcut: str = ""
    tab: Label = ""
    unless: str = ""


@dataclass(frozen=True)
class Panel:
    """A part of another app's page, such as a supplier's defaults on its card; loaded by its own address.

    `span` is its width on a grid of twelve columns ("c-4"); one that is `bare` draws its own surface. Who holds the
    permission `unless` names does not get it.
    """

    subject: str
    slug: str
    title: Label
    url_name: str
    permission: str
    order: int = 100
    span: str = ""
    bare: bool = False
    unless: str = ""


@dataclass(frozen=True)
class PaletteAction:
    """Something to do from anywhere: a line in the palette, and a shortcut such as "n b".

    What makes something new has its place in the overview's menu of such, the commonest first: `new`.
    """

    label: Label
    url_name: str
    icon: str
    permission: str
    shortcut: str = ""
    new: int = 0


@dataclass(frozen=True)
class Hit:
    """One thing that a search found."""

    label: Label
    url: str
    icon: str
    note: Label = ""


@dataclass(frozen=True)
class SearchSource:
    """A search over one kind of thing; `search` gets the request and the text, and returns its best hits first."""

    name: Label
    permission: str
    search: Callable[[HttpRequest, str], Sequence[Hit]]


@dataclass(frozen=True)
class FirstStep:
    """Something that a new company does first; `done` tells by the company's own data whether it has.

    An optional one is shown beside the others, but does not keep them on the page.
    """

    label: Label
    text: Label
    url_name: str
    icon: str
    permission: str
    done: Callable[[HttpRequest], bool]
    order: int = 100
    optional: bool = False


@dataclass(frozen=True)
class UserLink:
    """A way on for whoever is signed in, outside of companies; `offered` tells who gets it."""

    label: Label
    url_name: str
    icon: str
    offered: Callable[[HttpRequest], bool]


Entry = NavItem | Panel | PaletteAction | SearchSource | FirstStep | UserLink
E = TypeVar("E", NavItem, Panel, PaletteAction, SearchSource, FirstStep)
_entries: list[Entry] = []


def register(*entries: Entry) -> None:
    """Add entries; the same entry twice counts once."""
    for entry in entries:
        if isinstance(entry, NavItem):
            assert entry.group in GROUPS, f"unknown group {entry.group}"
        if entry not in _entries:
            _entries.append(entry)


@dataclass(frozen=True)
class Link:
    """A finished link: address, badge and whether it leads to where the user is."""

    label: Label
    url: str
    icon: str
    shortcut: str = ""
    count: int = 0
    tab: Label = ""
    current: bool = False
    url_name: str = ""


@dataclass(frozen=True)
class LinkGroup:
    """Links below a heading."""

    slug: str
    label: Label
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class StepLink:
    """A first step: what to do, where, and whether it is done."""

    label: Label
    text: Label
    url: str
    icon: str
    done: bool


@dataclass(frozen=True)
class PanelLink:
    """A panel and the address that its content comes from."""

    slug: str
    title: Label
    url: str
    span: str = ""
    bare: bool = False


@dataclass(frozen=True)
class Found:
    """The hits of one search source."""

    name: Label
    hits: tuple[Hit, ...]


def navigation_for_request(request: HttpRequest, current: str = "") -> list[LinkGroup]:
    """Return the groups of the navigation; `current` names the URL of the place, else the path tells it."""
    items = sorted(_permitted(request, NavItem), key=lambda item: (item.order, str(item.label)))
    links = {item: _link_of(request, item) for item in items}
    here = _place_of(request, list(links.values()), current)
    return [
        LinkGroup(
            slug,
            label,
            tuple(replace(links[i], current=links[i] is here) for i in items if i.group == slug),
        )
        for slug, label in GROUPS.items()
        if any(item.group == slug for item in items)
    ]


def actions_for_request(request: HttpRequest) -> list[Link]:
    """Return what the user may do from anywhere."""
    return [_action(request, action) for action in _permitted(request, PaletteAction)]


def makers_for_request(request: HttpRequest) -> list[Link]:
    """Return what makes something new, the commonest first."""
    makers = [action for action in _permitted(request, PaletteAction) if action.new]
    return [_action(request, action) for action in sorted(makers, key=lambda action: action.new)]


def _action(request: HttpRequest, action: PaletteAction) -> Link:
    return Link(action.label, _url(request, action.url_name), action.icon, action.shortcut)


def panels_for_request(request: HttpRequest, subject: str, **where: object) -> list[PanelLink]:
    """Return the panels of a subject, such as "party"; `where` goes into their addresses (pk=…)."""
    panels = [panel for panel in _permitted(request, Panel) if panel.subject == subject]
    return [
        PanelLink(
            panel.slug,
            panel.title,
            _url(request, panel.url_name, **where),
            panel.span,
            panel.bare,
        )
        for panel in sorted(panels, key=lambda panel: (panel.order, panel.slug))
    ]


def search_for_request(request: HttpRequest, text: str, each: int = 6) -> list[Found]:
    """Return what the search sources find, at most `each` hits a source; empty sources are left out."""
    found = [
        Found(source.name, tuple(source.search(request, text)[:each]))
        for source in _permitted(request, SearchSource)
    ]
    return [result for result in found if result.hits]


def first_steps_for_request(request: HttpRequest) -> list[StepLink]:
    """Return what a new company does first; nothing once all is done that is not optional."""
    steps = sorted(_permitted(request, FirstStep), key=lambda step: step.order)
    done = {step: step.done(request) for step in steps if not step.optional}
    if all(done.values()):
        return []
    done |= {step: step.done(request) for step in steps if step.optional}
    return [
        StepLink(step.label, step.text, _url(request, step.url_name), step.icon, done[step])
        for step in steps
    ]


def links_for_user(request: HttpRequest) -> list[Link]:
    """Return the ways on outside of companies that are offered to the user."""
    return [
        Link(entry.label, reverse(entry.url_name), entry.icon)
        for entry in _entries
        if isinstance(entry, UserLink) and entry.offered(request)
    ]


def _permitted(request: HttpRequest, kind: type[E]) -> list[E]:
    if company_of(request) is None:
        return []
    held = permissions_of(request) | {MEMBER}
    return [
        entry
        for entry in _entries
        if isinstance(entry, kind)
        and entry.permission in held
        and getattr(entry, "unless", "") not in held
    ]


def _url(request: HttpRequest, url_name: str, **where: object) -> str:
    company = company_of(request)
    assert company is not None
    return reverse(url_name, kwargs={"company": company.slug, **where})


def _link_of(request: HttpRequest, item: NavItem) -> Link:
    count = item.badge(request) if item.badge else 0
    url = _url(request, item.url_name)
    return Link(item.label, url, item.icon, item.shortcut, count, item.tab, url_name=item.url_name)


def _place_of(request: HttpRequest, links: list[Link], current: str) -> Link | None:
    """Return the link of the place: the one named, else the longest whose address begins the path."""
    if current:
        return next((link for link in links if link.url_name == current), None)
    home = home_of(company_of(request))
    around = [
        link
        for link in links
        if request.path == link.url or (link.url != home and request.path.startswith(link.url))
    ]
    return max(around, key=lambda link: len(link.url), default=None)
