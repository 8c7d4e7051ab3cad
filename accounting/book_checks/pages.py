"""The page of the check of the books."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from accounting.book_checks.actions import ask_for_book_check
from accounting.book_checks.forms import BookCheckForm
from accounting.book_checks.names import NAMES
from accounting.book_checks.queries import latest_book_checks
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.ui import go_to, page


@require_http_methods(["GET", "POST"])
@requires("ledger.view")
def book_check(request: CompanyRequest) -> HttpResponse:
    """How the books were found lately (kontroll av regnskapet), and a button that has them checked now."""
    form = BookCheckForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        key = str(form.cleaned_data["key"])
        ask_for_book_check(company=request.company, by=request.user, key=key)
        return go_to(request, request.path)
    checks = list(latest_book_checks(request.company))
    context = {
        "refused": form,
        "form": BookCheckForm(),  # The next click gets a key of its own.
        "job": checks[0] if checks else None,
        "earlier": checks[1:],
        "names": NAMES.values(),
        "sees_jobs": "job.view" in request.permissions,
    }
    status = 422 if form.errors else 200
    return page(request, "accounting/book_check.html", context=context, status=status)
