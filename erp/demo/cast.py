"""Who is in the demo: the company, its people, customers, suppliers, departments and projects. Pure data."""

from dataclasses import dataclass

from erp.access.roles import Role
from erp.identifiers import kid_mod10

SLUG = "solvik"
PASSWORD = "regna-demo-2026"
ORGNR = "912345688"

PEOPLE = {
    Role.OWNER: ("ingrid", "Ingrid Solvik"),
    Role.ACCOUNTANT: ("ola", "Ola Nordmann"),
    Role.BOOKKEEPER: ("berit", "Berit Bakken"),
    Role.APPROVER: ("kari", "Kari Lunde"),
    Role.SALES: ("siv", "Siv Strand"),
    Role.PROJECT_MANAGER: ("paal", "Pål Prestegård"),
    Role.EMPLOYEE: ("anne", "Anne Aas"),
    Role.AUDITOR: ("rolf", "Rolf Revheim"),
    Role.EXTERNAL: ("eli", "Eli Eikeland"),
}


def email_of(role: Role) -> str:
    """Return the address that a role's demo user signs in with."""
    return f"{PEOPLE[role][0]}@solvikteknikk.example"


WEIGHTS_ORGNR = (3, 2, 7, 6, 5, 4, 3, 2)
WEIGHTS_BANK = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def with_check_digit(digits: int, weights: tuple[int, ...]) -> str:
    """Return digits with the MOD11 check digit that follows; the next higher that can have one."""
    while True:
        text = f"{digits:0{len(weights)}d}"
        rest = sum(int(digit) * weight for digit, weight in zip(text, weights, strict=True)) % 11
        if rest != 1:
            return f"{text}{(11 - rest) % 11}"
        digits += 1


def kid_of(base: str) -> str:
    """Return a KID: the digits and their MOD10 check digit."""
    return base + kid_mod10(base)


@dataclass(frozen=True)
class Customer:
    """A customer: what is usually sold, in kroner without VAT, and how quickly it pays."""

    name: str
    city: str
    postal_code: str
    usual: int
    pays_after: int


CUSTOMERS = (
    Customer("Nordhavn Eiendom AS", "Bergen", "5003", 90_650, 12),
    Customer("Rørpartner Bergen AS", "Bergen", "5058", 48_350, 20),
    Customer("Havbris Marina AS", "Stavanger", "4006", 34_700, 34),
    Customer("Bryggen Bakeri AS", "Bergen", "5003", 15_250, 9),
    Customer("Kystmat Salg AS", "Florø", "6900", 26_800, 14),
    Customer("Lysefjord Hotell AS", "Forsand", "4110", 69_550, 41),
    Customer("Vestavind Energi AS", "Haugesund", "5527", 136_400, 30),
    Customer("Sameiet Fjellveien 12", "Bergen", "5019", 21_050, 15),
    Customer("Tindeland Skole", "Voss", "5700", 41_450, 28),
    Customer("Myrvang Borettslag", "Askøy", "5300", 30_800, 16),
    Customer("Kvamme Entreprenør AS", "Norheimsund", "5600", 99_500, 45),
    Customer("Solheim Tannklinikk AS", "Bergen", "5054", 13_000, 8),
)


@dataclass(frozen=True)
class Supplier:
    """A supplier with a bill a month: account, VAT code, usual amount without VAT, day of the month."""

    name: str
    city: str
    account: str
    vat_code: str
    usual: int
    day: int
    text: str
    department: str
    country: str = "NO"


SUPPLIERS = (
    Supplier("Elgrossen Vest AS", "Bergen", "4300", "1", 96_000, 6, "Varmepumper og rør", "30"),
    Supplier("Kystlakk Maling AS", "Bergen", "4300", "1", 12_400, 13, "Maling og lakk", "30"),
    Supplier("Bergen Lagerbygg AS", "Bergen", "6300", "1", 32_000, 1, "Leie verksted", "10"),
    Supplier("Vestavind Strøm AS", "Haugesund", "6340", "1", 7_900, 18, "Strøm", "10"),
    Supplier("Fibernett Vest AS", "Bergen", "6900", "1", 2_190, 9, "Bredbånd og telefoni", "10"),
    Supplier("Renhold Sør AS", "Bergen", "6360", "1", 4_600, 28, "Renhold", "10"),
    Supplier("Tall og Tekst AS", "Bergen", "6705", "1", 11_500, 22, "Regnskapsbistand", "10"),
    Supplier("Fjordlys Reklame AS", "Bergen", "7320", "1", 6_300, 16, "Annonser", "20"),
    Supplier("Cloudworks Ltd", "Dublin", "6553", "86", 3_850, 3, "Programvare", "10", "IE"),
    Supplier("Kranservice Hordaland AS", "Øygarden", "4500", "1", 21_000, 25, "Kranbil", "30"),
)

DEPARTMENTS = (("10", "Administrasjon"), ("20", "Salg"), ("30", "Montasje"))
PROJECTS = (
    ("1001", "Nordhavn kontorbygg"),
    ("1002", "Lysefjord Hotell, varmeanlegg"),
    ("1003", "Vestavind trafostasjon"),
    ("1004", "Tindeland skole, ventilasjon"),
    ("1005", "Serviceavtaler"),
)
EMPLOYEES = ("Pål Prestegård", "Anne Aas", "Siv Strand", "Kari Lunde")
