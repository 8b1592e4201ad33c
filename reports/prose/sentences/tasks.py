"""The tasks of units without a project: 固定资产投资 and 招商引资, where the county asks for them.

Whether a unit had no investment or reported none, a paper says apart: nobody's silence is a zero.
"""

from collections.abc import Callable
from typing import Any

from documents.runs import mark, unmarked
from figures import words
from figures.book import UnknownFigure
from figures.figure import Figure
from figures.keys import Narrowing
from reports.prose.choices import Naming
from reports.prose.sentences.naming import sentence
from reports.prose.told import Paper, Told, amount, closed, counted

INDUSTRY = "项目类别", "工业"
LED = "县级领导"
LED_BY = "带队"
MONTHS_A_YEAR = 12


def _tasks(paper: Paper, name: str) -> Told | None:
    """None where the county asks nothing of it, or its tasks cannot be read."""
    try:
        told = paper.of(name)
        rows = paper.book.topic(name).facts.rows
    except UnknownFigure:
        return None
    return told if rows else None


def _period(paper: Paper) -> str:
    """1月, 1—6月; of a whole year 全年."""
    month = paper.month.month
    if month == MONTHS_A_YEAR:
        return "全年"
    return f"{month}月" if month == 1 else f"1—{month}月"


def _growth(told: Told, name: str) -> str:
    """增长52.3%, 下降3.1%, 与上年同期持平; "" where last year's is not known."""
    try:
        figure: Figure[Any] = told.figure(f"{name}同比增长")
    except UnknownFigure:
        return ""
    if figure.exact is None:
        return ""
    shown = words.rate_with(abs(figure.exact), told.choices.decimals)
    if figure.exact == 0:
        return mark(figure.key, "与上年同期持平")
    way = "增长" if figure.exact > 0 else "下降"
    return f"{way}{mark(figure.key, shown)}"


@sentence("固投任务")
def fixed(paper: Paper) -> str:
    """固定资产投资年度任务174亿元，月均14.5亿元。1月，完成10.3亿元，增长52.3%，占年度任务的5.9%，
    低于序时进度2.4个百分点；其中完成工业投资6.9亿元，增长109.7%。"""
    told = _tasks(paper, "固投")
    if told is None:
        return ""
    target, done = told.figure("任务额"), told.figure("完成额")
    asked = ""
    if target:
        asked = (
            f"全社会固定资产投资年度任务{amount(target)}，月均{amount(told.figure('月均任务额'))}。"
        )
    if done.value is None:
        return asked
    return asked + closed(
        f"{_period(paper)}，{'' if asked else '全社会固定资产投资'}完成{amount(done)}",
        _growth(told, "完成额"),
        *_of_task(told),
        _industry(told),
    ).replace("，；", "；")


def _of_task(told: Told) -> list[str]:
    if told.rate.exact is None:
        return []
    return [f"占年度任务的{told.percentage(told.rate)}", told.against_pace()]


def _industry(told: Told) -> str:
    """A part of the whole, where it is told."""
    try:
        part = told.cut(*INDUSTRY)
        done = part.figure("完成额")
    except UnknownFigure:
        return ""
    if not done:
        return ""
    growth = _growth(part, "完成额")
    return f"；其中完成工业投资{amount(done)}{'，' + growth if growth else ''}"


@sentence("固投单位")
def fixed_by_unit(paper: Paper) -> str:
    """从23个任务单位看，有投资的17个，其中达到序时进度的3个；无投资的6个，其中4个零报告（包公镇…）、
    2个未报送（交通局…）。 Units are named where a paper names all."""
    told = _tasks(paper, "固投")
    if told is None or not (every := told.figure("任务单位数")):
        return ""
    invested, at_pace = told.figure("有投资单位数"), told.figure("达序时单位数")
    clauses = []
    if invested:
        reached = f"，其中达到{paper.pace_word}的{counted(at_pace)}个" if at_pace else ""
        clauses.append(f"有投资的{counted(invested)}个{reached}")
    if without := told.figure("无投资单位数"):
        names = _named(paper)
        apart = "、".join(
            f"{counted(figure)}个{word}{names(figure)}"
            for word, name in (("零报告", "零报告单位数"), ("未报送", "未报送单位数"))
            if (figure := told.figure(name))
        )
        clauses.append(f"无投资的{counted(without)}个，其中{apart}")
    return f"从{counted(every)}个任务单位看，{'；'.join(clauses)}。"


