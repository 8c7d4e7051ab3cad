"""Row security lets indexes serve the search: the plans of the serving role, with statistics of many parties."""

from collections.abc import Iterator

import pytest
from django.db import connection

from crm.models import Party
from crm.queries.search import matching
from tests.support.database import connect
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MANY = 1500
SERVED = {
    "800000007": "orgnr)::text = '800000007'",
    "80000100": "orgnr)::text >= '80000100'",
    "10007": "customer_number = 10007",
    "20007": "supplier_number = 20007",
    "7": "employee_number = 7",
    "el": "sort_name)::text >= 'el'",
}


FEW_COMPANIES = "ALTER TABLE crm_party ALTER company_id SET (n_distinct = 2)"
AS_IT_WAS = "ALTER TABLE crm_party ALTER company_id RESET (n_distinct)"


@pytest.fixture
def many(world: World) -> Iterator[World]:
    """Parties enough that the planner chooses as it would among a hundred thousand.

    Earlier tests left many small companies behind, of which the planner takes this one to be another.
    """
    Party.objects.bulk_create(
        Party(
            company=world.fjord,
            name=f"Leverandør {number}",
            orgnr=str(800_000_000 + number),
            customer_number=10_001 + number,
            supplier_number=20_001 + number,
            employee_number=1 + number,
        )
        for number in range(MANY)
    )
    with connect("ADMIN_DATABASE_URL") as admin:
        admin.execute(FEW_COMPANIES)
        admin.execute("VACUUM ANALYZE crm_party")
        yield world
        admin.execute(AS_IT_WAS)
        admin.execute("VACUUM ANALYZE crm_party")


def test_an_index_serves_each_kind_of_text(many: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("erp_app",)
    parties = Party.objects.for_company(many.fjord)
    unserved = {}
    for text, condition in SERVED.items():
        plan = matching(parties, text).explain()
        served = [line for line in plan.splitlines() if "Index Cond" in line]
        if not any(condition in line for line in served):
            unserved[text] = plan
    assert unserved == {}


def test_a_page_in_order_of_names_is_read_from_the_index(many: World) -> None:
    parties = Party.objects.for_company(many.fjord).order_by("sort_name", "pk")
    assert "party_by_sort_name" in parties[:50].explain()


def test_the_trigrams_serve_the_kernels_function(many: World) -> None:
    with connect("ADMIN_DATABASE_URL") as admin:
        admin.execute("SET ROLE erp_kernel")
        admin.execute("SET enable_seqscan = off")
        admin.execute(f"SET app.companies = '{{{many.fjord.pk}}}'")
        plan = admin.execute(
            "EXPLAIN SELECT p.id FROM crm_party p WHERE p.name ILIKE '%elgrossen vest%'"
            " AND p.company_id = ANY ((SELECT app_companies())::bigint[]) LIMIT 10"
        ).fetchall()
    assert "party_name_trigrams" in str(plan)
