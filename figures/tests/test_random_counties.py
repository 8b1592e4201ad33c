"""Whatever a county is like: parts make their whole, cuts of one dimension make what they cut, and
a set of lists counts each project once (issue 13)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Unit
from figures.book import FigureBook, check_book
from figures.facts import Facts
from figures.lights import NO_LIGHT, UNREPORTED, Colour, Lag, Light
from figures.tests.factories import fact
from figures.tests.scene import JUNE
from measures.money import WAN
from projects.models import AnnualPlan, InvestorType, PlanCategory

LISTS = ("市级", "县级")
LIGHTS = (
    NO_LIGHT,
    UNREPORTED,
    Light(Colour.GREEN, "达序时"),
    Light(Colour.AMBER, "略慢", lag=Lag.INVESTMENT),
    Light(Colour.RED, "滞后", lag=Lag.INVESTMENT),
    Light(Colour.RED, "开工滞后", lag=Lag.START),
)
amounts = st.none() | st.integers(0, 20_000)
a_line = st.tuples(
    st.sampled_from(LISTS),
    st.integers(1, 6),
    amounts,
    amounts,
    st.sampled_from(PlanCategory),
    st.sampled_from(["", *InvestorType.values]),
    st.sampled_from(LIGHTS),
    st.booleans(),
)


def county_of(told):
    """A book over lines of two lists, each project at most once on each."""
    once = {(plan, project): line for line in told for plan, project in [line[:2]]}
    rows = [
        fact(
            plan_key=plan,
            project_id=project,
            done=done,
            planned=planned and planned * WAN,
            category=category,
            investor_type=investor,
            light=light,
            is_started=is_started,
            unit_id=project % 3 + 1,
            unit_name=f"{project % 3 + 1}号局",
        )
        for (plan, project), (_, _, done, planned, category, investor, light, is_started) in (
            once.items()
        )
    ]
    plans = tuple(
        AnnualPlan(pk=pk, key=key, tier=tier)
        for pk, (key, tier) in enumerate(zip(LISTS, ("municipal", "county"), strict=True), 1)
    )
    return FigureBook(Facts(Unit(name="示范县"), JUNE, plans, tuple(rows), "系统默认"))


def whole(book, key):
    return int(book[key]) if book[key].value is not None else 0


@settings(max_examples=60)
@given(st.lists(a_line, max_size=10))
def test_every_partition_adds_up(told):
    check_book(county_of(told))


@settings(max_examples=40)
@given(st.lists(a_line, max_size=10))
def test_the_values_of_a_dimension_make_what_they_cut(told):
    book = county_of(told)
    for start in LISTS:
        rows = book[f"{start}.合计.项目数"].rows
        for name in ("填报单位", "投资主体"):
            values = book.cuts.values(name, rows)
            for indicator in ("项目数", "完成投资", "年度计划投资"):
                parts = (whole(book, f"{start}.合计.{name}={each}.{indicator}") for each in values)
                assert sum(parts) == whole(book, f"{start}.合计.{indicator}"), (name, indicator)


@settings(max_examples=60)
@given(st.lists(a_line, max_size=10))
def test_a_union_counts_each_project_once_and_a_difference_those_of_the_first_alone(told):
    book = county_of(told)
    on = {key: {row.project_id for row in book[f"{key}.合计.项目数"].rows} for key in LISTS}
    for first, second in (LISTS, LISTS[::-1]):
        both = book[f"{first}+{second}.合计.项目数"]
        assert sorted(row.project_id for row in both.rows) == sorted(on[first] | on[second])
        alone = book[f"{first}-{second}.合计.项目数"]
        assert sorted(row.project_id for row in alone.rows) == sorted(on[first] - on[second])
        done = whole(book, f"{first}.合计.完成投资") + whole(
            book, f"{second}-{first}.合计.完成投资"
        )
        assert whole(book, f"{first}+{second}.合计.完成投资") == done
