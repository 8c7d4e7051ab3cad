"""Downloading: only with the file's own permission, and never as something a browser would run."""

import pytest
from django.test import Client
from django.urls import reverse

from erp.access.roles import Role
from erp.companies.scope import company_scope
from erp.files.actions import store_file
from erp.files.models import StoredFile
from tests.world import World

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nfaktura"


def store(
    world: World, content: bytes = PDF, name: str = "faktura.pdf", permission: str = "inbox.view"
) -> StoredFile:
    return store_file(
        company=world.fjord, by=world.ola, name=name, content=content, permission=permission
    )


def url(world: World, file: StoredFile) -> str:
    return reverse("file_download", kwargs={"company": world.fjord.slug, "file_id": file.pk})


def test_sends_the_very_bytes(client: Client, world: World) -> None:
    file = store(world)
    client.force_login(world.ola)

    response = client.get(url(world, file))

    assert response.streaming
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(PDF))
    assert response["Content-Disposition"] == 'attachment; filename="faktura.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["ETag"] == f'"{file.sha256}"'
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("side.html", b"<!doctype html><script>alert(1)</script>"),
        ("faktura.pdf", b"<html><script>alert(1)</script>"),
        ("bilde.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("ehf.xml", b'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><Invoice/>'),
        ("program.exe", b"MZ\x90\x00\x03\x00"),
    ],
)
def test_what_a_browser_could_run_is_sent_as_unknown(
    client: Client, world: World, name: str, content: bytes
) -> None:
    client.force_login(world.ola)
    response = client.get(url(world, store(world, content, name)))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("blåbær.pdf", "attachment; filename*=utf-8''bl%C3%A5b%C3%A6r.pdf"),
        ('a";filename="b.html', 'attachment; filename="a\\";filename=\\"b.html"'),
        ("a\r\nX-Evil: 1.pdf", 'attachment; filename="a X-Evil: 1.pdf"'),
    ],
)
def test_a_name_stays_a_name(client: Client, world: World, name: str, header: str) -> None:
    client.force_login(world.ola)
    assert client.get(url(world, store(world, name=name)))["Content-Disposition"] == header


def test_what_the_browser_has_is_not_sent_again(client: Client, world: World) -> None:
    file = store(world)
    client.force_login(world.ola)

    response = client.get(url(world, file), headers={"If-None-Match": f'"{file.sha256}"'})

    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == f'"{file.sha256}"'


def test_a_role_without_the_files_permission_is_refused(client: Client, world: World) -> None:
    file = store(world, permission="member.view")
    client.force_login(world.people[Role.BOOKKEEPER])
    answer = client.get(url(world, file), headers={"If-None-Match": f'"{file.sha256}"'})
    assert answer.status_code == 403
    client.force_login(world.eva)
    assert client.get(url(world, file)).status_code == 200


def test_a_member_without_any_rights_is_refused(client: Client, world: World) -> None:
    client.force_login(world.people[Role.EXTERNAL])
    assert client.get(url(world, store(world))).status_code == 403


def test_another_companys_file_is_not_there(client: Client, world: World) -> None:
    with company_scope(world.fjord.pk, world.tind.pk):
        foreign = store_file(
            company=world.tind, by=world.per, name="x.pdf", content=PDF, permission="inbox.view"
        )
    client.force_login(world.ola)
    assert client.get(url(world, foreign)).status_code == 404


def test_a_stranger_and_another_companys_member_get_nothing(client: Client, world: World) -> None:
    file = store(world)
    assert client.get(url(world, file)).status_code == 302
    client.force_login(world.per)
    assert client.get(url(world, file)).status_code == 404


def test_only_reading(client: Client, world: World) -> None:
    client.force_login(world.ola)
    assert client.post(url(world, store(world))).status_code == 405
