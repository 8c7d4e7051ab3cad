"""The door for building: an invoice or credit note of our own, as EHF Billing 3.0 wants it.

The order of the elements is the schema's and differs a little between the two. Amounts have two decimals, prices
and quantities the digits they are given with. Nothing empty is written. Source: Peppol BIS Billing 3.0.
"""

from base64 import b64encode

from lxml import etree

from integrations.ehf.branches import Branch
from integrations.ehf.building_parts import (
    add_allowances,
    add_line,
    add_party,
    add_payee,
    add_payment,
    add_period,
    add_tax_totals,
    add_totals,
)
from integrations.ehf.drafts import AttachmentToBuild, InvoiceToBuild
from integrations.ehf.names import CAC, CBC, CREDIT_NOTE, INVOICE, PROJECT_CODE


def build_invoice(invoice: InvoiceToBuild) -> bytes:
    """Return the document as XML in UTF-8.

    Rounds: see `sums`. Raises: ValueError for what EHF has no way to say.
    """
    refuse_what_ehf_cannot_say(invoice)
    is_credit = invoice.kind == "credit_note"
    namespace, name = (CREDIT_NOTE, "CreditNote") if is_credit else (INVOICE, "Invoice")
    element = etree.fromstring(f'<{name} xmlns="{namespace}" xmlns:cac="{CAC}" xmlns:cbc="{CBC}"/>')
    root = Branch(element, invoice.currency)
    add_head(root, invoice)
    add_references(root, invoice)
    add_party(root.branch("AccountingSupplierParty").branch("Party"), invoice.seller)
    add_party(root.branch("AccountingCustomerParty").branch("Party"), invoice.buyer)
    if invoice.payee:
        add_payee(root.branch("PayeeParty"), invoice.payee)
    if invoice.delivery_date:
        root.branch("Delivery").value("ActualDeliveryDate", invoice.delivery_date)
    add_payment(root, invoice)
    add_allowances(root, invoice.allowances, is_charge=False, with_vat=True)
    add_allowances(root, invoice.charges, is_charge=True, with_vat=True)
    add_tax_totals(root, invoice)
    add_totals(root.branch("LegalMonetaryTotal"), invoice)
    for number, line in enumerate(invoice.lines, start=1):
        add_line(root.branch(f"{name}Line"), line, number=number, is_credit=is_credit)
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def refuse_what_ehf_cannot_say(invoice: InvoiceToBuild) -> None:
    """Raise ValueError for an invoice that the format has no way to say."""
    if not invoice.lines:
        raise ValueError("An invoice needs at least one line.")
    if any(line.unit_price < 0 for line in invoice.lines):
        raise ValueError("A price is never negative; let the quantity be.")
    allowances = [*invoice.allowances, *invoice.charges]
    for line in invoice.lines:
        allowances += [*line.allowances, *line.charges]
    if any(not each.reason and not each.reason_code for each in allowances):
        raise ValueError("An allowance or a charge needs a reason.")
    if bool(invoice.tax_currency) != (invoice.vat_in_tax_currency is not None):
        raise ValueError("A tax currency goes together with the VAT in that currency.")


def add_head(root: Branch, invoice: InvoiceToBuild) -> None:
    """Write identifiers, dates, type, note and currencies."""
    is_credit = invoice.kind == "credit_note"
    root.value("CustomizationID", invoice.customization)
    root.value("ProfileID", invoice.profile)
    root.value("ID", invoice.number)
    root.value("IssueDate", invoice.issue_date)
    if is_credit:
        root.value("CreditNoteTypeCode", invoice.type_code or "381")
    else:
        root.value("DueDate", invoice.due_date)
        root.value("InvoiceTypeCode", invoice.type_code or "380")
    root.value("Note", invoice.note)
    root.value("DocumentCurrencyCode", invoice.currency)
    root.value("TaxCurrencyCode", invoice.tax_currency)
    root.value("AccountingCost", invoice.accounting_cost)
    root.value("BuyerReference", invoice.buyer_reference)
    add_period(root, invoice.period)


def add_references(root: Branch, invoice: InvoiceToBuild) -> None:
    """Write order, earlier invoices, contract, attachments and project."""
    if invoice.order or invoice.sales_order:
        order = root.branch("OrderReference")
        order.value(
            "ID", invoice.order or "NA"
        )  # The standard's word for "none": the seller's number can't stand alone.
        order.value("SalesOrderID", invoice.sales_order)
    for earlier in invoice.preceding_invoices:
        reference = root.branch("BillingReference").branch("InvoiceDocumentReference")
        reference.value("ID", earlier.number)
        reference.value("IssueDate", earlier.issue_date)
    if invoice.contract:
        root.branch("ContractDocumentReference").value("ID", invoice.contract)
    for number, attachment in enumerate(invoice.attachments, start=1):
        add_attachment(root.branch("AdditionalDocumentReference"), attachment, number)
    if invoice.project and invoice.kind == "credit_note":
        reference = root.branch("AdditionalDocumentReference")
        reference.value("ID", invoice.project)
        reference.value("DocumentTypeCode", PROJECT_CODE)
    elif invoice.project:
        root.branch("ProjectReference").value("ID", invoice.project)


def add_attachment(reference: Branch, attachment: AttachmentToBuild, number: int) -> None:
    reference.value("ID", str(number))
    reference.value("DocumentDescription", attachment.description)
    reference.branch("Attachment").value(
        "EmbeddedDocumentBinaryObject",
        b64encode(attachment.content).decode("ascii"),
        mimeCode=attachment.mime,
        filename=attachment.name,
    )
