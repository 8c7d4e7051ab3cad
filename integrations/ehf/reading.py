"""From a UBL element to an `Invoice`: every field of EHF Billing 3.0, whether the document is valid or not."""

from datetime import date

from lxml import etree

from integrations.ehf.documents import (
    Delivery,
    Invoice,
    Line,
    Payment,
    PrecedingInvoice,
    References,
    Totals,
    VatSubtotal,
)
from integrations.ehf.findings import Finding
from integrations.ehf.names import INVOICED_OBJECT_CODE, PROJECT_CODE, Kind
from integrations.ehf.nodes import MISSING, Node
from integrations.ehf.reading_attachments import (
    read_attachments,
    read_reference_of_type,
    read_supporting_documents,
)
from integrations.ehf.reading_lines import read_allowances_and_charges, read_line, read_period
from integrations.ehf.reading_parties import (
    read_address,
    read_identifier,
    read_party,
    read_payments,
)


def read_invoice(root: etree._Element, kind: Kind) -> tuple[Invoice, tuple[Finding, ...]]:
    """Return the document, and a finding for each value that can't be read."""
    findings: list[Finding] = []
    node = Node(root, findings)
    payments = read_payments(node)
    accounts = accounts_of(payments)
    allowances, charges = read_allowances_and_charges(node)
    payee = node.node("PayeeParty")
    representative = node.node("TaxRepresentativeParty")
    invoice = Invoice(
        kind=kind,
        customization=node.text("CustomizationID"),
        profile=node.text("ProfileID"),
        number=node.text("ID"),
        type_code=node.text("InvoiceTypeCode" if kind == "invoice" else "CreditNoteTypeCode"),
        issue_date=node.date("IssueDate"),
        due_date=read_due_date(node),
        tax_point_date=node.date("TaxPointDate"),
        tax_point_code=node.text("InvoicePeriod/DescriptionCode"),
        currency=node.text("DocumentCurrencyCode"),
        tax_currency=node.text("TaxCurrencyCode"),
        notes=node.texts("Note"),
        period=read_period(node.node("InvoicePeriod")),
        references=read_references(node, kind),
        supplier=read_party(node.node("AccountingSupplierParty/Party"), accounts),
        customer=read_party(node.node("AccountingCustomerParty/Party")),
        payee=read_party(payee, accounts) if payee else None,
        tax_representative=read_party(representative) if representative else None,
        delivery=read_delivery(node.node("Delivery")),
        payments=payments,
        payment_terms="\n".join(
            note for terms in node.nodes("PaymentTerms") for note in terms.texts("Note")
        ),
        allowances=allowances,
        charges=charges,
        vat=read_vat(node),
        totals=read_totals(node),
        lines=read_lines(node, kind),
        attachments=read_attachments(node),
    )
    return invoice, tuple(findings)


def read_lines(node: Node, kind: Kind) -> tuple[Line, ...]:
    if kind == "invoice":
        return tuple(read_line(each, "InvoicedQuantity") for each in node.nodes("InvoiceLine"))
    return tuple(read_line(each, "CreditedQuantity") for each in node.nodes("CreditNoteLine"))


def read_due_date(node: Node) -> date | None:
    """Return the due date, which a credit note keeps with its payment means."""
    stated = node.date("DueDate")
    if stated:
        return stated
    dates = (means.date("PaymentDueDate") for means in node.nodes("PaymentMeans"))
    return next((each for each in dates if each), None)


def accounts_of(payments: tuple[Payment, ...]) -> tuple[str, ...]:
    """Return each account that the document asks to be paid to, once."""
    accounts = (payment.account or payment.iban for payment in payments)
    return tuple(dict.fromkeys(account for account in accounts if account))


def read_references(node: Node, kind: Kind) -> References:
    project = node.text("ProjectReference/ID")
    if not project and kind == "credit_note":
        reference = read_reference_of_type(node, PROJECT_CODE)
        project = reference.value if reference else ""
    return References(
        order=node.text("OrderReference/ID"),
        sales_order=node.text("OrderReference/SalesOrderID"),
        buyer=node.text("BuyerReference"),
        contract=node.text("ContractDocumentReference/ID"),
        project=project,
        accounting_cost=node.text("AccountingCost"),
        preceding_invoices=tuple(
            PrecedingInvoice(earlier.text("ID"), earlier.date("IssueDate"))
            for reference in node.nodes("BillingReference")
            for earlier in reference.nodes("InvoiceDocumentReference")
        ),
        despatch=node.text("DespatchDocumentReference/ID"),
        receipt=node.text("ReceiptDocumentReference/ID"),
        originator=node.text("OriginatorDocumentReference/ID"),
        invoiced_object=read_reference_of_type(node, INVOICED_OBJECT_CODE),
        documents=read_supporting_documents(node, kind),
    )


def read_delivery(node: Node) -> Delivery | None:
    if not node:
        return None
    place = node.node("DeliveryLocation")
    return Delivery(
        actual_date=node.date("ActualDeliveryDate"),
        location=read_identifier(place, "ID"),
        address=read_address(place.node("Address")),
        party_name=node.text("DeliveryParty/PartyName/Name"),
    )


def tax_totals(node: Node) -> tuple[Node, Node]:
    """Return the VAT in the document's currency and that in the tax currency, either may be missing.

    The first is the one with subtotals; where several or none have them, the currency decides.
    """
    currency = node.text("DocumentCurrencyCode")
    totals = list(node.nodes("TaxTotal"))
    totals.sort(key=lambda each: each.attribute("TaxAmount", "currencyID") != currency)
    totals.sort(key=lambda each: not each.node("TaxSubtotal"))
    main = totals[0] if totals else MISSING
    other = next((each for each in totals[1:] if not each.node("TaxSubtotal")), MISSING)
    return main, other


def read_vat(node: Node) -> tuple[VatSubtotal, ...]:
    main, _other = tax_totals(node)
    return tuple(
        VatSubtotal(
            category=each.text("TaxCategory/ID"),
            rate=each.node("TaxCategory").number("Percent"),
            basis=each.number("TaxableAmount"),
            amount=each.number("TaxAmount"),
            exemption_reason=each.text("TaxCategory/TaxExemptionReason"),
            exemption_code=each.text("TaxCategory/TaxExemptionReasonCode"),
        )
        for each in main.nodes("TaxSubtotal")
    )


def read_totals(node: Node) -> Totals:
    total = node.node("LegalMonetaryTotal")
    main, other = tax_totals(node)
    return Totals(
        line_net=total.number("LineExtensionAmount"),
        allowances=total.number("AllowanceTotalAmount"),
        charges=total.number("ChargeTotalAmount"),
        net=total.number("TaxExclusiveAmount"),
        vat=main.number("TaxAmount"),
        gross=total.number("TaxInclusiveAmount"),
        prepaid=total.number("PrepaidAmount"),
        rounding=total.number("PayableRoundingAmount"),
        payable=total.number("PayableAmount"),
        vat_in_tax_currency=other.number("TaxAmount"),
    )
