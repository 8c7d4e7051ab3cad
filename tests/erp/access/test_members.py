"""Who has access to a company: given, changed, ended; and the letter by which a new person comes in."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from erp.access.actions import add_member, end_membership, invite_member
from erp.access.actions.members import MembershipRefused
from erp.access.letters import send_invitation
from erp.access.models import Membership, User
from erp.access.roles import Role
from erp.companies.scope import company_scope
from erp.dates import format_date
from tests.world import PASSWORD, World

pytestmark = pytest.mark.django_db
NEW = {"email": "Nina@Fjord.example", "name": "Nina Ny", "role": "bookkeeper", "valid_to": ""}


@pytest.fixture
def owner(outside: World, client: Client) -> Client:
    """Eva, who owns Fjord AS, at her browser."""
    client.force_login(outside.eva)
    return client


def of(world: World, role: Role) -> Membership:
    """Return the membership of the one who has a role at Fjord AS."""
    with company_scope(world.fjord.pk):
        return Membership.objects.for_company(world.fjord).get(user=world.people[role])


def url(world: World, rest: str = "") -> str:
    return f"/{world.fjord.slug}/members/{rest}"


def test_a_new_person_chooses_a_password_by_the_letter_and_is_in(
    outside: World,
    owner: Client,
    mailbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = owner.post(url(outside, "new/"), NEW)
    assert answer.headers["Location"] == url(outside)
    [letter] = mailbox
    assert letter.to == ["nina@fjord.example"]
    assert "Fjord AS" in letter.subject
    assert "Nina Ny" in letter.body
    [link] = re.findall(r"http://localhost:8000(/account/password/reset/key/\S+)", letter.body)
    nina = Client()
    form = nina.get(link).headers["Location"]
    password = {"password1": "tolv-hester-i-fjøset", "password2": "tolv-hester-i-fjøset"}
    assert nina.post(form, password).headers["Location"] == "/"
    assert nina.get("/").headers["Location"] == f"/{outside.fjord.slug}/"
    assert nina.get(f"/{outside.fjord.slug}/").context["request"].membership.role == "bookkeeper"


def test_who_is_known_keeps_name_and_password_and_is_only_told(
    outside: World,
    owner: Client,
    mailbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(url(outside, "new/"), NEW | {"email": outside.per.email, "name": "Noe Annet"})
    [letter] = mailbox
    assert "Per Tind" in letter.body
    assert "password/reset" not in letter.body
    per = User.objects.get(pk=outside.per.pk)
    assert per.name == "Per Tind"
    assert per.check_password(PASSWORD)


def test_a_company_whose_name_has_two_lines_gets_its_letter_out(
    outside: World, mailbox: list[EmailMessage]
) -> None:
    outside.fjord.name = "Fjord\r\nBcc: all@fjord.example"
    send_invitation(outside.ola, outside.fjord)
    assert "Fjord Bcc: all@fjord.example" in mailbox[0].subject
    assert mailbox[0].recipients() == [outside.ola.email]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nina"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "accountant@fjord.example"}, "email"),  # Has access: is changed in the list.
        ({"name": ""}, "name"),
        ({"role": "emperor"}, "role"),
        ({"role": "auditor"}, "valid_to"),  # An auditor's access ends by date.
        ({"valid_to": "igår kanskje"}, "valid_to"),
        ({"valid_to": "24.11.2020"}, "valid_to"),
    ],
)
def test_what_cannot_be_given_is_named_at_its_field(
    outside: World, owner: Client, change: dict[str, str], field: str
) -> None:
    answer = owner.post(url(outside, "new/"), NEW | change)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not User.objects.filter(email="nina@fjord.example").exists()


def test_sent_twice_gives_access_once(outside: World, owner: Client) -> None:
    assert owner.post(url(outside, "new/"), NEW).status_code == 302
    assert owner.post(url(outside, "new/"), NEW).status_code == 422
    assert User.objects.filter(email="nina@fjord.example").count() == 1


def test_the_letter_is_sent_again_to_who_has_not_come_yet(
    outside: World,
    owner: Client,
    mailbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    owner.post(url(outside, "new/"), NEW)
    with company_scope(outside.fjord.pk):
        nina = Membership.objects.for_company(outside.fjord).get(user__name="Nina Ny")
    assert f"{nina.pk}/invite/" in owner.get(url(outside)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(url(outside, f"{nina.pk}/invite/"))
    assert [letter.to for letter in mailbox] == [["nina@fjord.example"]]
    User.objects.filter(pk=nina.user_id).update(last_login=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(url(outside, f"{nina.pk}/invite/"))
    assert len(mailbox) == 1
    assert f"{nina.pk}/invite/" not in owner.get(url(outside)).content.decode()


def test_a_role_is_changed_at_once(outside: World, owner: Client) -> None:
    kari, seen = of(outside, Role.APPROVER), Client()
    seen.force_login(outside.kari)
    assert seen.get(f"/{outside.fjord.slug}/settings/").status_code == 403
    owner.post(url(outside, f"{kari.pk}/"), {"role": "accountant", "valid_to": ""})
    assert seen.get(f"/{outside.fjord.slug}/settings/").status_code == 200


def test_an_auditor_must_have_an_end(outside: World, owner: Client) -> None:
    kari = of(outside, Role.APPROVER)
    answer = owner.post(url(outside, f"{kari.pk}/"), {"role": "auditor", "valid_to": ""})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"valid_to"}
    ends = format_date(timezone.localdate() + timedelta(days=90))
    form = {"role": "auditor", "valid_to": ends}
    assert owner.post(url(outside, f"{kari.pk}/"), form).status_code == 302


def test_access_is_taken_away_at_once(outside: World, owner: Client) -> None:
    kari, seen = of(outside, Role.APPROVER), Client()
    seen.force_login(outside.kari)
    assert seen.get(f"/{outside.fjord.slug}/").status_code == 200
    asked = owner.get(url(outside, f"{kari.pk}/end/"))  # A question first: nothing is taken yet.
    assert outside.kari.name in asked.content.decode()
    assert of(outside, Role.APPROVER).valid_to is None
    owner.post(url(outside, f"{kari.pk}/end/"))
    assert seen.get(f"/{outside.fjord.slug}/").status_code == 404
    assert seen.get("/").status_code == 200  # A page that says what to do.


def test_the_last_owner_stays(outside: World, owner: Client) -> None:
    eva = of(outside, Role.OWNER)
    end = format_date(timezone.localdate() + timedelta(days=90))
    for form in ({"role": "employee", "valid_to": ""}, {"role": "owner", "valid_to": end}):
        answer = owner.post(url(outside, f"{eva.pk}/"), form)
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"role"}
    owner.post(url(outside, f"{eva.pk}/end/"))
    assert of(outside, Role.OWNER).valid_to is None
    with company_scope(outside.fjord.pk):
        add_member(company=outside.fjord, by=outside.eva, user=outside.ola, role=Role.OWNER)
    assert owner.post(url(outside, f"{eva.pk}/end/")).headers["Location"] == "/"
    assert of(outside, Role.OWNER).valid_to == timezone.localdate()
    assert owner.get("/").status_code == 200  # Nothing is open to her; the page says what to do.


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_only_an_owner_gives_and_takes_access(outside: World, client: Client, role: Role) -> None:
    client.force_login(outside.people[role])
    kari = of(outside, Role.APPROVER)
    for address in ("new/", f"{kari.pk}/", f"{kari.pk}/end/", f"{kari.pk}/invite/"):
        assert client.post(url(outside, address), NEW).status_code == 403
    with company_scope(outside.fjord.pk), pytest.raises(PermissionDenied):
        invite_member(
            company=outside.fjord,
            by=outside.people[role],
            email="nina@fjord.example",
            name="Nina",
            role=Role.OWNER,
            today=date(2026, 11, 24),
        )


def test_another_companys_member_is_not_here(outside: World, owner: Client) -> None:
    with company_scope(outside.tind.pk):
        per = Membership.objects.for_company(outside.tind).get(user=outside.per)
    assert owner.get(url(outside, f"{per.pk}/")).status_code == 404
    for address in (f"{per.pk}/", f"{per.pk}/end/", f"{per.pk}/invite/"):
        assert owner.post(url(outside, address), {"role": "employee"}).status_code == 404
    with company_scope(outside.fjord.pk), pytest.raises(AssertionError):
        end_membership(company=outside.fjord, by=outside.eva, membership=per, on=date(2026, 11, 24))


def test_an_owner_of_one_company_is_nobody_in_another(outside: World) -> None:
    with company_scope(outside.tind.pk), pytest.raises(PermissionDenied):
        add_member(company=outside.tind, by=outside.eva, user=outside.eva, role=Role.OWNER)


def test_an_access_that_has_ended_is_given_again(outside: World, owner: Client) -> None:
    kari = of(outside, Role.APPROVER)
    owner.post(url(outside, f"{kari.pk}/end/"))
    form = NEW | {"email": outside.kari.email, "role": "sales"}
    assert owner.post(url(outside, "new/"), form).status_code == 302
    again = of(outside, Role.APPROVER)
    assert (again.pk, again.role, again.valid_to) == (kari.pk, "sales", None)


def test_a_refusal_carries_all_that_is_wrong(outside: World) -> None:
    with company_scope(outside.fjord.pk), pytest.raises(MembershipRefused) as refused:
        invite_member(
            company=outside.fjord,
            by=outside.eva,
            email=outside.kari.email,
            name="Kari",
            role=Role.SALES,
            today=date(2026, 11, 24),
            valid_to=date(2026, 11, 24),
        )
    assert {problem.field for problem in refused.value.problems} == {"email", "valid_to"}
