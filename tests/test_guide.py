"""The guide (docs/guide) calls things what the product calls them, and leads to every page of itself."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from erp.access.roles import ROLE_NAMES

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "guide"
ACCESS = (GUIDE / "tilgang.md").read_text()


def test_the_table_of_roles_has_the_products_own_names() -> None:
    rows = re.findall(r"^\| ([^|]+) \|", ACCESS, re.M)
    with translation.override("nb"):
        assert rows[1:] == [str(name) for name in ROLE_NAMES.values()]


def test_every_page_is_led_to_and_every_link_leads_to_a_page() -> None:
    linked = re.findall(r"\]\(([a-z-]+\.md)\)", (GUIDE / "README.md").read_text())
    assert sorted([*linked, "README.md"]) == sorted(page.name for page in GUIDE.glob("*.md"))


@pytest.mark.parametrize("source", ["Company settings", "Check of the books", "Jobs", "Density"])
def test_what_the_guide_names_is_in_the_product(source: str) -> None:
    with translation.override("nb"):
        name = translation.gettext(source)
    assert any(f"**{name}**" in page.read_text() for page in GUIDE.glob("*.md"))


def test_the_guide_tells_the_limit_that_holds() -> None:
    assert f"høyst {settings.UPLOAD_LIMIT_MB} MB" in (GUIDE / "mottak.md").read_text()
