"""What pages of fiscal years answer while a company has none: the first posting opens its own."""

from django.http import HttpResponse
from django.urls import reverse

from erp.access.requests import CompanyRequest
from erp.ui import page
from erp.ui.shell import shell_of


def answer_without_year(request: CompanyRequest) -> HttpResponse:
    """Answer with an empty state, and the way to the first voucher for whoever may post."""
    may_post = "voucher.post" in request.permissions
    first = reverse("voucher_new", args=[request.company.slug]) if may_post else ""
    place = shell_of(request).link
    context = {"first_voucher_url": first, "place": place.label if place else ""}
    return page(request, "accounting/no_year.html", context=context)
