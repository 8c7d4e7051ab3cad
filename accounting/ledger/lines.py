"""The lines of a draft, one by one: account, amount, VAT, dimensions and party."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from accounting.ledger.books import Books
from accounting.ledger.drafts import DraftLine, VoucherDraft
from accounting.ledger.due_dates import due_date_of
from accounting.ledger.fitting import misfits
from accounting.ledger.line_parties import party_faults
from accounting.ledger.models import (
    Account,
    AccountDimension,
    Dimension,
    DimensionKind,
    VatRole,
)
from accounting.ledger.rounding import settle_rounding
from accounting.ledger.rows import EntryRow
from accounting.ledger.vat_entries import gather, vat_entry
from accounting.vat.models import VatCode, VatKind, VatTerm
from accounting.vat.registration import may_use
from accounting.vat.rules import VatParts, take_apart
from crm.models import Party
from erp.errors import Problem
from erp.money import to_ore

ZERO = Decimal("0.00")
ONE = Decimal(1)
GATHERED = frozenset({VatRole.INPUT.value, VatRole.OUTPUT.value})
ON_TOP = frozenset({VatKind.INPUT.value, VatKind.OUTPUT.value})


@dataclass
class LineCompiler:
    """Turns the lines of one draft into entries, and collects what is wrong with them."""

    draft: VoucherDraft
    books: Books
    by_hand: bool = False
    problems: list[Problem] = field(default_factory=list)

    def compile(self) -> list[EntryRow]:
        """Return the entries; VAT entries of the same code and account are one, last."""
        own: list[EntryRow] = []
        vat: dict[tuple[object, ...], EntryRow] = {}
        for number, line in enumerate(self.draft.lines):
            for entry in self._entries(number, line):
                if entry.vat_role in GATHERED:
                    gather(vat, entry)
                else:
                    own.append(entry)
        return settle_rounding(own + [entry for entry in vat.values() if entry.amount])

    def _entries(self, number: int, line: DraftLine) -> list[EntryRow]:
        account = self._account(number, line)
        for name, message in misfits(line):
            self._say(number, name, message)
        amount, rate = self._amount(number, line)
        code = self._vat_code(number, line)
        values = self._dimensions(number, line, account)
        party = self._party(number, line, account)
        if account is None or amount is None or amount == 0:
            return []
        blank = EntryRow(
            line=0,
            account_id=account.pk,
            amount=amount,
            currency=line.currency,
            currency_amount=amount if line.currency == "NOK" else (line.currency_amount or ZERO),
            rate=rate,
            rate_date=self._rate_date(line),
            department_id=values.get(DimensionKind.DEPARTMENT),
            project_id=values.get(DimensionKind.PROJECT),
            free_values=tuple(sorted(pk for key, pk in values.items() if key.startswith("free:"))),
            party_id=party.pk if party else None,
            invoice_number=line.invoice_number,
            kid=line.kid,
            due_date=due_date_of(self.draft, line, account, party, amount),
            quantity=line.quantity,
            text=(line.text or self.draft.text)[:255],
        )
        return [blank] if code is None else self._with_vat(number, line, blank, code)

    def _say(self, number: int, name: str, message: str) -> None:
        self.problems.append(Problem(message, f"lines.{number}.{name}"))

    def _say_locked(self, number: int, term: VatTerm) -> None:
        """Tell of a locked VAT term: once where it was chosen, else at each code that would go into it."""
        message = _("VAT term %(term)s is locked. Choose another VAT term.") % {"term": term}
        field = "vat_term_date" if self.draft.vat_term_date else f"lines.{number}.vat_code"
        problem = Problem(message, field)
        if problem not in self.problems:
            self.problems.append(problem)

    def _account(self, number: int, line: DraftLine) -> Account | None:
        account = self.books.master.accounts.get(line.account)
        if account is None:
            message = (
                _("Account %(number)s is not in the chart.") % {"number": line.account}
                if line.account
                else _("Choose an account.")
            )
            self._say(number, "account", message)
        elif not account.is_active:
            self._say(
                number,
                "account",
                _("Account %(number)s is no longer in use.") % {"number": account.number},
            )
        elif self.by_hand and account.is_locked:
            self._say(
                number,
                "account",
                _("Account %(number)s is locked for posting by hand.") % {"number": account.number},
            )
        return account

    def _amount(self, number: int, line: DraftLine) -> tuple[Decimal | None, Decimal]:
        if line.currency == "NOK":
            if not line.amount:
                self._say(number, "amount", _("Give an amount."))
            return line.amount, ONE
        # Kroner without anything in the currency are an exchange difference.
        if not line.currency_amount and (line.currency_amount is None or not line.amount):
            self._say(
                number,
                "currency_amount",
                _("Give the amount in %(currency)s.") % {"currency": line.currency},
            )
            return None, ONE
        if line.rate is None or line.rate <= 0:
            self._say(
                number, "rate", _("Give the rate for %(currency)s.") % {"currency": line.currency}
            )
            return None, ONE
        amount = to_ore(line.currency_amount * line.rate) if line.amount is None else line.amount
        if not amount:
            self._say(number, "currency_amount", _("This is less than one øre in kroner."))
        return amount, line.rate

    def _rate_date(self, line: DraftLine) -> date | None:
        """Return the day whose rate a foreign currency has: that of the document, unless the line says another."""
        if line.currency == "NOK":
            return None
        return line.rate_date or self.draft.document_date or self.draft.date

    def _vat_code(self, number: int, line: DraftLine) -> VatCode | None:
        account = self.books.master.accounts.get(line.account)
        if not line.vat_code:
            if account and account.requires_vat_code:
                self._say(
                    number,
                    "vat_code",
                    _("Account %(number)s requires a VAT code.") % {"number": account.number},
                )
            return None
        code = self.books.master.vat_codes.get(line.vat_code)
        if code is None or not code.is_active:
            self._say(
                number, "vat_code", _("VAT code %(code)s does not exist.") % {"code": line.vat_code}
            )
            return None
        if not may_use(self.books.company, code):
            message = _("The company is not registered for VAT: VAT code %(code)s is not for it.")
            self._say(number, "vat_code", message % {"code": code.code})
            return None
        if account and (account.is_vat_account or account.party_role) and code.kind != VatKind.NONE:
            self._say(
                number,
                "vat_code",
                _("Account %(number)s takes no VAT code.") % {"number": account.number},
            )
        return code

    def _dimensions(self, number: int, line: DraftLine, account: Account | None) -> dict[str, int]:
        given = {
            DimensionKind.DEPARTMENT.value: line.department,
            DimensionKind.PROJECT.value: line.project,
        }
        chosen: dict[str, int] = {}
        dimensions = self.books.master.dimensions
        by_kind = {d.kind: d for d in dimensions.values() if d.kind != DimensionKind.FREE}
        for kind, code in given.items():
            if code:
                self._value(number, kind, kind, by_kind.get(kind), code, chosen)
        for dimension_code, code in line.dimensions.items():
            dimension = dimensions.get(dimension_code)
            name = f"dimensions.{dimension_code}"
            if dimension and dimension.kind != DimensionKind.FREE:
                message = _("Give %(dimension)s in the field of its own.")
                self._say(number, name, message % {"dimension": dimension.name})
            else:
                key = f"free:{dimension.pk}" if dimension else ""
                self._value(number, name, key, dimension, code, chosen)
        for rule in self.books.master.rules.get(account.pk, []) if account else []:
            if rule.dimension.is_active and account:
                self._follow(number, account, rule, chosen)
        return chosen

    def _follow(
        self, number: int, account: Account, rule: AccountDimension, chosen: dict[str, int]
    ) -> None:
        """Give a dimension its default, or say that the account requires it."""
        is_free = rule.dimension.kind == DimensionKind.FREE
        key = f"free:{rule.dimension_id}" if is_free else rule.dimension.kind
        default = self.books.defaults.get(rule.default_value_id or 0)
        if key not in chosen and default and default.is_active:
            chosen[key] = default.pk
        if key not in chosen and rule.is_required:
            name = f"dimensions.{rule.dimension.code}" if is_free else rule.dimension.kind
            message = _("Account %(number)s requires %(dimension)s.")
            self._say(
                number,
                name,
                message % {"number": account.number, "dimension": rule.dimension.name},
            )

    def _value(
        self,
        number: int,
        name: str,
        key: str,
        dimension: Dimension | None,
        code: str,
        chosen: dict[str, int],
    ) -> None:
        value = self.books.values.get((dimension.pk, code)) if dimension else None
        if dimension is None or value is None:
            self._say(number, name, _("%(code)s does not exist.") % {"code": code})
        elif not (value.is_active and dimension.is_active):
            self._say(number, name, _("%(code)s is no longer in use.") % {"code": value})
        else:
            chosen[key] = value.pk

    def _party(self, number: int, line: DraftLine, account: Account | None) -> Party | None:
        party = self.books.parties.get(line.party) if line.party is not None else None
        for message in party_faults(line, account, party, by_hand=self.by_hand):
            self._say(number, "party", message)
        return party

    def _with_vat(
        self, number: int, line: DraftLine, blank: EntryRow, code: VatCode
    ) -> list[EntryRow]:
        day = self.draft.vat_date or self.draft.document_date or self.draft.date
        percent = self.books.master.rate(code.rate_class, day)
        if percent is None:
            self._say(
                number,
                "vat_code",
                _("VAT code %(code)s has no rate on that day.") % {"code": code.code},
            )
            return []
        term = self.books.term(self.draft.vat_term_date or self.draft.date)
        if code.in_return and term.is_locked:
            self._say_locked(number, term)
        parts, foreign = self._apart(line, blank, code, percent)
        shared = replace(
            blank,
            vat_code_id=code.pk,
            vat_rate=percent,
            vat_specification=line.vat_specification,
            vat_term_id=term.pk if code.in_return else None,
        )
        entries = [
            replace(
                shared,
                amount=parts.net,
                currency_amount=foreign.net,
                vat_role=VatRole.BASE.value,
                vat_base=parts.net,
                vat_amount=parts.vat,
            )
        ]
        if parts.cost:
            entries.append(
                replace(
                    shared,
                    amount=parts.cost,
                    currency_amount=foreign.cost,
                    vat_role=VatRole.COST.value,
                )
            )
        for role, account_id, vat, vat_foreign in (
            (VatRole.INPUT, code.input_account_id, parts.input_vat, foreign.input_vat),
            (VatRole.OUTPUT, code.output_account_id, parts.output_vat, foreign.output_vat),
        ):
            if vat and account_id is None:
                self._say(
                    number, "vat_code", _("VAT code %(code)s has no account.") % {"code": code.code}
                )
            elif account_id:
                entries.append(
                    vat_entry(shared, role.value, account_id, vat, vat_foreign, parts.net)
                )
        # A VAT entry of nothing is gathered too: its basis belongs to that of the others of its code.
        return [entry for entry in entries if entry.amount or entry.vat_role in GATHERED]

    def _apart(
        self, line: DraftLine, blank: EntryRow, code: VatCode, percent: Decimal
    ) -> tuple[VatParts, VatParts]:
        """Return the parts in kroner and in the line's currency.

        Rounds: VAT on top of an amount in a foreign currency is worked out there and then converted, so that
        the total meets what the counterpart is owed.
        """
        apart = partial(
            take_apart,
            includes_vat=line.includes_vat,
            kind=code.kind,
            percent=percent,
            deduction_percent=code.deduction_percent,
        )
        if blank.currency == "NOK":
            parts = apart(amount=blank.amount, stated_vat=line.stated_vat)
            return parts, parts
        stated = line.stated_vat
        stated_foreign = line.stated_vat_currency
        if stated is not None and stated_foreign is None:
            stated_foreign = to_ore(stated / blank.rate)
        foreign = apart(amount=blank.currency_amount, stated_vat=stated_foreign)
        if stated is None and not line.includes_vat and code.kind in ON_TOP:
            stated = to_ore(foreign.vat * blank.rate)
        return apart(amount=blank.amount, stated_vat=stated), foreign
