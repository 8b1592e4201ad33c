"""Monthly workbooks: the sample county's own, seventeen shapes of one June, and what is refused."""

import io
import re
from itertools import groupby
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent, Unit
from investment.intake import apply_monthly, preview_monthly
from investment.models import CheckFinding, EntryState, MonthlyEntry, ReportingPeriod
from investment.selectors import approved_rows
from investment.standing import stand
from measures.money import WAN
from measures.months import Month
from projects.models import Project, ProjectAlias
from workbooks.models import Upload

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)
WORKBOOKS = Path(__file__).resolve().parents[2] / "demo" / "workbooks"


def year_to_date(county, month):
    """Yuan over all projects, and how many of them."""
    by_project = groupby(approved_rows(county, month), key=lambda row: row.project_id)
    totals = [stand(rows, through=month.month).year_to_date for _, rows in by_project]
    return sum(totals), len(totals)


@pytest.fixture
def planned(county):
    call_command("import_plan", str(WORKBOOKS / "plan-2019.xlsx"), year=2019, verbosity=0)
    return county


def bring(number):
    out = io.StringIO()
    call_command(
        "import_monthly",
        str(WORKBOOKS / f"monthly-2019-0{number}.xlsx"),
        month=f"2019-0{number}",
        approve=True,
        stdout=out,
    )
    return out.getvalue()


def test_six_months_of_the_sample_county(planned):
    for number in range(1, 7):
        assert f"2019年{number}月：新增 85 项，变更 0 项，不变 0 项，拒绝 0 项" in bring(number)
    assert MonthlyEntry.objects.count() == 510
    assert year_to_date(planned, Month(2019, 6)) == (596_000 * WAN, 85)
    assert not ReportingPeriod.objects.open().exists()
    assert str(ReportingPeriod.objects.get(month=1).due_on) == "2019-02-11"
    assert Project.objects.exclude(actual_start=None).count() == 42
    assert Project.objects.exclude(substantially_complete_on=None).count() == 5
    assert MonthlyEntry.objects.filter(zero_reason="not_started").count() == 120


def test_the_same_file_twice_changes_nothing(planned):
    bring(1)
    before = list(MonthlyEntry.objects.order_by("pk").values())
    trail = AuditEvent.objects.count()
    assert "新增 0 项，变更 0 项，不变 85 项，拒绝 0 项" in bring(1)
    assert list(MonthlyEntry.objects.order_by("pk").values()) == before
    assert AuditEvent.objects.count() == trail


def june():
    """What June's entries say beside their money and what some units' sheets have no column
    for, by project."""
    entries = MonthlyEntry.objects.filter(year=2019, month=6, state=EntryState.APPROVED)
    return {
        entry.project.name: (entry.zero_reason, entry.progress)
        for entry in entries.select_related("project")
    }


def standings(county, month):
    by_project = groupby(approved_rows(county, month), key=lambda row: row.project_id)
    return {key: stand(rows, through=month.month).months for key, rows in by_project}


@pytest.mark.slow
def test_seventeen_shapes_of_june_are_the_june_of_the_county(planned):
    """Month by month and project by project what the county's own workbook gives."""
    for number in range(1, 7):
        bring(number)
    expected, told = standings(planned, Month(2019, 6)), june()
    CheckFinding.objects.filter(entry__month=6).delete()
    MonthlyEntry.objects.filter(month=6).delete()
    files = sorted((WORKBOOKS / "june-by-unit").glob("*.xlsx"))
    assert len(files) == 17
    for file in files:
        call_command("import_monthly", str(file), month="2019-06", approve=True, verbosity=0)
    assert year_to_date(planned, Month(2019, 6)) == (596_000 * WAN, 85)
    assert standings(planned, Month(2019, 6)) == expected
    assert june() == told


@pytest.mark.slow
def test_seventeen_shapes_of_june_twice_are_one_june(planned):
    for number in range(1, 6):
        bring(number)
    for _ in range(2):
        for file in sorted((WORKBOOKS / "june-by-unit").glob("*.xlsx")):
            call_command("import_monthly", str(file), month="2019-06", approve=True, verbosity=0)
    assert year_to_date(planned, Month(2019, 6)) == (596_000 * WAN, 85)
    assert set(MonthlyEntry.objects.filter(month=6).values_list("version", flat=True)) == {1}


