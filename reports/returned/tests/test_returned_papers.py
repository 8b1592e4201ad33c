"""A paper comes back from LibreOffice: shown before anything is filled, then filled at 30 September
in its own formatting."""

import datetime
import io
import re
from dataclasses import replace

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from conftest import page_text
from documents.incoming.opening import read_word
from documents.paragraphs import Document, Paragraph, Style, Table, plain
from documents.runs import Run
from documents.tests.returned_paper import COUNT, DONE, EDITED, LEAD, RATE
from documents.word import word_document
from figures.book import FigureBook
from figures.facts import load_facts
from figures.tests.scene import JUNE, sign_in
from jobs.models import Job
from measures.months import Month
from reports.models import ReturnedPaper
from reports.papers import kinds
from reports.papers.files import LINES_AT_ONCE
from reports.papers.kinds import kind_named
from reports.papers.models import FileForm, WorkingPaper
from reports.papers.services import begin_paper
from reports.papers.tests.test_pages import AUGUST_2
from reports.returned.filling import accepted, refilled_file, refilling_of
from reports.returned.printing import printed_like
from reports.returned.services import take_back

SEPTEMBER = Month(2019, 9)
CONTENT = EDITED.read_bytes()


@pytest.fixture
def returned(paper, september, reviewer):
    return take_back(paper=paper, content=CONTENT, name="改过.docx", by=reviewer, today=AUGUST_2)


def asked(refilling):
    return [(each.now, each.text, each.why) for each in refilling.asked]


def text_at(returned, chosen):
    return read_word(refilled_file(returned, SEPTEMBER, chosen, AUGUST_2)).text.split("\n")


def test_what_is_sure_is_filled_and_what_is_not_is_asked(returned):
    refilling = refilling_of(returned, SEPTEMBER, AUGUST_2)
    assert [(each.now, each.text) for each in refilling.sure] == [
        ("3", "3"),
        ("6200万元", "6200万元"),
        ("800万元", "1500万元"),
        ("2800万元", "5200万元"),
        ("500万元", "1100万元"),
    ]
    period = "说的是原来的截止时间"
    assert asked(refilling) == [
        ("上半年", "前三季度", period),
        ("6月底", "9月底", period),
        ("45.9%", "83.9%", "手工改过，原为45.2%"),
        ("4.8个百分点", "8.9个百分点", "前面的用词与数字方向相反"),
        ("6月底", "9月底", period),
        ("3", "3", "复制的"),
        ("6200万元", "6200万元", "复制的"),
    ]


@pytest.mark.slow
def test_the_doubtful_stays_as_it_stands_and_is_marked_until_somebody_says_so(returned):
    assert text_at(returned, set()) == [
        "示范县2019年上半年重点项目建设工作总结",
        "一、进展情况",
        "截至6月底，全县重点项目3个，年度计划投资6200万元。安全生产形势平稳。",
        "城区供水工程完成投资1500万元，正在铺设管道。",
        "全县完成投资5200万元，占年度计划的45.9%，略低于序时进度4.8个百分点。",
        "二、重点工程",
        "镇区道路改造工程完成投资1100万元，路基已经完成。",
        "截至6月底，全县重点项目3个，年度计划投资6200万元。安全生产形势平稳。",
        "下一步，加快办理用地手续。",
        "",
    ]
    xml = docx.Document(io.BytesIO(refilled_file(returned, SEPTEMBER, set(), AUGUST_2))).element.xml
    assert xml.count("<w:highlight") == 7
    everything = text_at(returned, accepted(refilling_of(returned, SEPTEMBER, AUGUST_2)))
    assert everything[0] == "示范县2019年前三季度重点项目建设工作总结"
    assert everything[4] == "全县完成投资5200万元，占年度计划的83.9%，略低于序时进度8.9个百分点。"


@pytest.mark.slow
def test_a_filled_file_keeps_its_formatting_and_comes_back_with_all_its_figures(returned, paper):
    chosen = accepted(refilling_of(returned, SEPTEMBER, AUGUST_2))
    content = refilled_file(returned, SEPTEMBER, chosen, AUGUST_2)
    before, after = (docx.Document(io.BytesIO(each)) for each in (CONTENT, content))
    formats = [
        [
            (p.style.name, p.alignment, p.paragraph_format.first_line_indent)
            for p in document.paragraphs
        ]
        for document in (before, after)
    ]
    assert formats[0] == formats[1]
    [amount] = after.element.xpath("//w:r[w:t='5200万元']")
    assert amount.xpath("w:rPr/w:color/@w:val") == ["C00000"]
    assert amount.xpath("w:rPr/w:b")
    file = read_word(content)
    assert len(file.marks) == len({mark.name for mark in file.marks}) == 9


