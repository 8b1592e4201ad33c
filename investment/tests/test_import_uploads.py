"""A file that waits for a person: chosen from, applied once, traced, and undone."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import clock
from accounts.models import AuditEvent, Role, RoleAssignment
from accounts.tests.trail import told as words
from investment import services
from investment.drafts import EntryDraft
from investment.intake.provenance import figure_sources
from investment.models import (
    CheckFinding,
    EntrySource,
    EntryState,
    MonthlyEntry,
    ReportingPeriod,
    Verdict,
)
from investment.tests.monthly_files import JULY, line, workbook
from measures.money import WAN
from projects.models import ProjectAlias
from workbooks.models import Upload, UploadState

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client, period):
    """Upload a file through the page, as this person; the preview's page."""

    def send(person, *rows, name="7月.xlsx", content=None):
        client.force_login(person)
        file = SimpleUploadedFile(name, content or workbook(*rows))
        answer = client.post(reverse("investment:import_monthly", args=[JULY]), {"file": file})
        return client.get(answer.url)

    return send


@pytest.fixture
def press(client):
    """Send the form of a preview's page, with every box ticked that is not ``without``."""

    def press(page, *, without=(), to="import_preview", **more):
        shown = [row.line.key for row in page.context["page"].rows if row.line.applies]
        form = {
            "fingerprint": page.context["preview"].fingerprint,
            "shown": shown,
            "row": [key for key in shown if key not in without],
            **more,
        }
        upload = page.context["upload"].pk
        return client.post(reverse(f"investment:{to}", args=[upload]), form, follow=True)

    return press


def told(answer):
    """What the page says of the deed: its message, or why it was refused."""
    refusal = answer.context.get("refusal")
    messages = [str(message) for message in answer.context["messages"]]
    return messages + ([refusal.sentence] if refusal else [])


def amounts():
    return {e.project.name: e.month_amount for e in MonthlyEntry.objects.select_related("project")}


# --- Choosing rows ---------------------------------------------------------------------


def test_a_row_that_is_not_ticked_stays_out(send, press, project, second_project, reporter):
    page = send(reporter, line("镇区道路改造工程", 30), line("客运站迁建工程", 40))
    answer = press(page, without=["7月!4"])
    assert told(answer) == ["2019年7月：已报送 1 个项目，未导入 1 项。"]
    assert amounts() == {"客运站迁建工程": 40 * WAN}
    upload = Upload.objects.get()
    assert (upload.outcome["added"], upload.outcome["left_out"]) == (1, 1)
    assert upload.parameters == {"month": "2019-07"}


def test_what_is_chosen_is_kept_from_page_to_page(
    send, press, client, project, second_project, reporter
):
    page = send(reporter, line("镇区道路改造工程", 30), line("客运站迁建工程", 40))
    chosen = press(page, without=["7月!4"], to="import_choose", go="added:1")
    assert [(row.line.key, row.line.is_chosen) for row in chosen.context["page"].rows] == [
        ("7月!4", False),
        ("7月!5", True),
    ]
    assert "导入并上报 1 项" in chosen.content.decode()
    form = {"fingerprint": chosen.context["preview"].fingerprint}
    client.post(reverse("investment:import_preview", args=[Upload.objects.get().pk]), form)
    assert amounts() == {"客运站迁建工程": 40 * WAN}


def test_a_preview_whose_choice_was_changed_elsewhere_is_stale(
    send, press, project, second_project, reporter
):
    page = send(reporter, line("镇区道路改造工程", 30), line("客运站迁建工程", 40))
    press(page, without=["7月!4"], to="import_choose")
    answer = press(page)
    assert (answer.status_code, amounts()) == (409, {})


def test_a_confirmed_name_is_previewed_before_it_is_written(send, press, project, reporter):
    page = send(reporter, line("镇区道路提升改造", 30))
    match = {"match:7月!4": str(project.pk)}
    too_early = press(page, **match)
    assert too_early.status_code == 409
    assert told(too_early) == ["名称的选择有变，没有导入，请按下面的新预览核对后再确认"]
    assert (amounts(), ProjectAlias.objects.count()) == ({}, 0)
    press(too_early, **match)
    assert amounts() == {"镇区道路改造工程": 30 * WAN}
    assert ProjectAlias.objects.get().name == "镇区道路提升改造"


