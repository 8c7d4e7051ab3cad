"""The voucher page's form: head and lines, turned into a draft, with the ledger's problems back in their cells."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounting.ledger.dimension_cells import cell_of_problem
from accounting.ledger.drafts import VoucherDraft
from accounting.ledger.fitting import unknown_currency
from accounting.ledger.master import master_of
from accounting.ledger.models import VoucherType
from accounting.ledger.pages.typed_accounts import complete_accounts
from accounting.ledger.pages.voucher_lines import TypedLine, difference_text, typed_lines
from accounting.ledger.queries.dimensions import free_dimensions_of
from accounting.ledger.queries.parties import party_of_account
from erp.companies.models import Company
from erp.currencies import is_currency
from erp.errors import Problem
from erp.money import parse_amount, to_ore
from erp.ui.forms import DateField, DateInput, set_today

ZERO = Decimal("0.00")
WRONG_RATE = _("Write a rate such as 11,4525: kroner for one of the currency.")


class RateField(forms.CharField):
    """A rate of exchange: kroner for one unit of the currency, with up to eight decimals."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if not str(value or "").strip():
            return None
        try:
            rate = parse_amount(str(value), decimals=8)
        except ValueError as error:
            raise forms.ValidationError(WRONG_RATE) from error
        if rate <= 0:
            raise forms.ValidationError(WRONG_RATE)
        return rate


class VoucherHeadForm(forms.Form):
    """Type, dates, text and currency of a voucher; seldom a day of delivery or a VAT term of its own."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    voucher_type = forms.ChoiceField(
        label=_("Voucher type"), widget=forms.Select(attrs={"class": "select"})
    )
    date = DateField(label=_("Date"))
    text = forms.CharField(label=_("Text"), required=False, max_length=255)
    currency = forms.CharField(label=_("Currency"), initial="NOK", max_length=3)
    rate = RateField(label=_("Rate"), required=False)
    vat_date = DateField(
        label=_("Delivered"),
        required=False,
        widget=DateInput({"data-date": "id_date"}),
        help_text=_("Decides the VAT rate when it is another day than the voucher's."),
    )
    vat_term_date = DateField(
        label=_("VAT term"),
        required=False,
        widget=DateInput({"data-date": "id_date"}),
        help_text=_("Any day in the VAT term, when it is another than the voucher's."),
    )

    def __init__(self, *args: Any, company: Company, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = (
            VoucherType.objects.for_company(company)
            .filter(is_active=True, is_manual=True)
            .order_by("pk")
        )
        field = self.fields["voucher_type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(t.key, str(t)) for t in types]
        set_today(self, today)

    def clean_date(self) -> datetime.date:
        """The voucher's date: its year is meant where the days that are read after it have none."""
        day: datetime.date = self.cleaned_data["date"]
        for name in ("vat_date", "vat_term_date"):
            field = self.fields[name]
            assert isinstance(field, DateField)
            field.year = day.year
        return day

    def clean_currency(self) -> str:
        """A currency is one that there is, by its code."""
        code = str(self.cleaned_data["currency"]).strip().upper()
        if not is_currency(code):
            raise forms.ValidationError(unknown_currency(code))
        return code

    def clean_rate(self) -> Decimal | None:
        """A rate is needed with a foreign currency, and only then."""
        rate: Decimal | None = self.cleaned_data.get("rate")
        currency = self.cleaned_data.get("currency", "NOK")
        if currency != "NOK" and not rate:
            raise forms.ValidationError(
                _("Give the rate: kroner for one %(currency)s.") % {"currency": currency}
            )
        return rate


