"""Posting (bokføring): the one door into the ledger."""

from collections.abc import Mapping, Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounting.ledger.actions.errors import SourceKeyReused, VoucherRefused
from accounting.ledger.books import load_books
from accounting.ledger.compiling import CompiledVoucher, compile_draft, fingerprint
from accounting.ledger.drafts import VoucherDraft
from accounting.ledger.models import Voucher
from accounting.ledger.periods import NoSuchPeriod
from accounting.ledger.writing import Written, write_vouchers
from erp.access.rights import Actor, actor_pk, require_permission
from erp.companies.models import Company
from erp.db.retry import retried_on_deadlock, retried_when_overtaken
from erp.errors import Problem

# The constraints that a lock set since the master data was read makes fire.
LOCKS = ("voucher_in_open_period", "entry_in_open_vat_term")


@retried_on_deadlock
@retried_when_overtaken(*LOCKS)
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
@retried_when_overtaken(*LOCKS)
@transaction.atomic
def post_vouchers(
    drafts: Sequence[VoucherDraft], *, company: Company, by: Actor, permission: str = "voucher.post"
) -> list[Voucher]:
    """Post many vouchers in one transaction, by the same rules, with a handful of statements.

    All or nothing: problems of every draft are told at once, at `drafts.3.lines.0.account`.
    Permission, Repeats, Raises: as `post_voucher`.
    """
    return _post(list(drafts), company=company, by=by, permission=permission, many=True)


@retried_on_deadlock
@transaction.atomic
def check_voucher(draft: VoucherDraft, *, company: Company, by_hand: bool = False) -> list[Problem]:
    """Return the problems that posting would tell; writes nothing.

    A fiscal year that posting would open is opened to look, and taken back.
    """
    result: CompiledVoucher | list[Problem]
    try:
        result = compile_draft(draft, load_books(company, [draft]), by_hand=by_hand)
    except NoSuchPeriod as error:
        result = list(error.problems)
    transaction.set_rollback(True)
    return result if isinstance(result, list) else []


def _post(
    drafts: list[VoucherDraft],
    *,
    company: Company,
    by: Actor,
    permission: str,
    by_hand: bool = False,
    many: bool = False,
) -> list[Voucher]:
    require_permission(by, company, permission)
    by_key = earlier_vouchers(company, drafts)
    fresh = first_of_each_key(drafts, by_key)
    compiled = compile_all(company, fresh, by_hand=by_hand, many=many)
    written = write_vouchers(company, compiled, actor_pk(by)) if compiled else []
    posted = {
        number: as_posted(company, voucher, place)
        for number, voucher, place in zip(fresh, compiled, written, strict=True)
    }
    by_key |= {voucher.source_key: voucher for voucher in posted.values() if voucher.source_key}
    return [
        posted[number] if number in posted else by_key[draft.source_key or ""]
        for number, draft in enumerate(drafts)
    ]


def as_posted(company: Company, compiled: CompiledVoucher, place: Written) -> Voucher:
    """Return the voucher that was written, without asking the database for it again."""
    draft = compiled.draft
    return Voucher(
        pk=place.pk,
        company_id=company.pk,
        voucher_type=compiled.voucher_type,
        fiscal_year_id=compiled.period.fiscal_year_id,
        number=place.number,
        date=draft.date,
        period=compiled.period,
        document_date=draft.document_date,
        text=draft.text[:255],
        document_id=draft.document,
        stamp_number=draft.stamp_number,
        source_key=draft.source_key,
        fingerprint=compiled.fingerprint,
    )


def first_of_each_key(
    drafts: Sequence[VoucherDraft], earlier: Mapping[str, Voucher]
) -> dict[int, VoucherDraft]:
    """Return the drafts to post, by their place: not those posted before, and each source key once.

    Raises: SourceKeyReused when two drafts have the same key and other content.
    """
    fresh: dict[int, VoucherDraft] = {}
    firsts: dict[str, VoucherDraft] = {}
    for number, draft in enumerate(drafts):
        key = draft.source_key
        if key is None:
            fresh[number] = draft
        elif key not in earlier and key not in firsts:
            fresh[number] = firsts[key] = draft
        elif key in firsts and fingerprint(firsts[key]) != fingerprint(draft):
            message = _("Two vouchers have the same key, %(key)s, and other content.")
            raise SourceKeyReused(Problem(message % {"key": key}))
    return fresh


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
    company: Company, drafts: Mapping[int, VoucherDraft], *, by_hand: bool, many: bool
) -> list[CompiledVoucher]:
    """Compile drafts, or raise VoucherRefused with the problems of all of them, each at its draft's place."""
    if not drafts:
        return []
    books = load_books(company, list(drafts.values()))
    compiled: list[CompiledVoucher] = []
    problems: list[Problem] = []
    for number, draft in drafts.items():
        result = compile_draft(draft, books, by_hand=by_hand)
        if isinstance(result, CompiledVoucher):
            compiled.append(result)
        else:
            prefix = f"drafts.{number}." if many else ""
            problems += [Problem(problem.message, prefix + problem.field) for problem in result]
    if problems:
        raise VoucherRefused(*problems)
    return compiled
