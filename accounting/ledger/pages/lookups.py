"""What the comboboxes of accounting ask: accounts with parties, and dimension values."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounting.ledger.queries.dimensions import find_values_of
from accounting.ledger.queries.lookups import (
    default_vat,
    find_accounts,
    find_posting_targets,
    find_values,
    vat_note,
)
from accounting.ledger.standard import CATEGORIES, known_groupings
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
@requires("lookup.view")
def account_options(request: CompanyRequest) -> HttpResponse:
    """Accounts that match what is typed."""
    company = request.company
    options = [
        Option(
            *(a.number, str(a), a.name, a.number, vat_note(company, a)),
            extra=default_vat(company, a),
        )
        for a in find_accounts(company, query_of(request))[:20]
    ]
    return answer_options(request, options)


@require_safe
@requires("lookup.view")
def dimension_options(request: CompanyRequest, kind: str) -> HttpResponse:
    """Departments (avdelinger) or projects (prosjekter) that match what is typed."""
    values = find_values(request.company, kind, query_of(request))[:20]
    return answer_options(request, [Option(v.code, str(v), v.name, v.code) for v in values])


@require_safe
@requires("lookup.view")
def value_options(request: CompanyRequest) -> HttpResponse:
    """Values of the dimension that the address names, as `?dimension=<id>`."""
    dimension = request.GET.get("dimension", "")
    values = find_values_of(request.company, dimension, query_of(request))[:20]
    return answer_options(request, [Option(v.code, str(v), v.name, v.code) for v in values])


@require_safe
@requires("ledger.view")
def grouping_options(request: CompanyRequest) -> HttpResponse:
    """Grouping codes (grupperingskoder) of the standard chart, by code or by the names of their accounts."""
    text = query_of(request).casefold()
    hits = [
        grouping
        for code, grouping in sorted(known_groupings().items())
        if code.startswith(text) or any(text in name.casefold() for name in grouping.names)
    ]
    return answer_options(
        request,
        [
            Option(hit.code, hit.code, hit.names[0], hit.code, CATEGORIES[hit.category])
            for hit in hits
        ],
    )
