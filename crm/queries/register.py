"""Looking parties up in Enhetsregisteret: asked over HTTP, so never called inside a transaction."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from crm.models import Party
from erp.companies.models import Company
from erp.dates import format_date
from erp.errors import TransportError
from erp.identifiers import IdentifierError, normalise_orgnr
from integrations.brreg.client import (
    LOOPBACK,
    BrregClient,
    RegisterRefusal,
    RemovedUnit,
    UnknownUnit,
)
from integrations.brreg.messages import MANAGER, Unit

SHORTEST, LONGEST, MOST = 2, 100, 10


@dataclass(frozen=True)
class RegisterHit:
    """A unit of the register, and the party that we have of it already."""

    unit: Unit
    party: Party | None

    @property
    def statuses(self) -> list[tuple[str, str]]:
        """What one should know of a unit before dealing with it: texts, each with the kind of its badge."""
        return statuses_of(self.unit)


@dataclass(frozen=True)
class RegisterAnswer:
    """What a look-up found; `problem` says why it found nothing, in words for the person at the screen."""

    text: str = ""
    hits: tuple[RegisterHit, ...] = ()
    total: int = 0
    problem: str = ""
    by_number: bool = False

    @property
    def chosen(self) -> RegisterHit | None:
        """The unit that was asked for by its number."""
        return self.hits[0] if self.by_number and self.hits else None


def look_up(company: Company, text: str) -> RegisterAnswer:
    """Return the unit with an organisation number, or the units with a name that is like the text."""
    text = " ".join(text.replace("\x00", "").split())[:LONGEST]
    if not text:
        return RegisterAnswer()
    try:
        return by_number(company, text) if is_numeric(text) else by_name(company, text)
    except TransportError:
        silent = _("The register does not answer. Try again, or fill in by hand.")
        return RegisterAnswer(text, problem=silent)
    except RegisterRefusal:
        return RegisterAnswer(text, problem=_("The register does not answer such a question."))


def by_number(company: Company, text: str) -> RegisterAnswer:
    """Return the unit with an organisation number."""
    try:
        unit = client().unit(normalise_orgnr(text))
    except IdentifierError as error:
        return RegisterAnswer(text, problem=str(error))
    except UnknownUnit:
        return RegisterAnswer(text, problem=_("The register has no organisation with this number."))
    except RemovedUnit:
        return RegisterAnswer(text, problem=_("This organisation is taken out of the register."))
    return RegisterAnswer(text, with_parties(company, [unit]), 1, by_number=True)


def by_name(company: Company, text: str) -> RegisterAnswer:
    """Return the units with a name that is like the text."""
    if len(text) < SHORTEST:
        return RegisterAnswer(text, problem=_("Write more of the name."))
    page = client().search(text, size=MOST)
    problem = "" if page.units else _("The register has no organisation with such a name.")
    return RegisterAnswer(text, with_parties(company, page.units), page.total, problem)


def is_numeric(text: str) -> bool:
    """Tell whether a text is meant as an organisation number: "923 609 016", "NO923609016MVA".

    >>> is_numeric("NO 923 609 016 MVA"), is_numeric("923"), is_numeric("3 Elver AS")
    (True, True, False)
    """
    bare = "".join(text.upper().split()).removeprefix("NO").removesuffix("MVA")
    return bare.isascii() and bare.isdigit()


def manager_of(orgnr: str) -> str:
    """Return the name of a unit's daily manager (daglig leder); empty when it has none or cannot be asked for."""
    try:
        roles = client().roles(orgnr)
    except (TransportError, RegisterRefusal):
        return ""  # A look-up is whole without it.
    return next((role.person for role in roles if role.code == MANAGER), "")


def with_parties(company: Company, units: list[Unit] | tuple[Unit, ...]) -> tuple[RegisterHit, ...]:
    """Return units, each with the party that has its number."""
    numbers = [unit.orgnr for unit in units]
    parties = Party.objects.for_company(company).filter(orgnr__in=numbers)
    ours = {party.orgnr: party for party in parties}
    return tuple(RegisterHit(unit, ours.get(unit.orgnr)) for unit in units)


def statuses_of(unit: Unit) -> list[tuple[str, str]]:
    """Return what one should know of a unit: whether it is in business, and whether it is registered for VAT."""
    if unit.deleted_on:
        return [(_("Deleted %(date)s") % {"date": format_date(unit.deleted_on)}, "neg")]
    if unit.is_bankrupt:
        state = (_("Bankrupt"), "neg")
    elif unit.is_liquidating:
        state = (_("Being wound up"), "warn")
    else:
        state = (_("Active"), "pos")
    vat = (_("VAT registered"), "info") if unit.vat_registered else (_("Not VAT registered"), "")
    return [state, vat]


def client() -> BrregClient:
    """Return a client of the register that the settings name."""
    return BrregClient(settings.BRREG_URL)


def is_standin() -> bool:
    """Tell whether the register asked is our own stand-in: nothing else of its kind runs on this machine."""
    return urlsplit(settings.BRREG_URL).hostname in LOOPBACK
