"""Figures of plans by months and quarters (分期计划) and of targets of a list (时段目标)."""

import datetime

import pytest

from accounts import clock
from accounts.trail.unwinding import AsKnown, sequence_at
from figures.book import FigureBook
from figures.facts import load_facts
from figures.phases import planned_through
from figures.tests.scene import JUNE, make_line
from measures.money import WAN
from measures.months import Month
from projects.lists.targets import set_target
from projects.models import Tier
from projects.reading import items_on

pytestmark = pytest.mark.django_db

MAY, JULY = Month(2019, 5), Month(2019, 7)
AUGUST_2 = datetime.date(2019, 8, 2)
QUARTERS = "1-3:1000000 4-6:3000000 7-9:4000000 10-12:4000000"


@pytest.fixture
def lines(unit_a, unit_b):
    """1200 planned by quarter and 450 done; 600 without months and 300 done; a preliminary one."""
    return [
        make_line(unit_a, "道路", 1200, {3: 100, 6: 350}, phases=QUARTERS),
        make_line(unit_b, "水厂", 600, {6: 300}),
        make_line(unit_a, "机场", None, category="preliminary"),
    ]


def figures(county, month=JUNE):
    book = FigureBook(load_facts(county, month))

    def value(name, group="全部"):
        figure = book.of("县级", group, name)
        return figure.number(), len(figure.rows)

    return value


def test_what_months_and_quarters_plan_by_the_cut_off(county, lines):
    of = figures(county)
    assert of("时段计划投资") == ("400", 1)
    assert of("本季计划投资") == ("300", 1)
    assert of("时段计划完成率") == ("112.50", 1)
    # Of the middle of a quarter nobody knows, and it is not zero.
    may = figures(county, MAY)
    assert (may("时段计划投资"), may("时段计划完成率")) == ((None, 0), (None, 0))
    assert may("本季计划投资") == ("300", 1)


def test_of_a_list_it_is_known_where_every_line_with_a_plan_says_it(county, lines):
    rows = load_facts(county, JUNE).of_list("县级")
    road = [row for row in rows if row.phases]
    assert planned_through(road, 3) == 100 * WAN
    assert planned_through(road, 5) is None
    assert planned_through(rows, 6) is None
    lines[1].phases = "1-6:2000000"
    lines[1].save()
    rows = load_facts(county, JUNE).of_list("县级")
    assert (planned_through(rows, 6), planned_through(rows, 12)) == (600 * WAN, 1800 * WAN)
    assert planned_through([], 6) is None


def test_an_amount_or_a_share_is_asked_of_the_list_as_a_whole(county, lines, approver):
    plan = lines[0].plan

    def ask(month, **said):
        plan.refresh_from_db()
        usual = {"amount": None, "share": None, "from_day": None, "source": "县委会议"}
        set_target(plan=plan, month=month, by=approver, version=plan.version, today=AUGUST_2,
                   **(usual | {"reason": "下达"} | said))  # fmt: skip

    ask(6, share=5000)
    of = figures(county)
    # Half of 1800, of which 750 are done.
    assert (of("时段目标"), of("时段目标完成率")) == (("900", 2), ("83.33", 2))
    assert figures(county, MAY)("时段目标") == (None, 2)
    moment = sequence_at(clock.now())
    ask(6, amount=1000 * WAN, from_day=datetime.date(2019, 6, 1))
    assert figures(county)("时段目标") == ("1000", 2)
    facts = load_facts(county, JUNE, AsKnown(county, moment))
    assert FigureBook(facts).of("县级", "全部", "时段目标").value == 900 * WAN
    ask(6, share=6000, from_day=datetime.date(2019, 7, 1))
    # What is asked from July on does not move June.
    assert figures(county)("时段目标完成率") == ("75.00", 2)


def test_of_a_unit_a_class_or_several_lists_nothing_is_asked(county, lines, unit_a, approver):
    make_line(unit_a, "隧道", 500, tier=Tier.MUNICIPAL)
    set_target(plan=lines[0].plan, month=6, amount=900 * WAN, share=None, source="县委会议",
               from_day=None, by=approver, version=1, today=AUGUST_2, reason="下达")  # fmt: skip
    facts = load_facts(county, JUNE)
    both = FigureBook(facts).of("市级+县级", "全部", "时段目标")
    own = FigureBook(facts.of_units([unit_a.pk])).of("县级", "全部", "时段目标")
    assert (both.value, own.value) == (None, None)
    assert FigureBook(facts).of("县级", "全部", "时段目标").value == 900 * WAN
    assert "县级.新建.时段目标" not in list(FigureBook(facts))


def test_a_line_read_by_the_day_has_its_quarters(county, lines):
    [then] = items_on([lines[0]], JULY.first_day, county)
    assert then.spread.text == QUARTERS
