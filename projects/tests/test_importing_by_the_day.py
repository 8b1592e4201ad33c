"""From which day on a workbook changes what is dated, and for whom it changes a project at all."""

import datetime
import io

import openpyxl
import pytest

from accounts.errors import DomainError
from accounts.models import Unit
from accounts.trail.dated import Dating
from accounts.trail.reader import Reader
from projects import reading
from projects.adjustments import services
from projects.adjustments.taking_back import take_back
from projects.intake import PLAN_TABLE
from projects.intake.edits import Target
from projects.models import (
    AnnualPlan,
    FormerDetails,
    FormerTerms,
    PlanAdjustment,
    PlanItem,
    Project,
    ProjectUnit,
)
from projects.services import update_project
from projects.tests.test_plan_adjustments import asks, forced
from workbooks.intake import uploads
from workbooks.intake.previews import Verdict
from workbooks.intake.sent import Sent

pytestmark = pytest.mark.django_db

AUGUST_2, JULY_15 = datetime.date(2019, 8, 2), datetime.date(2019, 7, 15)
DAYS = [datetime.date(2018, 6, 30), datetime.date(2019, 3, 31), datetime.date(2019, 7, 31)]
ROAD = "镇区道路改造工程"


@pytest.fixture
def preview(sample_county):
    """The upload of a plan's workbook, and what it would change."""

    def preview(content, by, year=2019):
        sent = Sent("计划.xlsx", content, sample_county, by, AUGUST_2, {"year": year})
        upload = uploads.receive_workbook(kind=PLAN_TABLE, sent=sent)
        return upload, uploads.preview_upload(upload, by=by, today=AUGUST_2)

    return preview


@pytest.fixture
def bring(preview):
    def bring(content, by, year=2019):
        upload, shown = preview(content, by, year)
        uploads.apply_upload(upload=upload, fingerprint=shown.fingerprint, by=by, today=AUGUST_2)

    return bring


def totals(days=DAYS):
    project = Project.objects.get(name=ROAD)
    reader = Reader(project.county)
    return [reading.details_on(reader, day)[project.pk]["total_investment"] for day in days]


@pytest.mark.slow
def test_after_a_change_by_page_the_file_changes_the_present_from_the_same_day(
    sample_county, plan_file, edited, bring, reviewer, approver
):
    project = Project.objects.get(name=ROAD)
    update_project(
        project=project, by=approver, version=project.version, today=AUGUST_2,
        changes={"total_investment": 8_000_000}, from_day=datetime.date(2019, 6, 1), reason="概算",
    )  # fmt: skip
    bring(edited(plan_file, {"K7": 900}), reviewer)
    assert totals() == [5_310_000, 5_310_000, 9_000_000]


@pytest.mark.slow
def test_after_an_adjustment_the_file_changes_the_line_from_the_same_day(
    sample_county, plan_file, edited, bring, reviewer, approver
):
    item = PlanItem.objects.get(project__name=ROAD, plan__key="县级")
    adjustment = services.draft_adjustment(plan=item.plan, name="调整", by=reviewer)
    asks(item, "raise", reviewer, amount=8_000_000, adjustment=adjustment)
    forced(adjustment, approver)
    bring(edited(plan_file, {"M7": 900}), reviewer)
    item.refresh_from_db()
    assert item.planned_investment == 9_000_000
    former = FormerTerms.objects.get(item=item)
    assert (former.until, former.planned_investment) == (JULY_15, 5_310_000)


@pytest.fixture
def road_file(plan_file, edited):
    """A plan of the road and three others, with these cells set."""

    def road_file(cells, said=2019):
        book = openpyxl.load_workbook(
            io.BytesIO(edited(plan_file, cells, deleted_rows=[*range(10, 58), *range(60, 93)]))
        )
        for sheet in book:
            sheet.title = sheet.title.replace("2019", str(said))
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str):
                        cell.value = cell.value.replace("2019", str(said))
        kept = io.BytesIO()
        book.save(kept)
        return kept.getvalue()

    return road_file


def register():
    """What is so now, without versions: those go on."""
    rows = [*Project.objects.order_by("pk").values(), *ProjectUnit.objects.order_by("pk").values()]
    return [{name: row[name] for name in row if name != "version"} for row in rows]


@pytest.mark.slow
def test_a_plan_of_a_year_before_changes_its_own_year_and_nothing_after(
    sample_county, road_file, bring, approver
):
    before = register()
    file = road_file({"K7": 700, "H7": "县水利局", "I7": "县长"}, said=2018)
    bring(file, approver, 2018)
    assert totals() == [7_000_000, 5_310_000, 5_310_000]
    assert totals([datetime.date(2017, 12, 31), datetime.date(2018, 12, 31)]) == [
        5_310_000, 7_000_000,
    ]  # fmt: skip
    assert register() == before


IN_FORCE = "项目所在的清单已印发或月度进度已审定，资料改动没有写入，请在项目页修改或走计划调整"


