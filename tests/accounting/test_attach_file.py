"""Files attached to a posted voucher: added, listed and downloaded; never instead of anything, never by strangers."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounting.ledger.actions import lock_period
from accounting.ledger.actions.attachments import attach_file
from accounting.ledger.models import Voucher, VoucherAttachment
from erp.access.roles import Role
from erp.files.actions import FileRefused
from erp.files.models import StoredFile
from tests.world import World, line, post

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def voucher(world: World) -> Voucher:
    return post(world, line("6300", "100.00"), line("1920", "-100.00"))


def address(world: World, voucher: Voucher, name: str = "voucher_attach") -> str:
    return reverse(name, args=[world.fjord.slug, voucher.pk])


def test_files_are_attached_listed_and_downloaded(
    client: Client, world: World, voucher: Voucher
) -> None:
    client.force_login(world.ola)
    files = [SimpleUploadedFile("kvittering.pdf", PDF), SimpleUploadedFile("tom.pdf", b"")]
    answer = client.post(address(world, voucher), {"files": files}, follow=True)
    (attachment,) = VoucherAttachment.objects.select_related("file")
    assert (attachment.file.name, attachment.added_by) == ("kvittering.pdf", world.ola)
    texts = [str(message) for message in answer.context["messages"]]
    assert len(texts) == 2, "one is attached, and the empty one is named"
    assert any("tom.pdf" in text for text in texts)
    url = reverse("file_download", args=[world.fjord.slug, attachment.file_id])
    assert url in answer.content.decode()
    assert b"".join(client.get(url).streaming_content) == PDF  # type: ignore[attr-defined]


def test_the_same_content_again_is_the_attachment_that_is_there(
    world: World, voucher: Voucher
) -> None:
    def attach(name: str) -> VoucherAttachment:
        return attach_file(
            company=world.fjord, by=world.ola, voucher=voucher, name=name, content=PDF
        )

    first = attach("a.pdf")
    assert attach("b.pdf").pk == first.pk
    assert StoredFile.objects.count() == 1


def test_a_locked_period_is_no_hindrance_since_nothing_posted_changes(
    world: World, voucher: Voucher
) -> None:
    lock_period(company=world.fjord, by=world.ola, period=voucher.period)
    attach_file(company=world.fjord, by=world.ola, voucher=voucher, name="a.pdf", content=PDF)
    assert voucher.attachments.count() == 1


def test_who_may_not_post_may_not_attach(client: Client, world: World, voucher: Voucher) -> None:
    for role in (Role.AUDITOR, Role.APPROVER, Role.SALES):
        with pytest.raises(PermissionDenied):
            attach_file(
                company=world.fjord,
                by=world.people[role],
                voucher=voucher,
                name="a.pdf",
                content=PDF,
            )
    client.force_login(world.people[Role.AUDITOR])
    assert client.post(address(world, voucher)).status_code == 403
    client.force_login(world.per)
    assert client.post(address(world, voucher)).status_code == 404


def test_an_empty_file_is_refused(world: World, voucher: Voucher) -> None:
    with pytest.raises(FileRefused):
        attach_file(company=world.fjord, by=world.ola, voucher=voucher, name="a", content=b"")


def test_the_way_to_the_vouchers_before_and_after_in_the_series(
    client: Client, world: World, voucher: Voucher
) -> None:
    second, third = (post(world, line("6300", "1.00"), line("1920", "-1.00")) for _ in range(2))
    client.force_login(world.ola)
    card = client.get(address(world, second, "voucher")).context["card"]
    assert (card.previous, card.next) == (voucher.pk, third.pk)
    assert client.get(address(world, third, "voucher")).context["card"].next is None
