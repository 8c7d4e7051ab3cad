"""Party (part): an organisation or person that may be customer, supplier, employee, or several at once."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.companies.models import CompanyOwned
from erp.db.history import tracked, tracked_except


class PartyKind(models.TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    PERSON = "person", _("Person")


@tracked_except("sort_name", "source_key")
class Party(CompanyOwned):
    """A party (part), once per company however many roles it has; each role has a number of its own series.

    `sort_name` is what lists are sorted by and names are found by from their beginning: its comparisons are
    leakproof, so that row security lets an index serve them. `source_key` names the form that made the party.
    """

    kind = models.CharField(
        _("kind"), max_length=12, choices=PartyKind, default=PartyKind.ORGANISATION
    )
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.GeneratedField(
        expression=models.Func("name", function="nb_sort"),
        output_field=models.CharField(max_length=200, db_collation="C"),
        db_persist=True,
    )
    orgnr = models.CharField(_("organisation number"), max_length=20, blank=True)
    vat_registered = models.BooleanField(_("registered for VAT"), null=True, blank=True)
    country = models.CharField(_("country"), max_length=2, default="NO")
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    customer_number = models.BigIntegerField(_("customer number"), null=True, blank=True)
    supplier_number = models.BigIntegerField(_("supplier number"), null=True, blank=True)
    employee_number = models.BigIntegerField(_("employee number"), null=True, blank=True)
    is_group_company = models.BooleanField(_("company of the same group"), default=False)
    customer_terms_days = models.PositiveSmallIntegerField(_("payment terms, customer"), default=14)
    supplier_terms_days = models.PositiveSmallIntegerField(_("payment terms, supplier"), default=30)
    is_active = models.BooleanField(_("active"), default=True)
    note = models.TextField(_("note"), blank=True)
    source_key = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "orgnr"],
                name="party_once_per_orgnr",
                condition=~models.Q(orgnr=""),
            ),
            models.UniqueConstraint(
                fields=["company", "customer_number"], name="party_customer_number_once"
            ),
            models.UniqueConstraint(
                fields=["company", "supplier_number"], name="party_supplier_number_once"
            ),
            models.UniqueConstraint(
                fields=["company", "employee_number"], name="party_employee_number_once"
            ),
            models.UniqueConstraint(
                fields=["company", "source_key"],
                name="party_once_per_source_key",
                condition=~models.Q(source_key=""),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "name", "id"], name="party_by_name"),
            models.Index(fields=["company", "sort_name", "id"], name="party_by_sort_name"),
            GinIndex(fields=["name"], name="party_name_trigrams", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name


class AddressKind(models.TextChoices):
    BUSINESS = "business", _("Business address")
    POSTAL = "postal", _("Postal address")
    INVOICE = "invoice", _("Invoice address")
    DELIVERY = "delivery", _("Delivery address")


@tracked
class PartyAddress(CompanyOwned):
    """An address (adresse) of a party; at most one of each kind."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="addresses", db_constraint=False)
    kind = models.CharField(
        _("kind"), max_length=10, choices=AddressKind, default=AddressKind.BUSINESS
    )
    lines = models.CharField(_("address"), max_length=300, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, default="NO")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "kind"], name="party_address_once_per_kind")
        ]

    def __str__(self) -> str:
        return ", ".join(
            part for part in (self.lines, f"{self.postal_code} {self.city}".strip()) if part
        )


@tracked
class PartyContact(CompanyOwned):
    """A person to reach at a party (kontaktperson)."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="contacts", db_constraint=False)
    name = models.CharField(_("name"), max_length=150)
    title = models.CharField(_("title"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)

    def __str__(self) -> str:
        return self.name


class BankAccountSource(models.TextChoices):
    MANUAL = "manual", _("Typed by hand")
    INVOICE = "invoice", _("From an invoice")
    REGISTER = "register", _("From a register")


@tracked
class PartyBankAccount(CompanyOwned):
    """A bank account (bankkonto) of a party, with since when and from where; ended, never deleted."""

    party = models.ForeignKey(
        Party, models.CASCADE, related_name="bank_accounts", db_constraint=False
    )
    account = models.CharField(_("account number"), max_length=34)
    bic = models.CharField(max_length=11, blank=True)
    since = models.DateField(_("since"))
    source = models.CharField(
        _("from"), max_length=10, choices=BankAccountSource, default=BankAccountSource.MANUAL
    )
    source_reference = models.CharField(max_length=100, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "account"],
                name="party_bank_account_once",
                condition=models.Q(ended_on=None),
            )
        ]
        indexes = [models.Index(fields=["company", "account"], name="party_bank_account_by_number")]

    def __str__(self) -> str:
        return self.account