class VoucherForm:
    """Head and lines together."""

    def __init__(
        self,
        company: Company,
        today: datetime.date,
        data: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.company = company
        self.today = today
        self.head = VoucherHeadForm(data, company=company, today=today, initial=initial)
        self.dimensions = free_dimensions_of(company)
        typed: dict[str, str] = data.dict() if data is not None else {}  # type: ignore[assignment]
        self.lines: list[TypedLine] = typed_lines(typed, self.dimensions)
        self.problems: list[Problem] = []

    @property
    def typed(self) -> list[TypedLine]:
        """The lines that something was typed in."""
        return [line for line in self.lines if not line.is_empty]

    def draft(self) -> VoucherDraft | None:
        """Return what was typed as a draft, or None when the head or a cell cannot be read."""
        head = self.head
        readable = head.is_valid()
        day = head.cleaned_data.get("date") or self.today
        find_parties(self.company, self.typed)
        complete_accounts(self.company, master_of(self.company), self.typed)
        lines = tuple(
            line.draft_line(
                currency=head.cleaned_data.get("currency") or "NOK",
                rate=head.cleaned_data.get("rate"),
                today=self.today,
                year=day.year,
            )
            for line in self.typed
        )
        if not readable or any(line.errors for line in self.typed):
            return None
        return VoucherDraft(
            voucher_type=head.cleaned_data["voucher_type"],
            date=day,
            lines=lines,
            text=head.cleaned_data["text"],
            vat_date=head.cleaned_data["vat_date"],
            vat_term_date=head.cleaned_data["vat_term_date"],
            source_key=f"manual:{head.cleaned_data['key']}",
        )

    @property
    def day(self) -> datetime.date | None:
        """The voucher's date as it is typed or proposed, when it can be read; one that is refused is one too."""
        field = self.head.fields["date"]
        assert isinstance(field, DateField)
        try:
            return field.to_python(self.head["date"].value())
        except forms.ValidationError:
            return None

    def add_problems(self, problems: list[Problem]) -> None:
        """Put the ledger's problems at their cells; the rest stands above the form."""
        typed = self.typed
        for problem in problems:
            parts = problem.field.split(".", 2)
            if parts[0] == "lines" and len(parts) > 2 and parts[1].isdecimal():
                line = typed[int(parts[1])]
                name = cell_of_problem(self.dimensions, parts[2])
                line.errors.setdefault(cell_of(name, line), problem.message)
            elif parts[0] in self.head.fields:
                self.head.add_error(parts[0], problem.message)
            else:
                self.problems.append(problem)

    @property
    def has_more(self) -> bool:
        """Whether the fields that are seldom needed hold anything."""
        fields = (self.head[name] for name in ("vat_date", "vat_term_date"))
        return any(field.value() or field.errors for field in fields)

    # --- The running totals ---

    @property
    def debit(self) -> Decimal:
        """The sum of what is typed in debit."""
        return sum((line.amount() for line in self.typed if line.amount() > 0), ZERO)

    @property
    def credit(self) -> Decimal:
        """The sum of what is typed in credit."""
        return -sum((line.amount() for line in self.typed if line.amount() < 0), ZERO)

    @property
    def difference(self) -> Decimal:
        """What is missing: positive in credit, negative in debit."""
        return self.debit - self.credit

    @property
    def is_blank(self) -> bool:
        """Whether nothing is typed yet."""
        return not self.typed

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to weigh yet."""
        return not self.debit and not self.credit

    @property
    def in_kroner(self) -> Decimal | None:
        """What debit comes to in kroner, line by line, when the voucher is in a foreign currency with a rate."""
        rate = getattr(self.head, "cleaned_data", {}).get("rate")
        if not rate or self.head.cleaned_data.get("currency", "NOK") == "NOK":
            return None
        return sum((to_ore(line.amount() * rate) for line in self.typed if line.amount() > 0), ZERO)

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Everything that is wrong as (DOM id, message), from the top: head, lines, the whole."""
        found = [
            (f"id_{name}", f"{self.head.fields[name].label}: {message}")
            for name, messages in self.head.errors.items()
            for message in messages
        ]
        found += [
            (f"{cell}-{line.number}", line_fault(line.number + 1, message))
            for line in self.lines
            for cell, message in line.errors.items()
        ]
        return found + [("", problem.message) for problem in self.problems]

    @property
    def difference_text(self) -> str:
        """The same in words."""
        return difference_text(self.difference, self.lines)


def line_fault(number: int, message: str) -> str:
    """Say on which line something is wrong."""
    return gettext("Line %(number)s: %(message)s") % {"number": number, "message": message}


def cell_of(name: str, line: TypedLine) -> str:
    """Return the cell where a problem is shown."""
    if name in {"amount", "currency_amount", "rate"}:
        return "credit" if line.typed["credit"].strip() else "debit"
    return {"party": "account"}.get(name, name)


def find_parties(company: Company, lines: list[TypedLine]) -> None:
    """Find the party behind each account that is typed as "2400 20188"."""
    for line in lines:
        account, number = line.target
        if number:
            found = party_of_account(company, account, int(number))
            if found:
                line.party, line.party_text = found.pk, found.name
