"""Giving a company its logo, and taking it away."""

import hashlib

from django.db import transaction

from erp.access.rights import Actor, require_permission
from erp.companies.models import Company
from erp.files.actions import store_file
from erp.logo.pictures import drawn_anew


@transaction.atomic
def set_logo(*, company: Company, by: Actor, content: bytes) -> Company:
    """Give a company its logo (logo): the picture as we draw it anew; the earlier one is kept among the files.

    Permission: company.edit. Repeats: the same picture again changes nothing. Raises: LogoRefused.
    """
    require_permission(by, company, "company.edit")
    picture = drawn_anew(content)
    if hashlib.sha256(picture.content).hexdigest() == company.logo_sha256:
        return company
    stored = store_file(
        company=company,
        by=by,
        name=f"logo.{picture.ending}",
        content=picture.content,
        permission="company.view",
    )
    company.logo_sha256 = stored.sha256
    company.save(update_fields=["logo_sha256"])
    return company


@transaction.atomic
def remove_logo(*, company: Company, by: Actor) -> Company:
    """Let a company be known by its initials and colour again. Permission: company.edit. Repeats: safe."""
    require_permission(by, company, "company.edit")
    company.logo_sha256 = ""
    company.save(update_fields=["logo_sha256"])
    return company
