"""The organisations that the stand-in knows: all made up, their numbers right by MOD11. Pure data.

Three of them have the numbers of parties in the demo company, to show that they are known already.
"""

from datetime import date

from integrations.brreg.messages import MANAGER, Address, Role, Unit

FORMS = {
    "AS": "Aksjeselskap",
    "ANS": "Ansvarlig selskap",
    "ENK": "Enkeltpersonforetak",
    "FLI": "Forening/lag/innretning",
    "NUF": "Norskregistrert utenlandsk foretak",
    "SA": "Samvirkeforetak",
    "UTBG": "Frivillig registrert utleiebygg",
}
INDUSTRIES = {
    "43.210": "Elektrisk installasjonsarbeid",
    "43.220": "VVS-arbeid",
    "46.690": "Engroshandel med maskiner og utstyr ellers",
    "56.110": "Drift av restauranter og kafeer",
    "62.010": "Programmeringstjenester",
    "68.209": "Utleie av egen eller leid fast eiendom ellers",
    "69.201": "Regnskap og bokføring",
    "94.991": "Aktiviteter i andre interesseorganisasjoner",
}

# Number, name, form, industry, street, postal code, city; a daily manager each, by their order, in ROLES.
ACTIVE = (
    ("914000009", "NORDHAVN EIENDOM AS", "AS", "68.209", "Kaigaten 12", "5003", "BERGEN"),
    ("981000005", "ELGROSSEN VEST AS", "AS", "46.690", "Industriveien 4", "5165", "LAKSEVÅG"),
    ("981138678", "TALL OG TEKST AS", "AS", "69.201", "Torget 2", "5014", "BERGEN"),
    ("921345674", "FJORDGLØTT ELEKTRO AS", "AS", "43.210", "Strandgata 8", "6800", "FØRDE"),
    ("921345682", "BREKKE RØR OG VARME AS", "AS", "43.220", "Verkstedveien 3", "5210", "OS"),
    ("921345690", "HAVLØFT MARINTEKNIKK AS", "AS", "46.690", "Nordre kai 19", "6002", "ÅLESUND"),
    ("921345704", "SKODDE PROGRAMVARE AS", "AS", "62.010", "Møllebakken 1", "7014", "TRONDHEIM"),
    ("921345712", "ØYGARD KAFÉ OG BAKERI ANS", "ANS", "56.110", "Storgata 44", "9008", "TROMSØ"),
    ("921345720", "TINDRA REGNSKAP AS", "AS", "69.201", "Øvre Slottsgate 5", "0157", "OSLO"),
)


def active_unit(number: str, name: str, form: str, industry: str, *place: str) -> Unit:
    """Return a unit in business that is registered for VAT."""
    street, postal_code, city = place
    home = "".join(letter for letter in name.lower() if letter.isascii() and letter.isalnum())
    return Unit(
        orgnr=number,
        name=name,
        form=form,
        form_name=FORMS[form],
        business_address=Address((street,), postal_code, city),
        postal_address=Address((f"Postboks {number[-3:]}",), postal_code, city),
        industry=industry,
        industry_name=INDUSTRIES[industry],
        vat_registered=True,
        employees=int(number[-2:]),
        email=f"post@{home}.example",
        phone="55 10 " + f"{number[-4:-2]} {number[-2:]}",
        website=f"www.{home}.example",
    )


# What a look-up must be ready for: no VAT, no address, wound up, bankrupt, deleted, abroad.
SPECIAL = (
    Unit(
        orgnr="921345739",
        name="NABOLAGETS VENNER",
        form="FLI",
        form_name=FORMS["FLI"],
        business_address=Address(("c/o Nora Nygård", "Bakkegata 3"), "5035", "BERGEN"),
        industry="94.991",
        industry_name=INDUSTRIES["94.991"],
    ),
    Unit(orgnr="921345747", name="UTEN ADRESSE ENK", form="ENK", form_name=FORMS["ENK"]),
    Unit(
        orgnr="921345755",
        name="KONKURS BYGG AS",
        form="AS",
        form_name=FORMS["AS"],
        business_address=Address(("Grusveien 9",), "3015", "DRAMMEN"),
        vat_registered=True,
        is_bankrupt=True,
    ),
    Unit(
        orgnr="921345763",
        name="SNART SLUTT AS",
        form="AS",
        form_name=FORMS["AS"],
        business_address=Address(("Aftenveien 1",), "4010", "STAVANGER"),
        is_liquidating=True,
    ),
    Unit(
        orgnr="921345771",
        name="SLETTET UTLEIE",
        form="UTBG",
        form_name=FORMS["UTBG"],
        deleted_on=date(2024, 3, 15),
    ),
    Unit(
        orgnr="921345798",
        name="NORDISK FRAKT NUF",
        form="NUF",
        form_name=FORMS["NUF"],
        business_address=Address(("Hamngatan 20",), "411 14", "GÖTEBORG", "SE"),
        vat_registered=True,
    ),
)
# Enough with the same word in the name to need more pages than one.
MANY_NUMBERS = """
    917000018 917000026 917000034 917000042 917000050 917000069 917000077 917000085 917000093
    917000107 917000115 917000123 917000131 917000158 917000166 917000174 917000182 917000190
    917000204 917000212 917000220 917000239 917000247 917000255 917000263
"""
MANY = tuple(
    Unit(
        orgnr=number,
        name=f"VESTKYST SERVICE {place:02} AS",
        form="AS",
        form_name=FORMS["AS"],
        business_address=Address((f"Kystveien {place}",), "5300", "KLEPPESTØ"),
        vat_registered=place % 2 == 0,
    )
    for place, number in enumerate(
        MANY_NUMBERS.split(),
        start=1,
    )
)
UNITS = (*(active_unit(*row) for row in ACTIVE), *SPECIAL, *MANY)
REMOVED = frozenset({"921345828"})
ROLES = {
    unit.orgnr: (Role(MANAGER, "Daglig leder", name), Role("LEDE", "Styrets leder", "Ove Olsen"))
    for unit, name in zip(
        UNITS,
        (
            "Hanne Moe",
            "Arild Vik",
            "Sara Bakke",
            "Liv Marie Fjære",
            "Odd Brekke",
            "Geir Hauge",
            "Tuva Sand",
            "Jon Øygard",
            "Mona Tind",
        ),
        strict=False,
    )
}
