"""People write on a paper: their words stay, the figures in them are alive."""

import re

import pytest
from django.urls import reverse

from conftest import page_text
from figures.tests.scene import JUNE, sign_in
from measures.months import Month
from reports.models import IssuedPaper, WorkingPaper
from reports.papers.choices import PaperChoices
from reports.papers.services import begin_paper
from reports.papers.tests.test_pages import AUGUST_2, move
from reports.papers.tests.test_reissue import reissued

NEXT = "next"
WORDING = {
    "decimals": 1,
    "pace_word": "序时进度",
    "plan": "调整后计划",
    "naming": "只点勾选的",
}
SENTENCE = "全年任务还有{县级.全部.项目数}个项目，现已完成{县级.全部.完成投资}。"


@pytest.fixture
def paper(county, lines, reviewer):
    return begin_paper(county=county, kind="half_year", month=JUNE, by=reviewer, today=AUGUST_2)


@pytest.fixture
def address(paper):
    return reverse("papers:working", args=[paper.pk])


def write(client, address, text, version):
    return client.post(address, WORDING | {NEXT: text, "version": version})


def lines_of(page):
    return [paragraph.text for paragraph in page.context["composed"].document.paragraphs]


def test_a_paper_is_begun_on_the_page_of_papers(client, lines, reviewer):
    sign_in(client, reviewer)
    answer = client.post(reverse("papers:begin"), {"kind": "half_year", "month": "2019-06"})
    paper = WorkingPaper.objects.get()
    assert answer.url == reverse("papers:working", args=[paper.pk])
    assert str(paper) in page_text(client.get(reverse("papers:issued")))


def test_what_was_written_stays_when_figures_move_and_its_figures_move(
    client, address, lines, reviewer
):
    sign_in(client, reviewer)
    assert write(client, address, SENTENCE, 1).url == address
    page = client.get(address)
    assert "全年任务还有3个项目，现已完成2800万元。" in lines_of(page)
    link = reverse("figures:rows", args=[JUNE, "县级.全部.完成投资"])
    assert f'href="{link}">2800万元</a>' in page_text(page)
    assert page.context["moved"] == []
    move(lines[2], 1400)
    page = client.get(address)
    assert "全年任务还有3个项目，现已完成2700万元。" in lines_of(page)
    [moved] = page.context["moved"]
    assert (moved.sentence, moved.then, moved.now) == (
        "全年任务还有3个项目，现已完成2800万元。",
        "2800万元",
        "2700万元",
    )


def test_a_figure_that_there_is_not_is_refused_with_what_was_typed(client, address, reviewer):
    sign_in(client, reviewer)
    answer = write(client, address, "完成{县级.全部.完成额}。", 1)
    assert answer.status_code == 400
    page = page_text(answer)
    assert "没有“县级.全部.完成额”这个数字，请从数字列表里选" in page
    assert "完成{县级.全部.完成额}。" in page
    assert write(client, address, "完成{很多}。", 1).status_code == 400


def test_two_who_write_at_once_are_told(client, address, paper, reviewer):
    sign_in(client, reviewer)
    write(client, address, "先写的。", 1)
    answer = write(client, address, "后写的。", 1)
    assert answer.status_code == 409
    page = page_text(answer)
    assert "打开页面之后文稿又有改动，请看过后再保存" in page
    assert "先写的。" in page
    assert "后写的。" in page
    paper.refresh_from_db()
    assert PaperChoices.read(paper.choices).written == {"下一步工作": "先写的。"}


def test_figures_are_found_by_words(client, address, reviewer):
    sign_in(client, reviewer)
    found, *_ = client.get(address, {"figures": "县级 新建 年度计划投资"}).context["offered"]
    assert (found.placeholder, found.printed) == ("{县级.新建.年度计划投资}", "6200万元")


@pytest.mark.slow
def test_what_was_written_goes_out_and_then_nobody_writes_on_it(
    client, address, paper, approver, tmp_path
):
    sign_in(client, approver)
    write(client, address, SENTENCE, 1)
    page = client.get(address)
    said = {
        "document_number": "示发改〔2019〕21号",
        "signer": "赵审定",
        "issued_on": "2019-08-01",
        "read": re.search(r'name="read" value="(\w+)"', page.content.decode())[1],
    }
    register = reverse("papers:register", args=[paper.pk])
    assert client.post(register, said | {"version": 1}).status_code == 409
    assert not IssuedPaper.objects.exists()
    answer = client.post(register, said | {"version": 2})
    issued = IssuedPaper.objects.get()
    assert answer.url == reverse("papers:paper", args=[issued.pk])
    text = reissued(str(issued.pk), "text", tmp_path).decode()
    assert "全年任务还有3个项目，现已完成2800万元。" in text
    assert client.get(address).status_code == 404


def test_what_is_chosen_on_the_page_of_a_paper_is_kept_and_told(client, address, paper, reviewer):
    sign_in(client, reviewer)
    page = client.get(address)
    ticked = dict(page.context["form"].fields["ticked"].choices)
    project, name = next(iter(ticked.items()))
    assert not any(name in line for line in lines_of(page))
    chosen = WORDING | {"decimals": 2, "left_out": ["工作亮点"], "ticked": [project]}
    assert client.post(address, chosen | {"version": 1}).url == address
    text = "\n".join(lines_of(client.get(address)))
    assert f"如投资滞后的{name}" in text
    assert "工作亮点" not in text
    assert re.search(r"占年度计划的\d+\.\d\d%", text)
    assert client.post(address, WORDING | {"lists": ["市级"], "version": 2}).status_code == 400
    assert client.post(address, WORDING | {"lists": ["县级"], "version": 2}).status_code == 302
    paper.refresh_from_db()
    kept = PaperChoices.read(paper.choices)
    assert (kept.lists, kept.ticked, kept.left_out) == (("县级",), (), ())


def test_the_next_steps_of_the_last_paper_of_the_kind_are_carried_over(
    client, address, county, lines, reviewer, paper
):
    sign_in(client, reviewer)
    write(client, address, SENTENCE, 1)
    july = {"county": county, "month": Month(2019, 7), "by": reviewer, "today": AUGUST_2}
    carried = PaperChoices.read(begin_paper(kind="half_year", **july).choices)
    assert carried.written == {"下一步工作": SENTENCE}
    assert carried.seen["县级.全部.完成投资"] == "2800万元"
    other = PaperChoices.read(begin_paper(kind="bulletin", **july).choices)
    assert (other.written, other.naming) == ({}, "全部点名")
    paper.refresh_from_db()
    earlier = begin_paper(kind="half_year", **(july | {"month": Month(2019, 5)}))
    assert PaperChoices.read(earlier.choices).written == {}
