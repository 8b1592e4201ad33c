"""储备: declared against what was asked, converted with the cohort named, units with none."""

import datetime
import io
import json
from fractions import Fraction

import pytest
from django.core.management import call_command

from accounts import clock
from accounts.models import UnitKind
from accounts.people.services.units import create_unit
from figures.book import Book, UnknownFigure, check_book
from figures.subject import of_county_or_own
from figures.subjects.reserve import RESERVE_FIGURES, load_reserve_on
from figures.tests.scene import make_line
from projects.models import Project, ReserveItem, RollDeed, SizeBand, Tier
from projects.reserve.conversion import link_project
from projects.reserve.roll import RESERVE
from projects.reserve.targets import Task, set_reserve_targets
from projects.rolls.services import declare_line, declare_of
from projects.tests.factories import AnnualPlanFactory, CategoryFactory, PlanItemFactory

pytestmark = pytest.mark.django_db

YI = 10**8
TODAY = datetime.date(2019, 8, 2)
JUNE_30, JULY_31 = datetime.date(2019, 6, 30), datetime.date(2019, 7, 31)


@pytest.fixture
def declare(unit_a, approver):
    def declared(name, total=2, unit=unit_a, day="2019-03-01", **values):
        values |= {"name": name, "total_investment": None if total is None else total * YI}
        day = datetime.date.fromisoformat(day)
        said = {"unit": unit, "values": values, "day": day, "by": approver, "today": TODAY}
        declare_line(RESERVE, **said)
        return ReserveItem.objects.get(name=name)

    return declared


@pytest.fixture
def start(approver):
    """Let the reserve project be one of the register, which started on a day."""

    def started(item, day="2019-05-06", tier=Tier.COUNTY):
        line = make_line(item.unit, f"{item.name}工程", 1000, tier=tier)
        Project.objects.filter(pk=line.project_id).update(actual_start=day)
        return link(item, line.project, approver)

    return started


def link(item, project, by):
    return link_project(item=item, version=item.version, project=project, reason="同一项目", by=by)


@pytest.fixture
def ask(county, approver):
    def asked(period, *tasks, from_day=None, version=0, year=2019):
        return set_reserve_targets(
            county=county,
            year=year,
            period=period,
            tasks=[Task(unit, n, m and m * YI, version) for unit, n, m in tasks],
            source="市发改〔2019〕8号",
            from_day=from_day,
            by=approver,
            today=TODAY,
        )

    return asked


@pytest.fixture
def said(county):
    def say(*names, day=JUNE_30):
        book = Book(RESERVE_FIGURES, load_reserve_on(county, day, None))
        check_book(book)
        return [book[f"储备.{name}"].value for name in names]

    return say


def test_of_the_year_of_the_half_year_and_of_all_that_stands(declare, said):
    declare("去年的", 5, day="2018-11-01")
    declare("二月的", 2, day="2019-02-01")
    declare("七月的", 3, day="2019-07-10", is_preliminary=True)
    assert said("全部.个数", "本期.个数", "存量.个数", "前期.个数") == [1, 1, 2, 0]
    assert said("全部.个数", "本期.个数", "存量.个数", "前期.个数", day=JULY_31) == [2, 1, 3, 1]
    assert said("全部.总投资", "存量.总投资", day=JULY_31) == [5 * YI, 10 * YI]


def test_what_left_the_reserve_counts_no_more(declare, approver, said):
    item = declare("二月的")
    declare_of(
        RESERVE,
        line=item,
        deed=RollDeed.DONE,
        day=datetime.date(2019, 7, 1),
        by=approver,
        today=TODAY,
        version=item.version,
    )
    assert said("全部.个数") + said("全部.个数", day=JULY_31) == [1, 0]


