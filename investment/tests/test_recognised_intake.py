"""上级认定数 comes by workbook: rows are matched, previewed, registered as one deed, and undone."""

import datetime
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent
from conftest import page_text
from figures.tests.scene import make_line, sign_in
from investment.intake.recognised import RECOGNISED_TABLE
from investment.models import RecognisedAmount, RecognisedSource
from investment.services import recognise
from investment.services.recognised import RecognisedBy
from measures.money import WAN
from measures.months import Month
from projects.models import Tier
from workbooks.models import Upload
from workbooks.sealing import seal_faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

JUNE, TODAY = Month(2019, 6), datetime.date(2019, 8, 2)
PAPER = RecognisedBy("市发改投资〔2019〕7号", datetime.date(2019, 7, 20))
HEADER = ("序号", "项目名称", "项目代码", "1-6月上报完成投资", "上级认定累计")
LATER = {
    "list_key": "县级",
    "source": "市发改投资〔2019〕9号",
    "source_day": "2019-07-25",
}


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr("accounts.clock.today", lambda: TODAY)


@pytest.fixture
def lines(unit_a):
    """Three of the county's list, and one of the city's."""
    of_county = [
        make_line(unit_a, name, 1000) for name in ("滨河路", "第二中学迁建工程", "污水处理厂")
    ]
    return [*of_county, make_line(unit_a, "高铁站前广场", 1000, tier=Tier.MUNICIPAL)]


@pytest.fixture
def approvers(client, approver):
    return sign_in(client, approver)


def workbook(*rows, header=HEADER, unit="单位：万元"):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "认定"
    page.append(["2019年1-6月重点项目投资认定表"])
    page.append([unit])
    page.append(header)
    for number, (name, amount) in enumerate(rows, start=1):
        page.append([number, name, "", 1, amount])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def send(client, content, **typed):
    page = reverse("investment:recognised_import", args=[JUNE])
    file = SimpleUploadedFile("认定.xlsx", content)
    return client.post(page, LATER | typed | {"file": file}, follow=True)


def verdicts(preview):
    return [(line.name, line.verdict.value) for line in preview.lines]


def confirm(client, preview, **more):
    upload = Upload.objects.get()
    page = reverse("investment:recognised_upload", args=[upload.pk])
    typed = {"fingerprint": preview.fingerprint, **more}
    return client.post(page, typed, follow=True)


def standing():
    rows = RecognisedAmount.objects.order_by("pk").select_related("project")
    last = {row.project.name: row for row in rows}
    return {name: (row.amount, row.source) for name, row in last.items()}


def register(line, amount, by):
    recognise(
        county=line.plan.county,
        plan=line.plan,
        month=JUNE,
        amounts={line.project_id: amount * WAN},
        paper=PAPER,
        by=by,
        today=TODAY,
    )


def test_a_sheet_is_previewed_registered_as_one_deed_and_taken_back(approvers, approver, lines):
    register(lines[0], 480, approver)
    register(lines[1], 300, approver)
    content = workbook(
        ("滨河路", 0.05),
        ("第二中学迁建工程", 0.03),
        ("污水处理厂", "0.0120"),
        ("高铁站前广场", 1),
        ("从没有过的项目", 1),
        unit="单位：亿元",
    )
    preview = send(approvers, content).context["preview"]
    assert verdicts(preview) == [
        ("滨河路", "变更"),
        ("第二中学迁建工程", "不变"),
        ("污水处理厂", "新增"),
        ("高铁站前广场", "拒绝"),
        ("从没有过的项目", "拒绝"),
    ]
    assert [(cell.old, cell.new) for line in preview.lines[:3] for cell in line.cells()] == [
        ("480", "500"),
        ("300", "300"),
        ("未认定", "120"),
    ]
    assert [str(found.message) for found in preview.findings.errors] == [
        "不在2019年6月底的县级清单上，请核对",
        "系统中没有这个项目，请核对名称和代码，或请发改局登记为项目或别名",
    ]
    assert RecognisedAmount.objects.count() == 2

    answer = confirm(approvers, preview)
    assert "已登记上级认定数 2 项，不变 1 项，未导入 2 项。" in page_text(answer)
    paper = LATER["source"]
    registered = {
        "滨河路": (500 * WAN, paper),
        "第二中学迁建工程": (300 * WAN, PAPER.source),
        "污水处理厂": (120 * WAN, paper),
    }
    assert standing() == registered
    told = AuditEvent.objects.filter(action="recognised.enter").latest("sequence")
    assert told.reason == "导入2019年6月县级上级认定数：认定.xlsx"
    source = RecognisedSource.objects.get(recognised__project__name="滨河路")
    assert (source.sheet, source.row, source.cells) == ("认定", 4, {"amount": "E4"})
    page = page_text(approvers.get(reverse("investment:recognised", args=[JUNE])))
    assert "《认定.xlsx》" in page
    assert "认定!E4" in page

    # By hand since: that one is left alone.
    register(lines[2], 130, approver)
    upload = Upload.objects.get()
    undo = reverse("investment:recognised_undo", args=[upload.pk])
    assert "已撤销 1 项，1 项此后有改动，没有动。" in page_text(approvers.post(undo, follow=True))
    assert standing() == registered | {
        "滨河路": (480 * WAN, PAPER.source),
        "污水处理厂": (130 * WAN, PAPER.source),
    }
    assert seal_faults() == []


