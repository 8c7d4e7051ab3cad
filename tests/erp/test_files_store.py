"""Keeping a file: what is written down about it, and what is refused."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from erp.access.rights import SYSTEM
from erp.companies.scope import company_scope
from erp.files import storage
from erp.files.actions import FileRefused, store_file
from erp.files.models import StoredFile
from erp.files.names import LONGEST, clean_name
from erp.files.queries import ContentDamaged, files_of, read_file
from tests.world import World

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nfaktura"


def store(world: World, name: str = "faktura.pdf", content: object = PDF) -> StoredFile:
    return store_file(
        company=world.fjord, by=world.ola, name=name, content=content, permission="inbox.view"
    )


def test_keeps_who_and_what(world: World) -> None:
    file = store(world)
    assert (file.company, file.created_by, file.name) == (world.fjord, world.ola, "faktura.pdf")
    assert (file.size, file.mime, file.permission) == (len(PDF), "application/pdf", "inbox.view")
    assert read_file(file) == PDF


def test_an_upload_is_kept_by_its_content_and_not_by_what_it_says(world: World) -> None:
    upload = SimpleUploadedFile("bilde.png", PDF, content_type="image/png")
    assert store(world, upload.name, upload).mime == "application/pdf"


def test_the_same_content_twice_is_two_files_and_one_content(world: World) -> None:
    first, second = store(world), store(world, "kopi.pdf", io.BytesIO(PDF))
    assert first.pk != second.pk
    assert first.sha256 == second.sha256


def test_the_system_may_store(world: World) -> None:
    file = store_file(
        company=world.fjord, by=SYSTEM, name="x.pdf", content=PDF, permission="inbox.view"
    )
    assert file.created_by is None


def test_an_empty_file_is_refused(world: World) -> None:
    with pytest.raises(FileRefused) as refusal:
        store(world, content=b"")
    assert refusal.value.problems[0].field == "file"


def test_a_file_over_the_limit_is_refused(world: World, settings: object) -> None:
    settings.UPLOAD_LIMIT_MB = 1
    store(world, content=b"x" * 1024 * 1024)
    with pytest.raises(FileRefused):
        store(world, content=io.BytesIO(b"x" * (1024 * 1024 + 1)))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\ola\\faktura.pdf", "faktura.pdf"),
        ("../../../etc/passwd", "passwd"),
        ("faktura\r\nSet-Cookie: a=b.pdf", "faktura Set-Cookie: a=b.pdf"),
        ("a\x00b\x1b.pdf", "ab.pdf"),
        ("regning\u202efdp.exe", "regningfdp.exe"),
        ("  blåbær\u2028.pdf ", "blåbær .pdf"),
        (".htaccess", "htaccess"),
        ("bla\u030abær.pdf", "blåbær.pdf"),
        ("faktura\ud800.pdf", "faktura.pdf"),
    ],
)
def test_names_are_cleaned(world: World, given: str, kept: str) -> None:
    assert store(world, given).name == kept


@pytest.mark.parametrize("name", ["", "..", "/", "\x00", " . ", "a/.."])
def test_a_file_without_a_name_gets_one(world: World, name: str) -> None:
    assert store(world, name).name == _("Unnamed file")


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_name("æ" * 300 + ".pdf")
    assert name.endswith("æ.pdf")
    assert len(name.encode()) <= LONGEST


def test_another_company_does_not_see_it(world: World) -> None:
    file = store(world)
    assert not files_of(world.tind).filter(pk=file.pk).exists()


def test_another_companys_scope_does_not_see_it(world: World) -> None:
    file = store(world)
    with company_scope(world.tind.pk):
        assert not StoredFile.objects.filter(pk=file.pk).exists()


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE files_storedfile SET permission = 'job.view' WHERE id = %s",
        "DELETE FROM files_storedfile WHERE id = %s",
    ],
)
def test_a_row_never_changes(world: World, attack: str) -> None:
    file = store(world)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack, [file.pk])


def test_the_check_finds_what_is_damaged_and_what_is_missing(
    world: World, settings: object, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.STORAGE_FOLDER = tmp_path
    changed, missing = store(world, content=b"one"), store(world, content=b"two")
    call_command("check_files", world.fjord.slug)
    storage.path_of(changed.sha256).chmod(0o600)
    storage.path_of(changed.sha256).write_bytes(b"One")
    storage.path_of(missing.sha256).unlink()

    with pytest.raises(CommandError, match="2 damaged files"):
        call_command("check_files", world.fjord.slug)
    with pytest.raises(ContentDamaged):
        read_file(changed)

    said = capsys.readouterr().err
    assert f"file {changed.pk}, {changed.sha256}: changed" in said
    assert f"file {missing.pk}, {missing.sha256}: missing" in said
