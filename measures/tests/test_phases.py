import pytest

from measures.phases import Phases, span_label, spans_of

QUARTERS = ((1, 3), (4, 6), (7, 9), (10, 12))


def spread(**amounts: int) -> Phases:
    """``spread(m1_3=100)``."""
    spans = ((tuple(map(int, name[1:].split("_"))), amount) for name, amount in amounts.items())
    return Phases.of(((first, last), amount) for (first, last), amount in spans)


def by_quarter(*amounts: int) -> Phases:
    return Phases.of(zip(QUARTERS, amounts, strict=False))


def test_it_is_kept_as_text_and_read_again() -> None:
    phases = spread(m4_6=5, m1_6=12, m1_3=7, m7_7=1)
    assert phases.text == "1-6:12 1-3:7 4-6:5 7-7:1"
    assert Phases.read(phases.text) == phases
    assert (Phases.read(""), Phases.read(None), Phases.read("甲")) == (Phases(),) * 3


def test_its_words_are_those_of_the_field() -> None:
    assert by_quarter(100_0000, 50_5000).words == "一季度100万元，二季度50.5万元"
    names = [span_label(*span) for span in ((1, 6), (7, 12), (1, 9), (5, 5), (1, 5), (1, 12))]
    assert names == ["上半年", "下半年", "前三季度", "5月", "1—5月", "全年"]


@pytest.mark.parametrize(
    ("phases", "whole", "known"),
    [
        (by_quarter(100, 200, 300, 400), 1000, {3: 100, 6: 300, 9: 600, 12: 1000}),
        # Of the half-year alone the rest of the year is known by the year's end.
        (spread(m1_6=600), 1000, {6: 600, 12: 1000}),
        (spread(m1_6=600, m1_3=100), 1000, {3: 100, 6: 600, 12: 1000}),
        # From the end: what is planned for the second half is not in the first.
        (spread(m7_9=300, m10_12=100), 1000, {6: 600, 9: 900, 12: 1000}),
        (spread(m1_1=10, m2_2=20, m3_3=30, m4_6=40), None, {1: 10, 2: 30, 3: 60, 6: 100}),
        # They come to the whole year: nothing is planned for the months that are not told.
        (spread(m4_6=400, m10_12=600), 1000, {1: 0, 2: 0, 3: 0, 6: 400, 7: 400, 8: 400, 9: 400,
                                              12: 1000}),
        (Phases(), 1000, {}),
        (spread(m4_6=400), None, {}),
    ],
)  # fmt: skip
def test_what_is_due_through_a_month_is_known_or_it_is_not(phases, whole, known) -> None:
    found = {month: phases.through(month, whole) for month in range(1, 13)}
    assert {month: yuan for month, yuan in found.items() if yuan is not None} == known


@pytest.mark.parametrize(
    ("phases", "whole", "words"),
    [
        (by_quarter(100_0000, 200_0000), 1000_0000, ""),
        (by_quarter(0, 400_0000, 0, 600_0000), 1000_0000, ""),
        (
            by_quarter(600_0000, 600_0000),
            1000_0000,
            "分期合计1,200万元，超过年度计划投资1,000万元",
        ),
        (
            by_quarter(100_0000, 200_0000, 300_0000, 300_0000),
            1000_0000,
            "分期合计900万元，少于年度计划投资1,000万元",
        ),
        (
            spread(m1_6=300_0000, m1_3=100_0000, m4_6=150_0000),
            1000_0000,
            "分期合计250万元，少于上半年300万元",
        ),
        (spread(m1_6=300_0000, m1_3=400_0000), None, "分期合计400万元，超过上半年300万元"),
        (Phases(), 1000_0000, ""),
    ],
)
def test_what_does_not_add_up_is_said(phases, whole, words) -> None:
    assert phases.mismatch(whole) == words


def test_phases_told_anew_leave_those_of_other_months() -> None:
    before = by_quarter(100, 200, 300, 400)
    by_month = spread(m4_4=60, m5_5=70, m6_6=80)
    assert before.told_anew(by_month) == spread(
        m1_3=100, m4_4=60, m5_5=70, m6_6=80, m7_9=300, m10_12=400
    )
    assert before.told_anew(Phases()) == before


def test_the_columns_of_several_stand_in_the_order_of_the_year() -> None:
    assert spans_of([spread(m4_6=1, m1_6=2), spread(m1_3=1), Phases()]) == [(1, 6), (1, 3), (4, 6)]
