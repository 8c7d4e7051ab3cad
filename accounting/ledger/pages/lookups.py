"""What the comboboxes of accounting ask: accounts with parties, and dimension values."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounting.ledger.queries.lookups import (
    default_vat,
    find_accounts,
    find_posting_targets,
    find_values,
    vat_note,
)
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.ui.options import Option, answer_options, query_of


@require_safe
@requires("ledger.view")
def posting_target_options(request: CompanyRequest) -> HttpResponse:
    """Accounts, and parties on their control accounts, that match what is typed."""
    hits = find_posting_targets(request.company, query_of(request))
    return answer_options(
        request,
        [
            Option(hit.code, hit.text, hit.label, hit.code, hit.note, extra=hit.vat_code)
            for hit in hits
        ],
    )


@require_safe
@requires("ledger.view")
def account_options(request: CompanyRequest) -> HttpResponse:
    """Accounts that match what is typed."""
    accounts = find_accounts(request.company, query_of(request))[:20]
    options = [
        Option(a.number, str(a), a.name, a.number, vat_note(a), extra=default_vat(a))
        for a in accounts
    ]
    return answer_options(request, options)


@require_safe
@requires("ledger.view")
def dimension_options(request: CompanyRequest, kind: str) -> HttpResponse:
    """Departments (avdelinger) or projects (prosjekter) that match what is typed."""
    values = find_values(request.company, kind, query_of(request))[:20]
    return answer_options(request, [Option(v.code, str(v), v.name, v.code) for v in values])