def test_what_changed_since_the_preview_is_shown_anew(
    send, press, project, second_project, reporter, make_entry
):
    page = send(reporter, line("镇区道路改造工程", 30), line("客运站迁建工程", 40))
    make_entry(second_project)
    answer = press(page)
    assert answer.status_code == 409
    assert told(answer) == ["预览之后数据有变动，没有导入，请按下面的新预览核对后再确认"]
    assert amounts() == {"客运站迁建工程": 100 * WAN}
    assert answer.context["preview"].changed == 1


# --- The same file again ---------------------------------------------------------------


def test_pressed_twice_is_written_once(send, press, project, reporter):
    page = send(reporter, line("镇区道路改造工程", 30))
    press(page)
    assert told(press(page)) == ["这个文件此前已经导入，没有重复处理。"]
    assert MonthlyEntry.objects.get().version == 1
    assert EntrySource.objects.count() == 1


def test_the_same_file_later_counts_once_and_says_which_it_equals(
    send, press, project, reporter, reviewer
):
    content = workbook(line("镇区道路改造工程", 30))
    press(send(reporter, content=content))
    later = send(reviewer, content=content, name="七月（定稿）.xlsx")
    assert "没有要写入的内容" in later.content.decode()
    assert list(later.context["earlier"]) == [Upload.objects.get(original_name="7月.xlsx")]
    text = " ".join(later.content.decode().split())
    assert "陈交通上传的" in text
    assert "《7月.xlsx》</a>， 已于 2019年8月2日" in text
    press(later)
    assert amounts() == {"镇区道路改造工程": 30 * WAN}
    assert MonthlyEntry.objects.get().version == 1


def test_the_same_file_of_a_unit_one_has_nothing_to_do_with_is_not_told(
    send, project, reporter, other_reporter
):
    content = workbook(line("镇区道路改造工程", 30))
    send(reporter, content=content)
    assert not send(other_reporter, content=content).context["earlier"]


# --- Where figures come from -----------------------------------------------------------


def test_every_figure_is_traced_to_its_cell(send, press, project, reporter, reviewer):
    press(send(reporter, line("镇区道路改造工程", 30, 30, problem="用地指标不足")))
    source = EntrySource.objects.get()
    entry = MonthlyEntry.objects.get()
    assert (source.sheet, source.row, source.before, source.entry_version) == ("7月", 4, None, 1)
    assert source.cells == {
        "month_amount": "F4",
        "year_to_date": "G4",
        "progress": "H4",
        "problem": "I4",
    }
    assert source.after == {
        "month_amount": 300_000,
        "year_to_date": 300_000,
        "progress": "主体施工",
        "problem": "用地指标不足",
    }
    [given] = figure_sources([entry], reviewer)[entry.pk]
    assert given.cells[:2] == (("本月完成投资", "7月!F4"), ("本年累计完成投资", "7月!G4"))


def test_a_figure_typed_over_since_has_no_cell_any_more(
    send, press, project, reporter, period, make_entry, today
):
    press(send(reporter, line("镇区道路改造工程", 30, 30)))
    MonthlyEntry.objects.update(state=EntryState.DRAFT)
    entry = MonthlyEntry.objects.get()
    changed = EntryDraft(project.pk, 1, 20 * WAN, 30 * WAN, progress="主体施工")
    services.save_entries(period=period, drafts=[changed], by=reporter, today=today)
    entry.refresh_from_db()
    [given] = figure_sources([entry], reporter)[entry.pk]
    assert [cell for _, cell in given.cells] == ["7月!G4", "7月!H4"]


def test_the_pages_say_where_from_and_link_for_who_may_download(
    send, press, project, reporter, reviewer, leader, client
):
    press(send(reporter, line("镇区道路改造工程", 30)))
    link = reverse("investment:upload", args=[Upload.objects.get().pk])
    review = reverse("investment:review_entry", args=[MonthlyEntry.objects.get().pk])
    year = reverse("investment:project", args=[project.pk, 2019])
    for person, page, linked in (
        (reporter, year, True),
        (reviewer, year, True),
        (reviewer, review, True),
        (leader, review, False),
    ):
        client.force_login(person)
        text = client.get(page).content.decode()
        assert "来自 陈交通 8月2日上传的" in text
        assert "7月!F4" in text
        assert (link in text) is linked


# --- Undoing ---------------------------------------------------------------------------


@pytest.fixture
def undo(client):
    def undo(person, upload=None):
        client.force_login(person)
        found = upload or Upload.objects.get()
        return client.post(reverse("investment:upload_undo", args=[found.pk]), follow=True)

    return undo


