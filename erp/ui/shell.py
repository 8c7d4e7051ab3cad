"""What the shell shows around a page: navigation, tab bar, palette, shortcuts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from erp.ui.registry import (
    Link,
    LinkGroup,
    actions_for_request,
    links_for_user,
    makers_for_request,
    navigation_for_request,
)
from erp.ui.requests import CompanyLike, companies_of, company_of

TABS = 4


@dataclass(frozen=True)
class Shell:
    """The shell of one request; links are filtered by what the user may do."""

    company: CompanyLike | None
    companies: Sequence[CompanyLike]
    groups: Sequence[LinkGroup]
    foot: Sequence[Link]
    tabs: Sequence[Link]
    actions: Sequence[Link]
    makers: Sequence[Link]
    group: LinkGroup | None
    link: Link | None
    for_user: Sequence[Link] = ()

    @property
    def links(self) -> list[Link]:
        """All links of the navigation, in order."""
        return [link for group in self.groups for link in group.links] + list(self.foot)

    @property
    def shortcuts(self) -> list[Link]:
        """The links and actions that have a shortcut."""
        return [link for link in [*self.actions, *self.links] if link.shortcut]


def shell_of(request: HttpRequest, current: str = "") -> Shell:
    """Return the shell; `current` names the URL of the navigation entry that a page belongs to."""
    groups = navigation_for_request(request, current)
    links = [link for group in groups for link in group.links]
    tabs = [link for link in links if link.tab] or links
    return Shell(
        company=company_of(request),
        companies=companies_of(request),
        groups=[group for group in groups if group.slug != "foot"],
        foot=[link for group in groups if group.slug == "foot" for link in group.links],
        tabs=tabs[:TABS],
        actions=actions_for_request(request),
        makers=makers_for_request(request),
        group=next((group for group in groups if any(link.current for link in group.links)), None),
        link=next((link for link in links if link.current), None),
        for_user=links_for_user(request),
    )
