"""Companies are made here, each in a scope of its own: by the operator, or by whoever founds one."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

from django.db import connection, transaction
from django.utils.translation import gettext as _

from erp.companies.actions.facts import CompanyFacts, CompanyRefused, problems_of
from erp.companies.models import RESERVED_SLUGS, SLUG_PATTERN, Company
from erp.companies.scope import company_scope, scheduler_scope
from erp.errors import Problem

LONGEST_SLUG = 48
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


def create_company(*, slug: str, name: str, orgnr: str, **facts: object) -> Company:
    """Make a company (selskap) without books and without members. Must not run inside a transaction.

    Who may: the operator and tests; `accounting.founding` makes one that can be used.
    Raises: CompanyRefused.
    """
    with founding() as pk:
        return write_company(pk, slug, CompanyFacts(name=name, orgnr=orgnr, **facts))  # type: ignore[arg-type]


@contextmanager
def founding(*, user: int | None = None) -> Iterator[int]:
    """Give the id of a company that is to come, in a transaction that sees its rows (and those that `user` may see).

    Must not run inside a transaction: a row is read back as it is written, which row security allows only
    inside its own company's scope, and a scope is set before a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('companies_company', 'id'))")
        pk = int(cursor.fetchone()[0])
    with company_scope(pk, user=user), transaction.atomic():
        yield pk


def write_company(
    pk: int, slug: str, facts: CompanyFacts, known: Sequence[Problem] = ()
) -> Company:
    """Write the row of a new company, inside `founding`; `known` is told with all else that is wrong.

    Raises: CompanyRefused.
    """
    problems = [*known, *slug_problems(slug), *problems_of(facts)]
    if problems:
        raise CompanyRefused(*problems)
    return Company.objects.create(pk=pk, slug=slug, **asdict(facts))


def slug_problems(slug: str) -> list[Problem]:
    """Return what is wrong with a short name (kortnavn), apart from being taken."""
    if slug in RESERVED_SLUGS:
        return [Problem(_("This short name is reserved."), "slug")]
    if not re.fullmatch(SLUG_PATTERN, slug):
        message = _("A short name has small letters a to z, digits and hyphens, at most 48.")
        return [Problem(message, "slug")]
    return []


def taken_slugs(beginning: str) -> set[str]:
    """Return the short names that begin like this, of all companies. Must not run inside a transaction."""
    with scheduler_scope():
        return set(
            Company.objects.filter(slug__startswith=beginning).values_list("slug", flat=True)
        )


def free_slug(name: str) -> str:
    """Return a short name made of a company's name that nobody has yet. Must not run inside a transaction."""
    wanted = slug_of(name)
    taken = taken_slugs(wanted) | RESERVED_SLUGS
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


def slug_of(name: str) -> str:
    """Return a company's name as a short name; "selskap" where nothing of it can stand in an address.

    >>> slug_of("Øre & Bæ Håndverk AS"), slug_of("東京")
    ('ore-bae-handverk', 'selskap')
    """
    plain = unicodedata.normalize("NFKD", name.lower().translate(LETTERS))
    ascii_only = plain.encode("ascii", "ignore").decode()
    words = [word for word in re.split(r"[^a-z0-9]+", ascii_only) if word]
    if len(words) > 1 and words[-1] in {"as", "asa", "enk", "ans", "da", "sa"}:
        words.pop()
    return "-".join(words)[: LONGEST_SLUG - 4].strip("-") or "selskap"
