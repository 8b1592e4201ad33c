"""A figure of a month that is over moves by no deed but one that says so (DESIGN §4.17)."""

import datetime
import io
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from accounts import cli, clock
from accounts.errors import DomainError
from accounts.models import FormerPlace, FormerUnit, Unit, UnitKind
from accounts.people.services import update_unit
from accounts.trail.proposals import accept
from accounts.trail.rebuilding import differences
from accounts.trail.unwinding import AsKnown, NotYet, sequence_at
from figures.facts import load_facts
from figures.subjects.plan_cuts import PLAN_CUTS
from figures.tests.scene import JUNE, make_line, tell_made
from investment.drafts import EntryDraft
from investment.services import propose_correction
from measures.money import WAN
from measures.months import Month
from projects.intake import apply_plan, preview_plan
from projects.mergers.services import propose_merger
from projects.models import FormerDetails, PlanItem, Project, ProjectUnit
from projects.services import assign_unit, create_project, set_lead_official, update_project
from projects.tests.factories import CategoryFactory, PlanItemFactory

PLAN = Path(__file__).resolve().parents[2] / "demo" / "workbooks" / "plan-2019.xlsx"
JULY = Month(2019, 7)
SEPTEMBER_10 = datetime.date(2019, 9, 10)
AUGUST_2 = datetime.date(2019, 8, 2)
JANUARY_10 = datetime.date(2020, 1, 10)


@pytest.fixture
def line(unit_a):
    return make_line(unit_a, "镇区道路改造工程", 1200, {1: 100, 6: 500, 7: 100})


def printed(**options):
    """June as it is printed: every figure of it, as JSON."""
    out = StringIO()
    call_command("figures", as_of=JUNE.last_day, stdout=out, **options)
    return out.getvalue()


def known(**options):
    """The figures of June that can be asked for as they were known."""
    figures = json.loads(printed(**options))
    return {key: figure for key, figure in figures.items() if not key.startswith("报送质量")}


@pytest.fixture
def change(line, approver):
    """Change master data of the project, as known in August 2019."""

    def changed(today=AUGUST_2, **values):
        dating = {
            name: values.pop(name) for name in ("from_day", "is_correction") if name in values
        }
        project = Project.objects.get(pk=line.project_id)
        return update_project(
            project=project,
            by=approver,
            version=project.version,
            changes=values,
            today=today,
            reason="县政府会议纪要",
            **dating,
        )

    return changed


@pytest.fixture
def sample_county(county):
    """The county of the demonstration, as its plan of 2019 says."""
    apply_plan(preview_plan(PLAN.read_bytes(), county=county, year=2019, today=AUGUST_2), by=None)
    return county


@pytest.fixture
def plan_of_2020():
    """The same projects a year later, each with another class, total, unit and official."""
    book = load_workbook(PLAN)
    sheet = book.active
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("2019年", "2020年")
        if isinstance(row[0].value, int):
            row[4].value, row[5].value = "其他", {"是": "否", "否": "是"}[row[5].value]
            row[7].value, row[8].value = "项目中心", "副县长"
            row[10].value += 1000
            row[11].value += 1000
        else:
            for cell in row[10:15]:
                if isinstance(cell.value, int):
                    cell.value = None
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def of_line(month, **options):
    [fact] = load_facts(Project.objects.get().county, month, **options).rows
    return fact


def test_june_keeps_name_class_total_unit_and_official_that_changed_in_august(
    change, line, unit_b, county, approver
):
    before = printed()
    change(
        name="镇区道路综合改造工程",
        is_productive=True,
        total_investment=9_000 * WAN,
        category=CategoryFactory(county=county, name="工业"),
        invested_before=700 * WAN,
        invested_before_year=2019,
    )
    assign_unit(project=line.project, unit=unit_b, part="reporting", by=approver, on=AUGUST_2)
    set_lead_official(project=line.project, name="副县长", by=approver, on=AUGUST_2)
    assert printed() == before
    fact = of_line(Month(2019, 8))
    assert (fact.project_name, fact.is_productive, fact.total_investment) == (
        "镇区道路综合改造工程",
        True,
        9_000 * WAN,
    )
    assert (of_line(JUNE).project_name, of_line(JUNE).unit_name) == (
        "镇区道路改造工程",
        "交通运输局",
    )


