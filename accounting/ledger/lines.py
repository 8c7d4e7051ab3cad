"""The lines of a draft, one by one: account, amount, VAT, dimensions and party."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from accounting.ledger.books import Books
from accounting.ledger.drafts import DraftLine, VoucherDraft
from accounting.ledger.models import Account, DimensionKind, PartyRole, VatRole
from accounting.ledger.rows import EntryRow
from accounting.vat.models import VatCode, VatKind
from accounting.vat.rules import VatParts, take_apart
from crm.models import Party
from erp.errors import Problem
from erp.money import to_ore

ZERO = Decimal("0.00")
ONE = Decimal(1)


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
                if entry.vat_role in {VatRole.INPUT, VatRole.OUTPUT}:
                    gather(vat, entry)
                else:
                    own.append(entry)
        return settle_rounding(own + [entry for entry in vat.values() if entry.amount])

    def _entries(self, number: int, line: DraftLine) -> list[EntryRow]:
        account = self._account(number, line)
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
            rate_date=line.rate_date,
            department_id=values.get(DimensionKind.DEPARTMENT),
            project_id=values.get(DimensionKind.PROJECT),
            free_values=tuple(sorted(pk for key, pk in values.items() if key.startswith("free:"))),
            party_id=party.pk if party else None,
            invoice_number=line.invoice_number,
            kid=line.kid,
            due_date=line.due_date,
            quantity=line.quantity,
            text=(line.text or self.draft.text)[:255],
        )
        return [blank] if code is None else self._with_vat(number, line, blank, code)

    def _say(self, number: int, name: str, message: str) -> None:
        self.problems.append(Problem(message, f"lines.{number}.{name}"))

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
            elif line.amount != to_ore(line.amount):
                self._say(number, "amount", _("An amount has at most two decimals."))
            return line.amount, ONE
        if not line.currency_amount:
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
        return amount, line.rate

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
        by_kind = {
            d.kind: d for d in self.books.master.dimensions.values() if d.kind != DimensionKind.FREE
        }
        for kind, code in given.items():
            if code:
                self._value(
                    number, kind, kind, by_kind[kind].pk if kind in by_kind else 0, code, chosen
                )
        for dimension_code, code in line.dimensions.items():
            dimension = self.books.master.dimensions.get(dimension_code)
            key = f"free:{dimension.pk}" if dimension else "free:0"
            self._value(
                number,
                f"dimensions.{dimension_code}",
                key,
                dimension.pk if dimension else 0,
                code,
                chosen,
            )
        for rule in self.books.master.rules.get(account.pk, []) if account else []:
            key = (
                rule.dimension.kind
                if rule.dimension.kind != DimensionKind.FREE
                else f"free:{rule.dimension_id}"
            )
            if key not in chosen and rule.default_value_id:
                chosen[key] = rule.default_value_id
            if key not in chosen and rule.is_required and account:
                name = (
                    rule.dimension.kind
                    if rule.dimension.kind != DimensionKind.FREE
                    else f"dimensions.{rule.dimension.code}"
                )
                message = _("Account %(number)s requires %(dimension)s.")
                self._say(
                    number,
                    name,
                    message % {"number": account.number, "dimension": rule.dimension.name},
                )
        return chosen

    def _value(
        self, number: int, name: str, key: str, dimension: int, code: str, chosen: dict[str, int]
    ) -> None:
        value = self.books.values.get((dimension, code))
        if value is None:
            self._say(number, name, _("%(code)s does not exist.") % {"code": code})
        elif not value.is_active:
            self._say(number, name, _("%(code)s is no longer in use.") % {"code": value})
        else:
            chosen[key] = value.pk

    def _party(self, number: int, line: DraftLine, account: Account | None) -> Party | None:
        party = self.books.parties.get(line.party) if line.party is not None else None
        if line.party is not None and party is None:
            self._say(number, "party", _("This party does not exist."))
        if account and account.party_role and line.party is None:
            self._say(
                number, "party", _("Account %(number)s needs a party.") % {"number": account.number}
            )
        if account and party and account.party_role and not plays(party, account.party_role):
            role = PartyRole(account.party_role).label
            self._say(
                number,
                "party",
                _("%(party)s is not in the sub-ledger %(role)s.") % {"party": party, "role": role},
            )
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
            message = _("VAT term %(term)s is locked. Choose another VAT term.") % {"term": term}
            self._say(number, "vat_code", message)
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
            elif vat and account_id:
                entries.append(
                    vat_entry(shared, role.value, account_id, vat, vat_foreign, parts.net)
                )
        return [entry for entry in entries if entry.amount]

    def _apart(
        self, line: DraftLine, blank: EntryRow, code: VatCode, percent: Decimal
    ) -> tuple[VatParts, VatParts]:
        parts = take_apart(
            amount=blank.amount,
            includes_vat=line.includes_vat,
            kind=code.kind,
            percent=percent,
            deduction_percent=code.deduction_percent,
            stated_vat=line.stated_vat,
        )
        if blank.currency == "NOK":
            return parts, parts
        stated = None if line.stated_vat is None else to_ore(line.stated_vat / blank.rate)
        foreign = take_apart(
            amount=blank.currency_amount,
            includes_vat=line.includes_vat,
            kind=code.kind,
            percent=percent,
            deduction_percent=code.deduction_percent,
            stated_vat=stated,
        )
        return parts, foreign


def plays(party: Party, role: str) -> bool:
    """Tell whether a party belongs to a sub-ledger."""
    return {
        PartyRole.CUSTOMER.value: party.customer_number is not None,
        PartyRole.SUPPLIER.value: party.supplier_number is not None,
        PartyRole.EMPLOYEE.value: party.employee_number is not None,
        PartyRole.GROUP.value: party.is_group_company,
    }[role]


def vat_entry(
    shared: EntryRow,
    role: str,
    account_id: int,
    amount: Decimal,
    currency_amount: Decimal,
    base: Decimal,
) -> EntryRow:
    """Return the entry on a VAT account; it carries no dimension or party, since no such account has any."""
    return replace(
        shared,
        account_id=account_id,
        amount=amount,
        currency_amount=currency_amount,
        vat_role=role,
        vat_base=base,
        vat_amount=amount,
        department_id=None,
        project_id=None,
        free_values=(),
        party_id=None,
        quantity=None,
        kid="",
        due_date=None,
    )


def gather(vat: dict[tuple[object, ...], EntryRow], entry: EntryRow) -> None:
    """Add a VAT entry to that of the same code, account, rate, term and specification."""
    key = (
        entry.account_id,
        entry.vat_code_id,
        entry.vat_role,
        entry.vat_rate,
        entry.vat_term_id,
        entry.vat_specification,
        entry.currency,
        entry.rate,
    )
    before = vat.get(key)
    if before is None:
        vat[key] = entry
        return
    vat[key] = replace(
        before,
        amount=before.amount + entry.amount,
        currency_amount=before.currency_amount + entry.currency_amount,
        vat_base=(before.vat_base or ZERO) + (entry.vat_base or ZERO),
        vat_amount=(before.vat_amount or ZERO) + (entry.vat_amount or ZERO),
    )


def settle_rounding(entries: list[EntryRow]) -> list[EntryRow]:
    """Give the øre that conversion leaves over to the largest entry that no party or code owns.

    Only for a voucher that balances in one foreign currency at one rate: each entry is rounded by itself, and
    one is what is left.
    """
    foreign = {(entry.currency, entry.rate) for entry in entries}
    if (
        len(foreign) != 1
        or entries[0].currency == "NOK"
        or sum((entry.currency_amount for entry in entries), ZERO)
    ):
        return entries
    left = sum((entry.amount for entry in entries), ZERO)
    free = [
        entry
        for entry in entries
        if entry.party_id is None and entry.vat_role in {"", VatRole.BASE.value}
    ]
    if not left or not free or abs(left) > Decimal("0.01") * len(entries):
        return entries
    takes = max(free, key=lambda entry: abs(entry.amount))
    return [
        replace(entry, amount=entry.amount - left) if entry is takes else entry for entry in entries
    ]