def test_a_changed_project_was_declared_once_and_on_its_first_day(declare, approver, said):
    item = declare("竹加工园", 2, day="2019-02-01")
    declare_of(
        RESERVE,
        line=item,
        deed=RollDeed.CHANGE,
        day=datetime.date(2019, 7, 1),
        by=approver,
        today=TODAY,
        version=item.version,
        values={"total_investment": 3 * YI},
    )
    assert said("全部.个数", "全部.总投资") == [1, 2 * YI]
    assert said("全部.个数", "本期.个数", "全部.总投资", day=JULY_31) == [1, 0, 3 * YI]


def test_starts_follow_the_project_and_each_cohort_has_its_own_rate(declare, start, said):
    start(declare("去年的", 4, day="2018-05-01"), day="2018-09-01")
    start(declare("早年的", 6, day="2018-05-01"), day="2019-02-01")
    start(declare("今年的", 2))
    declare("没动的", 1)
    assert said("全部.开工数", "全部.开工总投资", "全部.开工转化率") == [1, 2 * YI, Fraction(1, 2)]
    assert said("存量.开工数", "存量.开工转化率") == [3, Fraction(3, 4)]
    assert said("存量.本年开工数", "存量.本年开工总投资") == [2, 8 * YI]
    before = datetime.date(2019, 4, 30)
    assert said("全部.开工数", "存量.开工数", day=before) == [0, 2]
    with pytest.raises(UnknownFigure):
        said("全部.本年开工数")


def test_a_recognised_start_and_money_of_the_year_are_starts(declare, unit_a, approver, said):
    recognised, paid = declare("认定的"), declare("有投资的")
    for item, months in ((recognised, {}), (paid, {6: 100})):
        line = make_line(unit_a, f"{item.name}工程", 1000, months)
        Project.objects.filter(pk=line.project_id).update(actual_start=None)
        link(item, line.project, approver)
    assert said("全部.开工数") == [1]
    Project.objects.filter(name="认定的工程").update(
        start_recognised_on="2019-06-01", start_evidence="施工许可证"
    )
    assert said("全部.开工数") == [2]


def test_every_project_is_in_one_state_and_one_of_the_citys_list_is_told(
    declare, start, unit_a, approver, said
):
    start(declare("开工的"), tier=Tier.MUNICIPAL)
    listed = make_line(unit_a, "列入的工程", 1000, tier=Tier.MUNICIPAL)
    Project.objects.filter(pk=listed.project_id).update(actual_start=None)
    link(declare("列入的"), listed.project, approver)
    declare("储备的")
    assert said("全部.个数", "全部.开工数", "全部.列入清单未开工数", "全部.储备中数") == [
        3,
        1,
        1,
        1,
    ]
    assert said("全部.转市级重点数") == [2]


def test_a_list_of_another_year_is_no_list_of_this(declare, unit_a, approver, said):
    line = make_line(unit_a, "列入的工程", 1000, tier=Tier.MUNICIPAL)
    Project.objects.filter(pk=line.project_id).update(actual_start=None)
    next_year = AnnualPlanFactory(county=unit_a.own_county, year=2020, tier=Tier.MUNICIPAL)
    type(line).objects.filter(pk=line.pk).update(plan=next_year)
    link(declare("列入的"), line.project, approver)
    assert said("全部.转市级重点数", "全部.储备中数") == [0, 1]
    january = datetime.date(2020, 1, 31)
    assert said("存量.转市级重点数", day=january) == [1]


def test_what_is_asked_of_the_county_or_of_its_units_together(ask, declare, county, unit_a, said):
    assert said("全部.任务数", "全部.任务完成率") == [None, None]
    ask("first", (unit_a, 3, 10))
    assert said("全部.任务数", "全部.任务投资") == [3, 10 * YI]
    ask("first", (county, 30, 100))
    ask("year", (county, 60, 200))
    declare("竹加工园", 25)
    assert said("全部.任务数", "全部.任务投资", "全部.任务完成率") == [
        30,
        100 * YI,
        Fraction(1, 30),
    ]
    assert said("全部.投资任务完成率", "全部.全年任务数") == [Fraction(1, 4), 60]
    assert said(f"全部.填报单位={unit_a.name}.任务数") == [3]


