"""What holds from a day on, and what held before: the arithmetic of spans."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from accounts.trail.dated import Span, changed_from, corrected, holding, standing_since

FIRST = datetime.date(2019, 1, 1)
DAYS = [FIRST + datetime.timedelta(days=day) for day in range(12)]

a_day = st.sampled_from(DAYS)
a_value = st.integers(0, 3)
a_deed = st.one_of(
    st.tuples(st.just("change"), a_day, st.none(), a_value),
    st.tuples(st.just("correct"), st.none() | a_day, st.none() | a_day, a_value),
)


def day_by_day(deeds):
    """The same deeds on a plain list of days, a value each."""
    values = [0] * len(DAYS)
    for kind, since, until, value in deeds:
        begins = 0 if since is None else DAYS.index(since)
        ends = len(DAYS) if until is None else DAYS.index(until)
        if kind == "change":
            later = range(begins + 1, len(DAYS))
            ends = next((day for day in later if values[day] != values[day - 1]), len(DAYS))
        values[begins:ends] = [value] * max(0, ends - begins)
    return values


@given(st.lists(a_deed, max_size=6))
def test_spans_tell_what_a_list_of_days_would(deeds):
    spans = [Span(None, {"total": 0})]
    for kind, since, until, value in deeds:
        if kind == "change":
            spans = changed_from(spans, since, {"total": value})
        else:
            spans = corrected(spans, {"total": value}, since=since, until=until)
    assert [holding(spans, day)["total"] for day in DAYS] == day_by_day(deeds)
    ends = [span.until for span in spans]
    assert ends[-1] is None
    assert ends[:-1] == sorted(set(ends[:-1]))


def test_a_column_stands_since_the_last_day_on_which_it_changed():
    spans = [
        Span(DAYS[2], {"total": 0, "name": "甲"}),
        Span(DAYS[4], {"total": 1, "name": "甲"}),
        Span(DAYS[6], {"total": 0, "name": "甲"}),
        Span(None, {"total": 0, "name": "甲"}),
    ]
    assert standing_since(spans, "total") == DAYS[4]
    assert standing_since(spans, "name") is None
    assert standing_since(spans[-1:], "total") is None