@pytest.mark.slow
def test_it_is_taken_back_seen_and_filled_on_pages(client, paper, september, reviewer):
    sign_in(client, reviewer)
    address = reverse("returned:of_issued", args=[paper.pk])
    file = SimpleUploadedFile("改过.docx", CONTENT)
    answer = client.post(address, {"file": file})
    kept = ReturnedPaper.objects.get()
    assert answer.url == reverse("returned:returned", args=[kept.pk])
    assert kept.name in page_text(client.get(address))
    page = client.get(answer.url, {"month": "2019-09"})
    told = page_text(page)
    assert re.search(r"新增的话</span>\s*安全生产形势平稳。", told)
    assert "手工改过，原为45.2%" in told
    rate = next(each for each in page.context["refilling"].asked if each.now == "45.9%")
    filled = reverse("returned:filled", args=[kept.pk])
    saved = client.get(filled, {"month": "2019-09", "fill": rate.start})
    assert "占年度计划的83.9%，" in read_word(saved.content).text
    assert client.get(filled, {"month": "2019-09", "fill": "7"}).status_code == 404
    assert client.get(filled, {"month": "2031-09"}).status_code == 404
    assert client.get(reverse("returned:original", args=[kept.pk])).content == CONTENT


def test_what_is_no_word_file_is_refused_in_words_and_not_kept(client, paper, reviewer):
    sign_in(client, reviewer)
    file = SimpleUploadedFile("改过.docx", b"text")
    answer = client.post(reverse("returned:of_issued", args=[paper.pk]), {"file": file})
    assert answer.status_code == 400
    assert "文件“改过.docx”不是 .docx 文档" in page_text(answer)
    assert not ReturnedPaper.objects.exists()


def test_a_paper_that_is_worked_on_goes_out_and_comes_back_untouched(
    client, county, lines, reviewer
):
    working = begin_paper(county=county, kind="half_year", month=JUNE, by=reviewer, today=AUGUST_2)
    sign_in(client, reviewer)
    out = client.get(reverse("returned:working_docx", args=[working.pk])).content
    file = SimpleUploadedFile("文稿.docx", out)
    answer = client.post(reverse("returned:of_working", args=[working.pk]), {"file": file})
    page = client.get(answer.url, {"month": "2019-06"})
    refilling = page.context["refilling"]
    assert (refilling.asked, refilling.lost, refilling.found.changes) == ([], [], ())
    assert [(each.now, each.text) for each in refilling.sure if each.now != each.text] == []
    assert DONE in {each.key for each in refilling.sure}


def test_a_paper_of_a_day_is_as_long_as_the_month_that_it_tells_of(
    client, county, lines, reviewer, monkeypatch
):
    day = datetime.date(2019, 7, 15)
    working = begin_paper(
        county=county, kind="half_year", month=JUNE, day=day, by=reviewer, today=AUGUST_2
    )
    long = {JUNE: LINES_AT_ONCE + 1}
    weighed = replace(kind_named("half_year"), weight=lambda _, month, about: long.get(month, 0))
    monkeypatch.setitem(kinds._registered, "half_year", weighed)
    answer = sign_in(client, reviewer).get(reverse("returned:working_docx", args=[working.pk]))
    assert answer.url == reverse("jobs:job", args=[Job.objects.get().pk])


def test_months_in_a_title_are_asked_and_follow_the_cut_off(paper, september, reviewer):
    edited, out = docx.Document(io.BytesIO(CONTENT)), io.BytesIO()
    (title,) = (run for run in edited.paragraphs[0].runs if "上半年" in run.text)
    title.text = title.text.replace("上半年", "1—6月")
    edited.save(out)
    returned = take_back(
        paper=paper, content=out.getvalue(), name="改过.docx", by=reviewer, today=AUGUST_2
    )
    chosen = accepted(refilling_of(returned, SEPTEMBER, AUGUST_2))
    assert text_at(returned, chosen)[0] == "示范县2019年1—9月重点项目建设工作总结"
    assert text_at(returned, set())[0] == "示范县2019年1—6月重点项目建设工作总结"


def test_of_a_paper_that_cannot_be_composed_any_more_its_own_page_says_why(
    client, county, lines, reviewer
):
    working = begin_paper(county=county, kind="half_year", month=JUNE, by=reviewer, today=AUGUST_2)
    sign_in(client, reviewer)
    out = client.get(reverse("returned:working_docx", args=[working.pk])).content
    file = SimpleUploadedFile("文稿.docx", out)
    of_working = reverse("returned:of_working", args=[working.pk])
    back = client.post(of_working, {"file": file}).url
    WorkingPaper.objects.update(as_of=Month(2018, 6).last_day)
    own_page = reverse("papers:working", args=[working.pk])
    for address in (reverse("returned:working_docx", args=[working.pk]), back):
        assert client.get(address, {"month": "2019-06"}).url == own_page
    assert "截至2018年6月底没有列入计划的项目，不能成文" in client.get(own_page).content.decode()


