"""The parts of a document under construction: parties, payment, VAT, totals, lines."""

import re
from collections.abc import Iterable
from decimal import Decimal

from integrations.ehf.branches import Branch
from integrations.ehf.documents import Period
from integrations.ehf.drafts import AllowanceToBuild, InvoiceToBuild, LineToBuild, PartyToBuild
from integrations.ehf.names import GTIN_SCHEME
from integrations.ehf.sums import net_of, totals_of, vat_of

NORWEGIAN_REGISTER = "Foretaksregisteret"


def add_party(party: Branch, told: PartyToBuild) -> None:
    """Write a seller or a buyer."""
    endpoint, scheme = told.endpoint or told.orgnr, told.endpoint_scheme
    party.value("EndpointID", endpoint, schemeID=scheme)
    if told.trade_name:
        party.branch("PartyName").value("Name", told.trade_name)
    address = party.branch("PostalAddress")
    address.value("StreetName", told.street)
    address.value("AdditionalStreetName", told.additional_street)
    address.value("CityName", told.city)
    address.value("PostalZone", told.postal_code)
    address.branch("Country").value("IdentificationCode", told.country)
    add_tax_number(party, vat_number_of(told), "VAT")
    if told.in_business_register:
        add_tax_number(party, NORWEGIAN_REGISTER, "TAX")
    legal = party.branch("PartyLegalEntity")
    legal.value("RegistrationName", told.name)
    legal.value("CompanyID", told.orgnr, schemeID=told.orgnr_scheme)
    if told.contact_name or told.phone or told.email:
        contact = party.branch("Contact")
        contact.value("Name", told.contact_name)
        contact.value("Telephone", told.phone)
        contact.value("ElectronicMail", told.email)


def vat_number_of(told: PartyToBuild) -> str:
    is_norwegian = told.country == "NO" and told.vat_registered and told.orgnr
    return told.vat_number or (f"NO{told.orgnr}MVA" if is_norwegian else "")


def add_tax_number(party: Branch, number: str, scheme: str) -> None:
    if number:
        registration = party.branch("PartyTaxScheme")
        registration.value("CompanyID", number)
        registration.branch("TaxScheme").value("ID", scheme)


def add_payee(payee: Branch, told: PartyToBuild) -> None:
    """Write who is to be paid instead of the seller."""
    payee.branch("PartyName").value("Name", told.trade_name or told.name)
    if told.orgnr:
        payee.branch("PartyLegalEntity").value("CompanyID", told.orgnr, schemeID=told.orgnr_scheme)


def add_period(parent: Branch, period: Period | None) -> None:
    """Write a period that has at least one end."""
    if period and (period.start or period.end):
        branch = parent.branch("InvoicePeriod")
        branch.value("StartDate", period.start)
        branch.value("EndDate", period.end)


def add_payment(root: Branch, invoice: InvoiceToBuild) -> None:
    """Write how to pay; a credit note keeps its due date here."""
    due_date = invoice.due_date if invoice.kind == "credit_note" else None
    if invoice.bank_account or invoice.kid or due_date:
        means = root.branch("PaymentMeans")
        # Code 30 demands an account (BR-61); 1 says that nothing is agreed on.
        means.value("PaymentMeansCode", invoice.means_code if invoice.bank_account else "1")
        means.value("PaymentDueDate", due_date)
        means.value("PaymentID", invoice.kid)
        if invoice.bank_account:
            account = means.branch("PayeeFinancialAccount")
            account.value("ID", re.sub(r"[\s.]", "", invoice.bank_account))
            if invoice.bic:
                account.branch("FinancialInstitutionBranch").value("ID", invoice.bic)
    if invoice.payment_terms:
        root.branch("PaymentTerms").value("Note", invoice.payment_terms)


