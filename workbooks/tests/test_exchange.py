"""Reference data by file: what a cell may say, all rows or none, preview and confirmation."""

import csv
import datetime
import io
import os
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.errors import DomainError
from accounts.models import AuditEvent, Unit, UnitKind
from projects.models import ProjectCategory
from workbooks.errors import UnreadableWorkbook
from workbooks.exchange import Choice, Day, Text, WholeNumber, YesNo
from workbooks.exchange.files import read_rows, write_rows
from workbooks.exchange.waiting import keep_until_confirmed, kept_file
from workbooks.reading import Fault

BASE = reverse("reference:projects_projectcategory_changelist")
IMPORT = reverse("reference:projects_projectcategory_import")
CONFIRM = reverse("reference:projects_projectcategory_confirm")


def xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def categories():
    return list(ProjectCategory.objects.order_by("pk").values_list("name", "position"))


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def upload(signed_in):
    """Preview a file; answers the page's context."""

    def send(content, name="类别.csv", address=IMPORT):
        content = content.encode() if isinstance(content, str) else content
        answer = signed_in.post(address, {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == (400 if answer.context["refusal"] else 200)
        return answer.context

    return send


@pytest.fixture
def complaints(upload):
    def of(content, name="类别.csv"):
        return [str(complaint) for complaint in upload(content, name)["outcome"].complaints]

    return of


# --- Cells ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("widget", "value", "understood"),
    [
        (Text(), " 交通 ", "交通"),
        (Text(), 361, "361"),
        (Text(required=False), None, ""),
        (WholeNumber(), "１２", 12),
        (WholeNumber(), 0, 0),
        (YesNo(), "是", True),
        (YesNo(), "否", False),
        (Choice([("a", "甲"), ("b", "乙")]), "乙", "b"),
        (Day(), "2019-06-30", datetime.date(2019, 6, 30)),
        (Day(), datetime.datetime(2019, 6, 30), datetime.date(2019, 6, 30)),  # noqa: DTZ001
    ],
)
def test_a_cell_that_says_something_is_understood(widget, value, understood):
    assert widget.clean(value) == understood


@pytest.mark.parametrize(
    ("widget", "value", "message"),
    [
        (Text(), "  ", "没有填写"),
        (Text(), True, "“True”不是文字，请把单元格设为文本格式再填"),
        (Text(), "交\x0b通", "含有看不见的控制字符，请重新输入"),
        (Text(), Fault("#N/A", "公式出错"), "公式出错"),
        (WholeNumber(), None, "没有填写"),
        (WholeNumber(), "1_000", "“1_000”不是整数，请填写 0、1、2 这样的数字"),
        (WholeNumber(), "1e3", "“1e3”不是整数，请填写 0、1、2 这样的数字"),
        (WholeNumber(), -1, "“-1”不是整数，请填写 0、1、2 这样的数字"),
        (WholeNumber(), Decimal("1.5"), "“1.5”不是整数，请填写 0、1、2 这样的数字"),
        (WholeNumber(), True, "“True”不是整数，请填写 0、1、2 这样的数字"),
        (YesNo(), "1", "“1”看不懂，请填写“是”或“否”"),
        (YesNo(), None, "没有填写"),
        (Choice([("a", "甲"), ("b", "乙")]), "a", "“a”不在可选范围内，应为：甲、乙"),
        (Day(), "2019-06-31", "“2019-06-31”不是日期，请按 2019-06-30 的样子填写"),
        (Day(), 43646, "“43646”不是日期，请按 2019-06-30 的样子填写"),
    ],
)
def test_a_cell_that_is_not_surely_understood_is_refused_in_words(widget, value, message):
    with pytest.raises(ValueError) as refused:
        widget.clean(value)
    assert str(refused.value) == message


# --- Files ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"x", "a.xls", "请上传 .xlsx 或 .csv 文件。"),
        (b"a" * (2 * 1024 * 1024 + 1), "a.csv", "文件超过 2 MB，请删去无关内容再上传。"),
        (b"\n\n", "a.csv", "第 1 行应是各列的标题，这一行是空的。"),
        (b"\xff\xff", "a.csv", "CSV 文件的编码看不懂，请另存为 UTF-8 或改用 .xlsx 上传。"),
        ('名称\n"交通'.encode(), "a.csv", "CSV 文件的引号或分隔符不完整，请重新导出后上传。"),
        ("名称\n交通,1".encode(), "a.csv", "第 2 行比标题行长，请检查是否错列。"),
        ("名称\n" + "x\n" * 5001, "a.csv", "超过 5000 行，请分成几个文件上传。"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, name, message):
    content = content.encode() if isinstance(content, str) else content
    with pytest.raises(UnreadableWorkbook) as refused:
        read_rows(content, name)
    assert str(refused.value) == message


def test_a_csv_of_excel_in_chinese_is_read():
    rows = read_rows("名称,排序\r\n交通,1\r\n".encode("gb18030"), "a.csv")
    assert (rows.headers, list(rows)) == (["名称", "排序"], [("交通", "1")])


def test_blank_rows_are_passed_over_and_rows_keep_their_numbers():
    rows = read_rows(xlsx(["名称", "排序"], ["交通", 1], [None, " "], ["水利", 2]), "a.xlsx")
    assert list(zip(rows.numbers, rows, strict=True)) == [(2, ("交通", 1)), (4, ("水利", 2))]


def test_a_second_sheet_with_contents_is_refused():
    book = openpyxl.Workbook()
    book.active.append(["名称"])
    book.create_sheet("旧的").append(["名称"])
    content = io.BytesIO()
    book.save(content)
    with pytest.raises(UnreadableWorkbook) as refused:
        read_rows(content.getvalue(), "a.xlsx")
    told = "工作簿里有几张有内容的工作表（Sheet、旧的），请只留下要导入的一张。"
    assert str(refused.value) == told


FORMULA_LIKE = ["=1+1", "+5", "-5", "@x", "\t=1"]


def test_text_like_a_formula_is_text_in_both_formats_and_comes_back_unchanged():
    rows = read_rows(xlsx(["名称", "排序"]), "a.xlsx")
    for number, name in enumerate(FORMULA_LIKE):
        rows.append([name, number])
    as_csv, as_xlsx = write_rows(rows, "csv"), write_rows(rows, "xlsx")
    written = list(csv.reader(io.StringIO(as_csv.decode("utf-8-sig"), newline="")))
    assert [line[0] for line in written[1:]] == [f"'{name}" for name in FORMULA_LIKE]
    cells = list(openpyxl.load_workbook(io.BytesIO(as_xlsx)).active.iter_rows(min_row=2))
    assert [cell.data_type for line in cells for cell in line] == ["s", "n"] * 5
    for content, name in ((as_csv, "a.csv"), (as_xlsx, "a.xlsx")):
        assert [line[0] for line in read_rows(content, name)] == FORMULA_LIKE


# --- Preview ----------------------------------------------------------------------------


def test_a_preview_tells_what_would_be_written_and_writes_nothing(upload, county):
    ProjectCategory.objects.create(county=county, name="交通", position=1)
    ProjectCategory.objects.create(county=county, name="水利", position=2)
    outcome = upload("名称,排序\n交通,5\n水利,2\n能源,3\n")["outcome"]
    assert [(line.action, line.object_label, line.words) for line in outcome.lines] == [
        ("category.update", "交通", [("排序", "1", "5")]),
        ("category.create", "能源", [("名称", "", "能源"), ("排序", "", "3")]),
    ]
    assert (outcome.unchanged, outcome.complaints) == (1, [])
    assert categories() == [("交通", 1), ("水利", 2)]
    assert AuditEvent.objects.count() == 0


def test_every_error_names_its_row_and_column(complaints):
    told = complaints("名称,排序\n交通,一\n\n,2\n能源,3\n能源,4\n" + "长" * 41 + ",5\n")
    assert told == [
        "第 2 行“排序”：“一”不是整数，请填写 0、1、2 这样的数字",
        "第 4 行“名称”：没有填写",
        "第 6 行：与前面的一行重复：能源",
        "第 7 行“名称”：最多填 40 个字，现有 41 个，请缩短",
    ]
    assert categories() == []


def test_the_errors_of_a_workbook_are_those_of_its_rows(complaints):
    told = complaints(xlsx(["名称", "排序"], ["交通", "x"], ["水利", 2.5]), "类别.xlsx")
    assert told == [
        "第 2 行“排序”：“x”不是整数，请填写 0、1、2 这样的数字",
        "第 3 行“排序”：“2.5”不是整数，请填写 0、1、2 这样的数字",
    ]


def test_one_bad_row_keeps_all_others_out(upload, signed_in):
    context = upload("名称,排序\n交通,1\n水利,x\n")
    assert "token" not in context
    assert categories() == []


@pytest.mark.parametrize(
    ("titles", "message"),
    [
        ("名称,排序,备注", "标题行应为：名称、排序。不认识的列：备注。"),
        ("名称", "标题行应为：名称、排序。缺少的列：排序。"),
        ("名称,排序,名称", "标题行应为：名称、排序。重复的列：名称。"),
        ("名称,,排序", "标题行应为：名称、排序。不认识的列：（空）。"),
        ("name,排序", "标题行应为：名称、排序。不认识的列：name；缺少的列：名称。"),
    ],
)
def test_the_columns_must_be_those_of_the_table(upload, titles, message):
    context = upload(f"{titles}\n")
    assert context["form"].errors["file"] == [message]
    assert "outcome" not in context


def test_a_file_that_changes_nothing_offers_nothing_to_confirm(upload, county):
    ProjectCategory.objects.create(county=county, name="交通", position=1)
    context = upload("名称,排序\n交通,1\n")
    assert (context["outcome"].lines, context["outcome"].unchanged) == ([], 1)
    assert "token" not in context


def test_a_name_of_another_county_is_a_new_row_here(upload, county):
    other = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    ProjectCategory.objects.create(county=other, name="交通", position=1)
    [line] = upload("名称,排序\n交通,5\n")["outcome"].lines
    assert line.action == "category.create"


# --- Confirmation -----------------------------------------------------------------------


def test_what_was_confirmed_is_written_with_a_line_for_each_row(upload, signed_in, county):
    ProjectCategory.objects.create(county=county, name="交通", position=1)
    token = upload("名称,排序\n交通,5\n能源,3\n")["token"]
    answer = signed_in.post(CONFIRM, {"token": token}, follow=True)
    assert [str(m) for m in answer.context["messages"]] == [
        "“类别.csv”已导入：写入 2 行，0 行没有变化。"
    ]
    assert categories() == [("交通", 5), ("能源", 3)]
    told = AuditEvent.objects.order_by("sequence").values_list("actor_name", "action", "changes")
    assert list(told) == [
        ("周管理", "category.update", {"position": [1, 5]}),
        (
            "周管理",
            "category.create",
            {"county_id": [None, county.pk], "name": [None, "能源"], "position": [None, 3]},
        ),
    ]


def refusal(client, token):
    return client.post(CONFIRM, {"token": token}).context["refusal"].sentence


GONE = "预览已过期，或已经导入过，请重新上传文件。"


def test_a_confirmation_sent_twice_writes_once(upload, signed_in):
    token = upload("名称,排序\n能源,3\n")["token"]
    signed_in.post(CONFIRM, {"token": token})
    assert refusal(signed_in, token) == GONE
    assert (categories(), AuditEvent.objects.count()) == ([("能源", 3)], 1)


def test_what_changed_after_the_preview_is_not_overwritten(upload, signed_in, county):
    row = ProjectCategory.objects.create(county=county, name="交通", position=1)
    token = upload("名称,排序\n交通,5\n能源,3\n")["token"]
    ProjectCategory.objects.filter(pk=row.pk).update(position=2)
    told = refusal(signed_in, token)
    assert told == "预览之后数据有了变化，没有导入，请重新上传并核对。"
    assert (categories(), AuditEvent.objects.count()) == ([("交通", 2)], 0)


def test_a_word_serves_the_person_and_the_table_it_was_given_for(
    upload, client, make_user, signed_in
):
    token = upload("名称,排序\n能源,3\n")["token"]
    aliases = reverse("reference:projects_projectalias_confirm")
    signed_in.post(aliases, {"token": token})
    colleague = make_user("guanli2", "administrator")
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert refusal(client, token) == GONE
    assert refusal(client, "没有这样的") == GONE
    assert categories() == []


@pytest.mark.slow
def test_a_waiting_file_is_found_by_another_process(administrator, settings):
    """gunicorn asks whichever worker is free: the file must not live in one of them."""
    token = keep_until_confirmed(
        content=b"a", filename="a.csv", table="x.y", by=administrator, plan="p"
    )
    asked = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings';"
        "django.setup();"
        "from django.conf import settings; settings.MEDIA_ROOT = os.environ['FILES'];"
        "from accounts.models import User;"
        "from workbooks.exchange.waiting import kept_file;"
        "person = User(pk=int(os.environ['PERSON']));"
        "print(kept_file(token=os.environ['TOKEN'], table='x.y', by=person)[1:])"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=Path(__file__).parents[2],
        env={
            **os.environ,
            "TOKEN": token,
            "PERSON": str(administrator.pk),
            "FILES": str(settings.MEDIA_ROOT),
            "SECRET_KEY": settings.SECRET_KEY,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "(b'a', 'a.csv', 'p')"


def test_a_file_nobody_confirmed_goes_after_a_day(administrator, settings):
    kept = {"content": b"a", "filename": "a.csv", "table": "x.y", "by": administrator, "plan": "p"}
    old, fresh = keep_until_confirmed(**kept), keep_until_confirmed(**kept)
    file = kept_file(token=old, table="x.y", by=administrator)[0]
    long_ago = time.time() - 25 * 3600
    os.utime(settings.MEDIA_ROOT / file.get_full_path(), (long_ago, long_ago))
    keep_until_confirmed(**kept)
    assert kept_file(token=fresh, table="x.y", by=administrator)[1] == b"a"
    with pytest.raises(DomainError) as refused:
        kept_file(token=old, table="x.y", by=administrator)
    assert str(refused.value) == GONE


# --- Export -----------------------------------------------------------------------------


def test_what_is_taken_out_is_the_countys_and_comes_back_as_no_change(upload, signed_in, county):
    other = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    ProjectCategory.objects.create(county=other, name="邻县类别", position=1)
    ProjectCategory.objects.create(county=county, name="=交通", position=1)
    ProjectCategory.objects.create(county=county, name="水利", position=2)
    for kind in ("xlsx", "csv"):
        answer = signed_in.get(f"{BASE}export/{kind}/")
        told = answer["Content-Disposition"]
        assert told.startswith("attachment; filename*=utf-8''%E9%A1%B9")
        assert told.endswith(f"2019-08-02.{kind}")
        outcome = upload(answer.content, f"类别.{kind}")["outcome"]
        assert (outcome.lines, outcome.unchanged, outcome.complaints) == ([], 2, [])


def test_no_other_format_is_offered(signed_in):
    assert signed_in.get(f"{BASE}export/json/").status_code == 404


def test_an_auditor_takes_out_what_he_cannot_bring_in(client, auditor, county):
    ProjectCategory.objects.create(county=county, name="交通", position=1)
    client.force_login(auditor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"{BASE}export/csv/").content.decode("utf-8-sig") == "名称,排序\r\n交通,1\r\n"
    assert client.get(IMPORT).status_code == 404
    assert client.post(CONFIRM, {"token": "x"}).status_code == 404
