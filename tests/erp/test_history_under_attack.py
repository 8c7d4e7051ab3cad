"""The serving role adds to the history, and neither changes nor removes any of it, whatever it sets."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from crm.actions import PartyFacts, create_party
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


def test_no_function_of_the_kernel_is_called_with_arguments_but_the_search() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND prorettype <> 'trigger'::regtype"
            " AND pronamespace = 'public'::regnamespace AND has_function_privilege(oid, 'EXECUTE')"
        )
        assert [name for (name,) in cursor.fetchall()] == ["crm_parties_named"]