def test_what_was_new_is_not_recognised_any_more_once_it_is_undone(approvers, lines):
    preview = send(approvers, workbook(("滨河路", 500), ("污水处理厂", 0))).context["preview"]
    keys = [line.key for line in preview.lines]
    confirm(approvers, preview, shown=keys, row=keys[1:])
    # None left out is registered, and zero is an amount.
    assert standing() == {"污水处理厂": (0, LATER["source"])}
    undo = reverse("investment:recognised_undo", args=[Upload.objects.get().pk])
    approvers.post(undo)
    assert standing() == {"污水处理厂": (None, "撤销导入：认定.xlsx")}
    assert "已撤销，不再认定" in page_text(approvers.get(undo.removesuffix("undo/")))
    # Pressed twice.
    assert RecognisedAmount.objects.count() == 2
    assert "没有重复处理" in page_text(approvers.post(undo, follow=True))


def test_a_sheet_without_amounts_that_were_recognised_is_refused(approvers, lines):
    content = workbook(("滨河路", 500), header=(*HEADER[:4], "备注"))
    preview = send(approvers, content).context["preview"]
    assert preview.is_refused
    assert [found.message for found in preview.findings.errors] == [
        "表头里没有“上级认定累计”列，请补上；可以写作：上级认定累计、上级认定数、认定累计、认定累计投资"
    ]
    assert RecognisedAmount.objects.count() == 0


def test_a_value_that_cannot_be_read_is_named_with_sheet_and_cell(approvers, lines):
    content = workbook(("滨河路", "约五百"), ("污水处理厂", -1), ("第二中学迁建工程", None))
    preview = send(approvers, content).context["preview"]
    assert [(f.sheet, f.cell, f.value, f.message) for f in preview.findings.errors] == [
        (
            "认定",
            "E4",
            "约五百",
            "金额“约五百”无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元",
        ),
        ("认定", "E5", "-1", "认定数不能是负数，请核对"),
    ]
    assert verdicts(preview) == [("滨河路", "拒绝"), ("污水处理厂", "拒绝")]
    assert preview.asides == [
        "1 行没有认定数，没有认定的不当作零",
        "县级清单上另有 1 个项目在表中没有认定数，保持不动",
    ]
    marked = reverse("investment:recognised_marked", args=[Upload.objects.get().pk])
    page = openpyxl.load_workbook(io.BytesIO(approvers.get(marked).content))["认定"]
    assert "“约五百”" in page["E4"].comment.text


def test_a_name_that_is_only_like_one_is_asked_and_a_project_stands_once(approvers, lines):
    content = workbook(("第二中学迁建", 500), ("滨河路", 1), ("滨河路", 2))
    preview = send(approvers, content).context["preview"]
    line = preview.lines[0]
    assert [proposal.project.name for proposal in line.proposals] == ["第二中学迁建工程"]
    assert [found.message for found in preview.findings.errors][1:] == [
        "这个项目在认定!5、认定!6重复出现，请只保留一行"
    ] * 2
    choose = reverse("investment:recognised_choose", args=[Upload.objects.get().pk])
    answer = {f"match:{line.key}": line.proposals[0].project.pk}
    preview = approvers.post(choose, answer, follow=True).context["preview"]
    confirm(approvers, preview)
    assert standing() == {"第二中学迁建工程": (500 * WAN, LATER["source"])}
    assert lines[1].project.aliases.get().name == "第二中学迁建"


def test_a_paper_of_tomorrow_and_another_month_are_refused(approvers, lines):
    answer = send(approvers, workbook(("滨河路", 1)), source_day="2019-08-03")
    assert answer.status_code == 400
    assert "来源日期不能晚于今天" in page_text(answer)
    july = reverse("investment:recognised_import", args=[Month(2019, 7)])
    file = SimpleUploadedFile("认定.xlsx", workbook(("滨河路", 1)))
    preview = approvers.post(july, LATER | {"file": file}, follow=True).context["preview"]
    assert preview.is_refused
    take_as = reverse("investment:recognised_take_as", args=[Upload.objects.get().pk])
    preview = approvers.post(take_as, follow=True).context["preview"]
    assert (preview.month, verdicts(preview)) == (JUNE, [("滨河路", "新增")])
    august = reverse("investment:recognised_import", args=[Month(2019, 8)])
    assert approvers.get(august).status_code == 404


def test_only_the_approver_brings_it_in(approvers, lines, client, reviewer, reporter):
    send(approvers, workbook(("滨河路", 1)))
    upload = Upload.objects.get()
    page = reverse("investment:recognised_upload", args=[upload.pk])
    form = reverse("investment:recognised_import", args=[JUNE])
    asked = {}
    for user in (reviewer, reporter):
        sign_in(client, user)
        asked[user] = [client.get(address).status_code for address in (form, page)]
    assert asked == {reviewer: [404, 200], reporter: [404, 404]}
    assert sign_in(client, reviewer).post(page).status_code == 404
    assert not RECOGNISED_TABLE.may_undo(reviewer, upload)
