"""The four states of a month and the totals that follow from them (DESIGN §4.2, §4.3, §4.7)."""

import pytest

from investment.standing import EntryRow, MonthState, stand

MONEY, ZERO, COVERED, SILENT = (
    MonthState.MONEY,
    MonthState.ZERO,
    MonthState.COVERED,
    MonthState.SILENT,
)


def row(
    month,
    amount=None,
    total=None,
    correction=None,
    verified=None,
    verified_total=None,
    *,
    reason="",
    covers=1,
    is_estimate=False,
):
    amounts = (amount, total, correction, verified, verified_total)
    return EntryRow(1, month, *amounts, reason, "", "", covers, is_estimate)


# Rows, then for each month of the year so far: state, its own amount, the total at its end.
CASES = {
    "nothing reported": ([], [(SILENT, None, None), (SILENT, None, None)]),
    "months alone add up": (
        [row(1, 10), row(2, 5)],
        [(MONEY, 10, 10), (MONEY, 5, 15)],
    ),
    "totals alone give the months": (
        [row(1, total=10), row(2, total=25)],
        [(MONEY, 10, 10), (MONEY, 15, 25)],
    ),
    "both are kept as sent": ([row(1, 10, 10), row(2, 5, 15)], [(MONEY, 10, 10), (MONEY, 5, 15)]),
    "a total that disagrees is believed": (
        [row(1, 10, 10), row(2, 5, 20)],
        [(MONEY, 10, 10), (MONEY, 5, 20)],
    ),
    "a reported zero is zero": ([row(1, 10), row(2, 0)], [(MONEY, 10, 10), (ZERO, 0, 10)]),
    "a zero from the start of the year": ([row(1, 0, 0)], [(ZERO, 0, 0)]),
    "the same total again is a zero": (
        [row(1, total=10), row(2, total=10)],
        [(MONEY, 10, 10), (ZERO, 0, 10)],
    ),
    "a silent month is not zero": (
        [row(1, 10), row(3, 5)],
        [(MONEY, 10, 10), (SILENT, None, 10), (MONEY, 5, 15)],
    ),
    "a later total covers a silent month": (
        [row(1, 10), row(3, total=30)],
        [(MONEY, 10, 10), (COVERED, None, 10), (MONEY, None, 30)],
    ),
    "a later total covers silence from January on": (
        [row(3, total=30)],
        [(COVERED, None, None), (COVERED, None, None), (MONEY, None, 30)],
    ),
    "a month sent with the total after silence stays its own": (
        [row(1, 10), row(3, 8, 30)],
        [(MONEY, 10, 10), (COVERED, None, 10), (MONEY, 8, 30)],
    ),
    "a correction counts beside the month": (
        [row(1, 10), row(2, 5, correction=-3)],
        [(MONEY, 10, 10), (MONEY, 5, 12)],
    ),
    "a correction is no money of the month": (
        [row(1, total=10), row(2, total=12, correction=2)],
        [(MONEY, 10, 10), (ZERO, 0, 12)],
    ),
    "a total may fall": (
        [row(1, total=10), row(2, total=7)],
        [(MONEY, 10, 10), (MONEY, -3, 7)],
    ),
    "a verified month takes the place of the unit's own and of its total": (
        [row(1, 10, 10), row(2, 5, 15, verified=4)],
        [(MONEY, 10, 10), (MONEY, 4, 14)],
    ),
    "a verified total takes the place of the unit's own": (
        [row(1, 10, 10), row(2, 5, 15, verified_total=13)],
        [(MONEY, 10, 10), (MONEY, 5, 13)],
    ),
    "a month verified as nothing": (
        [row(1, 10), row(2, 5, verified=0)],
        [(MONEY, 10, 10), (ZERO, 0, 10)],
    ),
    "a verified total carries on into the months after it": (
        [row(1, 500, 500, verified_total=300), row(2, 50, 550)],
        [(MONEY, 500, 300), (MONEY, 50, 350)],
    ),
    "it carries on when only totals are sent": (
        [row(1, total=500, verified_total=300), row(2, total=550)],
        [(MONEY, 300, 300), (MONEY, 50, 350)],
    ),
    "it carries on when only months are sent": (
        [row(1, 500, verified_total=300), row(2, 50)],
        [(MONEY, 500, 300), (MONEY, 50, 350)],
    ),
    "a unit that takes over the verified base is believed": (
        [row(1, total=500, verified_total=300), row(2, 50, 350), row(3, total=360)],
        [(MONEY, 300, 300), (MONEY, 50, 350), (MONEY, 10, 360)],
    ),
    "so is a total below the unit's own last one": (
        [row(1, total=500, verified_total=300), row(2, total=350)],
        [(MONEY, 300, 300), (MONEY, 50, 350)],
    ),
    "a later verified total ends an earlier one": (
        [row(1, 500, verified_total=300), row(2, 50, verified_total=550), row(3, 10, 560)],
        [(MONEY, 500, 300), (MONEY, 50, 550), (MONEY, 10, 560)],
    ),
    "a verified month carries on too": (
        [row(1, 10, 10, verified=4), row(2, 5, 15)],
        [(MONEY, 4, 4), (MONEY, 5, 9)],
    ),
    "after any gap a total does not tell the month": (
        [row(2, 10), row(3, total=50)],
        [(COVERED, None, None), (MONEY, 10, 10), (MONEY, None, 50)],
    ),
    "a total of nothing after silence is zero": (
        [row(2, total=0)],
        [(COVERED, None, None), (ZERO, None, 0)],
    ),
    "January and February together leave no gap, and their amount is of both": (
        [row(2, 30, covers=2), row(3, 5)],
        [(COVERED, None, None), (MONEY, 30, 30), (MONEY, 5, 35)],
    ),
    "a total of January and February together is their amount": (
        [row(2, total=30, covers=2), row(3, total=40)],
        [(COVERED, None, None), (MONEY, 30, 30), (MONEY, 10, 40)],
    ),
    "nothing in January and February together is zero": (
        [row(2, 0, covers=2)],
        [(COVERED, None, None), (ZERO, 0, 0)],
    ),
    "before January and February are sent January is silent": ([], [(SILENT, None, None)]),
    "silence at the end keeps the total": (
        [row(1, 10), row(4, 1)],
        [(MONEY, 10, 10), (SILENT, None, 10), (SILENT, None, 10)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_year_stands_as_its_entries_say(case):
    rows, expected = CASES[case]
    year = stand(rows, through=len(expected))
    assert [(m.state, m.amount, m.year_to_date) for m in year.months] == expected
    assert year.year_to_date == expected[-1][2]


def test_a_gap_is_a_month_neither_reported_nor_covered():
    assert stand([row(1, 10), row(3, 5)], through=3).has_gap
    assert not stand([row(1, 10), row(3, total=30)], through=3).has_gap
    assert not stand([row(1, 10), row(2, 0)], through=2).has_gap


def test_a_verified_month_is_marked():
    months = stand([row(1, 10), row(2, 5, verified=4), row(3, 5, verified_total=20)], through=3)
    assert [month.is_verified for month in months.months] == [False, True, True]


def test_the_latest_row_is_the_last_one_within_the_cut_off():
    rows = [row(1, 10), row(2, 5), row(3, 1)]
    assert stand(rows, through=2).latest == rows[1]
    assert stand([], through=2).latest is None


def test_before_january_there_is_no_month():
    assert stand([row(1, 10)], through=0).year_to_date is None


def test_only_the_month_that_owed_nothing_of_its_own_is_joint():
    together = stand([row(2, 30, covers=2), row(5, total=50)], through=5)
    assert [month.is_joint for month in together.months] == [True, False, False, False, False]
    assert not together.has_gap


def test_a_month_without_money_says_why():
    months = stand([row(1, 0, reason="winter"), row(2, 5, reason="winter")], through=2).months
    assert [month.zero_reason for month in months] == ["winter", ""]


# Rows, and whether the total at their end rests on an estimate.
ESTIMATES = {
    "a confirmed figure": ([row(1, 10)], False),
    "an estimate": ([row(1, 10, is_estimate=True)], True),
    "a month added to an estimate": ([row(1, 10, is_estimate=True), row(2, 5)], True),
    "a confirmed total after an estimate": (
        [row(1, 10, is_estimate=True), row(2, total=15)],
        False,
    ),
    "silence after an estimate": ([row(1, 10, is_estimate=True)], True),
    "an estimated total": ([row(1, 10), row(2, total=15, is_estimate=True)], True),
    "an estimated month that was verified": ([row(1, 10, verified=8, is_estimate=True)], False),
    "an estimated total that was verified": (
        [row(1, 10, is_estimate=True), row(2, 5, verified_total=12, is_estimate=True)],
        False,
    ),
}


@pytest.mark.parametrize("case", ESTIMATES)
def test_a_total_says_whether_it_rests_on_an_estimate(case):
    rows, expected = ESTIMATES[case]
    assert stand(rows, through=2).has_estimate is expected


def test_nothing_reported_rests_on_no_estimate():
    assert not stand([], through=0).has_estimate
