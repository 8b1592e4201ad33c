"""要素, 资金 and 争资: exact figures by list, kind and source, and as they were known."""

import datetime
import io
import json
from fractions import Fraction

import pytest
from django.core.management import call_command

from accounts.models import AuditHead
from accounts.trail.unwinding import AsKnown
from figures.book import Book, check_book
from figures.subjects.funds import FUNDS_SUBJECT
from figures.subjects.gaps import GAPS_SUBJECT
from figures.subjects.won import WON_SUBJECT
from figures.tests.scene import make_line
from investment.models import BearerRole, IndicatorKind
from investment.tests import county_of_tasks
from investment.unit_targets.setting import add_bearer, add_indicator
from measures.money import WAN, YI
from projects.funds.roll import FUNDS
from projects.gaps.roll import GAPS
from projects.models import FundMark, FundSource, GapKind, Tier
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory
from projects.tests.rolls_scene import added, day, told

pytestmark = pytest.mark.django_db

JUNE_30 = datetime.date(2019, 6, 30)
MU = 100


@pytest.fixture
def sites(unit_a, unit_b):
    """甲 stands on the county's and on the province's list, 乙 on the county's alone."""
    a, b = make_line(unit_a, "甲公路", 1000).project, make_line(unit_b, "乙厂", 1000).project
    province = AnnualPlanFactory(county=unit_a.own_county, tier=Tier.PROVINCIAL)
    PlanItemFactory(plan=province, project=a, planned_investment=1)
    return a, b


@pytest.fixture
def gaps(sites, unit_a, unit_b, approver):
    a, b = sites
    land, funds = GapKind.LAND, GapKind.FUNDS
    of_a = {"roll": GAPS, "project": a, "unit": unit_a, "by": approver}
    of_b = {"roll": GAPS, "project": b, "unit": unit_b, "by": approver}
    return [
        added(**of_a, from_day=day(2), kind=funds, short_money=6 * YI, is_approximate=True),
        added(**of_a, from_day=day(2), kind=land, short_amount=1000 * MU, asked_of="自然资源局"),
        added(**of_b, from_day=day(3), kind=funds, short_money=3 * YI),
        added(**of_b, from_day=day(3), kind=land, short_amount=500 * MU),
        added(**of_b, from_day=day(4), kind=GapKind.RELOCATION, short_amount=12 * MU),
    ]


@pytest.fixture
def sources(county):
    made = {}
    for name, mark in (
        ("中央预算内", FundMark.ABOVE),
        ("省级", FundMark.ABOVE),
        ("专项债券", FundMark.BOND),
        ("自筹", FundMark.OWN),
    ):
        made[name] = FundSource.objects.create(county=county, name=name, mark=mark)
    return made


@pytest.fixture
def funds(sites, sources, unit_a, unit_b, approver):
    a, b = sites

    def one(project, unit, source, from_day, **values):
        of = {"source": sources[source], "year": 2019, **values}
        return added(FUNDS, project, unit, approver, from_day, **of)

    all_arrived = {"arrived": 200 * WAN, "paid": 0}
    return [
        one(a, unit_a, "中央预算内", day(2), program="水利", planned=400 * WAN, arrived=100 * WAN),
        one(b, unit_b, "省级", day(2), program="教育", planned=200 * WAN, **all_arrived),
        one(b, unit_b, "专项债券", day(3), applied=5 * YI),
        one(a, unit_a, "自筹", day(3), planned=600 * WAN),
        one(a, unit_a, "中央预算内", day(2), program="教育", planned=300 * WAN, year=2018),
    ]


def book_of(subject, county, on=JUNE_30, known=None):
    book = Book(subject, subject.load_on(county, on, known))
    check_book(book)
    return book


def values(book, start, *names):
    return [book[f"{start}.{name}"].value for name in names]


def test_gaps_are_summed_by_kind_and_list(gaps, county):
    book = book_of(GAPS_SUBJECT, county)
    names = ("缺口项目数", "缺口项数", "资金缺口", "用地缺口", "拆迁缺口", "用能缺口")
    assert values(book, "要素.全部", *names) == [2, 5, 9 * YI, 1500 * MU, 12 * MU, 0]
    assert values(book, "要素.省级", *names) == [1, 2, 6 * YI, 1000 * MU, 0, 0]
    assert book["要素.县级.用地缺口"].text() == "1500"
    assert book["要素.全部.要素=用地指标.缺口项数"].value == 2
    assert book["要素.全部.协调单位=自然资源局.用地缺口"].value == 1000 * MU
    assert [row.project_name for row in book["要素.全部.资金缺口"].rows] == ["甲公路", "乙厂"]


def test_what_was_raised_is_short_or_resolved(gaps, county, approver):
    told(GAPS, gaps[0], "change", approver, day(5), short_money=4 * YI)
    told(GAPS, gaps[3], "done", approver, day(6))
    names = ("资金缺口", "已解决资金缺口", "提出资金缺口", "用地缺口", "已解决用地缺口")
    book = book_of(GAPS_SUBJECT, county)
    assert values(book, "要素.全部", *names) == [7 * YI, 2 * YI, 9 * YI, 1000 * MU, 500 * MU]
    assert values(book, "要素.全部", "缺口项数", "已解决项数", "提出项数") == [4, 1, 5]
    assert book["要素.全部.缺口解决率"].value == Fraction(1, 5)
    april = book_of(GAPS_SUBJECT, county, day(4, 30))
    assert values(april, "要素.全部", *names) == [9 * YI, 0, 9 * YI, 1500 * MU, 0]


