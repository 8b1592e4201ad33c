"""The four states of a month and the totals that follow from them (DESIGN §4.2, §4.3, §4.7)."""

import pytest

from investment.standing import EntryRow, MonthState, stand

MONEY, ZERO, COVERED, SILENT = (
    MonthState.MONEY,
    MonthState.ZERO,
    MonthState.COVERED,
    MonthState.SILENT,
)


def row(month, amount=None, total=None, correction=None, verified=None, verified_total=None):
    return EntryRow(1, month, amount, total, correction, verified, verified_total, "", "", "")


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
