"""From which day on a workbook changes what is dated, and for whom it changes a project at all."""

import datetime
import io

import openpyxl
import pytest

from accounts.trail.reader import Reader
from projects import reading
from projects.adjustments import services
from projects.intake import PLAN_TABLE
from projects.intake.edits import Target
from projects.models import AnnualPlan, FormerTerms, PlanItem, Project, ProjectUnit
from projects.services import update_project
from projects.tests.test_plan_adjustments import asks, forced
from workbooks.intake import uploads
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


IN_FORCE = "项目已在执行中的清单上，资料改动没有写入，请在项目页修改或走计划调整"


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


def test_by_another_list_a_reviewer_does_not_change_a_project_of_a_list_in_force(
    beside, told, reviewer
):
    said, writes = told(beside, reviewer)
    assert (said, writes) == ([IN_FORCE], [(Target.ITEM, 6_000_000)])


def test_who_may_change_projects_changes_them_by_it(beside, told, approver):
    assert told(beside, approver) == (
        [],
        [(Target.PROJECT, 7_000_000), (Target.ITEM, 6_000_000)],
    )
