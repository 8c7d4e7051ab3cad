"""Roles (roller) as sets of permissions. Pure data: no database.

A permission is `subject.verb`. A URL or action names exactly one; a role holds many. What a role may do is
changed here, in code, and seen in the permission table that the tests walk.
"""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

PERMISSIONS = {
    "company.view": _("See the company's settings"),
    "company.edit": _("Change the company's settings"),
    "member.view": _("See who has access"),
    "member.edit": _("Give and take access"),
    "history.view": _("See the history of objects"),
    "ledger.view": _("See vouchers, ledger and reports"),
    "voucher.post": _("Post vouchers"),
    "voucher.reverse": _("Reverse vouchers"),
    "lookup.view": _("Look up accounts and dimensions"),
    "period.lock": _("Lock and open periods"),
    "chart.edit": _("Change the chart of accounts"),
    "dimension.edit": _("Change departments, projects and other dimensions"),
    "open_item.settle": _("Settle open items"),
    "party.view": _("See customers, suppliers and contacts"),
    "party.edit": _("Change customers, suppliers and contacts"),
    "party.bank": _("Change bank accounts of suppliers"),
    "inbox.view": _("See the inbox"),
    "inbox.receive": _("Put documents into the inbox"),
    "inbox.code": _("Code documents"),
    "inbox.post": _("Post documents"),
    "inbox.duplicate": _("Post a document that looks like a duplicate"),
    "inbox.approve": _("Approve documents"),
    "job.view": _("See background jobs"),
    "job.retry": _("Retry background jobs"),
}

VIEWS = frozenset(name for name in PERMISSIONS if name.endswith(".view"))
EVERYTHING = frozenset(PERMISSIONS)


class Role(StrEnum):
    """What a member is in a company."""

    OWNER = "owner"
    ACCOUNTANT = "accountant"
    BOOKKEEPER = "bookkeeper"
    APPROVER = "approver"
    SALES = "sales"
    PROJECT_MANAGER = "project_manager"
    EMPLOYEE = "employee"
    AUDITOR = "auditor"
    EXTERNAL = "external"


ROLE_NAMES = {
    Role.OWNER: _("Owner"),
    Role.ACCOUNTANT: _("Accountant"),
    Role.BOOKKEEPER: _("Bookkeeper"),
    Role.APPROVER: _("Approver"),
    Role.SALES: _("Sales"),
    Role.PROJECT_MANAGER: _("Project manager"),
    Role.EMPLOYEE: _("Employee"),
    Role.AUDITOR: _("Auditor"),
    Role.EXTERNAL: _("External participant"),
}

PERMISSIONS_OF: dict[Role, frozenset[str]] = {
    Role.OWNER: EVERYTHING,
    Role.ACCOUNTANT: EVERYTHING - {"member.edit"},
    Role.BOOKKEEPER: VIEWS - {"member.view"}
    | {"voucher.post", "voucher.reverse", "dimension.edit", "open_item.settle", "party.edit"}
    | {"inbox.receive", "inbox.code", "inbox.post", "job.retry"},
    Role.APPROVER: frozenset(
        {"ledger.view", "lookup.view", "party.view", "inbox.view", "inbox.code", "inbox.approve"}
        | {"history.view"}
    ),
    Role.SALES: frozenset({"party.view", "party.edit", "inbox.receive", "history.view"}),
    Role.PROJECT_MANAGER: frozenset(
        {"lookup.view", "party.view", "inbox.view", "inbox.receive", "inbox.code", "inbox.approve"}
        | {"history.view"}
    ),
    Role.EMPLOYEE: frozenset({"inbox.receive"}),
    Role.AUDITOR: VIEWS,
    Role.EXTERNAL: frozenset(),
}


def permissions_of(role: str) -> frozenset[str]:
    """Return what a role may do; an unknown role may do nothing."""
    return PERMISSIONS_OF.get(Role(role), frozenset()) if role in set(Role) else frozenset()
