"""Which line bears which part of the stated VAT: worked figures, and what holds for any coding."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from inbox.vat_shares import (
    CodedLine,
    Fault,
    StatedVat,
    assign_vat,
    share_vat,
    stated_vat_of,
)
from integrations.ehf.documents import Invoice, Line, Totals, VatSubtotal

D = Decimal
TWENTY_FIVE = StatedVat(D(25), D(1000), D(250))


def line(net: str, rate: str | None = None) -> CodedLine:
    return CodedLine(D(net), None if rate is None else D(rate))


def shares(lines: list[CodedLine], *stated: StatedVat) -> list[str]:
    return [str(part) for part in assign_vat(lines, stated).vat]


def test_one_line_that_deducts_gets_all_the_vat() -> None:
    assert shares([line("1000", "25")], TWENTY_FIVE) == ["250.00"]


def test_a_part_that_is_not_deducted_keeps_its_own_vat_as_cost() -> None:
    """1 000 + 250: 600 is deducted with 150, 400 is not, and its 100 is cost."""
    assert shares([line("600", "25"), line("400")], TWENTY_FIVE) == ["150.00", "100.00"]


def test_two_lines_without_deduction_share_the_cost_by_their_nets() -> None:
    lines = [line("500", "25"), line("300"), line("200")]
    assert shares(lines, TWENTY_FIVE) == ["125.00", "75.00", "50.00"]


def test_an_exempt_group_takes_its_own_line_and_leaves_the_vat_to_the_other() -> None:
    """1 000 with 25 % and 400 exempt, both coded without deduction: the VAT is of the first."""
    exempt = StatedVat(D(0), D(400), D(0))
    assert shares([line("1000"), line("400")], TWENTY_FIVE, exempt) == ["250.00", "0.00"]
    assert shares([line("400"), line("1000")], exempt, TWENTY_FIVE) == ["0.00", "250.00"]


def test_a_line_of_the_other_sign_has_vat_of_its_own_sign() -> None:
    """Goods 1 000 and a return of 200, 25 %: 250 and -50."""
    stated = StatedVat(D(25), D(800), D(200))
    assert shares([line("1000", "25"), line("-200", "25")], stated) == ["250.00", "-50.00"]


def test_a_credit_note_has_the_same_shares_turned() -> None:
    credit = StatedVat(D(25), D(-1000), D(-250))
    assert shares([line("-600", "25"), line("-400")], credit) == ["-150.00", "-100.00"]


def test_two_rates_stay_apart() -> None:
    food = StatedVat(D(15), D(1000), D(150))
    lines = [line("1000", "25"), line("1000", "15")]
    assert shares(lines, TWENTY_FIVE, food) == ["250.00", "150.00"]


def test_stated_vat_that_is_not_basis_times_rate_is_posted_as_it_stands() -> None:
    """Seven lines of 0.38: the document says 0.67, the lines would make 0.70."""
    stated = StatedVat(D(25), D("2.66"), D("0.67"))
    parts = assign_vat([line("0.38", "25")] * 7, [stated]).vat
    assert sum(parts) == D("0.67")
    assert set(parts) <= {D("0.09"), D("0.10")}


def test_a_code_of_a_rate_that_is_not_stated_is_a_fault() -> None:
    """A 25 % invoice coded with the code of 15 %."""
    assert assign_vat([line("1000", "15")], [TWENTY_FIVE]).faults == [
        Fault(0, D(15), D("0.00"), D(1000))
    ]


def test_more_basis_than_is_stated_is_a_fault() -> None:
    """25 % on 1 000 and 15 % on 1 000, all coded with 25 %."""
    food = StatedVat(D(15), D(1000), D(150))
    assert assign_vat([line("2000", "25")], [TWENTY_FIVE, food]).faults == [
        Fault(0, D(25), D(1000), D(2000))
    ]


def test_vat_where_none_is_stated_is_a_fault() -> None:
    exempt = StatedVat(D(0), D(400), D(0))
    assert [fault.line for fault in assign_vat([line("400", "25")], [exempt]).faults] == [0]


def test_the_documents_own_rounding_is_no_fault() -> None:
    """BR-S-08 lets a group's basis be up to a krone off its lines."""
    stated = StatedVat(D(25), D("999.60"), D("249.90"))
    result = assign_vat([line("1000.00", "25")], [stated])
    assert (result.faults, result.vat) == ([], [D("249.90")])


