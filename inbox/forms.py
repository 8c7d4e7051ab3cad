"""The coding form: untrusted text in, a typed coding out."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounting.ledger.dimension_cells import (
    cell_name,
    cell_names,
    cell_of_problem,
    cells_of,
    code_of,
    typed_values,
)
from accounting.ledger.master import Master, master_of
from accounting.ledger.models import Dimension
from accounting.ledger.pages.voucher_lines import LONGEST_COUNT, read_cell
from accounting.ledger.queries.dimensions import free_dimensions_in
from accounting.ledger.queries.lookups import names_of_codes
from crm.models import Party
from erp.companies.models import Company
from erp.errors import Problem
from erp.money import format_amount, parse_amount
from erp.ui.forms import AmountField, AmountInput, DateField, ModelCombobox, set_today
from inbox.actions import TypedCoding, TypedCodingLine
from inbox.models import CodingLine, Document

CELLS = ("account", "net", "vat_code", "project", "department", "text")
MOST_LINES = 200
# What the ledger calls a field of the head.
HEAD_FIELDS = {"document_date": "issue_date"}


class RejectForm(forms.Form):
    """Why a document is set aside."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=255,
        required=False,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )


class CodingHeadForm(forms.Form):
    """Supplier, number, dates, KID and total of a document."""

    supplier = forms.ModelChoiceField(
        queryset=Party.objects.none(), label=_("Supplier"), required=False
    )
    number = forms.CharField(label=_("Invoice no."), max_length=60, required=False)
    issue_date = DateField(label=_("Invoice date"), required=False)
    due_date = DateField(label=_("Due date"), required=False)
    date = DateField(label=_("Posting date"))
    kid = forms.CharField(label="KID", max_length=30, required=False)
    total = AmountField(label=_("Total with VAT"), required=False, unit="kr")
    rate = forms.CharField(label=_("Rate"), required=False, max_length=30)
    duplicate_reason = forms.CharField(
        label=_("Why it is posted again"), max_length=255, required=False
    )

    def __init__(
        self, *args: Any, company: Company, today: datetime.date, url: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        supplier = self.fields["supplier"]
        assert isinstance(supplier, forms.ModelChoiceField)
        supplier.queryset = Party.objects.for_company(company)
        supplier.widget = ModelCombobox(url, icon="building")
        supplier.widget.choices = supplier.choices
        set_today(self, today)

    def clean_kid(self) -> str:
        """Digits only; spaces are for the eye."""
        return str(self.cleaned_data.get("kid", "")).replace(" ", "")

    def clean_rate(self) -> Decimal | None:
        """A rate has up to eight decimals."""
        text = str(self.cleaned_data.get("rate", "")).strip()
        if not text:
            return None
        try:
            return parse_amount(text, decimals=8)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class CodingForm:
    """Head and lines of the coding of one document."""

    def __init__(
        self,
        company: Company,
        document: Document,
        today: datetime.date,
        url: str,
        data: QueryDict | None = None,
    ) -> None:
        self.document = document
        self.master = master_of(company)
        self.today = today
        self.head = CodingHeadForm(
            data,
            company=company,
            today=today,
            url=url,
            initial=initial_of(document, today, self.master),
        )
        if document.currency not in {"", "NOK"}:
            self.head.fields["total"].widget = AmountInput(document.currency)
        if document.total is not None and not document.problem:
            # What the document states is what is posted: nobody is to think that it can be typed over.
            self.head.fields["total"].widget.attrs["readonly"] = True
        self.dimensions = free_dimensions_in(self.master)
        self.lines = (
            typed_lines(data, self.dimensions)
            if data is not None
            else stored_lines(document, self.dimensions)
        )
        self.errors: dict[str, dict[str, str]] = {}
        self.problems: list[Problem] = []

    @property
    def issued(self) -> datetime.date:
        """The date of the document: as typed, else as it was read, else today."""
        typed = getattr(self.head, "cleaned_data", {})
        known = typed.get("issue_date") or typed.get("date") or self.document.issue_date
        return known or self.today

    @property
    def total(self) -> Decimal | None:
        """The total as typed, else as it was posted with."""
        total: Decimal | None = getattr(self.head, "cleaned_data", {}).get(
            "total", self.document.total
        )
        return total

    def coding(self) -> TypedCoding | None:
        """Return what was typed, or None when something cannot be read."""
        readable = self.head.is_valid()
        lines = [line for line in map(self._line, range(len(self.lines))) if line is not None]
        if not readable or self.errors:
            return None
        head = self.head.cleaned_data
        return TypedCoding(
            date=head["date"],
            lines=tuple(lines),
            supplier=head["supplier"].pk if head["supplier"] else None,
            number=head["number"],
            issue_date=head["issue_date"],
            due_date=head["due_date"],
            kid=head["kid"],
            total=head["total"],
            rate=head["rate"],
            duplicate_reason=head["duplicate_reason"],
        )

    def _line(self, at: int) -> TypedCodingLine | None:
        typed = self.lines[at]
        if not any(typed[cell].strip() for cell in ("account", "net", "text")):
            return None
        try:
            net = parse_amount(typed["net"])
        except ValueError as error:
            self._say(at, "net", str(error))
            net = Decimal(0)
        return TypedCodingLine(
            account=code_of(typed["account"]),
            net=net,
            vat_code=typed["vat_code"],
            text=typed["text"].strip(),
            department=code_of(typed["department"]),
            project=code_of(typed["project"]),
            dimensions=typed_values(self.dimensions, typed),
        )

    def _say(self, at: int, cell: str, message: str) -> None:
        self.errors.setdefault(str(at), {}).setdefault(cell, message)

    def add_problems(self, problems: tuple[Problem, ...]) -> None:
        """Put problems at their fields; lines that were left empty do not count."""
        filled = [
            at
            for at, typed in enumerate(self.lines)
            if any(typed[c].strip() for c in ("account", "net", "text"))
        ]
        for problem in problems:
            parts = problem.field.split(".", 2)
            if parts[0] == "lines" and len(parts) > 2:
                name = cell_of_problem(self.dimensions, parts[2])
                cell = {"amount": "net"}.get(name, name)
                self._say(filled[int(parts[1])], cell, problem.message)
            elif (name := HEAD_FIELDS.get(parts[0], parts[0])) in self.head.fields:
                self.head.add_error(name, problem.message)
            else:
                self.problems.append(problem)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the lines as the template draws them."""
        return [self._drawn(at, typed) for at, typed in enumerate(self.lines)]

    @property
    def blank_row(self) -> dict[str, Any]:
        """Return the line that new ones are made of."""
        return self._drawn("__n__", {})

    def _drawn(self, at: int | str, typed: dict[str, str]) -> dict[str, Any]:
        errors = self.errors.get(str(at), {})
        cells = cells_of(self.dimensions, typed, errors)
        return {"at": at, "typed": typed, "errors": errors, "dimensions": cells}


def posting_date_of(document: Document, today: datetime.date, master: Master) -> datetime.date:
    """Return the day that a document is proposed to be posted on: its own where purchases may be, else today."""
    issued = document.issue_date
    if issued is None or issued > today:
        return today
    period = master.period(issued)
    is_open = period is not None and not (period.is_locked or period.is_purchase_locked)
    return issued if is_open or not master.periods else today


def initial_of(document: Document, today: datetime.date, master: Master) -> dict[str, Any]:
    """Return what the form starts with: what was read, or what was posted."""
    issued = document.issue_date
    return {
        "supplier": document.supplier_id,
        "number": document.number,
        "issue_date": issued,
        "due_date": document.due_date,
        "date": posting_date_of(document, today, master),
        "kid": document.kid,
        "total": document.total,
    }


def stored_lines(document: Document, dimensions: Sequence[Dimension]) -> list[dict[str, str]]:
    """Return the lines that are kept beside the document, and one to begin with where there are none."""
    rows = list(CodingLine.objects.filter(document=document).order_by("line"))
    names = names_of_codes(
        document.company_id,
        accounts={line.account for line in rows},
        values={
            code
            for line in rows
            for code in (line.department, line.project, *line.dimensions.values())
        },
    )
    lines = [
        {
            "account": names.get(("account", line.account), line.account),
            "net": format_amount(line.net),
            "vat_code": line.vat_code,
            "project": names.get(("project", line.project), line.project),
            "department": names.get(("department", line.department), line.department),
            "text": line.text,
            "reason": line.reason,
        }
        | {
            cell_name(dimension): names.get((f"free:{dimension.pk}", code), code)
            for dimension in dimensions
            for code in [line.dimensions.get(dimension.code, "")]
        }
        for line in rows
    ]
    return lines or [dict.fromkeys((*CELLS, *cell_names(dimensions), "reason"), "")]


def typed_lines(data: QueryDict, dimensions: Sequence[Dimension]) -> list[dict[str, str]]:
    """Return the lines of a posted form."""
    text = data.get("lines", "0")[:LONGEST_COUNT]
    count = min(int(text), MOST_LINES) if text.isdecimal() else 0
    return [
        {
            cell: read_cell(data, f"{cell}-{at}")
            for cell in (*CELLS, *cell_names(dimensions), "reason")
        }
        for at in range(count)
    ]