def test_what_was_there_is_put_back(send, press, undo, project, make_entry, reporter, reviewer):
    make_entry(project, EntryState.RETURNED, problem="用地指标不足", returned_reason="请核对")
    before = MonthlyEntry.objects.values().get()
    press(send(reporter, line("镇区道路改造工程", 30, progress="封顶")))
    assert MonthlyEntry.objects.get().state == EntryState.SUBMITTED
    assert told(undo(reporter)) == ["已撤销 1 项。"]
    assert MonthlyEntry.objects.values().get() == before | {"version": 3}
    assert EntrySource.objects.get().undone_at is not None
    lines = AuditEvent.objects.filter(action__endswith=".undo")
    assert {line.action: words(line) for line in lines} == {
        "entry.undo": {
            "本月完成投资": ["30万元", "已恢复为导入前"],
            "形象进度": ["封顶", "已恢复为导入前"],
            "退回理由": ["", "请核对"],
            "收到日期": ["2019年8月2日", "（空）"],
            "状态": ["待审核", "已退回"],
        },
        "upload.undo": {"撤销": ["", "1项"], "保留": ["", "0项"]},
    }


def test_what_the_file_made_goes_back_to_an_empty_draft(
    send, press, undo, project, reporter, reviewer
):
    page = send(reviewer, line("镇区道路改造工程", 30))
    press(page)
    undo(reviewer)
    entry = MonthlyEntry.objects.get()
    assert EntryDraft.of(entry).is_blank
    assert (entry.state, entry.keyed_by, entry.submitted_at, entry.version) == (
        EntryState.DRAFT,
        None,
        None,
        2,
    )
    again = send(reporter, line("镇区道路改造工程", 30))
    assert again.context["preview"].added == 1
    press(again)
    assert MonthlyEntry.objects.get().month_amount == 30 * WAN


def test_what_changed_since_is_left_alone_and_said(
    send, press, undo, project, second_project, make_project, unit_a, reporter, approver, period
):
    make_project("桥梁加固工程", unit_a)
    names = ("镇区道路改造工程", "客运站迁建工程", "桥梁加固工程")
    press(send(reporter, *[line(name, 30) for name in names]))
    approved, returned, _ = (MonthlyEntry.objects.get(project__name=name) for name in names)
    services.approve_entries(versions={approved.pk: 1}, by=approver)
    services.return_entry(entry=returned, by=approver, version=1, reason="请核对")
    answer = undo(reporter)
    assert told(answer) == ["已撤销 1 项，2 项此后有改动，没有动。"]
    states = {name: MonthlyEntry.objects.get(project__name=name).state for name in names}
    assert states == dict(zip(names, ("approved", "returned", "draft"), strict=True))
    assert [why for _, why in answer.context["sources"]] == [
        "已审定，须由审定员退回后改正",
        "导入之后又有改动，现为已退回",
        "",
    ]


def test_what_the_bureau_doubts_is_left_alone(send, press, undo, project, reporter):
    press(send(reporter, line("镇区道路改造工程", 30)))
    CheckFinding.objects.create(
        entry=MonthlyEntry.objects.get(),
        code="same_money",
        check_class="notice",
        message="与上月相同",
        found_at=clock.now(),
        verdict=Verdict.FALSE,
    )
    assert told(undo(reporter)) == ["没有可以撤销的：导入的各项此后都有改动或已审定"]
    assert MonthlyEntry.objects.get().state == EntryState.SUBMITTED


def test_undone_twice_is_undone_once(send, press, undo, project, reporter):
    press(send(reporter, line("镇区道路改造工程", 30)))
    undo(reporter)
    assert told(undo(reporter)) == ["这次导入此前已经撤销，没有重复处理。"]
    assert MonthlyEntry.objects.get().version == 2
    assert AuditEvent.objects.filter(action="upload.undo").count() == 1


def test_where_nothing_can_be_put_back_nothing_is_undone(
    send, press, undo, project, reporter, approver
):
    press(send(reporter, line("镇区道路改造工程", 30)))
    services.approve_entries(versions={MonthlyEntry.objects.get().pk: 1}, by=approver)
    assert told(undo(reporter)) == ["没有可以撤销的：导入的各项此后都有改动或已审定"]
    assert Upload.objects.get().undone_at is None