def test_vat_that_no_line_may_bear_is_left_and_never_deducted_with_another_rate() -> None:
    """25 % on 1 000, and 30 kroner of VAT without a basis: the line gets 250, and 30 stay uncoded."""
    stray = StatedVat(D(0), D(0), D(30))
    assert shares([line("1000", "25")], TWENTY_FIVE, stray) == ["250.00"]
    assert shares([line("1000", "25"), line("0")], TWENTY_FIVE, stray) == ["250.00", "30.00"]


def stated(**fields: object) -> list[StatedVat]:
    return stated_vat_of(Invoice(kind="invoice", **fields), [D(25), D(15)])  # type: ignore[arg-type]


def test_a_group_without_its_rate_has_the_one_that_its_vat_is_of_its_basis() -> None:
    group = VatSubtotal(category="S", basis=D("10.03"), amount=D("2.51"))
    assert stated(vat=(group,)) == [StatedVat(D(25), D("10.03"), D("2.51"))]


def test_a_sum_of_vat_without_groups_is_parted_by_the_lines() -> None:
    lines = (
        Line(net_amount=D("1000.00"), vat_rate=D(25)),
        Line(net_amount=D("200.00"), vat_rate=D(15)),
    )
    totals = Totals(net=D("1200.00"), vat=D("280.00"))
    assert stated(lines=lines, totals=totals) == [
        StatedVat(D(25), D("1000.00"), D("250.00")),
        StatedVat(D(15), D("200.00"), D("30.00")),
    ]


RATES = st.sampled_from([D(25), D(15), D(12), D("11.11")])
AMOUNTS = st.decimals("-99999", "99999", places=2)
LINES = st.builds(CodedLine, AMOUNTS, st.none() | RATES)
GROUPS = st.lists(
    st.builds(StatedVat, RATES | st.just(D(0)), AMOUNTS, AMOUNTS),
    max_size=4,
    unique_by=lambda group: group.rate,
)


@given(st.lists(LINES, min_size=1, max_size=8), GROUPS)
def test_the_shares_meet_all_that_a_line_may_bear(
    lines: list[CodedLine], stated: list[StatedVat]
) -> None:
    shared = assign_vat(lines, stated)
    rates = {line.deducted_rate for line in lines}
    may_be_borne = [group for group in stated if None in rates or group.rate in rates]
    assert sum(shared.vat) == sum(group.amount for group in may_be_borne)
    assert all(part == part.quantize(D("0.01")) for part in shared.vat)


@given(
    st.lists(st.tuples(st.decimals("1", "9999", places=2), st.booleans()), min_size=1, max_size=8)
)
def test_never_more_is_deducted_than_the_share_of_the_basis(
    coded: list[tuple[Decimal, bool]],
) -> None:
    basis = sum((net for net, _deducts in coded), D(0))
    stated = StatedVat(D(25), basis, (basis / 4).quantize(D("0.01")))
    lines = [CodedLine(net, D(25) if deducts else None) for net, deducts in coded]
    shared = assign_vat(lines, [stated])
    deducted = sum(
        (part for part, how in zip(shared.vat, lines, strict=True) if how.deducted_rate), D(0)
    )
    net = sum((net for net, deducts in coded if deducts), D(0))
    assert abs(deducted - net / 4) < D("0.02")
    assert shared.faults == []


@given(AMOUNTS, st.lists(AMOUNTS, min_size=1, max_size=9), RATES)
def test_a_shared_amount_is_whole(vat: Decimal, nets: list[Decimal], rate: Decimal) -> None:
    assert sum(share_vat(vat, nets, rate)) == vat
