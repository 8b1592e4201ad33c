"""From which day on a workbook changes what is dated, and for whom it changes a project at all."""

import datetime

import pytest

from accounts.trail.reader import Reader
from projects import reading
from projects.adjustments import services
from projects.intake import PLAN_TABLE
from projects.models import FormerTerms, PlanItem, Project
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


def totals():
    project = Project.objects.get(name=ROAD)
    reader = Reader(project.county)
    return [reading.details_on(reader, day)[project.pk]["total_investment"] for day in DAYS]


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
