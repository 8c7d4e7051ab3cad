"""Two owners who take each other's ownership away in the same moment: one stays."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from erp.access.actions import add_member
from erp.access.actions.members import MembershipRefused
from erp.access.models import Membership, User
from erp.access.roles import Role
from erp.companies.scope import company_scope, forget_scope
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_one_owner_stays(world: World) -> None:
    """Runs in two threads, with connections of their own."""
    add_member(company=world.fjord, by=world.eva, user=world.ola, role=Role.OWNER)
    barrier = Barrier(2)

    def take_ownership(of: User, by: User) -> bool:
        try:
            with company_scope(world.fjord.pk):
                fresh = User.objects.get(pk=by.pk)
                barrier.wait(timeout=10)
                add_member(company=world.fjord, by=fresh, user=of, role=Role.EMPLOYEE)
        except MembershipRefused:
            return False
        finally:
            connection.close()
            forget_scope()
        return True

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(take_ownership, world.eva, world.ola)
        second = pool.submit(take_ownership, world.ola, world.eva)
        done = [first.result(timeout=30), second.result(timeout=30)]
    owners = Membership.objects.for_company(world.fjord).filter(role=Role.OWNER.value)
    assert owners.count() == 1
    assert sorted(done) == [False, True]
