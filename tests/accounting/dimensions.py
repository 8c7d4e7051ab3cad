"""Free dimensions of Fjord AS: cars and campaigns, made through the actions."""

from dataclasses import dataclass
from typing import Any

from accounting.ledger.actions import ValueFacts, create_dimension, create_value, update_value
from accounting.ledger.models import (
    Account,
    AccountDimension,
    Dimension,
    DimensionValue,
    Entry,
    Voucher,
)
from tests.world import World


@dataclass(frozen=True)
class Cars:
    """The dimension "Bil" with a car in use and one that is sold."""

    dimension: Dimension
    van: DimensionValue
    sold: DimensionValue

    @property
    def cell(self) -> str:
        """What the dimension's cell is called on a line."""
        return f"dimension_{self.dimension.pk}"


def make_cars(world: World, code: str = "BIL") -> Cars:
    """Make the dimension of cars."""
    by: dict[str, Any] = {"company": world.fjord, "by": world.ola}
    dimension = create_dimension(**by, code=code, name="Bil")
    van = create_value(**by, dimension=dimension, facts=ValueFacts("EL12", "Varebil"))
    sold = create_value(**by, dimension=dimension, facts=ValueFacts("DK7", "Solgt bil"))
    sold = update_value(**by, value=sold, facts=ValueFacts("DK7", "Solgt bil", is_active=False))
    return Cars(dimension, van, sold)


def require(world: World, cars: Cars, account: str, default: DimensionValue | None = None) -> None:
    """Let an account require a car, or propose one."""
    AccountDimension.objects.create(
        company=world.fjord,
        account=Account.objects.for_company(world.fjord).get(number=account),
        dimension=cars.dimension,
        is_required=True,
        default_value=default,
    )


def values_of_entry(voucher: Voucher, account: str) -> list[int]:
    """Return the free dimensions' values on a voucher's one entry on an account."""
    entry: Entry = voucher.entries.get(account__number=account)
    return entry.free_values