def test_in_the_second_half_the_year_is_asked_and_the_half_year_its_own(ask, county, said):
    ask("first", (county, 30, 100))
    ask("second", (county, 20, None))
    names = ("全部.任务数", "本期.任务数", "全部.任务投资")
    assert said(*names, day=JULY_31) == [50, 20, None]
    ask("year", (county, 60, 200))
    assert said(*names, day=JULY_31) == [60, 20, 200 * YI]


def test_a_changed_task_holds_from_its_day(ask, county, said):
    ask("first", (county, 30, 100))
    ask("first", (county, 40, 100), version=1, from_day=datetime.date(2019, 5, 1))
    assert said("全部.任务数", day=datetime.date(2019, 4, 30)) == [30]
    assert said("全部.任务数") == [40]


def test_units_with_none_declared_and_with_none_converted(
    ask, declare, start, county, unit_a, unit_b, said
):
    third = create_unit(parent=county, name="丙镇", kind=UnitKind.TOWNSHIP, by=None)
    declare("竹加工园")
    assert said("全部.零申报单位数", "存量.零转化单位数") == [None, 1]
    ask("first", (unit_a, 3, None), (unit_b, 3, None), (third, 3, None), (county, 9, None))
    start(declare("早年的", unit=unit_b, day="2018-05-01"))
    book = Book(RESERVE_FIGURES, load_reserve_on(county, JUNE_30, None))
    zero, unconverted = book["储备.全部.零申报单位数"], book["储备.存量.零转化单位数"]
    assert [row.unit_name for row in zero.rows] == [unit_b.name, "丙镇"]
    assert dict.fromkeys(row.unit_name for row in unconverted.rows) == {
        unit_a.name: None,
        "丙镇": None,
    }
    assert (zero.value, unconverted.value) == (2, 2)
    assert said("全部.填报单位=丙镇.个数", "全部.申报单位数") == [0, 1]


def test_cuts_by_kind_and_by_size(declare, county, said):
    SizeBand.objects.create(county=county, from_date="2019-01-01", low=2 * YI, name="2亿元以上")
    category = CategoryFactory(county=county, name="工业")
    declare("竹加工园", 2, category_id=category.pk, industry="食品")
    declare("不知多少的", None)
    assert said("全部.项目类别=工业.个数", "全部.规模=2亿元以上.个数") == [1, 1]
    assert said("全部.规模=未填.个数", "全部.所属行业=食品.总投资") == [1, 2 * YI]
    assert said("全部.规模=未填.总投资") == [None]


def test_the_command_prints_it_as_it_was_known(declare, approver):
    declare("竹加工园", 2, day="2019-02-01")
    moment = clock.now()
    declare("后来补录的", 3, day="2019-02-02")
    key = "储备.全部.总投资"

    def printed(*options):
        out = io.StringIO()
        call_command("figures", "--as-of", "2019-06-30", "--key", key, *options, stdout=out)
        return json.loads(out.getvalue())[key]

    assert printed() == {"value": "50000", "unit": "万元", "rows": 2}
    assert printed("--known-at", moment.isoformat())["value"] == "20000"


def test_a_reporter_sees_the_rows_of_his_unit(declare, ask, county, unit_a, unit_b, reporter):
    declare("甲的"), declare("乙的", unit=unit_b)
    ask("first", (county, 30, 100), (unit_a, 3, None))
    table = of_county_or_own(reporter, load_reserve_on(county, JUNE_30, None))
    book = Book(RESERVE_FIGURES, table)
    assert (book["储备.全部.个数"].value, book["储备.全部.任务数"].value) == (1, 3)
    assert table.is_whole is False


def test_queries_do_not_grow_with_rows(declare, start, county, django_assert_max_num_queries):
    for number in range(3):
        start(declare(f"第{number}个"), tier=Tier.COUNTY)
    PlanItemFactory(
        project=Project.objects.first(), plan=AnnualPlanFactory(county=county, key="乙")
    )
    with django_assert_max_num_queries(16):
        load_reserve_on(county, JUNE_30, None)
