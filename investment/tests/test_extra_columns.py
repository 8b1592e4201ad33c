"""附加指标: a column that is added in July is asked in August, and June is as it was."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse

from accounts import clock
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.trail.proposals import accept
from accounts.trail.unwinding import AsKnown, sequence_at
from conftest import page_text
from figures.book import FigureBook, UnknownFigure
from figures.facts import load_facts
from investment import services
from investment.drafts import EntryDraft
from investment.entry_template import write_entry_template
from investment.extra.columns import columns_of
from investment.extra.coverage import coverage_of_columns
from investment.extra.services import ask_column
from investment.extra.values import field_of
from investment.intake import apply_monthly, preview_monthly
from investment.models import (
    ColumnDeed,
    EntryState,
    ExtraColumn,
    ExtraColumnProposal,
    ExtraKind,
    MonthlyEntry,
    ReportingPeriod,
)
from investment.selectors import entry_sheet
from investment.tests.monthly_files import line, receive_monthly
from investment.tests.test_keeping import Page
from measures.money import WAN
from measures.months import Month
from reports.prose.summary import compose_summary
from workbooks.intake.uploads import apply_upload, preview_upload, undo_upload

JUNE, JULY, AUGUST = Month(2019, 6), Month(2019, 7), Month(2019, 8)
IN_JULY, IN_SEPTEMBER = datetime.date(2019, 7, 20), datetime.date(2019, 9, 2)
PRIVATE = "民间投资完成额"
KEY = f"县级.全部.{PRIVATE}"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(client, user):
    client.force_login(user, backend=BACKEND)
    return client


def open_month(county, month, **more):
    due = month.next().first_day + datetime.timedelta(days=4)
    values = {"county": county, "year": month.year, "month": month.month, "due_on": due}
    return ReportingPeriod.objects.create(**values | more)


@pytest.fixture
def june(county):
    closed = datetime.datetime(2019, 7, 8, tzinfo=datetime.UTC)
    return open_month(county, JUNE, closed_at=closed, published_as="final")


@pytest.fixture
def august(county):
    return open_month(county, AUGUST)


def wish(county, name=PRIVATE, **terms):
    values = {
        "deed": ColumnDeed.ADD,
        "kind": ExtraKind.NUMBER,
        "unit": "万元",
        "definition": "本月完成投资中民间资本完成的部分",
        "source": "县发改〔2019〕31号",
        "from_day": AUGUST.first_day,
        "reason": "县发改〔2019〕31号",
    }
    return ExtraColumnProposal(county=county, name=name, **values | terms)


@pytest.fixture
def add(county, approver):
    """A column that the approver adds."""

    def add(name=PRIVATE, *, by=approver, **terms):
        ask_column(wish=wish(county, name, **terms), by=by, today=IN_JULY)
        return ExtraColumn.objects.get(name=name)

    return add


def enter(period, by, today, *drafts):
    return services.send_entries(period=period, drafts=drafts, by=by, today=today)


def approve_all(period, by):
    versions = dict(MonthlyEntry.objects.filter(period=period).values_list("pk", "version"))
    services.approve_entries(versions=versions, by=by)


def draft_of(project, month=100, **extra):
    return EntryDraft(
        project.pk, month_amount=month * WAN, progress="主体施工", explanation="首报", extra=extra
    )


def typed(**more):
    """What the form of the page sends of a column."""
    return {
        "name": PRIVATE,
        "kind": "number",
        "unit": "万元",
        "definition": "本月完成投资中民间资本完成的部分",
        "from_month": "2019-08",
        "source": "县发改〔2019〕31号",
    } | more


def figure(county, key, month, known=None):
    return FigureBook(load_facts(county, month, known))[key]


# --- The whole way, as the issue has it ----------------------------------------------------


def test_a_column_added_in_july_by_page_is_asked_in_august_and_june_is_as_it_was(
    client, county, approver, reporter, unit_a, project, second_project, june, august
):
    enter_june = EntryDraft(project.pk, month_amount=50 * WAN, progress="开挖")
    ReportingPeriod.objects.filter(pk=june.pk).update(closed_at=None)
    june.refresh_from_db()
    enter(june, reporter, datetime.date(2019, 7, 2), enter_june)
    approve_all(june, approver)
    services.close_period(period=june, by=approver)
    june.refresh_from_db()
    sheet_of_june = entry_sheet(unit_a, june, IN_JULY)
    paper_of_june = issued(county, JUNE)

    address = reverse("investment:extra_columns")
    assert sign_in(client, approver).post(address, typed()).url == address
    column = ExtraColumn.objects.get()

    # The units are asked in August, on the sheet, in its template, and not in June.
    sign_in(client, reporter)
    page = page_text(client.get(reverse("investment:entry", args=[unit_a.pk, AUGUST])))
    assert f"本月另填“{PRIVATE}”，在各项目的“更多”里，○为未填。" in page
    assert PRIVATE not in page_text(client.get(reverse("investment:entry", args=[unit_a.pk, JUNE])))
    book = openpyxl.load_workbook(
        io.BytesIO(write_entry_template(entry_sheet(unit_a, august, IN_SEPTEMBER)))
    )
    titles = [cell.value for cell in book.active[3]]
    assert titles[-1] == PRIVATE

    # One is typed on the sheet, the other comes in by workbook under its title.
    window = Page(client, reporter, unit_a)
    cells = [
        window.cell(project, "120"),
        window.cell(project, "平整场地", "progress"),
        window.cell(project, "60.5", field_of(column)),
        window.cell(project, "首报", "explanation"),
    ]
    body = {"person": reporter.pk, "client": "page-1", "cells": cells, "seen": {}, "submit": True}
    sent = client.post(
        window.address("investment:send", "2019-08"),
        body | {"shown": "2019-09-02T08:00:00+08:00"},
        content_type="application/json",
    )
    assert (sent.status_code, sent.json()["sent"]) == (200, 1)
    content = workbook_of_august(line(second_project.name, 80, 80, explanation="首报"), 20)
    preview = preview_monthly(content, county=county, month=AUGUST, by=reporter, today=IN_SEPTEMBER)
    apply_monthly(preview, by=reporter)
    assert {
        entry.project.name: entry.extra
        for entry in MonthlyEntry.objects.filter(period=august).select_related("project")
    } == {
        project.name: {str(column.pk): 605_000},
        second_project.name: {str(column.pk): 200_000},
    }

    # The reviewer sees it, it is approved, and stands in figures and in the bulletin.
    entry = MonthlyEntry.objects.get(period=august, project=project)
    page = sign_in(client, approver).get(reverse("investment:review_entry", args=[entry.pk]))
    assert "60.5万元" in page_text(page)
    assert figure(county, KEY, AUGUST).value is None
    approve_all(august, approver)
    assert figure(county, KEY, AUGUST).value == 805_000
    paper = issued(county, AUGUST)
    assert "另据8月填报，民间投资完成额80.5万元（均已填报）。" in paper

    # June is as it was.
    again = entry_sheet(unit_a, june, IN_JULY)
    assert [row.columns for row in again.rows] == [()] * 2
    assert [row.unfilled for row in again.rows] == [[], []]
    assert [row.entry for row in again.rows] == [row.entry for row in sheet_of_june.rows]
    assert figure(county, KEY, JUNE).value is None
    assert coverage_of_columns(june) == []
    assert issued(county, JUNE) == paper_of_june


def workbook_of_august(row, value):
    book = openpyxl.Workbook()
    page = book.active
    page.append(["2019年8月重点建设项目进展情况月报表"])
    page.append(["单位：万元"])
    head = ("序号", "项目名称", "项目代码", "责任单位", "年度计划投资", "8月完成", "1-8月累计完成")
    page.append([*head, "形象进度", "存在问题", "情况说明", f"{PRIVATE}（万元）"])
    page.append([*row, value])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def issued(county, month):
    """What a bulletin of the month says, line by line."""
    document = compose_summary(load_facts(county, month), template="bulletin")
    return [paragraph.text for paragraph in document.paragraphs]


# --- Who adds, and what ---------------------------------------------------------------------


def test_a_reviewers_column_waits_for_the_approver(county, reviewer, approver, august):
    proposal = ask_column(wish=wish(county), by=reviewer, today=IN_JULY)
    assert (proposal.is_waiting, ExtraColumn.objects.count()) == (True, 0)
    assert str(proposal) == (
        "增加附加指标“民间投资完成额”（数字（万元），全部清单，每月，自2019年8月起）"
    )
    assert ask_column(wish=wish(county), by=reviewer, today=IN_JULY) == proposal
    accept(proposal=proposal, by=approver, today=IN_JULY)
    column = ExtraColumn.objects.get()
    assert (column.name, column.from_day, column.position) == (PRIVATE, AUGUST.first_day, 1)


def test_a_reporter_adds_none(county, reporter):
    with pytest.raises(NotAllowed):
        ask_column(wish=wish(county), by=reporter, today=IN_JULY)


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"name": ""}, "请填写名称"),
        ({"name": "民间.投资"}, "名称里不能有“.”，只用文字和数字"),
        ({"name": "形象进度"}, "“形象进度”已经是系统里的指标或栏目，请换一个名称"),
        ({"name": "完成率"}, "“完成率”已经是系统里的指标或栏目，请换一个名称"),
        ({"name": "完成率较上月"}, "“完成率较上月”已经是系统里的指标或栏目，请换一个名称"),
        ({"definition": ""}, "请用一句话写明口径：算什么，不算什么"),
        ({"reason": " "}, "请写明依据的文件和文号"),
        ({"unit": ""}, "数字要写明计量单位，如万元、人、亩"),
        ({"kind": "choice", "options": "是"}, "选项至少两个，每行一个，不能重复"),
        ({"lists": "省级"}, "没有清单“省级”"),
        ({"from_day": JUNE.first_day}, "2019年6月已关闭或已发布，最早从2019年7月起"),
    ],
)
def test_what_cannot_be_a_column_is_refused_in_a_sentence(county, approver, june, terms, told):
    name = terms.pop("name", PRIVATE)
    with pytest.raises(DomainError) as error:
        ask_column(wish=wish(county, name, **terms), by=approver, today=IN_JULY)
    assert (error.value.message, ExtraColumn.objects.count()) == (told, 0)


def test_a_name_is_given_once_also_after_it_was_changed(county, approver, add, june):
    column = add(from_day=JULY.first_day)
    ask(county, approver, column, ColumnDeed.RENAME, AUGUST, name="民间投资额")
    for name in (PRIVATE, "民间投资额"):
        with pytest.raises(DomainError) as error:
            add(name)
        assert error.value.message == "已经有附加指标“民间投资额”用过这个名称"


def ask(county, by, column, deed, month, name=None):
    values = {"deed": deed, "column": column, "from_day": month.first_day}
    return ask_column(wish=wish(county, name or column.name, **values), by=by, today=IN_JULY)


def test_a_renamed_column_keeps_its_name_in_the_months_before(
    county, approver, reporter, unit_a, project, add, period, august
):
    column = add(from_day=JULY.first_day)
    enter(period, reporter, IN_JULY, draft_of(project, **{str(column.pk): 10 * WAN}))
    approve_all(period, approver)
    ask(county, approver, column, ColumnDeed.RENAME, AUGUST, name="民间投资额")
    named = [
        [column.called for column in columns_of(county, month).values()] for month in (JULY, AUGUST)
    ]
    assert named == [[PRIVATE], ["民间投资额"]]
    # The key goes by either name.
    values = [figure(county, f"县级.全部.{name}", JULY).value for name in (PRIVATE, "民间投资额")]
    assert values == [10 * WAN] * 2
    titles = [row.columns[0].called for row in entry_sheet(unit_a, august, IN_JULY).rows]
    assert titles == ["民间投资额"]


def test_a_retired_column_is_asked_no_more_and_what_was_told_stays(
    county, approver, reporter, unit_a, project, add, period, august
):
    column = add(from_day=JULY.first_day)
    enter(period, reporter, IN_JULY, draft_of(project, **{str(column.pk): 10 * WAN}))
    with pytest.raises(DomainError) as error:
        ask(county, approver, column, ColumnDeed.RETIRE, JULY)
    assert error.value.message == "要晚于开始填报的2019年7月"
    ask(county, approver, column, ColumnDeed.RETIRE, AUGUST)
    shown = [
        [[column.name for column in row.columns] for row in entry_sheet(unit_a, of, IN_JULY).rows]
        for of in (period, august)
    ]
    assert shown == [[[PRIVATE]], [[]]]
    with pytest.raises(WrongState):
        ask(county, approver, column, ColumnDeed.RENAME, AUGUST, name="民间投资额")


def test_a_column_is_not_retired_in_a_month_in_which_somebody_told_something(
    county, approver, reporter, project, add, period, august
):
    column = add(from_day=JULY.first_day)
    enter(august, reporter, IN_SEPTEMBER, draft_of(project, **{str(column.pk): 1}))
    with pytest.raises(DomainError) as error:
        ask(county, approver, column, ColumnDeed.RETIRE, AUGUST)
    told = "2019年8月已有单位填了这个指标，最早从2019年9月起停用"
    assert error.value.message == told


# --- What is asked, and what is told --------------------------------------------------------


def test_it_is_asked_of_its_lists_and_in_its_months_alone(
    county, unit_a, project, add, august, plan, make_project
):
    add(lists="县级", months="9,10,11,12")
    september = open_month(county, Month(2019, 9))
    add("用工人数", unit="人", lists="县级")
    plan.key = "市级"
    plan.save()
    names = [
        [[column.name for column in row.columns] for row in entry_sheet(unit_a, of, IN_JULY).rows]
        for of in (august, september)
    ]
    assert names == [[[]], [[]]]
    plan.key = "县级"
    plan.save()
    names = [
        [[column.name for column in row.columns] for row in entry_sheet(unit_a, of, IN_JULY).rows]
        for of in (august, september)
    ]
    assert names == [[["用工人数"]], [[PRIVATE, "用工人数"]]]


def test_what_was_left_empty_is_untold_and_never_zero(
    county, approver, reporter, project, second_project, other_project, add, august
):
    column = add()
    key = str(column.pk)
    enter(august, reporter, IN_SEPTEMBER, draft_of(project, **{key: 0}), draft_of(second_project))
    approve_all(august, approver)
    [coverage] = coverage_of_columns(august)
    assert coverage.words == "应填3项，已填1项，未填1项，未报送1项"
    assert [(each.unit_name, each.projects) for each in coverage.units] == [
        ("交通运输局", ("客运站迁建工程",))
    ]
    told = figure(county, KEY, AUGUST)
    assert (told.value, told.text(), told.unit.label) == (0, "0", "万元")
    assert told.basis == "本月完成投资中民间资本完成的部分；3个项目中填报1个"
    assert figure(county, f"县级.全部.填报单位=水利局.{PRIVATE}", AUGUST).value is None


def test_the_board_tells_who_has_not_filled_it_in(
    client, approver, reporter, project, second_project, other_project, add, august
):
    column = add()
    enter(
        august,
        reporter,
        IN_SEPTEMBER,
        draft_of(project, **{str(column.pk): 0}),
        draft_of(second_project),
    )
    board = reverse("investment:board", args=[AUGUST])
    page = page_text(sign_in(client, approver).get(board))
    assert f"{PRIVATE}</a>：应填3项，已填1项，未填1项，未报送1项。" in page
    page = page_text(sign_in(client, reporter).get(board))
    assert f"{PRIVATE}：应填2项，已填1项，未填1项。" in page


def test_numbers_days_and_choices_are_read_as_their_column_says(
    client, county, reporter, unit_a, project, add, august
):
    workers = add("用工人数", unit="人")
    length = add("管网长度", unit="公里", digits=1)
    day = add("下次现场会", kind="date", unit="")
    state = add("是否停工", kind="choice", unit="", options="是\n否")
    sign_in(client, reporter)
    window = Page(client, reporter, unit_a)

    def send(**texts):
        cells = [window.cell(project, text, name) for name, text in texts.items()]
        said = {"cells": cells, "seen": {}, "submit": False, "shown": "2019-09-02T08:00:00+08:00"}
        body = {"person": reporter.pk, "client": "page-1"} | said
        address = window.address("investment:send", "2019-08")
        return client.post(address, body, content_type="application/json").json()

    faults = send(
        **{
            field_of(workers): "35.5",
            field_of(length): "1.25公里",
            field_of(day): "八月底",
            field_of(state): "不知道",
        }
    )["faults"]
    assert [fault["message"] for fault in faults] == [
        "“35.5” 要填整数，请核对",
        "“1.25” 最多1位小数，请核对",
        "“八月底” 不是日期，请写明年月日，如 2019-01-22",
        "请填写：是、否",
    ]
    said = {"month_amount": "1", "progress": "开挖"}
    kept = send(
        **said,
        **{
            field_of(workers): "1,035人",
            field_of(length): "1.2",
            field_of(day): "2019.9.5",
            field_of(state): "否",
        },
    )
    assert (kept["faults"], kept["saved"]) == ([], 1)
    assert MonthlyEntry.objects.get().extra == {
        str(workers.pk): 1035,
        str(length.pk): 12,
        str(day.pk): "2019-09-05",
        str(state.pk): "否",
    }


def test_two_who_change_different_columns_of_a_row_do_not_disturb_each_other(
    client, reporter, unit_a, project, add, august
):
    one, other = add(), add("用工人数", unit="人")
    services.save_entries(
        period=august,
        drafts=[draft_of(project, **{str(one.pk): 5 * WAN})],
        by=reporter,
        today=IN_SEPTEMBER,
    )
    sign_in(client, reporter)
    window = Page(client, reporter, unit_a)
    cells = [
        window.cell(project, "7", field_of(one), base="6", version=1),
        window.cell(project, "20", field_of(other), version=1),
    ]
    body = {"person": reporter.pk, "client": "page-1", "cells": cells}
    answer = client.post(
        window.address("investment:keep", "2019-08"), body, content_type="application/json"
    )
    [conflict] = answer.json()["conflicts"]
    assert (conflict["field"], conflict["now"]) == (field_of(one), "5")
    assert answer.json()["kept"] == [2]


# --- It changes only with its entry ---------------------------------------------------------


def test_after_approval_a_value_changes_by_a_correction_that_keeps_the_old_one(
    client, county, approver, reporter, project, add, august
):
    column = add()
    key = str(column.pk)
    enter(august, reporter, IN_SEPTEMBER, draft_of(project, **{key: 5 * WAN}))
    approve_all(august, approver)
    entry = MonthlyEntry.objects.get()
    address = reverse("investment:correct", args=[entry.pk])
    prefix = f"p{project.pk}"
    sent = {
        f"{prefix}-version": str(entry.version),
        f"{prefix}-month_amount": "100",
        f"{prefix}-progress": "主体施工",
        f"{prefix}-explanation": "首报",
        f"{prefix}-{field_of(column)}": "8",
        "reason": "漏报民间投资3万元",
    }
    assert sign_in(client, reporter).post(address, sent).url == address
    assert figure(county, KEY, AUGUST).value == 5 * WAN
    proposal = entry.proposals.get()
    assert (proposal.before, proposal.after) == (
        {"extra": {key: 5 * WAN}},
        {"extra": {key: 8 * WAN}},
    )
    assert f"{PRIVATE}：<del>5万元</del>→<ins>8万元</ins>" in page_text(client.get(address))
    accept(proposal=proposal, by=approver, today=IN_SEPTEMBER)
    assert figure(county, KEY, AUGUST).value == 8 * WAN


def test_a_figure_is_what_was_known_at_its_moment(county, approver, reporter, project, add, august):
    column = add()
    enter(august, reporter, IN_SEPTEMBER, draft_of(project, **{str(column.pk): 5 * WAN}))
    sequence = sequence_at(clock.now())
    approve_all(august, approver)
    assert figure(county, KEY, AUGUST).value == 5 * WAN
    before = AsKnown(county, sequence)
    assert FigureBook(load_facts(county, AUGUST, before))[KEY].value is None


def test_an_import_that_is_undone_takes_its_values_back(county, reporter, project, add, august):
    column = add()
    services.save_entries(
        period=august,
        drafts=[draft_of(project, 90, **{str(column.pk): 5 * WAN})],
        by=reporter,
        today=IN_SEPTEMBER,
    )
    content = workbook_of_august(line(project.name, 80, 80, explanation="首报"), 20)
    upload = receive_monthly(
        content=content,
        name="8月.xlsx",
        county=county,
        month=AUGUST,
        by=reporter,
        today=IN_SEPTEMBER,
    )
    preview = preview_upload(upload, by=reporter, today=IN_SEPTEMBER)
    [shown] = preview.lines
    assert (f"{PRIVATE}", "5万元", "20万元") in shown.changes
    apply_upload(upload=upload, fingerprint=preview.fingerprint, by=reporter, today=IN_SEPTEMBER)
    assert MonthlyEntry.objects.get().extra == {str(column.pk): 20 * WAN}
    undo_upload(upload=upload, by=reporter, today=IN_SEPTEMBER)
    entry = MonthlyEntry.objects.get()
    assert (entry.extra, entry.month_amount) == ({str(column.pk): 5 * WAN}, 90 * WAN)


def test_a_row_of_a_project_that_is_not_asked_is_told_and_left(
    county, reporter, project, add, august, plan
):
    plan_of_city = type(plan).objects.create(
        county=county, year=2019, tier="municipal", name="2019年市级重点项目", key="市级"
    )
    add(lists=plan_of_city.key)
    content = workbook_of_august(line(project.name, 80, 80, explanation="首报"), 20)
    preview = preview_monthly(content, county=county, month=AUGUST, by=reporter, today=IN_SEPTEMBER)
    told = [(finding.cell, finding.message) for finding in preview.findings]
    assert told == [("K4", f"这个项目不填“{PRIVATE}”（市级的项目填），没有读取")]
    apply_monthly(preview, by=reporter)
    assert MonthlyEntry.objects.get().extra == {}


# --- Its cost ------------------------------------------------------------------------------


def test_figures_read_no_column_until_one_is_asked(
    county, approver, reporter, project, add, august, django_assert_num_queries
):
    column = add()
    enter(august, reporter, IN_SEPTEMBER, draft_of(project, **{str(column.pk): 5 * WAN}))
    approve_all(august, approver)
    facts = load_facts(county, AUGUST)
    with django_assert_num_queries(0):
        assert FigureBook(facts)["县级.全部.完成投资"].value == 100 * WAN
    with pytest.raises(UnknownFigure):
        FigureBook(facts)["县级.全部.没有的指标"]


def test_a_county_may_have_each_explained(county, approver, reporter, unit_a, project, add, august):
    column = add()
    enter(august, reporter, IN_SEPTEMBER, draft_of(project))
    services.set_check_rule(
        county=county,
        code="extra_absent",
        check_class="explain",
        parameters={},
        from_date=AUGUST.first_day,
        source="县发改〔2019〕33号",
        by=approver,
    )
    row = entry_sheet(unit_a, august, IN_SEPTEMBER).rows[0]
    assert [(found.code, found.message) for found in row.results] == [
        (
            "extra_absent",
            f"附加指标未填：{PRIVATE}，请填写，填不了的在“情况说明”写明原因",
        )
    ]
    assert [each.pk for each in row.unfilled] == [column.pk]
    assert MonthlyEntry.objects.get().state == EntryState.SUBMITTED
