"""套表 on a page: upload, confirm, fill, what changed."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.trail.rebuilding import differences
from conftest import page_text
from figures.tests.scene import sign_in
from investment.models import ExtraColumn
from measures.money import WAN
from reports.models import FilledTable, ForeignTable

TABLES = reverse("tables:tables")
OWN_LIST = "表“进展”没有写明是哪一级清单，按县级填，请核对"
ROAD = "“镇区道路改造”按“镇区道路改造工程”填，请核对"


def upload(client, content, name="市里的表.xlsx"):
    return client.post(TABLES, {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def table(client, lines, blank, reviewer):
    upload(sign_in(client, reviewer), blank)
    return ForeignTable.objects.get()


def address(name, row):
    return reverse(f"tables:{name}", args=[row.pk])


def confirmed(client, table, **typed):
    page = client.get(address("table", table))
    boxes = {name: field.initial for name, field in page.context["form"].fields.items()}
    return client.post(address("table", table), {"version": table.version} | boxes | typed)


def rows_of(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]


def test_a_form_is_uploaded_confirmed_and_filled_by_one_press(client, table):
    page = client.get(address("table", table))
    assert [doubt.sentence for doubt in page.context["doubts"]] == [OWN_LIST, ROAD]
    early = client.post(address("fill", table), {"month": "2019-06"})
    assert early.status_code == 409
    assert "这张套表还有对应关系没有确认，请先确认再填" in page_text(early)
    assert confirmed(client, table).url == address("table", table)
    assert client.get(address("table", table)).context["doubts"] == []
    answer = client.post(address("fill", table), {"month": "2019-06"})
    form = FilledTable.objects.get()
    assert answer.url == address("filled", form)
    told = page_text(client.get(address("filled", form)))
    assert "<td>2</td><td>没有数据来源</td>" in told
    assert "这是第一次填这张表。" in told
    kept = client.get(address("download", form))
    assert rows_of(kept.content) == [
        [1, "镇区道路改造", 1200, 500, 41.67, None],
        [2, "实验学校", 3000, 1500, 50, None],
    ]
    assert "%EF%BC%882019%E5%B9%B46%E6%9C%88%EF%BC%89.xlsx" in kept["Content-Disposition"]
    assert client.get(address("blank", table)).content == table.content()
    assert [each for each in differences() if "套表" in each] == []


def test_a_person_says_otherwise_once_and_it_holds_every_month(client, table, lines):
    water = lines[1].project
    answer = confirmed(
        client,
        table,
        **{"row-0-2": str(water.pk), "column-0-5": "=", "constant-0-5": "县发改局"},
        **{"column-0-4": "", "unit-0-2": "100000000"},
    )
    assert answer.status_code == 302
    for month in ("2019-05", "2019-06"):
        client.post(address("fill", table), {"month": month})
    june, may = FilledTable.objects.order_by("-as_of")
    assert rows_of(may.content()) == [
        [1, "镇区道路改造", 0.2, 300, None, "县发改局"],
        [2, "实验学校", 0.3, None, None, "县发改局"],
    ]
    assert rows_of(june.content()) == [
        [1, "镇区道路改造", 0.2, 800, None, "县发改局"],
        [2, "实验学校", 0.3, 1500, None, "县发改局"],
    ]
    page = client.get(address("filled", june))
    assert page.context["changes"] == [
        ("镇区道路改造", "累计完成", "300", "800"),
        ("实验学校", "累计完成", "", "1500"),
    ]
    assert "与截至2019-05-31的表相比，2处；表里标蓝" in page_text(page)
    history = client.get(address("table", table)).context["history"]
    assert [(each.form, each.marked) for each in history] == [(june, 2), (may, 3)]


def test_who_was_slower_sees_that_another_has_confirmed(client, table):
    confirmed(client, table)
    late = confirmed(client, table)
    assert late.status_code == 409
    assert "打开页面之后对应关系又有改动，请看过后再确认" in page_text(late)


def test_a_constant_is_only_taken_where_it_is_written(client, table):
    confirmed(client, table, **{"column-0-5": "="})
    client.post(address("fill", table), {"month": "2019-06"})
    assert [row[5] for row in rows_of(FilledTable.objects.get().content())] == [None, None]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"PK\x03\x04broken", "表.xlsx", "文件“表.xlsx”"),
        (b"plain", "表.xlsx", "文件“表.xlsx”"),
    ],
)
def test_what_is_no_workbook_is_refused(client, lines, reviewer, content, name, said):
    answer = upload(sign_in(client, reviewer), content, name)
    assert answer.status_code == 400
    assert said in page_text(answer)
    assert not ForeignTable.objects.exists()


def test_a_workbook_without_a_known_head_is_refused(client, lines, reviewer):
    book = openpyxl.Workbook()
    book.active.append(["早", "中", "晚"])
    stream = io.BytesIO()
    book.save(stream)
    answer = upload(sign_in(client, reviewer), stream.getvalue())
    assert answer.status_code == 400
    assert "没有在文件里找到认得的表头，请核对是不是要填的空表" in page_text(answer)


def test_a_column_is_filled_by_what_the_county_added_to_its_monthly_sheet(
    client, county, table, lines
):
    column = ExtraColumn.objects.create(
        county=county,
        name="民间投资完成额",
        kind="number",
        unit="万元",
        definition="本月完成投资中民间资本完成的部分",
        source="县发改〔2019〕31号",
        from_day="2019-06-01",
        position=1,
    )
    entry = lines[0].project.entries.get(month=6)
    entry.extra = {str(column.pk): 120 * WAN}
    entry.save()
    own = "own:money:民间投资完成额"
    assert confirmed(client, table, **{"column-0-3": own}).url == address("table", table)
    client.post(address("fill", table), {"month": "2019-06"})
    kept = client.get(address("download", FilledTable.objects.get()))
    assert rows_of(kept.content) == [
        [1, "镇区道路改造", 1200, 120, 41.67, None],
        [2, "实验学校", 3000, None, 50, None],
    ]
