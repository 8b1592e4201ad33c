"""An import that is taken back leaves each day what it was, or is left alone."""

import datetime

import pytest

from accounts.trail.reader import Reader
from projects import reading
from projects.adjustments import services
from projects.intake import PLAN_TABLE
from projects.models import FormerDetails, PlanItem, Project, ProjectCategory
from projects.services import update_project
from projects.tests.test_plan_adjustments import asks, forced
from workbooks.intake import uploads
from workbooks.intake.sent import Sent

pytestmark = pytest.mark.django_db

AUGUST_2 = datetime.date(2019, 8, 2)
NEW_YEAR, JULY_1 = datetime.date(2019, 1, 1), datetime.date(2019, 7, 1)
DAYS = [datetime.date(2018, 6, 30), datetime.date(2019, 3, 31), datetime.date(2019, 8, 31)]
ROAD, STATION = "镇区道路改造工程", "客运站迁建工程"


@pytest.fixture
def bring(sample_county, reviewer):
    def bring(content):
        sent = Sent("计划.xlsx", content, sample_county, reviewer, AUGUST_2, {"year": 2019})
        upload = uploads.receive_workbook(kind=PLAN_TABLE, sent=sent)
        preview = uploads.preview_upload(upload, by=reviewer, today=AUGUST_2)
        uploads.apply_upload(
            upload=upload, fingerprint=preview.fingerprint, by=reviewer, today=AUGUST_2
        )
        upload.refresh_from_db()
        return upload

    return bring


@pytest.fixture
def two(bring, plan_file, edited):
    """The totals of the road 531 → 700 and of the station → 900."""
    return bring(edited(plan_file, {"K7": 700, "K8": 900}))


@pytest.fixture
def undone(reviewer):
    """The names of what was put back, and of what was left alone."""

    def undone(upload):
        undoing = uploads.undo_upload(upload=upload, by=reviewer, today=AUGUST_2)
        return [[s.name for s in part] for part in (undoing.put_back, undoing.left)]

    return undone


def totals(name=ROAD):
    project = Project.objects.get(name=name)
    reader = Reader(project.county)
    return [reading.details_on(reader, day)[project.pk]["total_investment"] for day in DAYS]


def recategorised(by, day):
    project = Project.objects.get(name=ROAD)
    other = ProjectCategory.objects.exclude(pk=project.category_id).first()
    update_project(
        project=project, by=by, version=project.version, changes={"category": other},
        today=AUGUST_2, from_day=day, reason="归类",
    )  # fmt: skip


def test_a_change_since_of_another_column_keeps_what_the_import_said(two, undone, approver):
    recategorised(approver, JULY_1)
    assert undone(two) == [[STATION], [ROAD]]
    assert totals() == [5_310_000, 7_000_000, 7_000_000]


def test_a_change_since_from_the_same_day_keeps_the_row_that_both_share(two, undone, approver):
    recategorised(approver, NEW_YEAR)
    former = FormerDetails.objects.get(project__name=ROAD)
    assert undone(two) == [[STATION], [ROAD]]
    assert FormerDetails.objects.get(project__name=ROAD).category_id == former.category_id
    assert totals() == [5_310_000, 7_000_000, 7_000_000]


def test_what_held_before_the_import_does_not_stand_in_the_way(
    sample_county, bring, plan_file, edited, undone, approver
):
    recategorised(approver, datetime.date(2018, 1, 1))
    before = list(FormerDetails.objects.values())
    upload = bring(edited(plan_file, {"K7": 700}))
    assert FormerDetails.objects.count() == 2
    assert undone(upload) == [[ROAD], []]
    assert list(FormerDetails.objects.values()) == before
    assert totals() == [5_310_000] * 3


def test_a_line_of_a_list_that_was_adjusted_since_stays(
    bring, plan_file, edited, undone, reviewer, approver
):
    upload = bring(edited(plan_file, {"M7": 777, "K8": 900}))
    item = PlanItem.objects.get(project__name=ROAD, plan__key="县级")
    adjustment = services.draft_adjustment(plan=item.plan, name="调整", by=reviewer)
    asks(item, "class", reviewer, category="continuing", adjustment=adjustment)
    forced(adjustment, approver)
    assert undone(upload) == [[STATION], [ROAD]]
    item.refresh_from_db()
    assert item.planned_investment == 7_770_000
    assert item.former_terms.get().planned_investment == 7_770_000
