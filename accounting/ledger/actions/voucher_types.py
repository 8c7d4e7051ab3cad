"""Making and changing voucher types (bilagsarter)."""

import re
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from accounting.ledger.account_rules import naming_problems
from accounting.ledger.actions.books import VOUCHER_TYPES
from accounting.ledger.actions.errors import BooksRefused
from accounting.ledger.models import Area, FiscalYear, VoucherSeries, VoucherType
from accounting.ledger.periods import hold_fiscal_years
from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock, retried_when_overtaken
from erp.errors import Problem

CODE = re.compile(r"[0-9A-Za-zÆØÅæøå]{1,5}")
LONGEST_NAME = 100
OF_THE_PRODUCT = frozenset(key for key, *_rest in VOUCHER_TYPES)


def is_own(voucher_type: VoucherType) -> bool:
    """Tell a company's own type from those that the product posts with."""
    return voucher_type.key not in OF_THE_PRODUCT


@retried_on_deadlock
@retried_when_overtaken("voucher_type_code_once")
@transaction.atomic
def create_voucher_type(
    *, company: Company, by: Actor, code: str, name: str, area: str = Area.GENERAL
) -> VoucherType:
    """Make a voucher type (bilagsart) of one's own, with a number series in each open fiscal year.

    No year opens meanwhile, so that no year lacks its series. Permission: chart.edit. Raises: BooksRefused.
    """
    require_permission(by, company, "chart.edit")
    if problems := type_problems(company, code, name, area):
        raise BooksRefused(*problems)
    hold_fiscal_years(company)
    voucher_type = VoucherType.objects.create(
        company=company, key=f"own-{uuid.uuid4().hex[:20]}", code=code, name=name, area=area
    )
    VoucherSeries.objects.bulk_create(
        VoucherSeries(company=company, voucher_type=voucher_type, fiscal_year=year)
        for year in FiscalYear.objects.for_company(company).order_by("year")
    )
    return voucher_type


@retried_on_deadlock
@retried_when_overtaken("voucher_type_code_once")
@transaction.atomic
def update_voucher_type(
    *,
    company: Company,
    by: Actor,
    voucher_type: VoucherType,
    code: str,
    name: str,
    area: str,
    is_active: bool,
) -> VoucherType:
    """Change a voucher type; the product's own keep their area and stay in use.

    The code stays once there are vouchers, since it is a part of their number; the row is locked first, so
    that a posting that has begun is seen. Permission: chart.edit. Repeats: safe. Raises: BooksRefused.
    """
    require_permission(by, company, "chart.edit")
    own = VoucherType.objects.for_company(company)
    row = own.select_for_update().get(pk=voucher_type.pk)
    problems = type_problems(company, code, name, area, row)
    if not is_own(row) and area != row.area:
        problems.append(Problem(_("The product posts with this type, so its area stays."), "area"))
    if not is_own(row) and not is_active:
        message = _("The product posts with this type, so it stays in use.")
        problems.append(Problem(message, "is_active"))
    if problems:
        raise BooksRefused(*problems)
    row.code, row.name, row.area, row.is_active = code, name, area, is_active
    row.save(update_fields=["code", "name", "area", "is_active"])
    return row


def type_problems(
    company: Company, code: str, name: str, area: str, before: VoucherType | None = None
) -> list[Problem]:
    """Return all that is wrong with a new or changed voucher type."""
    problems = []
    others = VoucherType.objects.for_company(company).exclude(pk=before.pk if before else 0)
    if not CODE.fullmatch(code):
        message = _("A code is one to five letters and digits.")
        problems.append(Problem(message, "code"))
    elif others.filter(code=code).exists():
        problems.append(code_taken(code))
    elif before and code != before.code and before.series.filter(last_number__gt=0).exists():
        message = _(
            "There are vouchers of this type, so its code stays: it is a part of their number."
        )
        problems.append(Problem(message, "code"))
    problems += naming_problems(name, LONGEST_NAME)
    if area not in Area.values:
        problems.append(Problem(_("Choose an area."), "area"))
    return problems


def code_taken(code: str) -> Problem:
    """Return the problem of a code that is there already."""
    return Problem(_("The code %(code)s is already in use.") % {"code": code}, "code")
