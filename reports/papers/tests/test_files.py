"""A paper as files: PDF, the workbook of its figures, the long picture, and what they tell."""

import datetime
import io
from dataclasses import replace

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from conftest import page_text
from documents.printing import compiling
from figures.tests.scene import JUNE, sign_in
from reports.outside.services import enter_fact
from reports.papers.services import begin_paper, issue_paper, write_paper
from reports.papers.tests.test_pages import AUGUST_2

RANK = {
    "scope": "全市",
    "name": "固定资产投资增速名次",
    "value": "2",
    "unit": "位",
    "as_of": datetime.date(2019, 6, 30),
    "source": "市统计局6月月报",
}
RARE = "上𠮷山隧道"
BASIS = "数据截至2019年6月底。完成投资有核定数的用核定数，其余用单位上报数；年度计划为年初计划。"
COVERED = "报送情况：县级2个单位中报送2个，3个项目中报送3个。"


@pytest.fixture
def paper(county, lines, reviewer):
    return begin_paper(county=county, kind="half_year", month=JUNE, by=reviewer, today=AUGUST_2)


def pdf_text(content):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def sheets_of(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_an_issued_pdf_is_signed_with_the_name_of_the_office_and_its_day(county, lines, approver):
    paper = issue_paper(county=county, kind="half_year", month=JUNE, by=approver, today=AUGUST_2)
    text = pdf_text(paper.files.get(form="pdf").content())
    assert "截至6月底，3个县级重点建设项目完成投资2800万元" in text
    assert "\n示范县发展和改革局\n2019年8月2日\n" in text
    assert "报送情况" not in text


def test_the_workbook_of_a_bulletin_has_its_charts_each_with_its_numbers(county, lines, approver):
    paper = issue_paper(county=county, kind="bulletin", month=JUNE, by=approver, today=AUGUST_2)
    sheets = sheets_of(paper.files.get(form="xlsx").content())
    assert list(sheets) == ["各单位重点项目完成情况", "数字", "图1", "图2", "来源"]
    assert sheets["图2"][2] == ("单位", "完成率", "序时进度")


def test_the_workbook_says_how_each_figure_was_reckoned_and_on_which_lines_it_rests(
    client, county, paper, reviewer
):
    enter_fact(county=county, by=reviewer, today=AUGUST_2, **RANK)
    next_steps = "投资增速居全市{外部.全市.固定资产投资增速名次}。"
    write_paper(paper=paper, written={"下一步工作": next_steps}, by=reviewer, version=1)
    sign_in(client, reviewer)
    content = client.get(reverse("papers:draft", args=[paper.pk, "xlsx"])).content
    figures, sources = sheets_of(content).values()
    title, until, heads, *told, basis, covered = figures
    assert (title[0], until[0]) == (
        "示范县发展和改革局2019年上半年重点项目建设工作总结",
        "截至2019年6月底",
    )
    assert heads == ("序号", "数字", "文中", "数值", "单位", "怎样算的", "项目数", "指标名")
    (rate,) = [row[1:] for row in told if row[-1] == "县级.全部.完成率"]
    assert rate == (
        "县级重点项目的完成率",
        "45.2%",
        45.16,
        "%",
        "完成投资 ÷ 年度计划投资 = 2,800 万元 ÷ 6,200 万元",
        3,
        "县级.全部.完成率",
    )
    assert told[-1][1:] == (
        "全市固定资产投资增速名次",
        "第2位",
        2,
        "位",
        "外部数据，来源：市统计局6月月报",
        None,
        "外部.全市.固定资产投资增速名次",
    )
    assert (basis[0], covered[0]) == (BASIS, COVERED)
    assert [row[:3] for row in sources[3:]] == [
        (1, "县级", "镇区道路改造工程"),
        (2, "县级", "城区供水工程"),
        (3, "县级", "实验学校"),
    ]


def test_a_paper_in_work_is_handed_out_as_it_would_go_out_now(client, paper, reviewer):
    write_paper(paper=paper, written={"下一步工作": "抓#紧$推进。"}, by=reviewer, version=1)
    sign_in(client, reviewer)
    answers = {
        form: client.get(reverse("papers:draft", args=[paper.pk, form]))
        for form in ("text", "docx", "pdf", "picture")
    }
    assert "抓#紧$推进。\n示范县发展和改革局\n" in pdf_text(answers["pdf"].content)
    assert Image.open(io.BytesIO(answers["picture"].content)).width == 1080
    assert {answer.headers["Content-Type"] for answer in answers.values()} == {
        "text/plain; charset=utf-8",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/pdf",
        "image/png",
    }
    assert client.get(reverse("papers:draft", args=[paper.pk, "scan"])).status_code == 404


def test_a_paper_is_offered_as_text_to_be_copied_with_what_its_files_cannot_print(
    client, paper, lines, reviewer
):
    lines[0].project.name = RARE
    lines[0].project.save()
    write_paper(paper=paper, written={"下一步工作": f"推进{RARE}。"}, by=reviewer, version=1)
    sign_in(client, reviewer)
    page = page_text(client.get(reverse("papers:working", args=[paper.pk])))
    assert f"推进{RARE}。</textarea>" in page
    assert "PDF 和长图的字库里没有“𠮷”（U+20BB7），印作编号；Word 文档不受影响。" in page


def test_a_paper_that_is_too_long_to_be_laid_out_says_so(client, lines, approver, monkeypatch):
    sign_in(client, approver)
    monkeypatch.setattr(compiling, "BOUNDS", replace(compiling.BOUNDS, seconds=0.001))
    answer = client.get(reverse("reports:summary_pdf", args=[JUNE]))
    assert answer.status_code == 409
    assert "文稿太长，排不出来，请减少内容后再试，或下载 Word 文档" in page_text(answer)


def test_the_summary_is_handed_out_by_page_and_by_command(client, lines, approver, tmp_path):
    sign_in(client, approver)
    page = page_text(client.get(reverse("reports:summary", args=[JUNE])))
    for name in ("summary_pdf", "summary_xlsx", "summary_picture"):
        address = reverse(f"reports:{name}", args=[JUNE])
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    path = tmp_path / "总结.pdf"
    call_command("summary", "--as-of", "2019-06-30", "--format", "pdf", "--output", str(path))
    assert COVERED in pdf_text(path.read_bytes()).replace("\n", "")
