"""A composed sentence is worded by hand, in place: it stays, its figures live, and it is told what
moved."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from conftest import page_text
from figures.tests.scene import JUNE, sign_in
from investment.models import MonthlyEntry
from reports.models import WorkingPaper
from reports.papers.choices import PaperChoices
from reports.papers.services import begin_paper, word_sentence
from reports.papers.tests.test_pages import AUGUST_2, move
from reports.prose.choices import OwnSentence

DONE = "完成情况·县级"
OWN = "到6月底，三个项目干完{县级.全部.完成投资}，是全年任务的{县级.全部.完成率}。"


@pytest.fixture
def paper(county, lines, reviewer):
    return begin_paper(county=county, kind="half_year", month=JUNE, by=reviewer, today=AUGUST_2)


@pytest.fixture
def page(client, paper, reviewer):
    sign_in(client, reviewer)
    return lambda: client.get(reverse("papers:working", args=[paper.pk]))


def worded(paper, text, by, name=DONE):
    paper.refresh_from_db()
    return word_sentence(
        paper=paper, name=name, text=text, by=by, version=paper.version, today=AUGUST_2
    )


def text_of(page):
    return page.context["composed"].document.text


def line_of(page, name=DONE):
    return next(line for line in page.context["sentences"] if line.name == name)


def test_every_sentence_is_offered_with_its_figures_as_keys(page):
    line = line_of(page())
    assert line.chapter == "重点项目建设进展情况"
    assert line.text in text_of(page())
    assert "{县级.全部.完成投资}" in line.form.initial["text"]
    names = [line.name for line in page().context["sentences"]]
    assert len(names) == len(set(names))


def test_it_stands_in_place_of_the_composed_one_and_its_figures_live(page, paper, lines, reviewer):
    was = line_of(page()).text
    before = text_of(page())
    worded(paper, OWN, reviewer)
    own = "到6月底，三个项目干完2800万元，是全年任务的45.2%。"
    assert text_of(page()) == before.replace(was, own)
    move(lines[2], 2000)
    line = line_of(page())
    assert line.text == "到6月底，三个项目干完3300万元，是全年任务的53.2%。"
    assert {moved.key for moved in line.moved} == {"县级.全部.完成投资", "县级.全部.完成率"}
    assert "写下之后数字有变，县级.全部.完成投资：2800万元 → 3300万元" in page_text(page())


def test_a_sentence_is_struck_out_and_comes_back(page, paper, reviewer):
    before, was = text_of(page()), line_of(page()).text
    worded(paper, "", reviewer)
    assert text_of(page()) == before.replace(was, "")
    assert line_of(page()).is_struck_out
    worded(paper, None, reviewer)
    assert text_of(page()) == before
    assert PaperChoices.read(WorkingPaper.objects.get().choices).own == {}
    with pytest.raises(WrongState, match="这一句没有改过"):
        worded(paper, None, reviewer)


def test_the_composed_words_again_are_no_words_of_ones_own(page, paper, reviewer):
    words = line_of(page()).form.initial["text"]
    worded(paper, OWN, reviewer)
    worded(paper, words, reviewer)
    assert PaperChoices.read(WorkingPaper.objects.get().choices).own == {}


def test_where_the_composed_one_is_gone_the_one_by_hand_stays_and_is_marked(page, paper, reviewer):
    month = "本月完成·县级"
    worded(paper, "六月份投资来得快。", reviewer, name=month)
    assert not line_of(page(), month).is_gone
    MonthlyEntry.objects.all().delete()
    assert line_of(page(), month).is_gone
    lines = text_of(page()).splitlines()
    assert lines[4] == "截至6月底，3个县级重点建设项目完成投资尚未报送。六月份投资来得快。"
    assert "原来的这一句现在没有了，改写的仍保留" in page_text(page())


def test_where_even_its_place_is_gone_it_stands_at_the_end_of_its_chapter(page, paper):
    own = {
        "没有的句子·县级": OwnSentence("另有一句。", "重点项目建设进展情况"),
        "没有的句子·市级": OwnSentence("末了一句。", "没有的一章"),
        "没有的句子·省级": OwnSentence("开头一句。"),
        "没有的句子·乡级": OwnSentence(""),
    }
    kept = replace(PaperChoices.read(paper.choices), own=own)
    WorkingPaper.objects.update(choices=kept.as_kept())
    lines = text_of(page()).rstrip().splitlines()
    assert lines[lines.index("二、工作亮点") - 1] == "另有一句。"
    assert lines[lines.index("一、重点项目建设进展情况") - 1] == "开头一句。"
    assert "末了一句。" in lines
    assert line_of(page(), "没有的句子·乡级").is_struck_out


def test_what_was_worded_stays_when_the_chapters_are_written(client, page, paper, reviewer):
    worded(paper, OWN, reviewer)
    paper.refresh_from_db()
    form = page().context["form"]
    said = {name: field.initial for name, field in form.fields.items() if field.initial}
    said |= {name: value for name, value in form.initial.items() if name in form.fields}
    said |= {"next": "抓好开工。", "version": paper.version}
    answer = client.post(reverse("papers:working", args=[paper.pk]), said)
    assert answer.status_code == 302
    assert "三个项目干完2800万元" in text_of(page())


def test_who_may_not_and_what_is_no_figure_is_refused(paper, reviewer, leader):
    with pytest.raises(NotAllowed):
        worded(paper, OWN, leader)
    with pytest.raises(DomainError, match=r"没有“县级\.全部\.没有”这个数字"):
        worded(paper, "{县级.全部.没有}", reviewer)
    with pytest.raises(WrongState, match="这一句现在没有了"):
        worded(paper, OWN, reviewer, name="没有的句子")
    with pytest.raises(Stale):
        word_sentence(paper=paper, name=DONE, text=OWN, by=reviewer, version=99, today=AUGUST_2)


def test_on_the_page_it_is_saved_and_who_was_slower_sees_what_they_typed(client, page, paper):
    address = reverse("papers:word", args=[paper.pk])
    sent = {"name": DONE, "text": OWN, "version": paper.version}
    assert client.post(address, sent).url.endswith("#sentences")
    late = client.post(address, sent | {"text": "另一句。"})
    assert late.status_code == 409
    assert "另一句。</textarea>" in late.content.decode()
    fault = client.post(address, sent | {"text": "{甲.乙.丙}", "version": paper.version + 1})
    assert fault.status_code == 400
    assert re.search("没有“甲.乙.丙”这个数字，请从数字列表里选", page_text(fault))
    assert "三个项目干完2800万元" in text_of(page())


def test_rates_in_a_sentence_by_hand_have_the_decimals_of_the_paper(page, paper, reviewer):
    worded(paper, "完成率{县级.全部.完成率}，序时{县级.全部.序时进度}。", reviewer)
    assert "完成率45.2%，序时50.0%。" in text_of(page())
