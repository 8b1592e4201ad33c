"""Numbers and texts past every bound, at the door and in the sheet: told in words, kept nowhere."""

import json

import pytest
from django.urls import reverse

from conftest import page_text
from investment.models import MonthlyEntry
from investment.tests.monthly_files import JULY, line, receive_monthly, workbook
from measures.months import Month
from workbooks.intake import uploads
from workbooks.models import ColumnMeaning, Upload

pytestmark = pytest.mark.django_db
DIGITS = "9" * 5000
"""More than Python reads as a number."""
NUL = "7月\x00!4"
HEADER = ("序号", "项目名称", "本期投资额", "形象进度")
NOT_WHOLE = "页面内容没有完整收到，没有保存，请重新打开这个预览再选"


@pytest.fixture
def send(county, period, project, today):
    def send(by, month=JULY):
        content = workbook((1, project.name, 100, "主体施工"), header=HEADER, title="进展情况")
        return receive_monthly(
            content=content, name="7月.xlsx", county=county, month=month, by=by, today=today
        )

    return send


@pytest.fixture
def upload(send, reporter, client):
    client.force_login(reporter)
    return send(reporter)


def post(client, name, upload, **posted):
    return client.post(reverse(f"investment:{name}", args=[upload.pk]), posted)


def test_a_page_of_a_preview_that_no_number_can_be_is_the_first(client, upload):
    address = reverse("investment:import_preview", args=[upload.pk])
    answer = client.get(address, {"page": DIGITS})
    assert (answer.status_code, answer.context["page"].page.number) == (200, 1)


@pytest.mark.parametrize("name", ["import_preview", "import_choose"])
@pytest.mark.parametrize(
    "posted",
    [
        {"match:7月!4": DIGITS},
        {"match:7月!4": "-1"},
        {"shown": NUL},
        {"shown": DIGITS},
        {f"match:{NUL}": "none"},
        {f"reason:{NUL}": "已核实"},
    ],
)
def test_a_choice_that_names_no_row_is_refused_in_words(client, upload, name, posted):
    before = Upload.objects.get().parameters
    answer = post(client, name, upload, **posted)
    assert answer.status_code == 400
    assert NOT_WHOLE in page_text(answer)
    assert Upload.objects.get().parameters == before


@pytest.mark.parametrize("scope", ["file", "kept"])
@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"wording": "本期\x00", "title": "本期"}, "列名里有无法保存的特殊字符，请重新输入"),
        ({"wording": "本期", "title": "本期\x00"}, "列名里有无法保存的特殊字符，请重新输入"),
        ({"wording": "长" * 2001, "title": "长"}, "列名最多2000个字，现有2001个，请缩短"),
        (
            {"constant_target": "progress", "constant": "正常\x00"},
            "统一填写的内容里有无法保存的特殊字符，请重新输入",
        ),
        (
            {"constant_target": "progress", "constant": "长" * 201},
            "统一填写的内容最多200个字，现有201个，请缩短",
        ),
    ],
)
def test_what_cannot_be_kept_of_a_column_is_refused_in_words(
    client, upload, scope, posted, sentence
):
    before = Upload.objects.get().parameters
    meant = {"seen": "", "target": "month_amount", "scope": scope}
    answer = post(client, "import_say", upload, **meant, **posted)
    assert answer.status_code == 400
    assert sentence in page_text(answer)
    assert not ColumnMeaning.objects.exists()
    assert Upload.objects.get().parameters == before


def test_a_title_longer_than_is_kept_is_said_for_the_file_alone(client, upload):
    posted = {"wording": "长" * 201, "title": "长", "seen": "", "target": "month_amount"}
    answer = post(client, "import_say", upload, **posted, scope="kept")
    assert answer.status_code == 400
    assert "列名超过200个字，只能为这一个文件指定" in page_text(answer)
    assert post(client, "import_say", upload, **posted, scope="file").status_code == 302


def test_a_row_of_the_sheet_with_a_version_that_no_number_can_be_is_no_row_that_was_read(
    client, reporter, unit_a, period, project
):
    client.force_login(reporter)
    address = reverse("investment:entry", args=[unit_a.pk, JULY])
    prefix = f"p{project.pk}"
    form = {f"{prefix}-was": json.dumps({}), f"{prefix}-version": DIGITS}
    assert client.post(address, form).status_code == 302
    assert client.post(address, form | {f"{prefix}-progress": "桩基"}).status_code == 400
    assert not MonthlyEntry.objects.exists()


def test_a_preview_of_another_month_is_not_the_same_preview(send, reporter, today):
    marks = [
        uploads.preview_upload(send(reporter, month), by=reporter, today=today).fingerprint
        for month in (JULY, Month(2019, 6))
    ]
    assert len(set(marks)) == 2


def test_a_count_that_no_number_can_be_is_no_count(county, period, project, reporter, today):
    content = workbook(line(project.name, 30), (f"合计{DIGITS}个",))
    upload = receive_monthly(
        content=content, name="7月.xlsx", county=county, month=JULY, by=reporter, today=today
    )
    assert uploads.preview_upload(upload, by=reporter, today=today).added == 1
