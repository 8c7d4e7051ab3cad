"""Whatever stands in an address, a page answers: no parameter breaks it."""

import pytest
from django.test import Client

from erp.access.roles import Role
from tests.erp.test_url_roles import OF_A_COMPANY, address
from tests.world import World

pytestmark = pytest.mark.django_db

NAMES = (
    *("account", "q", "sort", "after", "before", "export", "year", "first", "last", "department"),
    *("project", "free", "dimension", "role", "due_from", "due_to", "date_from", "date", "type"),
    *("show", "choose", "orgnr", "tab", "id", "page", "kind", "company", "text", "name", "code"),
)
ODD = (
    "\x00",
    "1\x00",
    "9" * 40,
    "²",
    "-1",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
)
WHOLE = [(r, p) for r, p in OF_A_COMPANY if not set(p.pattern.converters)]


@pytest.mark.parametrize("odd", ODD)
def test_no_parameter_breaks_a_page(client: Client, world: World, odd: str) -> None:
    client.force_login(world.people[Role.OWNER])
    broken = []
    for route, pattern in WHOLE:
        answer = client.get(address(route, pattern, world.fjord.slug), dict.fromkeys(NAMES, odd))
        if answer.streaming:
            b"".join(answer.streaming_content)  # type: ignore[arg-type]
        if answer.status_code >= 500:
            broken.append(route)
    assert broken == []
