"""Every figure that is held against the pace asks the rule of its list."""

import datetime
import io
import json
from fractions import Fraction

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from figures.book import FigureBook
from figures.curve import curve, curve_chart
from figures.facts import line_as_if, load_facts
from figures.indicators import INDICATORS
from figures.lights import Colour, light_by_pace
from figures.models import LightFamily, LightScheme
from figures.tests.factories import fact
from figures.tests.scene import JUNE, make_line
from figures.words import explain, pace_in_full
from investment.models import PaceKind, PaceRule
from investment.pacing import Pacing
from measures.money import WAN
from measures.months import Month
from projects.models import Tier

pytestmark = pytest.mark.django_db

SOURCE = "县政发〔2019〕3号"
TENTHS = "10,20,30,40,50,60,70,80,90,100,100,100"
JANUARY = datetime.date(2019, 1, 1)


def rule(kind, shares="", plan=None, from_date=JANUARY, county=None):
    return PaceRule(
        county=county, plan=plan, from_date=from_date, kind=kind, shares=shares, source=SOURCE
    )


@pytest.fixture
def line(unit_a):
    """55 % at the end of June: ahead of months ÷ 12, behind 10 % a month."""
    return make_line(unit_a, "滨河路", 1000, {6: 550})


def test_a_list_with_a_rule_of_its_own_is_held_against_it(county, unit_a, line):
    make_line(unit_a, "城南学校", 1000, {6: 550}, tier=Tier.MUNICIPAL)
    rule(PaceKind.CURVE, TENTHS, plan=line.plan, county=county).save()
    book = FigureBook(load_facts(county, JUNE))

    def told(start):
        names = ("序时进度", "超序时", "达序时数")
        return [book.of(start, "全部", name).text() for name in names]

    ours, theirs = line.plan.key, "市级"
    assert told(ours) == ["60.00", "−5.00", "0"]
    assert told(theirs) == ["50.00", "+5.00", "1"]
    assert [row.light.colour for row in book.facts.rows] == [Colour.GREEN, Colour.AMBER]
    # Over both there is no one pace; what reaches its own is counted all the same.
    assert told(f"{theirs}+{ours}") == ["—", "—", "1"]
    assert book.of(f"{theirs}+{ours}", "全部", "达序时单位数").value is None
    assert book.facts.pace_of(f"{theirs}+{ours}") is None


def test_the_words_follow_the_rule(county, unit_a, line):
    def words():
        facts = load_facts(county, JUNE)
        figure = FigureBook(facts).of(line.plan.key, "全部", "序时进度")
        return explain(figure).words, pace_in_full(facts.paces.of_list(line.plan.pk), JUNE)

    assert words() == ("已过月数 ÷ 12", "序时进度50.00%（6个月÷12）")
    rule(PaceKind.CURVE, TENTHS, county=county).save()
    told = f"按进度曲线（{SOURCE}）"
    assert words() == (told, f"序时进度60.00%，{told}")
    make_line(unit_a, "城南学校", 1000, {6: 550}, tier=Tier.MUNICIPAL)
    rule(PaceKind.MONTHS, plan=line.plan, county=county).save()
    figure = FigureBook(load_facts(county, JUNE)).of("市级+县级", "全部", "序时进度")
    assert explain(figure).words == f"市级{told}；县级已过月数 ÷ 12"
    lead = FigureBook(load_facts(county, JUNE)).of("市级", "全部", "超序时")
    assert explain(lead).words == f"完成率 − 序时进度；序时进度{told}"


def test_each_month_of_the_curve_goes_by_the_rule_of_its_own_day(county, line):
    rule(PaceKind.CURVE, TENTHS, from_date=datetime.date(2019, 6, 10), county=county).save()
    facts = load_facts(county, JUNE)
    points = curve(facts, line.plan.key, "全部")
    assert [point.due // WAN for point in points[-2:]] == [416, 600]
    drawn = curve_chart(JUNE, [], facts.rows, str, "元")["series"][1]["data"]
    assert [int(yuan) // WAN for yuan in drawn[4:8]] == [416, 600, 700, 800]
    judged = line_as_if(line.project, JUNE, facts.rows[0].standing, None)
    assert judged is not None
    assert judged.pace == Fraction(6, 10)


def test_a_cut_off_may_be_a_day(county, line):
    rule(PaceKind.HALVES, county=county).save()
    for day, pace in ((30, "50.00"), (14, "50.00"), (15, "54.17")):
        cut_off = datetime.date(2019, 6 if day == 30 else 7, day)
        facts = load_facts(county, JUNE, day=cut_off)
        assert FigureBook(facts).of(line.plan.key, "全部", "序时进度").text() == pace
    assert facts.rows[0].lead == 55 - Fraction(1300, 24)
    assert facts.rows[0].light.colour is Colour.GREEN
    key = f"{line.plan.key}.全部.超序时"
    call_command("figures", "--as-of", "2019-07-15", "--key", key, stdout=(out := io.StringIO()))
    assert json.loads(out.getvalue())[key]["value"] == "0.83"


@pytest.mark.parametrize("family", LightFamily)
def test_in_a_winter_stop_whatever_is_done_reaches_the_pace(family):
    scheme = LightScheme(family=family, green_limit=0, amber_limit=0)
    scheme.green_limit = 80 if family == LightFamily.RATIO else 0
    light = light_by_pace(done=0, planned=1, pace=Fraction(0), scheme=scheme)
    assert light.colour is Colour.GREEN


rules = st.one_of(
    st.sampled_from(
        [
            rule(PaceKind.MONTHS),
            rule(PaceKind.HALVES),
            rule(PaceKind.CURVE, TENTHS),
            rule(PaceKind.QUARTERS, "20,47.5,80,95"),
        ]
    ),
    st.integers(1, 12).map(
        lambda month: rule(PaceKind.FIXED, "33.3333", from_date=datetime.date(2019, month, 1))
    ),
)


@given(rules, st.integers(1, 12), st.lists(st.integers(0, 3000), min_size=1, max_size=4))
def test_the_lead_is_the_rate_less_the_pace_with_every_kind(rule, month, amounts):
    day = Month(2019, month).next().first_day.replace(day=20)
    pacing = Pacing(of_county=(rule,), day=day)
    at = Month(2019, month)
    rows = [fact(done=done, through=month, pacing=pacing, pace=pacing.at(at)) for done in amounts]
    rate, pace, lead = (
        INDICATORS[name].over(rows, name).exact for name in ("完成率", "序时进度", "超序时")
    )
    assert lead == (rate - pace) * 100
