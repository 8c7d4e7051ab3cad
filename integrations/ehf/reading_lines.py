"""Reading the lines, and what is added to or taken off a line or a whole document."""

from integrations.ehf.documents import AllowanceCharge, Identifier, Line, Period
from integrations.ehf.names import INVOICED_OBJECT_CODE
from integrations.ehf.nodes import Node
from integrations.ehf.reading_parties import read_identifier

Pair = tuple[tuple[AllowanceCharge, ...], tuple[AllowanceCharge, ...]]


def read_line(node: Node, quantity: str) -> Line:
    """Return one line; `quantity` is the name of its quantity, which differs in a credit note."""
    item, price = node.node("Item"), node.node("Price")
    discount = price.node("AllowanceCharge")
    category = item.node("ClassifiedTaxCategory")
    allowances, charges = read_allowances_and_charges(node)
    return Line(
        id=node.text("ID"),
        name=item.text("Name"),
        description=item.text("Description"),
        note=node.text("Note"),
        quantity=node.number(quantity),
        unit=node.attribute(quantity, "unitCode"),
        unit_price=price.number("PriceAmount"),
        base_quantity=price.number("BaseQuantity"),
        base_unit=price.attribute("BaseQuantity", "unitCode"),
        price_discount=discount.number("Amount"),
        gross_price=discount.number("BaseAmount"),
        net_amount=node.number("LineExtensionAmount"),
        vat_category=category.text("ID"),
        vat_rate=category.number("Percent"),
        allowances=allowances,
        charges=charges,
        accounting_cost=node.text("AccountingCost"),
        period=read_period(node.node("InvoicePeriod")),
        order_line=node.text("OrderLineReference/LineID"),
        invoiced_object=read_invoiced_object(node),
        buyers_item=item.text("BuyersItemIdentification/ID"),
        sellers_item=item.text("SellersItemIdentification/ID"),
        standard_item=read_identifier(item.node("StandardItemIdentification"), "ID"),
        classifications=tuple(
            code
            for each in item.nodes("CommodityClassification")
            if (code := read_identifier(each, "ItemClassificationCode", "listID"))
        ),
        origin_country=item.text("OriginCountry/IdentificationCode"),
        properties=tuple(
            (each.text("Name"), each.text("Value")) for each in item.nodes("AdditionalItemProperty")
        ),
    )


def read_allowances_and_charges(node: Node) -> Pair:
    """Return allowances and charges apart; one that says neither is in none and is a finding."""
    allowances: list[AllowanceCharge] = []
    charges: list[AllowanceCharge] = []
    for each in node.nodes("AllowanceCharge"):
        is_charge = each.flag("ChargeIndicator")
        if is_charge is not None:
            (charges if is_charge else allowances).append(read_allowance_or_charge(each))
    return tuple(allowances), tuple(charges)


def read_allowance_or_charge(node: Node) -> AllowanceCharge:
    category = node.node("TaxCategory")
    return AllowanceCharge(
        reason=node.text("AllowanceChargeReason"),
        reason_code=node.text("AllowanceChargeReasonCode"),
        amount=node.number("Amount"),
        percent=node.number("MultiplierFactorNumeric"),
        base=node.number("BaseAmount"),
        vat_category=category.text("ID"),
        vat_rate=category.number("Percent"),
    )


def read_period(node: Node) -> Period | None:
    period = Period(node.date("StartDate"), node.date("EndDate"))
    return period if period.start or period.end else None


def read_invoiced_object(node: Node) -> Identifier | None:
    """Return the meter, subscription or the like that a line is about (BT-128)."""
    for each in node.nodes("DocumentReference"):
        if each.text("DocumentTypeCode") == INVOICED_OBJECT_CODE:
            return read_identifier(each, "ID")
    return None
