"""Notes of the office: they stand on the working copy alone."""

from figures import words
from figures.book import FigureBook
from figures.coverage import coverage_of
from figures.denominator import OF_THE_YEAR, plan_basis
from figures.months import PRELIMINARY
from investment.basis import Basis
from projects.listnames import spoken_key
from reports.prose.choices import PlanVersion
from reports.prose.sentences.naming import sentence
from reports.prose.told import Paper, Told, amount, counted


@sentence("报送附注")
def reported(told: Told) -> str:
    """85个县级重点建设项目中已报送并审定82个，已报送待审定1个，未报送2个…。"""
    every, sent = told.figure("项目数"), told.figure("报送数")
    if not every:
        return ""
    what = f"{counted(every)}个{told.called}"
    if told.basis is Basis.RECOGNISED:
        rest = told.figure("未报送数")
        left = f"，未认定{counted(rest)}个，未认定的不计、不与序时比较" if rest else ""
        return f"{what}中上级认定{counted(sent)}个{left}。"
    if sent.value == every.value:
        return f"{what}{'均' if int(every) > 1 else ''}已报送并审定。"
    waiting, silent = told.figure("待审定数"), told.figure("未报送数")
    parts = [
        f"已报送并审定{counted(sent)}个" if sent else "",
        f"已报送{words.waiting(waiting.rows)}{counted(waiting)}个" if waiting else "",
        f"未报送{counted(silent)}个" if silent else "",
        "未审定的本月投资未计入，也不与序时比较",
    ]
    return f"{what}中{'，'.join(filter(None, parts))}。"


@sentence("数据口径")
def basis(paper: Paper) -> str:
    book = paper.book
    by = reckoning_sentence(book) or AMOUNTS[Basis.VERIFIED]
    if book.facts.reckoning.pace and book.facts.reckoning.basis is Basis.VERIFIED:
        by = f"{AMOUNTS[Basis.VERIFIED]}；{by}"
    return f"{by}；{plan_sentence(paper)}。"


AMOUNTS = {
    Basis.VERIFIED: "完成投资有核定数的用核定数，其余用单位上报数",
    Basis.REPORTED: "完成投资为单位上报数，核定数不计",
    Basis.RECOGNISED: "完成投资为上级认定数，没有认定的不计、不作零",
}


def reckoning_sentence(book: FigureBook) -> str:
    """By whose numbers and which pace a paper is, without its full stop; "" of the usual ones."""
    by = book.facts.reckoning
    told = [] if by.basis is Basis.VERIFIED else [AMOUNTS[by.basis]]
    if by.pace is not None:
        told.append(f"序时进度{words.pace_basis(book.facts.rows)}")
    return "；".join(told)


@sentence("报送情况")
def covered(paper: Paper) -> str:
    told = coverage_sentence(paper.book)
    is_recognised = paper.book.facts.reckoning.basis is Basis.RECOGNISED
    head = "认定情况" if is_recognised else "报送情况"
    return f"{head}：{told}。" if told else ""


def coverage_sentence(book: FigureBook) -> str:
    """What every list's totals cover: 市级9个单位中报送9个，30个项目中报送30个；县级…."""
    lists = ((plan, coverage_of(book.of(plan, "全部", "项目数").rows)) for plan in book.facts.keys)
    told = [
        f"{spoken_key(plan)}{coverage.in_full}" for plan, coverage in lists if coverage.projects
    ]
    standing = book.facts.standing_words
    return "；".join([*told, *([f"数据为{standing}数"] if standing == PRELIMINARY else [])])


def plan_sentence(paper: Paper) -> str:
    """By which plan the rates are reckoned; list by list where one was adjusted."""
    book = paper.book
    if not book.facts.adjusted or paper.choices.plan is PlanVersion.FIRST:
        return OF_THE_YEAR
    told = {
        key: plan_basis(book, key, amount=amount, rate=paper.of(key).percentage)
        for key in book.facts.keys
    }
    return "；".join(f"{key}{said}" for key, said in told.items())
