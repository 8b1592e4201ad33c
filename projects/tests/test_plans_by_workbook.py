"""A workbook against a list that is in force is a draft, and by command a change with its document
and day (DESIGN §4.18, §8)."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from accounts.errors import DomainError
from accounts.trail.rebuilding import differences
from conftest import page_text
from figures.tests.scene import enter, sign_in
from projects.adjustments import services
from projects.adjustments.forcing import put_in_force
from projects.adjustments.taking_back import take_back
from projects.intake import PLAN_TABLE
from projects.models import (
    AnnualPlan,
    FormerDetails,
    FormerTerms,
    PlanAdjustment,
    PlanChange,
    PlanItem,
    Project,
    ProjectUnit,
)
from workbooks.intake import uploads
from workbooks.intake.sent import Sent

pytestmark = pytest.mark.django_db

AUGUST_2, JULY_15 = datetime.date(2019, 8, 2), datetime.date(2019, 7, 15)
ROAD = "镇区道路改造工程"
TABLES = (FormerDetails, FormerTerms, PlanAdjustment, PlanChange, PlanItem, Project, ProjectUnit)


def june(month="2019-06-30"):
    out = io.StringIO()
    call_command("figures", as_of=datetime.date.fromisoformat(month), stdout=out)
    return out.getvalue()


@pytest.fixture
def in_force(sample_county):
    """The county's list, of which June is approved."""
    enter(Project.objects.get(name=ROAD), 6, month_amount=1_000_000, year_to_date=2_000_000)
    return PlanItem.objects.get(project__name=ROAD, plan__key="县级")


@pytest.fixture
def changed(plan_file, edited):
    """The road 531 → 50,531, its total 99,999; the bus station left out."""
    return edited(plan_file, {"M7": 50531, "K7": 99999}, deleted_rows=[8])


@pytest.fixture
def bring(county):
    def bring(content, by):
        sent = Sent("中期调整.xlsx", content, county, by, AUGUST_2, {"year": 2019})
        upload = uploads.receive_workbook(kind=PLAN_TABLE, sent=sent)
        preview = uploads.preview_upload(upload, by=by, today=AUGUST_2)
        uploads.apply_upload(upload=upload, fingerprint=preview.fingerprint, by=by, today=AUGUST_2)
        return upload

    return bring


@pytest.mark.slow
def test_as_reviewer_it_is_a_draft_and_no_figure_moves(in_force, changed, bring, reviewer):
    before, lines = june(), list(PlanItem.objects.order_by("pk").values())
    upload = bring(changed, reviewer)
    assert (june(), list(PlanItem.objects.order_by("pk").values())) == (before, lines)
    adjustment = PlanAdjustment.objects.get()
    assert (adjustment.state, adjustment.upload, adjustment.plan) == (
        "draft",
        upload,
        in_force.plan,
    )
    told = {(c.kind, c.name) for c in adjustment.changes.all()}
    assert told == {("raise", ROAD), ("details", ROAD)}
    assert [item.project.name for item in PlanItem.objects.filter(pk__in=adjustment.left_out)] == [
        "客运站迁建工程"
    ]


@pytest.mark.slow
def test_in_force_from_15_july_june_stays_and_july_moves(
    in_force, changed, bring, reviewer, approver
):
    before, july = june(), june("2019-07-31")
    bring(changed, reviewer)
    adjustment = PlanAdjustment.objects.get()

    def force():
        adjustment.refresh_from_db()
        return put_in_force(
            adjustment=adjustment,
            effective_on=JULY_15,
            document_number="示政发〔2019〕12号",
            by=approver,
            version=adjustment.version,
            today=AUGUST_2,
        )

    with pytest.raises(DomainError):
        force()
    services.decide_left_out(
        adjustment=adjustment,
        dropped=list(PlanItem.objects.filter(pk__in=adjustment.left_out)),
        by=reviewer,
        version=adjustment.version,
    )
    force()
    assert june() == before
    assert june("2019-07-31") != july
    in_force.refresh_from_db()
    assert in_force.planned_investment == 505_310_000
    assert PlanItem.objects.get(project__name="客运站迁建工程", plan=in_force.plan).is_dropped
    assert differences(PlanAdjustment, PlanChange) == []
    take_back(adjustment=adjustment, reason="有误", by=approver, version=adjustment.version)
    assert (june(), june("2019-07-31")) == (before, july)


def imported(content, tmp_path, **options):
    path, out = tmp_path / "中期调整.xlsx", io.StringIO()
    path.write_bytes(content)
    call_command("import_plan", str(path), year=2019, stdout=out, **options)
    return out.getvalue()