def test_a_change_holds_from_its_day_a_correction_always(change):
    change(total_investment=6_000 * WAN, from_day=datetime.date(2019, 7, 1))
    assert [of_line(month).total_investment for month in (JUNE, JULY)] == [
        10_000 * WAN,
        6_000 * WAN,
    ]
    change(total_investment=7_000 * WAN, is_correction=True)
    assert [of_line(month).total_investment for month in (JUNE, JULY)] == [7_000 * WAN] * 2


def test_what_was_said_of_a_later_day_stands(change):
    change(total_investment=6_000 * WAN, from_day=datetime.date(2019, 7, 1))
    change(is_productive=True, from_day=datetime.date(2019, 6, 1))
    assert FormerDetails.objects.count() == 2
    change(total_investment=5_000 * WAN, from_day=datetime.date(2019, 6, 1))
    told = [
        (of_line(month).total_investment, of_line(month).is_productive) for month in (JUNE, JULY)
    ]
    assert told == [(5_000 * WAN, True), (6_000 * WAN, True)]
    assert of_line(Month(2019, 5)).total_investment == 10_000 * WAN
    assert differences(FormerDetails) == []


@pytest.mark.slow
def test_the_plan_of_2020_moves_no_figure_of_june(sample_county, plan_of_2020, approver):
    before, lines = printed(), load_facts(sample_county, JUNE).rows
    preview = preview_plan(plan_of_2020, county=sample_county, year=2020, today=JANUARY_10)
    assert len(preview.chosen) == 85
    apply_plan(preview, by=approver)
    assert FormerDetails.objects.count() == 85
    assert printed() == before
    assert load_facts(sample_county, JUNE).rows == lines
    assert differences(FormerDetails, PlanItem, Project, ProjectUnit) == []


def test_a_moment_that_has_passed_keeps_its_answer(line, change):
    """A correction in August moves June; as known before, June is what it was."""
    before, moment = known(), clock.now()
    change(total_investment=7_000 * WAN, is_correction=True)
    assert known()["县级.全部.总投资"]["value"] == "7000"
    assert known(known_at=moment) == before


def test_what_was_made_since_was_not_known_then(line, unit_a):
    later = make_line(unit_a, "引水工程", 500)
    tell_made(line)
    moment = clock.now()
    tell_made(later, with_list=False)
    then, now = (known(known_at=at)["县级.全部.项目数"]["value"] for at in (moment, clock.now()))
    assert (then, now) == ("1", "2")


def test_a_correction_of_june_in_september_moves_what_it_concerns_and_nothing_known_in_august(
    line, reporter, approver, settings
):
    tell_made(line)
    before = known()
    settings.XUSHI_TODAY = "2019-09-10"
    entry = line.project.entries.get(month=6)
    amounts = {"month_amount": 560 * WAN, "year_to_date": 660 * WAN}
    proposal = propose_correction(
        entry=entry,
        draft=replace(EntryDraft.of(entry), progress="主体施工", **amounts),
        reason="漏报设备款60万元",
        by=reporter,
        today=SEPTEMBER_10,
    )
    assert known() == before
    accept(proposal=proposal, by=approver, today=SEPTEMBER_10)
    after = known()
    moved = {key for key in before if after[key] != before[key]}
    moving = (
        *("完成投资", "本月完成投资", "完成率", "尚需完成投资"),
        *("年初计划完成率", "超序时", "本月占年度计划"),
    )
    assert moved == {
        f"县级.{group}.{name}" for group in ("全部", "新建", "合计") for name in moving
    }
    assert known(known_at=cli.moment("2019-08-31")) == before
    assert known(known_at=cli.moment("2019-09-09")) == before
    assert known(known_at=clock.now()) == after


def test_of_a_moment_that_has_not_come_nothing_is_known(line):
    with pytest.raises(NotYet):
        sequence_at(clock.now() + datetime.timedelta(days=1))


def test_june_keeps_the_name_of_a_unit_that_was_renamed_in_august(line, unit_a, administrator):
    before, lines = printed(), load_facts(unit_a.county, JUNE).rows
    rename(unit_a, "综合交通局", administrator, on=AUGUST_2)
    assert printed() == before
    assert load_facts(unit_a.county, JUNE).rows == lines
    assert (of_line(JUNE).unit_name, of_line(Month(2019, 8)).unit_name) == (
        "交通运输局",
        "综合交通局",
    )
    assert differences(FormerUnit) == []


def test_a_unit_whose_name_was_wrong_was_never_called_so(line, unit_a, administrator):
    rename(unit_a, "综合交通局", administrator, on=None)
    assert of_line(JUNE).unit_name == "综合交通局"
    assert FormerUnit.objects.count() == 0


