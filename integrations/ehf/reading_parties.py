"""Reading who is who, and how to pay."""

import re

from integrations.ehf.documents import Address, Contact, Identifier, Party, Payment
from integrations.ehf.nodes import Node

NORWEGIAN_ORGNR = re.compile(r"(?:NO)?([0-9]{9})(?:MVA)?", re.IGNORECASE)
NORWEGIAN_VAT_NUMBER = re.compile(r"(?:NO)?[0-9]{9}MVA", re.IGNORECASE)
NORWEGIAN_ACCOUNT = re.compile(r"[0-9]{11}")
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
KID = re.compile(r"[0-9]{1,24}[0-9-]")


def read_party(node: Node, accounts: tuple[str, ...] = ()) -> Party:
    """Return a party; `accounts` are those that the document asks to be paid to."""
    legal = node.node("PartyLegalEntity")
    trade_name = node.text("PartyName/Name")
    vat_number = tax_number(node, "VAT")
    orgnr = bare_orgnr(legal.text("CompanyID"))
    return Party(
        name=legal.text("RegistrationName") or trade_name,
        trade_name=trade_name,
        orgnr=orgnr or orgnr_in(vat_number),
        orgnr_scheme=legal.attribute("CompanyID", "schemeID"),
        vat_number=vat_number,
        vat_registered=is_vat_registered(
            vat_number, node.text("PostalAddress/Country/IdentificationCode")
        ),
        tax_registration=tax_number(node, "TAX"),
        endpoint=node.text("EndpointID"),
        endpoint_scheme=node.attribute("EndpointID", "schemeID"),
        identifiers=tuple(
            identifier
            for each in node.nodes("PartyIdentification")
            if (identifier := read_identifier(each, "ID"))
        ),
        legal_form=legal.text("CompanyLegalForm"),
        address=read_address(node.node("PostalAddress")) or Address(),
        contact=read_contact(node.node("Contact")),
        bank_accounts=accounts,
    )


def tax_number(node: Node, scheme: str) -> str:
    """Return the party's number in a tax scheme: VAT, or TAX where Norway writes Foretaksregisteret."""
    for registration in node.nodes("PartyTaxScheme"):
        if registration.text("TaxScheme/ID").upper() == scheme:
            return "".join(registration.text("CompanyID").split())
    return ""


def bare_orgnr(text: str) -> str:
    """Return a Norwegian organisation number as nine digits, any other number as it is.

    >>> bare_orgnr("NO 987 654 325 MVA"), bare_orgnr("GB983294")
    ('987654325', 'GB983294')
    """
    match = NORWEGIAN_ORGNR.fullmatch("".join(text.split()))
    return match[1] if match else text


def orgnr_in(vat_number: str) -> str:
    """Return the organisation number that a Norwegian VAT number is made of."""
    return bare_orgnr(vat_number) if NORWEGIAN_VAT_NUMBER.fullmatch(vat_number) else ""


def is_vat_registered(vat_number: str, country: str) -> bool:
    """Tell whether the number is one of a register of VAT; a Norwegian one ends in MVA."""
    prefix = vat_number[:2].upper()
    is_foreign = prefix.isalpha() and prefix != "NO"
    if not is_foreign and (country == "NO" or prefix == "NO"):
        return NORWEGIAN_VAT_NUMBER.fullmatch(vat_number) is not None
    return bool(vat_number)


def read_identifier(node: Node, name: str, attribute: str = "schemeID") -> Identifier | None:
    value = node.text(name)
    return Identifier(value, node.attribute(name, attribute)) if value else None


def read_address(node: Node) -> Address | None:
    if not node:
        return None
    return Address(
        street=node.text("StreetName"),
        additional_street=node.text("AdditionalStreetName"),
        line=node.text("AddressLine/Line"),
        postal_code=node.text("PostalZone"),
        city=node.text("CityName"),
        region=node.text("CountrySubentity"),
        country=node.text("Country/IdentificationCode"),
    )


def read_contact(node: Node) -> Contact:
    return Contact(node.text("Name"), node.text("Telephone"), node.text("ElectronicMail"))


def read_payments(node: Node) -> tuple[Payment, ...]:
    """Return every way to pay that the document gives."""
    return tuple(read_payment(each) for each in node.nodes("PaymentMeans"))


def read_payment(node: Node) -> Payment:
    """Return how the document is to be paid."""
    payee = node.node("PayeeFinancialAccount")
    account, iban = account_and_iban(payee.text("ID"))
    payment_id = node.text("PaymentID")
    compact = "".join(payment_id.split())
    return Payment(
        means_code=node.text("PaymentMeansCode"),
        means_text=node.attribute("PaymentMeansCode", "name"),
        payment_id=payment_id,
        kid=compact if KID.fullmatch(compact) else "",
        account=account,
        iban=iban,
        bic=payee.text("FinancialInstitutionBranch/ID"),
        account_name=payee.text("Name"),
        mandate=node.text("PaymentMandate/ID"),
        payer_account=node.text("PaymentMandate/PayerFinancialAccount/ID"),
        card_number=node.text("CardAccount/PrimaryAccountNumberID"),
        card_holder=node.text("CardAccount/HolderName"),
    )


def account_and_iban(text: str) -> tuple[str, str]:
    """Return the account number or else the IBAN; only one of them is there.

    >>> account_and_iban("1503.88.19043"), account_and_iban("NO93 8601 1117 947")
    (('15038819043', ''), ('', 'NO9386011117947'))
    """
    compact = "".join(text.split())
    if IBAN.fullmatch(compact.upper()):
        return "", compact.upper()
    digits = compact.replace(".", "")
    return (digits if NORWEGIAN_ACCOUNT.fullmatch(digits) else text), ""
