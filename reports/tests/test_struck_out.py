"""No paper of a small county of any kind has a sentence that an office director would strike out;
those of the published reports are held in test_published_reports."""

import itertools

import pytest

from accounts.models import Unit
from documents.paragraphs import Annex, Document, Paragraph, Style, Table, plain
from documents.runs import Run
from figures.facts import Facts
from figures.lights import Colour, Lag, Light
from figures.tests.factories import entry, fact
from investment.standing import stand
from measures.money import WAN
from measures.months import Month
from projects.models import AnnualPlan, MilestoneKind, Tier
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
        "关于2019年1—7月重点项目建设进展情况的通报\n现将2019年1—7月全县重点项目建设进展情况通报如下："
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
        ("通报批评3个次。", "个次: 个次"),
        (
            "其中开工滞后7个、投资滞后2个。按计划应开工的49个项目中，仍有7个未开工。",
            "a count told twice: 开工滞后7个、投资滞后2个。按计划应开工的49个项目中，仍有7个未开工",
        ),
        ("项目结构不断优化。", "不断优化: 不断优化"),
        (
            "大项目支撑作用明显。项目中，单体项目年度投资过亿元的有6个，占项目总个数的2.5%。",
            "支撑 by 2.5%",
        ),
        ("连同19个前期项目，共104个。", "连同: 连同19个前期"),
        ("均为民间投资项目。", "no subject: 均为"),
        (
            "其中新建项目完成投资3598万元；续建项目完成投资3.96亿元。",
            "万元 beside 亿元: 完成投资3598万元；续建项目完成投资3.96亿元",
        ),
        ("占年度计划的4.1%，略低于序时进度4.2个百分点。", "略低于 at 4.1 of 4.1 + 4.2"),
        (
            "部分项目推进较慢。85个项目中，55个进度滞后。",
            "部分 of more than a half: 55 of 85",
        ),
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


def lagging(lead, name, colour=Colour.RED, **values):
    """A continuing project so far behind, which began, or a new one that did not."""
    kind = Lag.START if lead is None else Lag.INVESTMENT
    light = Light(colour, "滞后", "" if lead else "计划1月开工", points=lead, lag=kind)
    done = 0 if lead is None else 500 + lead * 10
    return started(done, project_name=name, light=light, **values)


WITH_REASON = stand([entry(6, year_to_date=490 * WAN, problem="雨季影响施工。")], through=6)
LAGGING = (
    *[lagging(-number, f"慢{number}路") for number in (40, 30, 20, 15, 12, 11)],
    lagging(None, "甲园"),
    *[lagging(-number, f"慢{number}路", Colour.AMBER) for number in (9, 8, 7)],
    lagging(None, "乙园", Colour.AMBER, unit_id=2, unit_name="水利局"),
    lagging(-1, "末路", Colour.AMBER, standing=WITH_REASON),
)


def test_the_annexes_are_numbered_and_have_what_lags_by_its_kind_and_no_empty_cell():
    paper = compose_summary(facts_of(*LAGGING), choices=Choices(naming=Naming.ALL))
    lines = paper.text.splitlines()
    assert [line for line in lines if line.startswith("附件")] == [
        "附件1：各单位重点项目完成情况",
        "附件2：进度滞后项目名单",
    ]
    rows = [line.split("\t") for line in lines[lines.index("附件2：进度滞后项目名单") + 3 :]]
    assert [row[1] for row in rows[:3]] == ["甲园", "乙园", "慢40路"]
    assert rows[2][4:] == ["10.0", "−40.0", "未报原因"]
    assert rows[-1][1:] == ["末路", "交通运输局", "投资滞后", "49.0", "−1.0", "雨季影响施工"]
    assert "红灯7个、黄灯5个。名单附后。\n" in paper.text
    assert lines[-13].split("\t")[4:] == ["完成率 （%）", "超/欠序时 （百分点）", "情况及原因"]
    even = Choices(naming=Naming.ALL, pace_word=PaceWord.EVEN)
    assert compose_summary(facts_of(*LAGGING), choices=even).text.count("超/欠均衡 （百分点）") == 2
    assert struck_out(paper) == []


def test_a_rate_near_to_the_pace_is_printed_finer_in_a_table_too():
    standing = started(4996).standing
    near = lagging(-9, "近路", planned=10_000 * WAN, standing=standing)
    paper = compose_summary(facts_of(*LAGGING, near), choices=Choices(naming=Naming.ALL))
    assert "近路\t交通运输局\t投资滞后\t49.96\t−0.04\t未报原因" in paper.text


def test_where_nothing_is_held_against_the_pace_a_table_has_no_column_of_it():
    silent = [fact(unit_id=number, unit_name=f"{number}局") for number in (1, 2)]
    paper = compose_summary(facts_of(*silent), choices=Choices(naming=Naming.ALL))
    [table] = paper.annexes[0].blocks
    assert table.heads[0][-1] == "完成率\n（%）"
    assert {len(row) for row in table.rows} == {len(table.widths)} == {5}


def test_of_one_chapter_alone_the_sections_stand_as_chapters():
    paper = compose_summary(
        facts_of(started(600), started(600, unit_id=2, unit_name="水利局")), template="bulletin"
    )
    heads = [p.text for p in paper.paragraphs if p.style in (Style.CHAPTER, Style.SECTION)]
    assert heads == ["一、总体进展", "二、各单位进展"]


def test_one_chapter_that_is_headed_as_its_paper_has_no_heading():
    paper = compose_summary(facts_of(started(500)), template="bulletin")
    assert [p.style for p in paper.paragraphs if p.style is not Style.NOTE] == [
        Style.TITLE,
        *[Style.BODY] * 3,
    ]


def test_a_whole_that_is_at_the_pace_but_for_a_trifle_is_said_to_be_there():
    started_so = started(0, standing=stand([entry(6, year_to_date=500 * WAN + 1)], through=6))
    text = compose_summary(facts_of(started_so)).text
    assert "完成投资500万元，占年度计划的50.0%，达到序时进度。" in text
    assert "项目投资进度达到序时进度。" in text


def test_a_list_of_marked_projects_is_told_as_such():
    marked = AnnualPlan(key="挂牌", tier=Tier.LISTED)
    own = AnnualPlan(key="县级", tier=Tier.COUNTY)
    rows = (started(600), started(600, plan_key="挂牌"))
    text = compose_summary(
        Facts(Unit(name="示范县"), Month(2019, 6), (own, marked), rows, "系统默认")
    ).text
    assert "（二）挂牌项目完成情况\n挂牌项目1个，年度计划投资1000万元。截至6月底，" in text


def test_what_is_wrong_in_an_annex_is_found():
    words = [[plain(word) for word in row] for row in (("1", "", "甲", "投资滞后", "—"),) * 2]
    words[1][3] = plain("开工滞后")
    rows = tuple(tuple(row) for row in (*words, words[0]))
    table = Table(heads=(("",) * 5,), rows=rows, widths=(10,) * 5)
    assert struck_out(Document(Month(2019, 6), (), (Annex("名单", (table,)),))) == [
        "an empty cell",
        "a column of nothing",
        "kinds of lags that are mixed",
    ]


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
