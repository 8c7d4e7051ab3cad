"""What founding adds to the shell: the way to a new company, and the first voucher among its first steps."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounting.founding.actions import may_found
from accounting.ledger.models import Voucher
from erp.access.models import User
from erp.ui import registry


def is_offered(request: HttpRequest) -> bool:
    """Tell whether the user may make a company."""
    return isinstance(request.user, User) and may_found(request.user)


def has_posted(request: HttpRequest) -> bool:
    """Tell whether the company of a request has a voucher."""
    return Voucher.objects.for_company(request.company).exists()  # type: ignore[attr-defined]


ENTRIES: tuple[registry.Entry, ...] = (
    registry.UserLink(_("New company"), "company_new", "plus", is_offered),
    registry.FirstStep(
        _("Post the first voucher"),
        _("An opening balance or a purchase. The fiscal year opens by itself."),
        "voucher_new",
        "voucher",
        "voucher.post",
        has_posted,
        order=40,
    ),
)
