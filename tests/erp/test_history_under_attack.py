"""The serving role adds to the history, and neither changes nor removes any of it, whatever it sets."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from crm.actions import PartyFacts, create_party
from crm.models import Party
from erp.db.operations import is_event
from tests.world import World

pytestmark = pytest.mark.django_db

EVENTS = sorted(
    (m for m in apps.get_models() if is_event(m) and hasattr(m, "pgh_tracked_model")),
    key=lambda m: m._meta.label,
)


@pytest.mark.parametrize("model", EVENTS, ids=lambda m: m._meta.label)
def test_the_serving_role_may_only_add(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, 'INSERT'), has_table_privilege(%s, 'UPDATE, DELETE, TRUNCATE')",
            [model._meta.db_table] * 2,
        )
        assert cursor.fetchone() == (True, False)


@pytest.mark.parametrize(
    "attack", ["UPDATE crm_partyevent SET name = 'Another'", "DELETE FROM crm_partyevent"]
)
def test_triggers_that_are_told_to_look_away_are_not_what_holds(world: World, attack: str) -> None:
    create_party(company=world.fjord, by=world.ola, facts=PartyFacts(name="Elgrossen Vest AS"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true) FROM pg_trigger"
            " WHERE tgrelid = 'crm_partyevent'::regclass AND NOT tgisinternal"
        )
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack)


@pytest.mark.parametrize("change", ["INSERT", "UPDATE", "DELETE"])
@pytest.mark.parametrize("trick", ["a setting", "a table of the same name"])
def test_a_change_leaves_its_version_whatever_the_session_does(
    world: World, change: str, trick: str
) -> None:
    party = create_party(
        company=world.fjord, by=world.ola, facts=PartyFacts(name="Elgrossen Vest AS")
    )
    with connection.cursor() as cursor:
        if trick == "a setting":
            cursor.execute(
                "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true) FROM pg_trigger"
            )
        else:
            cursor.execute("CREATE TEMPORARY TABLE crm_partyevent (LIKE crm_partyevent)")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public.crm_partyevent")
        [[before]] = cursor.fetchall()
        CHANGES[change](party)
        cursor.execute("SELECT count(*) FROM public.crm_partyevent")
        assert cursor.fetchone() == (before + 1,)


CHANGES: dict[str, Callable[[Party], object]] = {
    "INSERT": lambda party: Party.objects.bulk_create(
        [Party(company=party.company, name="Another")]
    ),
    "UPDATE": lambda party: Party.objects.filter(pk=party.pk).update(name="Another"),
    "DELETE": lambda party: Party.objects.filter(pk=party.pk).delete(),
}

FOOLED = """
    SELECT t.tgrelid::regclass || ': ' || p.proname
      FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
     WHERE NOT t.tgisinternal
       AND (p.prosrc ~* 'pgtrigger.ignore|should_ignore'
            OR p.prosrc ~* 'INSERT INTO|UPDATE|DELETE|SELECT|PERFORM' AND p.proconfig::text !~ 'search_path')
"""


def test_no_trigger_asks_the_session_whether_to_fire_or_where_tables_are() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'pgtrigger%'")
        [[found]] = cursor.fetchall()
        assert found >= 4 * len(EVENTS)
        cursor.execute(FOOLED)
        assert cursor.fetchall() == []


def test_no_function_of_the_kernel_is_called_with_arguments_but_the_search() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND prorettype <> 'trigger'::regtype"
            " AND pronamespace = 'public'::regnamespace AND has_function_privilege(oid, 'EXECUTE')"
        )
        assert [name for (name,) in cursor.fetchall()] == ["crm_parties_named"]