def add_allowances(
    parent: Branch, parts: Iterable[AllowanceToBuild], *, is_charge: bool, with_vat: bool
) -> None:
    """Write allowances or charges; only those of the whole document name their VAT."""
    for told in parts:
        part = parent.branch("AllowanceCharge")
        part.value("ChargeIndicator", "true" if is_charge else "false")
        part.value("AllowanceChargeReasonCode", told.reason_code)
        part.value("AllowanceChargeReason", told.reason)
        part.value("MultiplierFactorNumeric", told.percent)
        part.amount("Amount", told.amount)
        part.amount("BaseAmount", told.base)
        if with_vat:
            add_category(part.branch("TaxCategory"), told.vat_category, told.vat_rate)


def add_category(
    category: Branch, code: str, rate: Decimal | None, reason_code: str = "", reason: str = ""
) -> None:
    """Write a VAT category with its rate and the reason for exemption."""
    category.value("ID", code)
    category.value("Percent", rate)
    category.value("TaxExemptionReasonCode", reason_code)
    category.value("TaxExemptionReason", reason)
    category.branch("TaxScheme").value("ID", "VAT")


def add_tax_totals(root: Branch, invoice: InvoiceToBuild) -> None:
    """Write the VAT per category and rate, and its total in the tax currency where there is one."""
    totals = totals_of(invoice)
    total = root.branch("TaxTotal")
    total.amount("TaxAmount", totals.vat)
    for group in vat_of(invoice):
        part = total.branch("TaxSubtotal")
        part.amount("TaxableAmount", group.basis)
        part.amount("TaxAmount", group.amount)
        add_category(
            part.branch("TaxCategory"),
            group.category,
            group.rate,
            group.exemption_code,
            group.exemption_reason,
        )
    if invoice.tax_currency:
        in_tax_currency = root.branch("TaxTotal")
        in_tax_currency.amount("TaxAmount", totals.vat_in_tax_currency, invoice.tax_currency)


def add_totals(branch: Branch, invoice: InvoiceToBuild) -> None:
    """Write the totals; what the document has none of is left out."""
    totals = totals_of(invoice)
    branch.amount("LineExtensionAmount", totals.line_net)
    branch.amount("TaxExclusiveAmount", totals.net)
    branch.amount("TaxInclusiveAmount", totals.gross)
    branch.amount("AllowanceTotalAmount", totals.allowances)
    branch.amount("ChargeTotalAmount", totals.charges)
    branch.amount("PrepaidAmount", totals.prepaid)
    branch.amount("PayableRoundingAmount", totals.rounding)
    branch.amount("PayableAmount", totals.payable)


def add_line(branch: Branch, line: LineToBuild, *, number: int, is_credit: bool) -> None:
    """Write one line."""
    branch.value("ID", str(number))
    branch.value("Note", line.note)
    quantity = "CreditedQuantity" if is_credit else "InvoicedQuantity"
    branch.value(quantity, line.quantity, unitCode=line.unit)
    branch.amount("LineExtensionAmount", net_of(line))
    branch.value("AccountingCost", line.accounting_cost)
    add_period(branch, line.period)
    if line.order_line:
        branch.branch("OrderLineReference").value("LineID", line.order_line)
    add_allowances(branch, line.allowances, is_charge=False, with_vat=False)
    add_allowances(branch, line.charges, is_charge=True, with_vat=False)
    add_item(branch.branch("Item"), line)
    price = branch.branch("Price")
    price.value("PriceAmount", line.unit_price, currencyID=branch.currency)
    price.value("BaseQuantity", line.base_quantity, unitCode=line.unit)


def add_item(item: Branch, line: LineToBuild) -> None:
    """Write what a line is about: names, identifiers, classifications and VAT category."""
    item.value("Description", line.description)
    item.value("Name", line.name)
    if line.buyers_item:
        item.branch("BuyersItemIdentification").value("ID", line.buyers_item)
    if line.sellers_item:
        item.branch("SellersItemIdentification").value("ID", line.sellers_item)
    if line.gtin:
        item.branch("StandardItemIdentification").value("ID", line.gtin, schemeID=GTIN_SCHEME)
    for code in line.classifications:
        item.branch("CommodityClassification").value(
            "ItemClassificationCode", code.value, listID=code.scheme
        )
    add_category(item.branch("ClassifiedTaxCategory"), line.vat_category, line.vat_rate)