@pytest.fixture
def told(preview):
    """What the preview says of the road to whom, and what it would write of it."""

    def told(content, by):
        _, shown = preview(content, by)
        [road] = [change for change in shown.lines if change.name == ROAD]
        said = [f.message for f in shown.findings if f.cell == road.place.ref]
        return said, [(edit.target, edit.new) for edit in road.edits]

    return told


@pytest.fixture
def beside(sample_county, plan_file, edited):
    """A file of lists that are not in force, of a road that is on one that is."""
    plan = AnnualPlan.objects.create(
        county=sample_county, year=2019, tier="county", name="2019年民生实事清单", key="民生",
        state="issued", issued_on="2019-02-20",
    )  # fmt: skip
    PlanItem.objects.create(
        plan=plan, project=Project.objects.get(name=ROAD), category="new", position=1
    )
    return edited(plan_file, {"K7": 700, "M7": 600})


@pytest.mark.slow
def test_by_another_list_a_reviewer_does_not_change_a_project_of_a_list_in_force(
    beside, told, reviewer
):
    said, writes = told(beside, reviewer)
    assert (said, writes) == ([IN_FORCE], [(Target.ITEM, 6_000_000)])


@pytest.mark.slow
def test_who_may_change_projects_changes_them_by_it(beside, told, approver):
    assert told(beside, approver) == (
        [],
        [(Target.PROJECT, 7_000_000), (Target.ITEM, 6_000_000)],
    )


# --- A year that is over ----------------------------------------------------------------------


@pytest.mark.slow
def test_a_file_of_a_year_before_shows_no_difference_that_it_has_written(
    sample_county, road_file, preview, bring, approver
):
    file = road_file({"K7": 700, "E7": "农业"}, said=2018)
    bring(file, approver, 2018)
    _, again = preview(file, approver, 2018)
    assert [change.verdict for change in again.lines] == [Verdict.UNCHANGED] * 4
    _, other = preview(road_file({"K7": 800, "E7": "农业"}, said=2018), approver, 2018)
    [road] = [change for change in other.lines if change.edits]
    assert [(edit.old, edit.new) for edit in road.edits] == [(7_000_000, 8_000_000)]


@pytest.mark.slow
def test_of_a_year_before_the_file_changes_what_stood_at_its_end(
    sample_county, road_file, bring, approver
):
    """As it changes the present of a year that goes on."""
    bring(road_file({"K7": 700}, said=2018), approver, 2018)
    project = Project.objects.get(name=ROAD)
    july = datetime.date(2018, 7, 1)
    dating = Dating(FormerDetails, [project])
    dating.correct(
        project, {"total_investment": 6_000_000}, since=july, until=datetime.date(2019, 1, 1)
    )
    dating.save()
    bring(road_file({"K7": 650}, said=2018), approver, 2018)
    days = [datetime.date(2018, 6, 30), datetime.date(2018, 8, 1), datetime.date(2019, 1, 1)]
    assert totals(days) == [7_000_000, 6_500_000, 5_310_000]


@pytest.fixture
def in_force_of_2018(sample_county, road_file, bring, approver):
    bring(road_file({}, said=2018), approver, 2018)
    plan = AnnualPlan.objects.get(year=2018, key="县级")
    AnnualPlan.objects.filter(year=2018).update(state="issued", issued_on="2018-03-01")
    plan.refresh_from_db()
    return plan


@pytest.mark.slow
def test_a_draft_for_the_list_of_a_year_before_changes_that_year_alone(
    in_force_of_2018, road_file, bring, approver
):
    before = register()
    file = road_file({"K7": 700, "M7": 600, "H7": "县水利局", "I7": "县长"}, said=2018)
    bring(file, approver, 2018)
    adjustment = PlanAdjustment.objects.get(plan=in_force_of_2018)
    told = {name for change in adjustment.changes.all() for name in change.details}
    assert told == {"total_investment"}
    forced(adjustment, approver, effective_on=datetime.date(2018, 7, 15))
    days = [datetime.date(2018, 6, 30), datetime.date(2018, 8, 1), datetime.date(2019, 1, 1)]
    assert totals(days) == [5_310_000, 7_000_000, 5_310_000]
    assert register() == before
    taken = take_back(adjustment=adjustment, reason="有误", by=approver, version=adjustment.version)
    assert (taken.state, totals(days)) == ("draft", [5_310_000] * 3)


@pytest.mark.slow
def test_an_adjustment_of_a_year_before_hands_no_project_over_today(
    in_force_of_2018, approver, reviewer
):
    item = in_force_of_2018.items.get(project__name=ROAD)
    adjustment = services.draft_adjustment(plan=in_force_of_2018, name="调整", by=reviewer)
    unit = Unit.objects.get(name="水利局")
    asks(item, "owner", reviewer, unit=unit, adjustment=adjustment)
    with pytest.raises(DomainError, match="已在2018年以后的清单上，业主（责任单位）请在项目页登记"):
        forced(adjustment, approver, effective_on=datetime.date(2018, 7, 15))