@pytest.mark.slow
def test_by_command_it_needs_document_and_day(in_force, changed, tmp_path):
    before = list(PlanItem.objects.order_by("pk").values())
    with pytest.raises(CommandError) as error:
        imported(changed, tmp_path)
    assert str(error.value) == (
        "2019年县级重点建设项目已在执行，改动要写明 --document 文号 和 "
        "--effective 生效日期，没有导入。"
    )
    assert PlanAdjustment.objects.count() == 0
    said = imported(changed, tmp_path, document="示政发〔2019〕12号", effective=JULY_15)
    assert "2019年县级重点建设项目：文件没有列出的 1 个项目保留不变。" in said
    assert "2019年县级重点建设项目：调整 2 项，自2019-07-15起生效，示政发〔2019〕12号。" in said
    assert list(PlanItem.objects.order_by("pk").values()) != before
    assert PlanAdjustment.objects.get().is_in_force


@pytest.mark.slow
def test_by_command_as_reviewer_it_is_a_draft_and_says_so(in_force, changed, tmp_path, reviewer):
    said = imported(
        changed,
        tmp_path,
        username=reviewer.username,
        document="示政发〔2019〕12号",
        effective=JULY_15,
    )
    assert "2019年县级重点建设项目已在执行：改动形成调整方案，待审定员审定后生效。" in said
    assert PlanAdjustment.objects.get().state == "draft"


@pytest.mark.slow
def test_before_a_month_is_approved_it_writes_freely(sample_county, changed, bring, reviewer):
    bring(changed, reviewer)
    assert PlanAdjustment.objects.count() == 0
    item = PlanItem.objects.get(project__name=ROAD, plan__key="县级")
    assert item.planned_investment == 505_310_000


@pytest.mark.slow
def test_a_new_project_of_the_file_joins_with_its_unit_from_the_day(
    in_force, plan_file, edited, tmp_path
):
    new = edited(plan_file, {"B8": None, "C8": "全民健身中心", "H8": "体育事业中心"})
    imported(new, tmp_path, document="示政发〔2019〕12号", effective=JULY_15)
    project = Project.objects.get(name="全民健身中心")
    assert project.unit_parts.get(part="reporting").unit.name == "体育事业中心"
    line = project.plan_items.get(plan=in_force.plan)
    assert line.former_terms.get().is_dropped
    assert line.former_terms.get().until == JULY_15


@pytest.mark.slow
def test_issued_it_is_in_force_before_any_month_is_approved(
    sample_county, changed, bring, reviewer
):
    AnnualPlan.objects.filter(key="县级").update(state="issued", issued_on="2019-02-20")
    bring(changed, reviewer)
    assert PlanAdjustment.objects.get().state == "draft"


@pytest.mark.slow
def test_until_march_units_report_against_a_list_that_the_bureau_still_rewrites(
    sample_county, changed, bring, reviewer, tmp_path
):
    enter(Project.objects.get(name=ROAD), 3, month_amount=1_000_000, year_to_date=2_000_000)
    with pytest.raises(CommandError):
        imported(changed, tmp_path)
    bring(changed, reviewer)
    assert PlanAdjustment.objects.count() == 0


@pytest.mark.slow
def test_a_file_that_only_leaves_lines_out_is_a_draft_that_asks_of_them(
    in_force, plan_file, edited, bring, reviewer
):
    upload = bring(edited(plan_file, {}, deleted_rows=[8]), reviewer)
    adjustment = PlanAdjustment.objects.get()
    assert (adjustment.upload, adjustment.changes.count()) == (upload, 0)
    [bus] = PlanItem.objects.filter(pk__in=adjustment.left_out)
    assert bus.project.name == "客运站迁建工程"
    services.decide_left_out(
        adjustment=adjustment, dropped=[bus], by=reviewer, version=adjustment.version
    )
    assert [(c.kind, c.item) for c in adjustment.changes.all()] == [("drop", bus)]
    assert differences(PlanAdjustment, PlanChange) == []


@pytest.mark.slow
def test_its_preview_offers_the_draft(client, in_force, plan_file, edited, reviewer, county):
    content = edited(plan_file, {}, deleted_rows=[8])
    sent = Sent("中期调整.xlsx", content, county, reviewer, AUGUST_2, {"year": 2019})
    upload = uploads.receive_workbook(kind=PLAN_TABLE, sent=sent)
    sign_in(client, reviewer)
    page = page_text(client.get(reverse("projects:upload", args=[upload.pk]), follow=True))
    assert "拟订调整方案" in page


@pytest.mark.slow
def test_by_command_what_only_leaves_lines_out_changes_nothing(
    in_force, plan_file, edited, tmp_path
):
    content = edited(plan_file, {}, deleted_rows=[8])
    imported(content, tmp_path, document="示政发〔2019〕12号", effective=JULY_15)
    assert PlanAdjustment.objects.count() == 0
