"""Whatever is split, merged or replaced, and when: every month, every total, every list, union and
cut is what it was before (issue 15)."""

import datetime
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Unit
from figures.book import FigureBook, check_book
from figures.facts import Facts
from figures.tests.factories import entry, fact
from investment.basis import Basis
from investment.carrying import Share, Shares
from investment.standing import MonthState, stand, sum_of_known
from measures.months import Month
from projects.models import AnnualPlan

THROUGH = 9
LISTS = ("市级", "县级")
amounts = st.none() | st.integers(-2_000, 20_000)


@st.composite
def entries_of(draw, project, through=THROUGH):
    """A year's months by month and total, by one of them, or in silence."""
    sent, total = [], 0
    for month in range(1, through + 1):
        amount = draw(amounts)
        if amount is None:
            continue
        total += amount
        told = draw(st.sampled_from(["both", "month", "total"]))
        sent.append(
            entry(
                month,
                project_id=project,
                month_amount=None if told == "total" else amount,
                year_to_date=None if told == "month" else total,
            )
        )
    return sent


@st.composite
def successions(draw):
    """The entries of some projects, and what went on as what: each project ends, or gives away
    once, and who goes on may end later itself."""
    standing = list(range(1, draw(st.integers(1, 4)) + 1))
    rows = {project: draw(entries_of(project)) for project in standing}
    shares: list[Share] = []
    following = 100
    day = datetime.date(2019, 2, 1)
    for number in range(1, draw(st.integers(1, 3)) + 1):
        day = day.replace(month=min(THROUGH, day.month + draw(st.integers(0, 3))))
        kind = draw(st.sampled_from(["split", "merge", "keep"]))
        sources = standing[:2] if kind == "merge" and len(standing) > 1 else standing[:1]
        into = [following + place for place in range(1 if kind == "merge" else 2)]
        following += 10
        for source in sources:
            parts = draw(
                st.lists(st.integers(0, 1000 // len(into)), min_size=len(into), max_size=len(into))
            )
            keeps = kind == "keep"
            for place, (successor, part) in enumerate(zip(into, parts, strict=True)):
                is_rest = place == len(into) - 1 and not keeps
                shares.append(
                    Share(
                        day,
                        number,
                        source,
                        len(shares),
                        successor,
                        None if is_rest else part,
                        None,
                        None,
                        not keeps,
                        True,
                    )
                )
            rows[source] = [row for row in rows[source] if keeps or row.month < day.month]
            if not keeps:
                standing.remove(source)
        for successor in into:
            rows[successor] = [row for row in draw(entries_of(successor)) if row.month >= day.month]
        standing += into
    return rows, Shares(tuple(sorted(shares, key=lambda each: each[:4])))


def as_sent(rows, shares):
    """The totals as the units send them: they begin with what was carried."""
    return {
        project: [
            row
            if row.year_to_date is None
            else row._replace(year_to_date=row.year_to_date + shares.begun_with(project, row.month))
            for row in sent
        ]
        for project, sent in rows.items()
    }


def in_force(told):
    """The shares as they are kept, and what is sent with them."""
    rows, shares = told
    kept = Shares()
    for share in shares.every:
        if share[:3] in [each[:3] for each in kept.every]:
            continue
        # What is sent by the time at which each takes force.
        group = tuple(each for each in shares.every if each[:3] == share[:3])
        known = {
            project: [row for row in sent if row.month < share.month]
            for project, sent in as_sent(rows, kept).items()
        }
        reckoned = Shares((*kept.every, *group)).reckoned(known, through=THROUGH).every
        kept = Shares((*kept.every, *(each for each in reckoned if each[:3] == share[:3])))
    return as_sent(rows, kept), kept


def whole(standings, month, name):
    return sum_of_known(getattr(of.months[month], name) for of in standings) or 0


@settings(max_examples=150, deadline=None)
@given(successions())
def test_every_month_and_total_is_counted_once(told):
    rows, _ = told
    sent, shares = in_force(told)
    apart = [stand(own, through=THROUGH) for own in rows.values()]
    carried = shares.carried(sent, through=THROUGH)
    together = [carried.get(project) or stand(sent[project], through=THROUGH) for project in rows]
    for month in range(THROUGH):
        assert whole(together, month, "year_to_date") == whole(apart, month, "year_to_date")
    # A month's own amount is known of a project that reports without a gap.
    if not any(of.has_gap for of in apart):
        for month in range(THROUGH):
            assert whole(together, month, "amount") == whole(apart, month, "amount")


@settings(max_examples=80, deadline=None)
@given(successions())
def test_the_months_of_each_make_its_total(told):
    sent, shares = in_force(told)
    for standing in shares.carried(sent, through=THROUGH).values():
        if all(month.state in (MonthState.MONEY, MonthState.ZERO) for month in standing.months):
            amounts = sum(month.amount or 0 for month in standing.months)
            assert amounts == (standing.year_to_date or 0)


@settings(max_examples=80, deadline=None)
@given(successions(), st.integers(1, THROUGH))
def test_the_past_stays_what_it_was(told, through):
    """At a cut-off before its day no share is read, and what is sent later moves nothing."""
    sent, shares = in_force(told)
    now = shares.through(through)
    before = {p: [row for row in own if row.month <= through] for p, own in sent.items()}
    for project, standing in now.carried(before, through=through).items():
        longer = now.carried(sent, through=THROUGH)[project]
        totals = [month.year_to_date for month in standing.months]
        if not any(share.month > through for share in shares.every):
            assert totals == [month.year_to_date for month in longer.months[:through]]


@settings(max_examples=80, deadline=None)
@given(successions())
def test_lists_unions_and_cuts_add_up(told):
    rows, _ = told
    sent, shares = in_force(told)
    ended = {share.predecessor_id for share in shares.every if share.ends}
    carried = shares.carried(sent, through=THROUGH)
    fold = partial(stand, through=THROUGH, basis=Basis.VERIFIED)
    now = [
        line(plan, project, carried.get(project) or fold(own))
        for plan in LISTS
        for project, own in sent.items()
        if project not in ended
    ]
    book = book_of(now)
    check_book(book)
    done = sum(fold(own).year_to_date or 0 for own in rows.values())
    for start in (*LISTS, "市级+县级"):
        assert (book[f"{start}.合计.完成投资"].value or 0) == done
    every = book["县级.合计.项目数"].rows
    for name in ("填报单位", "投资主体"):
        values = book.cuts.values(name, every)
        parts = (book[f"县级.合计.{name}={each}.完成投资"].value or 0 for each in values)
        assert sum(parts) == done


def line(plan, project, standing):
    return fact(
        plan_key=plan,
        project_id=project,
        through=THROUGH,
        standing=standing,
        investor_type=("", "government", "private")[project % 3],
        unit_id=project % 2 + 1,
        unit_name=f"{project % 2 + 1}号局",
    )


def book_of(rows):
    plans = tuple(
        AnnualPlan(pk=pk, key=key, tier=tier)
        for pk, (key, tier) in enumerate(zip(LISTS, ("municipal", "county"), strict=True), 1)
    )
    return FigureBook(Facts(Unit(name="示范县"), Month(2019, THROUGH), plans, tuple(rows), ""))