def test_a_person_s_import_keeps_the_original_and_where_each_figure_stood(planned, approver):
    file = WORKBOOKS / "monthly-2019-01.xlsx"
    call_command("import_monthly", str(file), month="2019-01", approve=True, username="shending")
    upload = Upload.objects.get()
    assert (upload.content(), upload.state) == (file.read_bytes(), "applied")
    assert upload.investment_sources.count() == 85
    call_command("import_monthly", str(file), month="2019-01", approve=True, username="shending")
    assert Upload.objects.count() == 1


def test_eighty_five_rows_take_few_queries(planned, today):
    content = (WORKBOOKS / "monthly-2019-01.xlsx").read_bytes()
    with CaptureQueriesContext(connection) as captured:
        preview = preview_monthly(
            content, county=planned, month=Month(2019, 1), by=None, today=today, approve=True
        )
        apply_monthly(preview, by=None)
    assert preview.added == 85
    # 85 entries and 85 audit lines go in batches of the 999 values that SQLite takes at once.
    assert len([q for q in captured if not re.match("(SAVE|RELEASE)", q["sql"])]) <= 27


def test_the_command_takes_a_name_and_tells_what_is_wrong(planned, approver):
    file = str(WORKBOOKS / "monthly-2019-01.xlsx")
    call_command("import_monthly", file, month="2019-01", approve=True, username="shending")
    assert set(MonthlyEntry.objects.values_list("approved_by", flat=True)) == {approver.pk}
    for arguments, message in (
        ({"month": "2019-13"}, "月份13不对，应在1至12之间"),
        ({"month": "2019-01", "username": "nobody"}, "没有登录名为“nobody”的用户，请检查 --as"),
    ):
        with pytest.raises(CommandError) as refusal:
            call_command("import_monthly", file, **arguments)
        assert str(refusal.value) == message


def test_a_file_of_another_month_is_refused_whole(planned):
    with pytest.raises(CommandError):
        call_command(
            "import_monthly",
            str(WORKBOOKS / "monthly-2019-02.xlsx"),
            month="2019-01",
            approve=True,
            stderr=io.StringIO(),
        )
    assert not MonthlyEntry.objects.exists()


# --- Rows of one's own making ----------------------------------------------------------

HEADER = ("序号", "项目名称", "项目代码", "责任单位", "年度计划投资", "7月完成", "1-7月累计完成")
HEADER = (*HEADER, "形象进度", "存在问题", "情况说明")


