"""What a preview offers: two ways in, reasons given on the page, and another door."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from investment.models import EntrySource, EntryState, MonthlyEntry
from investment.tests.monthly_files import JULY, line, workbook
from measures.money import WAN
from projects.models import Project
from workbooks.models import Upload
from workbooks.tests.builders import workbook as plain

pytestmark = pytest.mark.django_db

ROAD, STATION = "镇区道路改造工程", "客运站迁建工程"
PLAN = plain(
    [
        ["2019年重点项目计划"],
        ["序号", "项目名称", "建设性质", "总投资（万元）", "2019年计划投资（万元）", "责任单位"],
        [1, ROAD, "新建", 900, 500, "交通运输局"],
    ]
)


@pytest.fixture
def upload(client, period):
    def upload(person, content, name="7月.xlsx", to="investment:import_monthly", **more):
        client.force_login(person)
        arguments = [JULY] if to == "investment:import_monthly" else []
        file = SimpleUploadedFile(name, content)
        return client.post(reverse(to, args=arguments), {"file": file, **more})

    return upload


@pytest.fixture
def preview(client, upload):
    def preview(person, *rows, **how):
        return client.get(upload(person, workbook(*rows), **how).url)

    return preview


@pytest.fixture
def small(project, second_project):
    """Two projects of which no more than 10万元 can be done without a reason."""
    Project.objects.update(total_investment=10 * WAN)


def press(client, page, **form):
    shown = [row.line.key for row in page.context["page"].rows if row.line.may_go_in]
    sent = {"fingerprint": page.context["preview"].fingerprint, "shown": shown, "row": shown}
    address = reverse("investment:import_preview", args=[page.context["upload"].pk])
    return client.post(address, {**sent, **form}, follow=True)


def told(answer):
    refusal = answer.context.get("refusal")
    messages = [str(message) for message in answer.context["messages"]]
    return messages + ([refusal.sentence] if refusal else [])


def kept():
    entries = MonthlyEntry.objects.select_related("project")
    return {e.project.name: (e.state, e.month_amount, e.explanation) for e in entries}


# --- Two ways ----------------------------------------------------------------------------


def test_a_file_goes_in_as_drafts_and_says_so(client, preview, project, second_project, reporter):
    page = preview(reporter, line(ROAD, 30), line(STATION, 40))
    assert [way.label for way in page.context["preview"].ways] == [
        "导入为草稿 2 项",
        "导入并上报 2 项",
    ]
    answer = press(client, page, way="draft")
    assert told(answer) == ["2019年7月：已存为草稿 2 个项目，还没有报送。"]
    assert kept() == {ROAD: ("draft", 30 * WAN, ""), STATION: ("draft", 40 * WAN, "")}
    assert Upload.objects.get().outcome["hand"] == "本单位草稿"


def test_the_page_afterwards_leads_back_to_the_sheet(client, preview, project, reporter, unit_a):
    answer = press(client, preview(reporter, line(ROAD, 30)), way="send")
    assert told(answer) == ["2019年7月：已报送 1 个项目。"]
    assert kept() == {ROAD: ("submitted", 30 * WAN, "")}
    sheet = reverse("investment:entry", args=[unit_a.pk, JULY])
    assert f'href="{sheet}">回到填报表</a>' in answer.content.decode()


def test_what_went_in_as_a_draft_can_be_taken_back(client, preview, project, reporter):
    answer = press(client, preview(reporter, line(ROAD, 30)), way="draft")
    undo = reverse("investment:upload_undo", args=[answer.context["upload"].pk])
    assert told(client.post(undo, follow=True)) == ["已撤销 1 项。"]
    assert kept() == {ROAD: ("draft", None, "")}
    assert EntrySource.objects.get().undone_at


def test_what_cannot_be_sent_yet_goes_in_as_a_draft(client, preview, small, reporter):
    page = preview(reporter, line(ROAD, 3, 3), line(STATION, 40, 40))
    ways = {way.value: way.count for way in page.context["preview"].ways}
    assert ways == {"draft": 2, "send": 1}
    answer = press(client, page, way="draft")
    assert told(answer) == ["2019年7月：已存为草稿 2 个项目，还没有报送。"]
    assert {name: row[:2] for name, row in kept().items()} == {
        ROAD: ("draft", 3 * WAN),
        STATION: ("draft", 40 * WAN),
    }


def test_the_bureau_has_one_way(preview, project, reviewer):
    page = preview(reviewer, line(ROAD, 30))
    assert [way.label for way in page.context["preview"].ways] == ["导入所选 1 项"]


def test_a_row_that_only_sends_a_draft_says_so(client, preview, project, make_entry, reporter):
    make_entry(project, EntryState.DRAFT, month_amount=30 * WAN, progress="主体施工")
    [row] = preview(reporter, line(ROAD, 30)).context["page"].rows
    assert [(cell.label, cell.old, cell.new) for cell in row.others] == [("状态", "草稿", "报送")]


# --- Reasons -----------------------------------------------------------------------------


def test_a_reason_given_on_the_page_lets_its_row_in(client, preview, small, reporter):
    page = preview(reporter, line(ROAD, 40, 40))
    [shown] = page.context["preview"].lines
    assert (shown.verdict.value, shown.asks_reason) == ("拒绝", True)
    answer = press(client, page, way="send", **{"reason:7月!4": "补报上半年的征地费"})
    assert told(answer) == ["2019年7月：已报送 1 个项目。"]
    assert kept() == {ROAD: ("submitted", 40 * WAN, "补报上半年的征地费")}


def test_a_reason_is_kept_from_page_to_page(client, preview, small, reporter):
    page = preview(reporter, line(ROAD, 40, 40))
    choose = reverse("investment:import_choose", args=[page.context["upload"].pk])
    page = client.post(choose, {"reason:7月!4": "补报征地费"}, follow=True)
    [shown] = page.context["preview"].lines
    assert (shown.verdict.value, shown.reason) == ("新增", "补报征地费")
    assert "补报征地费</textarea>" in page.content.decode()
    press(client, page, way="send")
    assert kept() == {ROAD: ("submitted", 40 * WAN, "补报征地费")}


# --- What is told ------------------------------------------------------------------------


def test_each_finding_names_its_project(preview, project, second_project, reporter):
    page = preview(reporter, line(ROAD, "雨天"), line(STATION, 40))
    [finding] = page.context["preview"].findings.errors
    assert (finding.cell, finding.about) == ("F4", ROAD)


def test_amounts_are_shown_with_separators(preview, project, reporter):
    [row] = preview(reporter, line(ROAD, 52511488.25)).context["page"].rows
    assert row.cells[0].new == "52,511,488.25"


def test_a_project_that_stands_twice_goes_in_neither_time(preview, project, reporter):
    page = preview(reporter, line(ROAD, 30), (None, ROAD, None, None, None, 30))
    preview_ = page.context["preview"]
    assert [row.verdict.value for row in preview_.lines] == ["拒绝"]
    assert [(f.cell, f.message) for f in preview_.findings] == [
        ("B4", "与第5行是同一个项目，请合并为一行；两行都没有读入"),
        ("B5", "与第4行是同一个项目，请合并为一行；两行都没有读入"),
    ]


def test_a_template_that_was_not_filled_in_is_not_contradicted(preview, project, reporter):
    page = preview(reporter, line(ROAD, progress="")).content.decode()
    assert "表里没有填写任何内容，没有可以导入的；请填好后重新上传。" in page
    assert "1 个项目都没有填写，按未报送处理" in page
    assert "不妨碍导入" not in page


def test_what_can_never_go_in_waits_for_nobody(client, upload, project, reporter):
    upload(reporter, workbook(line("外县的项目", 3)))
    old = Upload.objects.get()
    assert old.is_unusable
    # As it was kept before this was said of it.
    del old.outcome["unusable"]
    old.save()
    page = client.get(reverse("investment:uploads")).content.decode()
    assert "无法导入" in page
    assert "待确认" not in page


# --- Doors -------------------------------------------------------------------------------


def test_a_plan_at_the_monthly_door_is_called_so_with_the_way(upload, project, reviewer, reporter):
    answer = upload(reviewer, PLAN)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "这像是年度计划表，请到“导入计划”的“年度计划”上传。" in page
    assert f'href="{reverse("projects:import_plan")}">到年度计划表的上传页面</a>' in page
    # The door is the bureau's: a unit is told what it is, and sees no way that is not its own.
    assert "到年度计划表的上传页面" not in upload(reporter, PLAN).content.decode()


def test_a_monthly_table_at_the_door_of_plans_is_called_so_with_the_way(upload, project, reviewer):
    answer = upload(reviewer, workbook(line(ROAD, 30)), to="projects:import_plan", year=2019)
    assert f'href="{reverse("investment:import_now")}"' in answer.content.decode()
    assert Upload.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("~$7月.xlsx", b"\x09user", "请先关闭 Excel，再选择不带“~$”的那个文件"),
        ("7月.xlsx", b"", "这个文件是空的（0 字节），可能没有保存好或没有下载完整"),
    ],
)
def test_what_is_no_table_at_all_is_told_with_what_to_do(upload, reporter, name, content, said):
    assert said in upload(reporter, content, name).content.decode()