def test_a_closed_period_is_not_undone(send, press, undo, project, reporter):
    press(send(reporter, line("镇区道路改造工程", 30)))
    ReportingPeriod.objects.update(closed_at="2019-08-02T08:00:00+08:00")
    assert told(undo(reporter)) == ["2019年7月填报期已关闭，不能撤销导入，请联系发改局"]
    assert amounts() == {"镇区道路改造工程": 30 * WAN}


def test_a_file_that_was_not_applied_has_nothing_to_undo(send, undo, project, reporter):
    send(reporter, line("镇区道路改造工程", 30))
    assert told(undo(reporter)) == ["这个文件没有导入，无须撤销"]


def test_who_may_undo(
    send, press, undo, project, reporter, other_reporter, reviewer, auditor, approver
):
    press(send(reporter, line("镇区道路改造工程", 30)))
    for person in (other_reporter, reviewer, auditor):
        assert undo(person).status_code == 404
    assert amounts() == {"镇区道路改造工程": 30 * WAN}
    assert told(undo(approver)) == ["已撤销 1 项。"]


# --- The list of files -----------------------------------------------------------------


def test_the_files_of_a_unit_are_its_own_and_the_county_s_the_bureau_s(
    send, project, other_project, reporter, other_reporter, reviewer, auditor, leader, client
):
    send(reporter, line("镇区道路改造工程", 30), name="交通.xlsx")
    send(other_reporter, line("河道综合治理工程", 30), name="水利.xlsx")
    send(reviewer, line("镇区道路改造工程", 30), name="全县.xlsx")
    expected = {
        reporter: ["交通.xlsx"],
        other_reporter: ["水利.xlsx"],
        reviewer: ["全县.xlsx", "水利.xlsx", "交通.xlsx"],
        auditor: ["全县.xlsx", "水利.xlsx", "交通.xlsx"],
    }
    for person, names in expected.items():
        client.force_login(person)
        page = client.get(reverse("investment:uploads")).context["page"]
        assert [upload.original_name for upload in page] == names
    client.force_login(leader)
    assert client.get(reverse("investment:uploads")).status_code == 404


@pytest.mark.slow
def test_the_list_says_what_became_of_each(send, press, undo, project, reporter, client):
    press(send(reporter, line("镇区道路改造工程", 30), name="一.xlsx"))
    undo(reporter, Upload.objects.get(original_name="一.xlsx"))
    press(send(reporter, line("镇区道路改造工程", 30), name="二.xlsx"))
    page = send(reporter, line("镇区道路改造工程", 30), name="三.xlsx")
    press(page, to="import_discard")
    send(reporter, line("镇区道路改造工程", 30), name="四.xlsx")
    text = client.get(reverse("investment:uploads")).content.decode()
    places = [text.index(word) for word in ("待确认", "已放弃", "已导入", "已撤销")]
    assert places == sorted(places)
    assert {u.original_name: u.state for u in Upload.objects.all()} == {
        "一.xlsx": UploadState.APPLIED,
        "二.xlsx": UploadState.APPLIED,
        "三.xlsx": UploadState.DISCARDED,
        "四.xlsx": UploadState.PREVIEWED,
    }


def test_nothing_uploaded_yet_says_what_to_do(client, reporter):
    client.force_login(reporter)
    assert "还没有上传过月报文件" in client.get(reverse("investment:uploads")).content.decode()


def test_the_original_comes_back_marked(send, project, reporter, client):
    page = send(reporter, line("镇区道路改造工程", "12o0"))
    marked = client.get(reverse("investment:upload_marked", args=[page.context["upload"].pk]))
    cell = openpyxl.load_workbook(io.BytesIO(marked.content)).active["F4"]
    assert (cell.value, "无法识别" in cell.comment.text) == ("12o0", True)


def test_a_choice_is_kept_as_plain_json(send, press, project, second_project, reporter):
    page = send(reporter, line("镇区道路改造工程", 30), line("客运站迁建工", 40))
    press(page, without=["7月!4"], to="import_choose", **{"match:7月!5": "none"})
    kept = Upload.objects.get().parameters["choice"]
    assert json.loads(json.dumps(kept)) == {
        "left_out": ["7月!4"],
        "matches": {"7月!5": None},
        "reasons": {},
    }


def test_a_reporter_who_also_audits_the_county_sends_for_their_own_unit(
    send, reporter, unit_a, county, project
):
    RoleAssignment.objects.create(user=reporter, role=Role.AUDITOR, unit=county)
    send(reporter, line("镇区道路改造工程", 100))
    assert Upload.objects.get().unit == unit_a
