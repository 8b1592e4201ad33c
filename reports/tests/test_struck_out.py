"""No paper of a small county of any kind has a sentence that an office director would strike out;
those of the published reports are held in test_published_reports."""

import itertools

import pytest

from documents.paragraphs import Document, Paragraph, Style
from documents.runs import Run
from figures.tests.factories import fact
from measures.months import Month
from projects.models import MilestoneKind
from reports.prose.choices import Chapter, Choices, Naming, PaceWord
from reports.prose.summary import compose_summary
from reports.tests.struck_out import struck_out
from reports.tests.test_prose import facts_of, preliminary, started

# Each with a choice of its own, so that all are met.
CHOICES = (
    Choices(),
    Choices(naming=Naming.ALL),
    Choices(pace_word=PaceWord.EVEN, naming=Naming.ALL),
)


ROWS = (
    [],
    [started(500)],
    [started(100), started(900), fact(done=0)],
    [fact(), fact(is_waiting=True)],
    [fact(done=0), fact(done=0)],
    [started(600, is_productive=True), started(700, is_productive=True)],
    [fact(done=0, unit_id=2, unit_name="水利局"), fact(unit_id=3, unit_name="林业局")],
)
EARLY = (
    [],
    [preliminary("")],
    [preliminary(MilestoneKind.START)],
    [preliminary(MilestoneKind.START), preliminary(MilestoneKind.INITIATED), preliminary("")],
)


@pytest.mark.parametrize(("template", "month"), [("bulletin", 7), ("annual", 12)])
@pytest.mark.parametrize("rows", ROWS)
def test_of_a_bulletin_and_a_year_nothing_is_struck_out(rows, template, month):
    facts = facts_of(*rows, preliminary(""), month=month)
    for chosen in CHOICES:
        assert struck_out(compose_summary(facts, choices=chosen, template=template)) == []


def test_a_year_is_held_against_its_plan_and_a_bulletin_against_the_pace():
    facts = facts_of(started(1200, through=12), started(500, through=12), month=12)
    text = compose_summary(facts, template="annual").text
    assert "占年度计划的85.0%，明显低于年度计划15.0个百分点。" in text
    assert "序时" not in text.partition("注：")[0]
    bulletin = compose_summary(facts_of(started(600), month=7), template="bulletin").text
    assert bulletin.startswith(
        "关于2019年1—7月重点项目建设进展情况的通报\n现将截至7月底全县重点项目建设进展情况通报如下："
    )
    assert "工作亮点" not in bulletin


def test_what_is_typed_in_the_opening_is_no_heading():
    written = {Chapter.OPENING: ("## 一个编号", "# 又一个")}
    for template in ("half_year", "bulletin"):
        paper = compose_summary(
            facts_of(started(600)), choices=Choices(written=written), template=template
        )
        assert [p.style for p in paper.paragraphs if p.text.endswith(("编号", "又一个"))] == [
            Style.BODY,
            Style.BODY,
        ]


@pytest.mark.parametrize("chosen", CHOICES)
@pytest.mark.parametrize(("rows", "early"), list(itertools.product(ROWS, EARLY)))
def test_of_a_small_county_nothing_is_struck_out(rows, early, chosen):
    assert struck_out(compose_summary(facts_of(*rows, *early), choices=chosen)) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("其中0个开工。", "a count of nothing: 0个"),
        ("126个项目中126个开工。", "all of all: 126个项目中126个"),
        ("17个单位中有17个单位有投资。", "all of all: 17个单位中有17个"),
        ("1个项目均已开工。", "one that is all of several: 1个项目均"),
        ("截止6月底。", "截止: 截止"),
        ("项目陆续开工。", "陆续: 陆续"),
        ("完成，，好。", "doubled or dangling punctuation: ，，"),
        ("完成率为—。", "no value: —"),
        ("一是快。", "a lone 一是"),
        ("占20%，占18.0%。", "decimals {0, 1}"),
        ("产业项目成为投资主体，占年度计划总投资的40.0%。", "成为主体 below a half"),
    ],
)
def test_what_is_struck_out_is_found(text, why):
    paper = Document(Month(2019, 6), (Paragraph(Style.BODY, (Run(text),)),))
    assert struck_out(paper) == [why]


def test_a_rate_told_three_times_and_a_shortcoming_among_highlights_are_found():
    rate = Run("53.8%", "县级.全部.完成率")
    lines = (
        Paragraph(Style.CHAPTER, (Run("工作亮点"),)),
        Paragraph(Style.BODY, (rate, rate, rate, Run("，低于序时进度。"))),
    )
    assert struck_out(Document(Month(2019, 6), lines)) == [
        "县级.全部.完成率 told 3 times",
        "a shortcoming among highlights: 低于",
    ]


def test_what_is_left_out_is_gone_and_what_was_written_stands_in_its_chapter():
    written = {Chapter.NEXT: ("一要盯紧目标，倒排工期。",), Chapter.PROBLEMS: ("要素保障不足。",)}
    chosen = Choices(
        written=written,
        left_out=frozenset({Chapter.HIGHLIGHTS, Chapter.OPENING}),
        working_copy=False,
    )
    lines = compose_summary(facts_of(started(600)), choices=chosen).text.splitlines()
    assert [line for line in lines if "、" in line[:3]] == [
        "一、重点项目建设进展情况",
        "二、存在的主要问题",
        "三、下一步工作",
    ]
    assert lines[-1] == "一要盯紧目标，倒排工期。"
    assert lines[1] == "一、重点项目建设进展情况"
    assert not any(line.startswith("注") for line in lines)
