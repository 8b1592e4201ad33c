"""固投, 招商, 争资: figures of tasks that no project bears, by the numbers of the documents."""

import datetime
import io
import json
from fractions import Fraction

import pytest
from django.core.management import call_command

from accounts import clock
from accounts.trail.unwinding import AsKnown, sequence_at
from figures.book import Book, check_book
from figures.subjects import TOPICS
from investment.models import Bearer, BearerRole, IndicatorKind
from investment.tests.county_of_23 import AT_PACE, BEHIND, SILENT, ZERO
from investment.tests.county_of_tasks import SOURCE, asked_of, fixed, industry, told
from investment.unit_targets.setting import Asked, add_bearer, add_indicator, set_targets
from measures.money import WAN, YI
from measures.months import Month

JANUARY, JUNE = Month(2012, 1), Month(2019, 6)

pytestmark = pytest.mark.django_db


def book_of(county, name="固投", month=JUNE):
    return Book(TOPICS[name], TOPICS[name].load(county, month, None))


def values(book, *names, cut=""):
    return [book[f"{book.subject.name}.全部.{cut}{name}"].value for name in names]


@pytest.fixture
def county_of_23(county):
    """The third source document: 23 bearers, of which 省市重点工程 is no unit; of the six without
    investment four sent a zero and two sent nothing."""
    whole = fixed(county)
    for task in (*AT_PACE, *BEHIND, *ZERO, *SILENT):
        bearer = add_bearer(county=county, name=task.unit, by=None)
        asked_of(whole, 2012, **{task.unit: task.planned})
        if task.done is not None:
            told(whole, bearer, task.done * WAN, month=1, year=2012)
    return county


def test_174_over_23_bearers_is_2_41_points_behind_in_january(county_of_23):
    book = book_of(county_of_23, month=JANUARY)
    assert values(book, "任务额", "月均任务额", "完成额", "本月完成额") == [
        174 * YI,
        145 * YI // 10,
        103 * YI // 10,
        103 * YI // 10,
    ]
    assert book["固投.全部.完成率"].text() == "5.92"
    assert book["固投.全部.序时进度"].text() == "8.33"
    assert book["固投.全部.超序时"].text() == "−2.41"


def test_zero_and_silent_are_apart_and_the_units_add_up(county_of_23):
    book = book_of(county_of_23, month=JANUARY)
    assert values(book, "任务单位数", "有投资单位数", "达序时单位数") == [23, 17, 3]
    assert values(book, "零报告单位数", "未报送单位数", "无投资单位数") == [4, 2, 6]
    named = [row.unit_name for row in book["固投.全部.无投资单位数"].rows]
    assert named == [task.unit for task in (*ZERO, *SILENT)]
    check_book(book)


def test_one_bearer_is_asked_by_name_and_silence_is_no_zero(county_of_23):
    book = book_of(county_of_23, month=JANUARY)
    assert book["固投.全部.填报单位=包公镇.完成额"].value == 0
    assert book["固投.全部.填报单位=交通局.完成额"].value is None
    assert book["固投.全部.填报单位=店埠镇.完成率"].value == Fraction(1, 10)


def test_a_part_is_no_second_sum_of_its_whole(county):
    whole = fixed(county)
    part = industry(whole)
    town = add_bearer(county=county, name="甲镇", by=None)
    asked_of(whole, 甲镇=1200)
    asked_of(part, 甲镇=600)
    told(whole, town, 500 * WAN, month=5)
    told(whole, town, 200 * WAN, month=6)
    told(part, town, 400 * WAN, month=6)
    book = book_of(county)
    assert values(book, "完成额", "任务额", "任务单位数") == [700 * WAN, 1200 * WAN, 1]
    own = "项目类别=工业."
    assert values(book, "完成额", "任务额", "完成率", cut=own) == [
        400 * WAN,
        600 * WAN,
        Fraction(2, 3),
    ]
    assert book["固投.全部.填报单位=甲镇.完成额"].value == 700 * WAN


def test_growth_is_of_last_years_same_months_also_where_they_were_typed(county):
    whole = fixed(county)
    towns = [add_bearer(county=county, name=name, by=None) for name in ("甲镇", "乙镇")]
    asked_of(whole, 甲镇=1000, 乙镇=1000)
    for town, before, now in zip(towns, (200, 300), (300, 450), strict=True):
        told(whole, town, None, month=6, year=2018, total=before * WAN)
        told(whole, town, None, month=6, total=now * WAN)
    assert book_of(county)["固投.全部.完成额同比增长"].value == Fraction(1, 2)
    assert book_of(county)["固投.全部.填报单位=乙镇.完成额同比增长"].value == Fraction(1, 2)


def test_a_silent_month_keeps_the_last_total_and_is_counted_as_unreported(county):
    whole = fixed(county)
    town = add_bearer(county=county, name="甲镇", by=None)
    asked_of(whole, 甲镇=1200)
    told(whole, town, 300 * WAN, month=4)
    book = book_of(county)
    assert values(book, "完成额", "本月完成额", "完成率") == [300 * WAN, None, Fraction(1, 4)]
    assert values(book, "有投资单位数", "本月未报送单位数") == [1, 1]


