"""Facts from outside: entered with their source, told in papers, filled in adopted documents."""

import datetime
import io
import re

import pytest
from django.urls import reverse
from docx import Document

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from conftest import page_text
from figures.tests.scene import JUNE, sign_in
from measures.months import Month
from reports.adopted.filling import filled_document
from reports.adopted.services import adopt_document
from reports.models import OutsideFact
from reports.outside.services import enter_fact, void_fact
from reports.papers.choices import PaperChoices
from reports.papers.comparing import differences_of
from reports.papers.composing import compose
from reports.papers.services import begin_paper, issue_working_paper, write_paper
from reports.papers.tests.conftest import lines
from reports.prose.choices import Chapter
from reports.tests.typed import word_of

__all__ = ["lines"]

AUGUST_2 = datetime.date(2019, 8, 2)
FACTS = reverse("outside:facts")
RANK = {"scope": "全市", "name": "固定资产投资增速名次", "value": "2", "unit": "位"}
GROWTH = {"scope": "全国", "name": "固定资产投资增速", "value": "5.80", "unit": "%"}
SOURCE = {"as_of": datetime.date(2019, 6, 30), "source": "市统计局6月月报"}


@pytest.fixture
def enter(county, reviewer):
    def entered(**said):
        said = {"county": county, "by": reviewer, "today": AUGUST_2} | SOURCE | said
        return enter_fact(**said)

    return entered


@pytest.fixture
def rank(enter):
    return enter(**RANK)


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"name": "增速.名次"}, "name", "名称里不能有空格和 . = + - / % { }，请改写"),
        ({"value": "第二"}, "value", "数值请填成 2 的样子，单位另选"),
        ({"value": "2.5"}, "value", "数值请填成 2 的样子，单位另选"),
        ({"value": "1e3", "unit": "%"}, "value", "数值请填成 18.3 的样子，单位另选"),
        ({"value": "１２", "unit": "%"}, "value", "数值请填成 18.3 的样子，单位另选"),
        ({"as_of": datetime.date(2019, 8, 3)}, "as_of", "截止日不能晚于今天"),
        ({"source": " "}, "source", "请写明来源"),
    ],
)
def test_what_cannot_be_told_is_refused_at_its_box(enter, said, field, sentence):
    with pytest.raises(DomainError) as refused:
        enter(**RANK | said)
    assert refused.value.faults == {field: sentence}


def test_a_fact_stands_once_until_it_is_taken_back(enter, rank, reviewer, leader):
    with pytest.raises(DomainError, match="全市固定资产投资增速名次截至2019-06-30的数已登记"):
        enter(**RANK)
    with pytest.raises(NotAllowed):
        enter(**RANK, by=leader)
    with pytest.raises(DomainError, match="请写明作废的理由"):
        void_fact(fact=rank, reason=" ", by=reviewer, version=rank.version)
    with pytest.raises(Stale):
        void_fact(fact=rank, reason="登记有误", by=reviewer, version=rank.version + 1)
    void_fact(fact=rank, reason="登记有误", by=reviewer, version=rank.version)
    with pytest.raises(WrongState):
        void_fact(fact=rank, reason="登记有误", by=reviewer, version=rank.version)
    again = enter(**RANK | {"value": "3"})
    assert [fact.printed for fact in OutsideFact.objects.standing()] == [again.printed] == ["第3位"]


@pytest.fixture
def paper(county, lines, rank, enter, reviewer):
    enter(**GROWTH)
    paper = begin_paper(county=county, kind="half_year", month=JUNE, by=reviewer, today=AUGUST_2)
    text = "增速居全市{外部.全市.固定资产投资增速名次}，全国为{外部.全国.固定资产投资增速}。"
    write_paper(paper=paper, written={Chapter.HIGHLIGHTS.value: text}, by=reviewer, version=1)
    return paper


def test_a_sentence_tells_it_and_leads_to_its_source(client, paper, reviewer):
    page = sign_in(client, reviewer).get(reverse("papers:working", args=[paper.pk]))
    told = page.context["composed"].document.text
    assert "增速居全市第2位，全国为5.80%。" in told
    assert f'href="{FACTS}#外部.全市.固定资产投资增速名次"' in page.content.decode()
    found = client.get(reverse("papers:working", args=[paper.pk]), {"figures": "外部 名次"})
    assert "{外部.全市.固定资产投资增速名次}" in page_text(found)


def test_an_issued_paper_says_when_it_was_taken_back(paper, rank, reviewer, approver):
    choices = PaperChoices.read(paper.choices)
    issued = issue_working_paper(
        paper=paper,
        by=approver,
        version=paper.version,
        today=AUGUST_2,
        read=compose(paper.county, paper.kind, JUNE, choices, AUGUST_2).digest,
    )
    assert differences_of(issued) == ()
    void_fact(fact=rank, reason="发布后更正", by=reviewer, version=rank.version)
    [changed] = differences_of(issued)
    assert (changed.key, changed.then, changed.now) == (rank.key, "2", "—")
    assert [cause.kind for cause in changed.causes] == ["更正"]


def test_of_another_month_there_is_none(county, lines, rank, reviewer):
    may = begin_paper(
        county=county, kind="half_year", month=Month(2019, 5), by=reviewer, today=AUGUST_2
    )
    written = {Chapter.HIGHLIGHTS.value: f"居全市{{{rank.key}}}"}
    with pytest.raises(DomainError, match=f"没有“{re.escape(rank.key)}”这个数字"):
        write_paper(paper=may, written=written, by=reviewer, version=may.version)


@pytest.mark.slow
def test_an_adopted_document_is_filled_with_it(county, lines, rank, enter, reviewer):
    said = {"county": county, "month": JUNE, "by": reviewer, "today": AUGUST_2, "accept": True}
    text = "县级重点项目年度计划投资6200万元，固定资产投资增速居全市第二位。"
    document = adopt_document(content=word_of(text), name="总结.docx", **said)
    assert document.figures.get(printed="第二位").key == rank.key
    enter(**RANK | {"value": "3", "as_of": datetime.date(2019, 5, 31)})
    filled = Document(io.BytesIO(filled_document(document, Month(2019, 5))))
    assert filled.paragraphs[0].text == text.replace("第二位", "第三位")


def test_it_is_entered_and_taken_back_on_a_page(client, reviewer, county):
    sign_in(client, reviewer)
    sent = RANK | {"as_of": "2019-06-30", "source": "<b>市统计局"}
    assert client.post(FACTS, sent).url == FACTS
    fact = OutsideFact.objects.get()
    assert (fact.printed, fact.entered_by, fact.county) == ("第2位", reviewer, county)
    assert "<b>市统计局" not in client.get(FACTS).content.decode()
    address = reverse("outside:void", args=[fact.pk])
    empty = client.post(address, {"version": 1, "reason": ""})
    assert (empty.status_code, "请填写作废理由" in page_text(empty)) == (400, True)
    client.post(address, {"version": 1, "reason": "登记有误"})
    assert "已作废：登记有误" in page_text(client.get(FACTS))
    late = client.post(address, {"version": 1, "reason": "再作废"})
    assert (late.status_code, "这条外部数据已经作废" in page_text(late)) == (409, True)


def test_who_only_reads_has_no_form(client, leader, rank):
    page = sign_in(client, leader).get(FACTS)
    assert (page.status_code, page.context["form"]) == (200, None)
    assert client.post(FACTS, RANK).status_code == 404