def test_a_correction_is_known_from_when_it_was_made(gaps, county, approver):
    then = AuditHead.objects.get().count
    told(GAPS, gaps[0], "correct", approver, day(6), reason="重复计算", short_money=5 * YI)
    assert book_of(GAPS_SUBJECT, county)["要素.全部.资金缺口"].value == 8 * YI
    assert (
        book_of(GAPS_SUBJECT, county, known=AsKnown(county, then))["要素.全部.资金缺口"].value
        == 9 * YI
    )


def test_a_county_without_gaps_lists_no_keys_of_them(county):
    assert list(book_of(GAPS_SUBJECT, county)) == []
    assert list(book_of(FUNDS_SUBJECT, county)) == []


def test_funds_are_summed_by_source_and_rates_leave_out_what_is_not_known(funds, county):
    book = book_of(FUNDS_SUBJECT, county)
    names = ("项目数", "资金笔数", "类别数", "计划额", "到位额", "支付额", "申报额")
    assert values(book, "资金.全部", *names) == [2, 5, 2, 1500 * WAN, 300 * WAN, 0, 5 * YI]
    # 300 of 600: neither what has no arrivals told, nor what has no plan.
    assert values(book, "资金.全部", "资金到位率", "支付率") == [Fraction(1, 2), Fraction(0)]
    above = "资金.全部.资金来源=中省预算内"
    assert values(book, above, "项目数", "计划额", "资金到位率") == [2, 900 * WAN, Fraction(1, 2)]
    assert values(book, "资金.全部.资金来源=省级", "计划额", "到位额") == [200 * WAN, 200 * WAN]
    assert values(book, "资金.全部.资金来源=自筹", "到位额", "资金到位率") == [None, None]
    assert values(book, "资金.省级", "项目数", "计划额") == [1, 1300 * WAN]


def test_the_total_investment_takes_each_project_once(funds, county):
    assert book_of(FUNDS_SUBJECT, county)["资金.全部.总投资"].value == 2 * YI


def test_what_was_won_is_of_the_year_and_from_above(funds, county, approver):
    book = book_of(WON_SUBJECT, county)
    names = ("项目数", "争取额", "申报项目数", "申报额", "到位额")
    assert values(book, "争资.全部", *names) == [2, 600 * WAN, 1, 5 * YI, 300 * WAN]
    bonds = "争资.全部.资金来源=专项债券"
    assert values(book, bonds, "申报项目数", "申报额", "项目数") == [1, 5 * YI, 0]
    assert book["争资.全部.资金来源=中省预算内.争取额"].value == 600 * WAN
    told(FUNDS, funds[1], "done", approver, day(6))
    again = book_of(WON_SUBJECT, county)
    assert values(again, "争资.全部", *names) == [2, 600 * WAN, 1, 5 * YI, 300 * WAN]
    assert book_of(FUNDS_SUBJECT, county)["资金.全部.资金笔数"].value == 4


def test_amounts_of_a_past_cut_off_stay_and_are_known_as_they_were(funds, county, approver):
    then = AuditHead.objects.get().count
    told(FUNDS, funds[0], "change", approver, day(7, 15), arrived=400 * WAN)
    told(FUNDS, funds[1], "correct", approver, day(7), reason="到账凭证", arrived=150 * WAN)
    key = "资金.全部.到位额"
    july, known = datetime.date(2019, 7, 31), AsKnown(county, then)
    asked = ((JUNE_30, None), (JUNE_30, known), (july, None), (july, known))
    found = [book_of(FUNDS_SUBJECT, county, *each)[key].value for each in asked]
    assert found == [250 * WAN, 300 * WAN, 550 * WAN, 300 * WAN]


def test_the_command_prints_them(gaps, funds, county):
    keys = ("要素.全部.用地缺口", "资金.全部.资金来源=专项债券.申报额", "争资.全部.争取额")
    options = [word for key in keys for word in ("--key", key)]
    call_command("figures", "--as-of", "2019-06-30", *options, stdout=(out := io.StringIO()))
    assert json.loads(out.getvalue()) == {
        "要素.全部.用地缺口": {"value": "1500", "unit": "亩", "rows": 2},
        "资金.全部.资金来源=专项债券.申报额": {"value": "50000", "unit": "万元", "rows": 1},
        "争资.全部.争取额": {"value": "600", "unit": "万元", "rows": 2},
    }


def test_what_units_report_to_have_won_stands_beside_and_alone_where_there_are_no_lines(
    funds, county
):
    sought = add_indicator(county=county, kind=IndicatorKind.SOUGHT, name="争取资金", by=None)
    bureau = add_bearer(county=county, name="发展和改革局", by=None)
    city = add_bearer(county=county, name="全市", role=BearerRole.CITY, by=None)
    for bearer, amount in ((bureau, 900), (city, 6000)):
        county_of_tasks.told(sought, bearer, amount * WAN, month=1)
    book = book_of(WON_SUBJECT, county)
    names = ("争取额", "报送争取额", "全市争取额", "争取额占全市比重")
    assert values(book, "争资.全部", *names) == [600 * WAN, 900 * WAN, 6000 * WAN, Fraction(1, 10)]
    assert book["争资.全部.争取额"].basis == "项目资金台账里当年下达的中省预算内和专项债券资金"
    january = book_of(WON_SUBJECT, county, day(1, 31))
    assert values(january, "争资.全部", "争取额", "争取额占全市比重") == [
        900 * WAN,
        Fraction(3, 20),
    ]
    assert january["争资.全部.争取额"].basis == "各单位报送的争取资金累计，已审定"
