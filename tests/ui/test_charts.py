"""The geometry of charts: round axes, bars that stand on zero, parts that fill the bar."""

from decimal import Decimal

import pytest

from erp.ui.charts import bar_chart, nice_step, shares, spark


def amounts(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("span", "step"),
    [("0", "1"), ("3", "1"), ("4", "1"), ("5", "2"), ("870000", "250000"), ("0.9", "0.25")],
)
def test_an_axis_has_round_steps_and_at_most_four(span: str, step: str) -> None:
    assert nice_step(Decimal(span)) == Decimal(step)


def test_bars_stand_on_zero_and_a_loss_goes_below_it() -> None:
    chart = bar_chart([amounts(100, 80), amounts(50, 90)], amounts(20, -40))
    assert [tick.value for tick in chart.ticks] == amounts(-50, 0, 50, 100)
    assert len(chart.bars) == 4
    for bar in chart.bars:
        assert abs(Decimal(bar.y) + Decimal(bar.height) - Decimal(chart.zero)) <= Decimal("0.1")
    first, second = chart.points
    assert Decimal(first.y) < Decimal(chart.zero) < Decimal(second.y)
    assert (second.from_x, second.from_y) == (first.x, first.y)
    assert chart.centres == ("25", "75")


def test_nothing_posted_is_an_empty_chart_and_not_an_error() -> None:
    chart = bar_chart([amounts(0, 0)], amounts(0))
    assert chart.bars == ()
    assert bar_chart([], []).points == ()


def test_a_spark_needs_two_values_and_stays_in_its_box() -> None:
    assert spark(amounts(5)) is None
    line = spark(amounts(-10, 0, 10))
    assert line is not None
    assert line.line == "M0 27 L50 15 L100 3"
    assert spark(amounts(7, 7)) is not None


def test_parts_fill_the_bar_and_what_is_negative_is_none() -> None:
    assert shares(amounts(60, 0, 40)) == [("0", "60"), ("60", "0"), ("60", "40")]
    assert shares(amounts(-5, 10)) == [("0", "0"), ("0", "100")]
    assert shares(amounts(0, 0)) == [("0", "0"), ("0", "0")]
