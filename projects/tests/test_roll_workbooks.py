"""台账表: a 台账 out as a form and in again, previewed, declared and taken back."""

import datetime
import io
import time

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conftest import page_text
from projects.models import ReserveDeclaration, ReserveItem
from projects.reserve.roll import RESERVE
from projects.rolls.services import declare_line
from workbooks.models import Upload

pytestmark = pytest.mark.django_db

MARCH_1, AUGUST_2 = datetime.date(2019, 3, 1), datetime.date(2019, 8, 2)
YI = 100_000_000
HEADS = ("编号", "项目名称", "总投资（万元）", "建设内容及规模", "填报单位", "自")


def book(*rows, heads=HEADS):
    made = openpyxl.Workbook()
    for row in [heads, *rows]:
        made.active.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.fixture
def send(client):
    """Send a file at the door; the answer is its preview."""

    def sent(content, by, day="2019-08-01", name="台账.xlsx"):
        client.force_login(by)
        return client.post(
            reverse("projects:roll_import", args=["reserve"]),
            {"file": SimpleUploadedFile(name, content), "day": day},
            follow=True,
        )

    return sent


@pytest.fixture
def bring_in(client, send):
    """Send it and confirm every row."""

    def brought(content, by, **more):
        preview = send(content, by, **more).context["preview"]
        upload = Upload.objects.latest("pk")
        keys = [line.key for line in preview.applicable]
        asked = {"fingerprint": preview.fingerprint, "shown": keys, "row": keys}
        client.post(reverse("projects:roll_upload", args=[upload.pk]), asked)
        upload.refresh_from_db()
        return upload

    return brought


@pytest.fixture
def line(unit_a, approver):
    declare_line(
        RESERVE,
        unit=unit_a,
        values={"name": "竹加工园", "total_investment": 2 * YI},
        day=MARCH_1,
        by=approver,
        today=AUGUST_2,
    )
    return ReserveItem.objects.get()


def verdicts(answer):
    return [(line.name, line.verdict.name) for line in answer.context["preview"].lines]


def held():
    lines = ReserveItem.objects.standing().order_by("serial", "from_day")
    return [(li.serial, li.name, li.total_investment, li.from_day, li.until_day) for li in lines]


def test_the_form_has_the_lines_as_they_stand_and_sent_back_changes_nothing(
    client, reporter, line, send
):
    client.force_login(reporter)
    form = client.get(reverse("projects:roll_template", args=["reserve"])).content
    sheet = openpyxl.load_workbook(io.BytesIO(form)).worksheets[0]
    assert [sheet.cell(4, column).value for column in (1, 2)] == [1, "竹加工园"]
    answer = send(form, reporter)
    assert verdicts(answer) == [("竹加工园", "UNCHANGED")]


def test_each_row_is_told_before_anything_is_written(send, reporter, line):
    content = book(
        (1, "竹加工园", 30000, "", "交通运输局", MARCH_1),
        ("", "冷链物流园", 5000, "新建", "", datetime.date(2019, 7, 1)),
        (9, "不在册的", 5000, "", "", ""),
        ("", "坏的", "很多", "", "", ""),
    )
    answer = send(content, reporter)
    assert verdicts(answer) == [
        ("竹加工园", "CHANGED"),
        ("冷链物流园", "ADDED"),
        ("不在册的", "REFUSED"),
        ("坏的", "REFUSED"),
    ]
    shown = page_text(answer)
    assert "20,000万元" in shown
    assert "30,000万元" in shown
    findings = [found.sentence() for found in answer.context["preview"].findings]
    assert any("B4" in told and "台账里没有编号9的在册一行" in told for told in findings)
    assert any("C5" in told and "很多" in told for told in findings)
    assert ReserveDeclaration.objects.filter(state="waiting").count() == 0


def test_what_a_reporter_sends_waits_and_the_same_again_changes_nothing(
    bring_in, send, reporter, line
):
    content = book(
        (1, "竹加工园", 30000, "", "", MARCH_1), ("", "冷链物流园", 5000, "新建", "", "")
    )
    upload = bring_in(content, reporter)
    assert (upload.state, upload.outcome["added"], upload.outcome["changed"]) == ("applied", 1, 1)
    waits = ReserveDeclaration.objects.filter(state="waiting").order_by("pk")
    assert [(each.deed, each.day, each.upload_id) for each in waits] == [
        ("change", datetime.date(2019, 8, 1), upload.pk),
        ("add", datetime.date(2019, 8, 1), upload.pk),
    ]
    assert verdicts(send(content, reporter)) == [
        ("竹加工园", "UNCHANGED"),
        ("冷链物流园", "UNCHANGED"),
    ]


def test_what_a_reporter_sent_is_withdrawn_when_it_is_undone(client, bring_in, reporter, line):
    upload = bring_in(book(("", "冷链物流园", 5000, "新建", "", "")), reporter)
    client.post(reverse("projects:roll_undo", args=[upload.pk]))
    assert ReserveDeclaration.objects.get(upload=upload).state == "withdrawn"
    upload.refresh_from_db()
    assert upload.undone_at is not None


def test_what_an_approver_brings_in_is_in_force_and_undone_as_it_was(
    client, bring_in, approver, line, unit_b
):
    before = held()
    upload = bring_in(
        book(
            (1, "竹加工园", 30000, "", "", MARCH_1),
            ("", "冷链物流园", 5000, "新建", "水利局", datetime.date(2019, 7, 1)),
            ("", "无单位", 5000, "新建", "", ""),
        ),
        approver,
    )
    august_1, july_1 = datetime.date(2019, 8, 1), datetime.date(2019, 7, 1)
    assert held() == [
        (1, "竹加工园", 2 * YI, MARCH_1, august_1),
        (1, "竹加工园", 3 * YI, august_1, None),
        (2, "冷链物流园", YI // 2, july_1, None),
    ]
    client.post(reverse("projects:roll_undo", args=[upload.pk]))
    assert held() == before


def test_what_was_changed_since_is_left_alone(client, bring_in, approver, line):
    upload = bring_in(
        book(
            (1, "竹加工园", 30000, "", "", MARCH_1), ("", "冷链物流园", 5000, "", "交通运输局", "")
        ),
        approver,
    )
    item = ReserveItem.objects.get(name="冷链物流园")
    item.version += 1
    item.save()
    page = client.get(reverse("projects:roll_upload", args=[upload.pk]))
    assert [why for _, why in page.context["sources"]] == ["", "确认之后又有改动"]
    client.post(reverse("projects:roll_undo", args=[upload.pk]))
    assert [name for _, name, *_ in held()] == ["竹加工园", "冷链物流园"]


def test_two_rows_of_one_line_are_both_refused(send, reporter, line):
    answer = send(
        book((1, "竹加工园", 30000, "", "", ""), ("", "竹加工园", 40000, "", "", "")), reporter
    )
    assert verdicts(answer) == [("竹加工园", "REFUSED"), ("竹加工园", "REFUSED")]


def test_another_units_lines_are_nobodys_business(send, other_reporter, line):
    answer = send(book((1, "竹加工园", 30000, "", "", "")), other_reporter)
    assert verdicts(answer) == [("竹加工园", "REFUSED")]


@pytest.mark.slow
def test_a_thousand_rows_are_declared_in_reasonable_time(bring_in, reporter):
    content = book(*(("", f"储备项目{n}", n + 1, "新建", "", MARCH_1) for n in range(1000)))
    begun = time.process_time()
    upload = bring_in(content, reporter)
    assert upload.outcome["added"] == 1000
    assert time.process_time() - begun < 60