def _named(paper: Paper) -> Callable[[Figure[Any]], str]:
    """Upward nobody is named: only a 通报 names all."""

    def names(figure: Figure[Any]) -> str:
        if paper.choices.naming is not Naming.ALL:
            return ""
        return f"（{'、'.join(unmarked(row.unit_name) for row in figure.rows)}）"

    return names


def of_unit(paper: Paper, name: str) -> str:
    """承担固定资产投资年度任务12.1亿元，完成4.96亿元，占年度任务的41.0%，低于序时进度9.0个百分点。
    Of a unit by its name; "" of one that bears no task."""
    told = _tasks(paper, "固投")
    if told is None:
        return ""
    own = told.narrowed(Narrowing("填报单位", name))
    try:
        target, done = own.figure("任务额"), own.figure("完成额")
    except UnknownFigure:
        return ""
    if not target:
        return ""
    asked = f"承担固定资产投资年度任务{amount(target)}"
    if done.value is None:
        return closed(asked, "尚未报送完成情况")
    return closed(asked, f"完成{amount(done, target)}", *_of_task(own))


@sentence("招商任务")
def attracted(paper: Paper) -> str:
    """招商引资年度任务到位资金110亿元、面向央企招商项目15个，由6个产业招商组和有关单位承担。
    1—6月，到位资金48.6亿元，…。"""
    told = _tasks(paper, "招商")
    if told is None:
        return ""
    money, projects = told.figure("到位资金任务额"), told.figure("央企项目任务数")
    asked = []
    if money:
        asked.append(f"到位资金{amount(money)}")
    if projects:
        asked.append(f"面向央企招商项目{counted(projects)}个")
    groups = told.figure("招商组数")
    borne = f"{counted(groups)}个产业招商组和有关单位" if groups else ""
    if asked:
        by = f"，由{borne}承担" if borne else ""
        return f"招商引资年度任务{'、'.join(asked)}{by}。{_arrived(told, is_asked=True)}"
    of = f"招商引资由{borne}承担。" if borne else ""
    return of + _arrived(told, is_asked=bool(of))


def _arrived(told: Told, *, is_asked: bool) -> str:
    done, rate = told.figure("到位资金额"), told.figure("到位资金完成率")
    won = told.figure("央企项目数")
    clauses = []
    if done.value is not None:
        clauses += [f"到位资金{amount(done)}", _growth(told, "到位资金额")]
        if rate.exact is not None:
            clauses += [
                f"占年度任务的{told.percentage(rate, is_held=False)}",
                _lead(told, told.figure("到位资金超序时")),
            ]
    if won:
        clauses.append(f"落实央企项目{counted(won)}个")
    if not any(clauses):
        return ""
    what = "" if is_asked else "招商引资"
    return f"{_period(told.paper)}，{what}{closed(*clauses)}"


def _lead(told: Told, lead: Figure[Any]) -> str:
    pace = told.figure("到位资金序时进度").exact
    if lead.exact is None or pace is None:
        return ""
    word, number = words.held_against_pace(
        lead.exact, pace, told.paper.pace_word, told.choices.decimals
    )
    return word + mark(lead.key, number) if number else mark(lead.key, word)


@sentence("招商活动")
def activities(paper: Paper) -> str:
    """开展外出招商活动72次，其中县级领导带队24次；接待外来客商126批次738人次。"""
    told = _tasks(paper, "招商")
    if told is None:
        return ""
    trips = told.figure("外出次数")
    batches, visitors = told.figure("接待批次"), told.figure("接待人次")
    clauses = []
    if trips:
        clauses.append(f"开展外出招商活动{counted(trips)}次{_led(told)}")
    if batches or visitors:
        came = f"{counted(batches)}批次" if batches else ""
        people = f"{counted(visitors)}人次" if visitors else ""
        clauses.append(f"接待外来客商{came}{people}")
    return f"{'；'.join(clauses)}。" if clauses else ""


def _led(told: Told) -> str:
    """By whom, as far as it is told."""
    try:
        led = told.cut(LED_BY, LED).figure("外出次数")
    except UnknownFigure:
        return ""
    return f"，其中县级领导带队{counted(led)}次" if led else ""
