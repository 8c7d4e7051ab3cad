"""Posting (bokføring): the one door into the ledger."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounting.ledger.actions.errors import SourceKeyReused, VoucherRefused
from accounting.ledger.books import load_books
from accounting.ledger.compiling import CompiledVoucher, compile_draft, fingerprint
from accounting.ledger.drafts import VoucherDraft
from accounting.ledger.models import Voucher
from accounting.ledger.writing import write_vouchers
from erp.access.rights import Actor, actor_pk, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock
from erp.errors import Problem


@retried_on_deadlock
@transaction.atomic
def post_voucher(
    draft: VoucherDraft,
    *,
    company: Company,
    by: Actor,
    permission: str = "voucher.post",
    by_hand: bool = False,
) -> Voucher:
    """Post a voucher (bokføre et bilag): expand VAT, check everything, give it a number, write it whole.

    Permission: `permission` (an action above posts by the right it has itself checked).
    Repeats: a draft with a `source_key` that was posted before, with the same content, returns the first
    voucher. Raises: VoucherRefused with all problems; SourceKeyReused; NoSuchPeriod.
    Source: bokføringsforskriften §§ 5-1, 5-2; bokføringsloven §§ 4, 9.
    """
    vouchers = _post([draft], company=company, by=by, permission=permission, by_hand=by_hand)
    return vouchers[0]


@retried_on_deadlock
@transaction.atomic
def post_vouchers(
    drafts: Sequence[VoucherDraft], *, company: Company, by: Actor, permission: str = "voucher.post"
) -> list[Voucher]:
    """Post many vouchers in one transaction, by the same rules, with a handful of statements.

    All or nothing: problems of every draft are told at once, at `drafts.3.lines.0.account`.
    Permission, Repeats, Raises: as `post_voucher`.
    """
    return _post(list(drafts), company=company, by=by, permission=permission)


@transaction.atomic
def check_voucher(draft: VoucherDraft, *, company: Company, by_hand: bool = False) -> list[Problem]:
    """Return the problems that posting would tell; writes no voucher.

    The fiscal year of the date may be opened, as posting would. Raises: NoSuchPeriod.
    """
    result = compile_draft(draft, load_books(company, [draft]), by_hand=by_hand)
    return result if isinstance(result, list) else []


def _post(
    drafts: list[VoucherDraft],
    *,
    company: Company,
    by: Actor,
    permission: str,
    by_hand: bool = False,
) -> list[Voucher]:
    require_permission(by, company, permission)
    earlier = earlier_vouchers(company, drafts)
    fresh = [
        draft for draft in drafts if draft.source_key is None or draft.source_key not in earlier
    ]
    compiled = compile_all(company, fresh, by_hand=by_hand, many=len(drafts) > 1)
    written = write_vouchers(company, compiled, actor_pk(by)) if compiled else []
    posted = (
        Voucher(
            pk=place.pk,
            company_id=company.pk,
            voucher_type=voucher.voucher_type,
            fiscal_year_id=voucher.period.fiscal_year_id,
            number=place.number,
            date=voucher.draft.date,
            period=voucher.period,
            document_date=voucher.draft.document_date,
            text=voucher.draft.text,
            document_id=voucher.draft.document,
            stamp_number=voucher.draft.stamp_number,
            source_key=voucher.draft.source_key,
        )
        for voucher, place in zip(compiled, written, strict=True)
    )
    return [
        earlier[draft.source_key]
        if draft.source_key is not None and draft.source_key in earlier
        else next(posted)
        for draft in drafts
    ]


def earlier_vouchers(company: Company, drafts: Sequence[VoucherDraft]) -> dict[str, Voucher]:
    """Return the vouchers that were posted before under these drafts' source keys.

    Holds a lock on the keys until the transaction ends, so that the same key sent twice at once is posted
    once. Raises: SourceKeyReused when what was posted was something else.
    """
    keys = sorted({draft.source_key for draft in drafts if draft.source_key is not None})
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(h) FROM (SELECT DISTINCT hashtextextended(k, %s) AS h"
            " FROM unnest(%s::text[]) AS k ORDER BY 1) AS locks",
            [company.pk, keys],
        )
    found = (
        Voucher.objects.for_company(company)
        .filter(source_key__in=keys)
        .select_related("voucher_type")
    )
    earlier = {voucher.source_key: voucher for voucher in found if voucher.source_key}
    for draft in drafts:
        before = earlier.get(draft.source_key or "")
        if before and before.fingerprint != fingerprint(draft):
            message = _("This was posted before as voucher %(number)s, with other content.")
            raise SourceKeyReused(Problem(message % {"number": before.number}))
    return earlier


def compile_all(
    company: Company, drafts: Sequence[VoucherDraft], *, by_hand: bool, many: bool
) -> list[CompiledVoucher]:
    """Compile drafts, or raise VoucherRefused with the problems of all of them."""
    if not drafts:
        return []
    books = load_books(company, drafts)
    compiled: list[CompiledVoucher] = []
    problems: list[Problem] = []
    for number, draft in enumerate(drafts):
        result = compile_draft(draft, books, by_hand=by_hand)
        if isinstance(result, CompiledVoucher):
            compiled.append(result)
        else:
            prefix = f"drafts.{number}." if many else ""
            problems += [Problem(problem.message, prefix + problem.field) for problem in result]
    if problems:
        raise VoucherRefused(*problems)
    return compiled