def workbook(*rows, header=HEADER, title="2019年7月重点建设项目进展情况月报表"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.append(["单位：万元"])
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def line(name, month=None, total=None, *, progress="主体施工", code="", unit="", plan=None, **more):
    problem, explanation = more.get("problem"), more.get("explanation")
    return (1, name, code, unit, plan, month, total, progress, problem, explanation)


@pytest.fixture
def preview(county, period, reporter, today):
    def preview(*rows, by=reporter, approve=False, **options):
        return preview_monthly(
            workbook(*rows, **options),
            county=county,
            month=JULY,
            by=by,
            today=today,
            approve=approve,
        )

    return preview


def errors(preview):
    return [(finding.cell, finding.message) for finding in preview.findings.errors]


def warnings(preview):
    return [(finding.cell, finding.message) for finding in preview.findings.warnings]


def test_a_reporter_sends_his_rows(preview, project, reporter):
    shown = preview(line("镇区道路改造工程", 30, 30, problem="用地指标不足"))
    assert errors(shown) == []
    assert not MonthlyEntry.objects.exists()
    apply_monthly(shown, by=reporter)
    entry = MonthlyEntry.objects.get()
    assert (entry.state, entry.month_amount, entry.problem) == (
        "submitted",
        30 * WAN,
        "用地指标不足",
    )


def test_the_bureau_keys_and_the_unit_confirms(preview, project, reviewer):
    apply_monthly(preview(line("镇区道路改造工程", 30), by=reviewer), by=reviewer)
    entry = MonthlyEntry.objects.get()
    assert (entry.state, entry.keyed_by, entry.keyed_consent) == ("submitted", reviewer, "waiting")


def test_another_units_project_is_refused_like_an_unknown_one(preview, project, other_project):
    shown = preview(
        line("河道综合治理工程", 30), line("没有的工程", 30), line("镇区道路改造工程", 30)
    )
    message = "本单位没有这个项目，请核对名称和代码，或联系发改局"
    assert errors(shown) == [("B4", message), ("B5", message)]
    assert (shown.added, shown.refused) == (1, 2)


def test_a_project_the_unit_only_has_a_part_in_is_reported_by_another(
    preview, other_project, unit_a
):
    other_project.unit_parts.create(unit=unit_a, part="local", from_date="2019-01-01")
    shown = preview(line("河道综合治理工程", 30))
    assert errors(shown) == [("B4", "这个项目由水利局填报")]


def test_a_name_is_found_by_alias_and_with_gaps(preview, project):
    ProjectAlias.objects.create(project=project, name="镇区道路")
    assert preview(line("镇 区 道路", 30)).added == 1


def test_stages_that_share_a_code_are_told_apart_by_name(preview, make_project, unit_a):
    for name in ("污水处理厂一期", "污水处理厂二期"):
        make_project(name, unit_a, code="2019-610799-77-01-106987")
    shown = preview(line("污水处理厂二期", 30, code="2019-610799-77-01-106987"))
    assert shown.lines[0].project.name == "污水处理厂二期"


def test_a_code_of_another_project_is_refused(preview, project, second_project):
    second_project.code = "2019-610799-77-01-106987"
    second_project.save()
    shown = preview(line("镇区道路改造工程", 30, code=second_project.code))
    message = "项目代码2019-610799-77-01-106987与名称不是同一个项目，请核对"
    assert errors(shown) == [("B4", message)]


def test_the_same_project_twice_is_refused(preview, project):
    shown = preview(line("镇区道路改造工程", 30), line("镇区道路改造工程", 40))
    assert errors(shown) == [
        ("B4", "与第5行是同一个项目，请合并为一行；两行都没有读入"),
        ("B5", "与第4行是同一个项目，请合并为一行；两行都没有读入"),
    ]


def test_an_amount_that_is_none_is_refused_at_its_cell(preview, project):
    [(cell, message)] = errors(preview(line("镇区道路改造工程", "12o0")))
    assert (cell, message.startswith("金额“12o0”无法识别")) == ("F4", True)


def test_figures_to_be_mended_or_explained_are_refused_at_their_cell(
    preview, project, second_project
):
    second_project.total_investment = 10 * WAN
    second_project.save()
    shown = preview(line("镇区道路改造工程", 0), line("客运站迁建工程", None, 30))
    assert [cell for cell, _ in errors(shown)] == ["B4", "G5"]
    explained = preview(line("客运站迁建工程", None, 30, explanation="概算调整"))
    assert errors(explained) == []


def test_a_blank_word_beside_money_asks_why_and_a_table_without_the_column_is_not_asked(
    preview, project
):
    message = "本月有投资30万元，请填写形象进度，确实没有的在“情况说明”写明原因"
    [(cell, said)] = errors(preview(line("镇区道路改造工程", 30, progress="")))
    assert (cell, said.startswith(message)) == ("H4", True)
    assert errors(preview(line("镇区道路改造工程", 30)[:7], header=HEADER[:7])) == []


def test_a_row_without_anything_is_not_reported(preview, project, second_project):
    shown = preview(line("镇区道路改造工程", 30), line("客运站迁建工程", progress=""))
    assert (shown.added, len(shown.lines)) == (1, 1)
    assert warnings(shown) == [("B5", "这一行没有填任何进度，按未报送处理")]


def test_a_plan_or_unit_that_differs_is_a_remark(preview, project):
    shown = preview(line("镇区道路改造工程", 30, plan=999, unit="水利局"))
    assert warnings(shown) == [
        ("D4", "登记的填报单位是交通运输局，请核对"),
        ("E4", "计划清单中的年度计划投资是1,000万元，请核对"),
    ]
    assert shown.added == 1


def test_a_total_that_is_not_the_sum_is_a_remark(preview, project):
    total = ("", "合计（2个）", "", "", "", 31, 30)
    shown = preview(total, line("镇区道路改造工程", 30, 30))
    assert [cell for cell, _ in warnings(shown)] == ["B4", "F4"]


def test_blank_cells_say_nothing_against_what_is_there(preview, project, make_entry, reporter):
    make_entry(project, problem="用地指标不足", year_to_date=100 * WAN)
    apply_monthly(preview(line("镇区道路改造工程", 100, progress="封顶")), by=reporter)
    entry = MonthlyEntry.objects.get()
    assert (entry.problem, entry.year_to_date, entry.progress) == (
        "用地指标不足",
        100 * WAN,
        "封顶",
    )


def test_what_was_sent_otherwise_is_refused(preview, project, make_entry):
    make_entry(project, EntryState.SUBMITTED)
    shown = preview(line("镇区道路改造工程", 90))
    message = "本月已报（待审定），与本表不同：本月完成投资已报100万元、本表90万元。"
    advice = "要改的，请先在填报页撤回；已经审核或审定的，请联系发改局退回"
    assert errors(shown) == [("B4", message + advice)]
    same = preview(line("镇区道路改造工程", 100))
    assert (same.unchanged, errors(same)) == (1, [])


def test_history_approves_what_already_waits(preview, project, make_entry, approver):
    make_entry(project, EntryState.SUBMITTED)
    ReportingPeriod.objects.update(closed_at="2019-08-02T08:00:00+08:00", is_history=True)
    apply_monthly(preview(line("镇区道路改造工程", 100), by=approver, approve=True), by=approver)
    assert MonthlyEntry.objects.get().state == EntryState.APPROVED


def test_without_an_open_period_nothing_is_taken(preview, project, period):
    ReportingPeriod.objects.update(closed_at="2019-08-02T08:00:00+08:00")
    shown = preview(line("镇区道路改造工程", 30))
    assert [m for _, m in errors(shown)] == ["2019年7月填报期已关闭，请联系发改局审定员"]
    ReportingPeriod.objects.all().delete()
    shown = preview(line("镇区道路改造工程", 30))
    assert [m for _, m in errors(shown)] == ["2019年7月填报期还没有开启，请联系发改局审定员"]


# --- The pages -------------------------------------------------------------------------


@pytest.fixture
def upload(client, reporter, period):
    client.force_login(reporter)

    def upload(*rows):
        file = SimpleUploadedFile("7月.xlsx", workbook(*rows))
        url = reverse("investment:import_monthly", args=[JULY])
        return client.post(url, {"file": file})

    return upload


def test_upload_preview_confirm(client, upload, project):
    shown = upload(line("镇区道路改造工程", 30))
    page = client.get(shown.url)
    assert "导入并上报 1 项" in page.content.decode()
    assert not MonthlyEntry.objects.exists()
    form = {"fingerprint": page.context["preview"].fingerprint}
    done = client.post(shown.url, form, follow=True)
    assert "2019年7月：已报送 1 个项目。" in done.content.decode()
    assert MonthlyEntry.objects.get().state == EntryState.SUBMITTED
    again = client.post(shown.url, form, follow=True)
    assert "此前已经导入，没有重复处理" in again.content.decode()
    assert MonthlyEntry.objects.get().version == 1


def test_a_confirmation_of_another_preview_is_stale(client, upload, project):
    shown = upload(line("镇区道路改造工程", 30))
    response = client.post(shown.url, {"fingerprint": "of another"})
    assert response.status_code == 409
    assert not MonthlyEntry.objects.exists()


def test_a_discarded_file_writes_nothing(client, upload, project):
    shown = upload(line("镇区道路改造工程", 30))
    fingerprint = client.get(shown.url).context["preview"].fingerprint
    client.post(reverse("investment:import_discard", args=[Upload.objects.get().pk]))
    client.post(shown.url, {"fingerprint": fingerprint})
    assert not MonthlyEntry.objects.exists()


def test_a_file_that_is_no_workbook_is_said(client, reporter, period):
    client.force_login(reporter)
    url = reverse("investment:import_monthly", args=[JULY])
    response = client.post(url, {"file": SimpleUploadedFile("7月.xlsx", b"not a workbook")})
    assert response.status_code == 400
    assert response.context["form"].errors["file"]
    assert not Upload.objects.exists()


def test_the_upload_of_another_does_not_exist(client, upload, project, other_reporter, reviewer):
    shown = upload(line("镇区道路改造工程", 30))
    discard = reverse("investment:import_discard", args=[Upload.objects.get().pk])
    for person in (other_reporter, reviewer):
        client.force_login(person)
        assert client.get(shown.url).status_code == 404
        assert client.post(shown.url).status_code == 404
        assert client.post(discard).status_code == 404


def test_the_only_county_needs_no_name(planned):
    Unit.objects.create(name="邻县", kind="county")
    with pytest.raises(CommandError) as refusal:
        bring(1)
    assert str(refusal.value) == "不止一个县，请用 --county 指明"
