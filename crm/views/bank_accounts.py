"""Bank accounts of a party: new, and the end of one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm import actions
from crm.forms import BankAccountForm, EndForm
from crm.models import PartyBankAccount
from crm.views.parties import address_of_card
from crm.views.parts import party_or_404
from erp.access.decorators import requires
from erp.access.requests import CompanyRequest
from erp.dates import format_date
from erp.errors import BusinessError
from erp.ui import go_to, page


@require_http_methods(["GET", "POST"])
@requires("party.bank")
def bank_account_new(request: CompanyRequest, party_id: int) -> HttpResponse:
    """Add a bank account to a party by hand."""
    known = party_or_404(request, party_id)
    today = timezone.localdate()
    form = BankAccountForm(request.POST or None, today=today, initial={"since": format_date(today)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_bank_account(
                company=request.company, by=request.user, party=known, **form.cleaned_data
            )
        except BusinessError as refusal:
            refusal.add_to(form)
        else:
            return go_to(request, address_of_card(request, known), _("The account is added."))
    context = {"form": form, "party": known}
    status = 422 if form.errors else 200
    return page(request, "crm/bank_account.html", "bank-form", context=context, status=status)


@require_http_methods(["GET", "POST"])
@requires("party.bank")
def bank_account_end(request: CompanyRequest, party_id: int, bank_account_id: int) -> HttpResponse:
    """Say until when a bank account was the party's."""
    accounts = PartyBankAccount.objects.for_company(request.company).select_related("party")
    account = get_object_or_404(accounts, pk=bank_account_id, party_id=party_id)
    today = timezone.localdate()
    form = EndForm(request.POST or None, today=today, initial={"on": format_date(today)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_bank_account(
                company=request.company,
                by=request.user,
                bank_account=account,
                on=form.cleaned_data["on"],
                today=today,
            )
        except BusinessError as refusal:
            refusal.add_to(form)
        else:
            return go_to(
                request, address_of_card(request, account.party), _("The account has ended.")
            )
    context = {"form": form, "party": account.party, "account": account}
    status = 422 if form.errors else 200
    return page(request, "crm/bank_account_end.html", "bank-form", context=context, status=status)