def test_a_name_that_was_put_right_is_known_as_it_was_before(line, unit_a, administrator):
    moment = clock.now()
    rename(unit_a, "综合交通局", administrator, on=None)
    then = AsKnown(unit_a.county, sequence_at(moment))
    names = [fact.unit_name for fact in (of_line(JUNE, known=then), of_line(JUNE))]
    assert names == ["交通运输局", "综合交通局"]


def rename(unit, name, by, *, on):
    return change_unit(unit, by, on=on, name=name)


def change_unit(unit, by, *, on, **new):
    unit.refresh_from_db()
    names = ("parent", "name", "short_name", "kind", "position")
    now = {name: getattr(unit, name) for name in names}
    values = now | new
    return update_unit(
        unit=unit, version=unit.version, is_active=True, by=by, renamed_on=on, **values
    )


def cut(month, dimension, known=None):
    """The units of the month's lines by the dimension, as a key of a figure takes them."""
    facts = load_facts(Project.objects.get().county, month, known=known)
    return PLAN_CUTS[dimension].places(facts)(facts.rows[0])


@pytest.fixture
def group(county, unit_a):
    """市级部门, under which 交通运输局 stands."""
    made = Unit.objects.create(parent=county, name="市级部门", kind=UnitKind.DEPARTMENT)
    unit_a.parent = made
    unit_a.save()
    return made


def test_june_keeps_the_group_and_the_kind_that_its_unit_had(
    line, unit_a, unit_b, group, administrator
):
    rename(group, "市直单位", administrator, on=AUGUST_2)
    change_unit(unit_a, administrator, on=AUGUST_2, parent=unit_b, kind=UnitKind.COMPANY)
    months = (JUNE, Month(2019, 8))
    assert [cut(month, "单位分组") for month in months] == [("市级部门",), ("水利局",)]
    assert [cut(month, "单位类别") for month in months] == [("部门",), ("国有公司",)]
    assert differences(FormerPlace) == []


def test_a_kind_and_a_group_that_were_wrong_never_were(line, unit_a, unit_b, group, administrator):
    moment = clock.now()
    change_unit(unit_a, administrator, on=None, parent=unit_b, kind=UnitKind.COMPANY)
    assert (cut(JUNE, "单位分组"), cut(JUNE, "单位类别")) == (("水利局",), ("国有公司",))
    then = AsKnown(unit_a.county, sequence_at(moment))
    assert (cut(JUNE, "单位分组", then), cut(JUNE, "单位类别", then)) == (("市级部门",), ("部门",))


def test_june_keeps_the_group_that_was_merged_into_another(
    line, unit_a, unit_b, group, administrator, approver
):
    said = {"unit": group, "successor": unit_b, "from_day": AUGUST_2, "document": "机构改革方案"}
    merger = propose_merger(by=administrator, today=AUGUST_2, **said)
    accept(proposal=merger, by=approver, today=AUGUST_2)
    assert [cut(month, "单位分组") for month in (JUNE, Month(2019, 8))] == [
        ("市级部门",),
        ("水利局",),
    ]
    assert differences(FormerPlace) == []


def test_units_that_late_days_put_below_one_another_have_a_group_all_the_same(line, unit_a, group):
    FormerPlace.objects.create(unit=group, until=AUGUST_2, parent=unit_a, kind=UnitKind.DEPARTMENT)
    assert cut(JUNE, "单位分组") == ("市级部门", "交通运输局")


def test_a_project_entered_by_page_is_its_units_in_every_month_of_its_list(unit_a, approver):
    """Entered in August, on the list of the year: June is the unit's that answers for it."""
    project = create_project(
        county=unit_a.own_county,
        by=approver,
        facts={"name": "引水工程"},
        reporting=unit_a,
        on=AUGUST_2,
    )
    PlanItemFactory(project=project)
    assert of_line(JUNE).unit_name == "交通运输局"


def test_a_correction_that_says_what_stands_is_told_so(change):
    change(total_investment=200 * WAN, from_day=datetime.date(2019, 7, 1))
    with pytest.raises(DomainError, match="与现在登记的相同"):
        change(total_investment=200 * WAN, from_day=datetime.date(2019, 3, 1), is_correction=True)
    change(total_investment=10_000 * WAN, is_correction=True)
    change(total_investment=200 * WAN, from_day=datetime.date(2019, 3, 1))
    assert [of_line(Month(2019, number)).total_investment for number in (2, 5, 7)] == [
        10_000 * WAN,
        200 * WAN,
        200 * WAN,
    ]