@pytest.mark.slow
def test_by_command_the_doubtful_is_left_and_listed(paper, september, tmp_path):
    came, filled = tmp_path / "改过.docx", tmp_path / "填好.docx"
    came.write_bytes(CONTENT)
    out = io.StringIO()
    asked = ("--as-of", "2019-09-30", "--output", str(filled))
    call_command("refill_paper", str(paper.pk), str(came), *asked, stdout=out)
    told = out.getvalue().splitlines()
    assert told[0] == "文稿里的数字：找到5个，已移动1个，手工改过1个，复制的2个。"
    assert "新增的话：安全生产形势平稳。" in told
    assert any(line.startswith("45.9%（") and "按原样保留" in line for line in told)
    assert told[-1] == str(ReturnedPaper.objects.get().pk)
    assert "占年度计划的45.9%，" in read_word(filled.read_bytes()).text
    call_command("refill_paper", str(paper.pk), str(came), *asked, "--accept", stdout=out)
    assert "占年度计划的83.9%，" in read_word(filled.read_bytes()).text
    with pytest.raises(CommandError, match="没有编号为 999 的公文"):
        call_command("refill_paper", "999", str(came), "--as-of", "2019-09-30")


def test_the_number_of_a_month_is_no_copy_of_a_figure_that_prints_alike(paper, september, reviewer):
    words = [
        [Run("截至"), Run("6", COUNT), Run("个项目开工。")],
        plain("截至6月底，完成投资2800万元。"),
    ]
    content = word_document(Document(JUNE, tuple(Paragraph(Style.BODY, (*w,)) for w in words)))
    file = paper.files.get(form=FileForm.DOCX)
    file.keep(content)
    file.save()
    back = take_back(paper=paper, content=content, name="稿.docx", by=reviewer, today=AUGUST_2)
    refilling = refilling_of(back, SEPTEMBER, AUGUST_2)
    assert [each.now for each in refilling.fillings] == ["6", "6月底"]


@pytest.mark.parametrize(
    ("key", "was", "now"),
    [
        (DONE, "68,083", "5,200"),
        (DONE, "800", "5,200"),
        (DONE, "68083", "5200"),
        (DONE, "68,083.00", "5,200.00"),
        (DONE, "68,083万元", "5,200万元"),
        (DONE, "6.81亿元", "5200万元"),
        (RATE, "69.7", "83.9"),
        (RATE, "69.68", "83.87"),
        (RATE, "70%", "84%"),
        (RATE, "近七成", None),
        (RATE, "3个", None),
        (LEAD, "−5.3", "+8.9"),
        (LEAD, "0.0", "+8.9"),
        (LEAD, "−不足0.01", "+8.9"),
        (LEAD, "5.33个百分点", "8.87个百分点"),
        (LEAD, "慢5.3个百分点", None),
        (LEAD, "达到序时进度", None),
        (COUNT, "5", "3"),
        (COUNT, "5个", "3个"),
        (RATE, "—", "83.9"),
        (LEAD, "—", "+8.9"),
        (DONE, "—", "5,200"),
    ],
)
def test_a_figure_is_printed_as_it_stood(county, september, key, was, now):
    assert printed_like(was, FigureBook(load_facts(county, SEPTEMBER))[key]) == now


def test_a_table_keeps_its_decimals_signs_and_separators(paper, september, reviewer):
    cells = [("800", DONE), ("45.2", RATE), ("−4.8", LEAD), ("略低于", LEAD)]
    row = (plain("合计"), *((Run(*cell),) for cell in cells))
    table = Table(heads=(("单位", "完成", "率", "超", "说"),), rows=(row,), widths=(30,) * 5)
    content = word_document(Document(JUNE, (table,)))
    file = paper.files.get(form=FileForm.DOCX)
    file.keep(content)
    file.save()
    back = take_back(paper=paper, content=content, name="表.docx", by=reviewer, today=AUGUST_2)
    refilling = refilling_of(back, SEPTEMBER, AUGUST_2)
    assert [(each.now, each.text, each.why) for each in refilling.fillings] == [
        ("800", "5,200", ""),
        ("45.2", "83.9", ""),
        ("−4.8", "+8.9", ""),
        ("略低于", "", "原来写的是话，不是单独一个数"),
    ]