def test_a_target_changed_in_july_leaves_june_as_it_was(county):
    whole = fixed(county)
    town = add_bearer(county=county, name="甲镇", by=None)
    asked_of(whole, 甲镇=1200)
    told(whole, town, 600 * WAN, month=6)
    set_targets(
        county=county,
        year=2019,
        asked=[Asked(whole, town, 1500 * WAN)],
        source="示范政发〔2019〕20号",
        from_day=datetime.date(2019, 7, 15),
        by=None,
        today=datetime.date(2019, 8, 2),
    )
    assert book_of(county)["固投.全部.任务额"].value == 1200 * WAN
    assert book_of(county, month=Month(2019, 7))["固投.全部.任务额"].value == 1500 * WAN


def test_what_was_known_before_a_correction_of_the_year_is_still_told(county):
    whole = fixed(county)
    add_bearer(county=county, name="甲镇", by=None)
    asked_of(whole, 甲镇=1200)

    then = sequence_at(clock.now())
    asked_of(whole, 甲镇=1300)
    subject, june = TOPICS["固投"], datetime.date(2019, 6, 30)
    known = Book(subject, subject.load_on(county, june, AsKnown(county, then)))
    assert known["固投.全部.任务额"].value == 1200 * WAN
    assert book_of(county)["固投.全部.任务额"].value == 1300 * WAN


def test_six_groups_are_to_bring_11_billion_and_15_projects(county):
    kinds = IndicatorKind.ARRIVED, IndicatorKind.CENTRAL, IndicatorKind.TRIPS
    arrived, central, trips = (
        add_indicator(county=county, kind=kind, name=kind.label, by=None) for kind in kinds
    )
    led = add_indicator(
        county=county,
        kind=IndicatorKind.TRIPS,
        name="县级领导带队",
        part_of=trips,
        part_name="县级领导",
        by=None,
    )
    for place in range(1, 7):
        add_bearer(county=county, name=f"产业{place}组", role=BearerRole.GROUP, by=None)
    asked_of(arrived, **{f"产业{place}组": 150_000 for place in range(1, 7)})
    abroad = add_bearer(county=county, name="港澳招商工作组", by=None)
    asked_of(arrived, 港澳招商工作组=200_000)
    set_targets(
        county=county,
        year=2019,
        asked=[Asked(central, abroad, 15), Asked(trips, abroad, None)],
        source=SOURCE,
        from_day=None,
        by=None,
        today=datetime.date(2019, 8, 2),
    )
    told(trips, abroad, 12, month=6)
    told(led, abroad, 5, month=6)
    book = book_of(county, "招商")
    wanted = ("招商组数", "到位资金任务额", "央企项目任务数", "外出次数")
    assert values(book, *wanted) == [6, 110 * YI, 15, 12]
    assert book["招商.全部.带队=县级领导.外出次数"].value == 5
    assert values(book, "到位资金额", "央企项目数", "接待批次") == [None, None, None]
    check_book(book)


def test_the_countys_share_of_what_the_city_gained_is_told(county):
    sought = add_indicator(county=county, kind=IndicatorKind.SOUGHT, name="争取资金", by=None)
    bureau = add_bearer(county=county, name="发展和改革局", by=None)
    city = add_bearer(county=county, name="全市", role=BearerRole.CITY, by=None)
    told(sought, bureau, 12_900 * WAN, month=6)
    told(sought, city, None, month=6, total=107_000 * WAN)
    book = book_of(county, "争资")
    assert values(book, "争取额", "全市争取额") == [12_900 * WAN, 107_000 * WAN]
    assert book["争资.全部.争取额占全市比重"].text() == "12.06"


def test_what_a_county_names_itself_has_keys_by_its_name(county):
    revenue = add_indicator(
        county=county, kind=IndicatorKind.OTHER, name="财政收入", measure="yuan", by=None
    )
    firms = add_indicator(
        county=county, kind=IndicatorKind.OTHER, name="规上企业", measure="pieces", by=None
    )
    town = add_bearer(county=county, name="甲镇", by=None)
    asked_of(revenue, 甲镇=100)
    set_targets(
        county=county,
        year=2019,
        asked=[Asked(firms, town, 4)],
        source=SOURCE,
        from_day=None,
        by=None,
        today=datetime.date(2019, 8, 2),
    )
    told(revenue, town, 60 * WAN, month=6)
    told(firms, town, 1, month=6)
    book = book_of(county, "任务")
    assert book["任务.财政收入.完成额"].value == 60 * WAN
    assert book["任务.规上企业.完成数"].value == 1
    assert book["任务.规上企业.完成率"].value == Fraction(1, 4)
    assert book["任务.规上企业.完成额"].value is None
    assert [book.get("任务.全部.完成额"), book["任务.全部.任务单位数"].value] == [None, 1]


def test_a_county_that_asks_nothing_lists_no_keys(county):
    call_command("figures", "--as-of", "2019-06-30", stdout=(out := io.StringIO()))
    assert not [key for key in json.loads(out.getvalue()) if key.startswith(("固投", "招商"))]
    assert book_of(county)["固投.全部.任务单位数"].value == 0
    assert not Bearer.objects.exists()
