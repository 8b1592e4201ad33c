"""The reserve: what was asked and declared, what came of it, and units that have none."""

from documents.runs import mark, unmarked
from figures import words
from figures.book import UnknownFigure
from figures.figure import Figure
from figures.plan_fact import PlanFact
from figures.subjects.reserve import NAME, PRELIMINARY, STOCK, YEARS
from projects.reserve.reading import FIRST_HALF_ENDS
from reports.prose.sentences.naming import sentence
from reports.prose.told import MONTHS, Paper, amount, closed, counted

# Of more units than this only so many are named.
MOST_NAMED = 10


@sentence("储备任务")
def task(paper: Paper) -> str:
    """上半年市下达储备项目任务30个，总投资100亿元。"""
    number, money = _figure(paper, YEARS, "任务数"), _figure(paper, YEARS, "任务投资")
    if number is None or money is None or not (number or money):
        return ""
    when = "上半年" if _is_first_half(paper) else "全年"
    rows = (*number.rows, *money.rows)
    is_of_county = any(row.unit_id == paper.book.facts.county.pk for row in rows)
    given = "市下达" if is_of_county else "下达各单位"
    said = (f"{counted(number)}个" if number else "", f"总投资{amount(money)}" if money else "")
    return f"{when}{given}储备项目任务{closed(*said)}"


@sentence("储备完成")
def declared(paper: Paper) -> str:
    """1—6月完成项目储备108个，总投资224亿元，个数、投资分别完成任务的360.0%、224.0%。"""
    number, money = _figure(paper, YEARS, "个数"), _figure(paper, YEARS, "总投资")
    if not number or money is None:
        return ""
    months = "1月" if paper.month.month == 1 else f"1—{paper.month.month}月"
    total = f"总投资{amount(money)}" if money else ""
    return closed(f"{months}完成项目储备{counted(number)}个", total, _against_task(paper))


@sentence("储备转化")
def converted(paper: Paper) -> str:
    """其中21个转化为市级重点项目，102个已开工，开工转化率94.4%。今年以来累计开工储备项目104个，
    总投资199亿元；全部在库储备项目147个，已开工107个，总体开工转化率72.8%. Each rate beside the
    cohort that is its base."""
    return _of_declared(paper) + _of_stock(paper)


@sentence("储备前期")
def preliminary(paper: Paper) -> str:
    """纳入前期工作计划的储备项目38个，其中4个已开工。"""
    every, begun = _figure(paper, PRELIMINARY, "个数"), _figure(paper, PRELIMINARY, "开工数")
    if not every or begun is None:
        return ""
    part = f"其中{counted(begun)}个已开工" if begun and begun.value != every.value else ""
    return closed(f"纳入前期工作计划的储备项目{counted(every)}个", part)


@sentence("储备为零单位")
def units_without(paper: Paper) -> str:
    """项目储备不平衡。5个单位储备项目申报为零（驷马水乡管委会、…）；8个单位储备转开工项目为零
    （得胜镇、…）。"""
    parts = [
        f"{counted(figure)}个单位{what}{_units(figure)}"
        for figure, what in (
            (_figure(paper, YEARS, "零申报单位数"), "储备项目申报为零"),
            (_figure(paper, STOCK, "零转化单位数"), "储备转开工项目为零"),
        )
        if figure
    ]
    return f"项目储备不平衡。{paper.cut_off}，{'；'.join(parts)}。" if parts else ""


@sentence("储备打算")
def intended(paper: Paper) -> str:
    """抓实项目储备。全年谋划储备项目不少于60个，总投资200亿元以上。"""
    if paper.month.month == MONTHS:
        return ""
    number, money = (_figure(paper, YEARS, name) for name in ("全年任务数", "全年任务投资"))
    said = closed(
        f"全年谋划储备项目不少于{counted(number)}个" if number else "",
        f"总投资{amount(money)}以上" if money else "",
    )
    return f"抓实项目储备。{said}" if said else ""


def _figure(paper: Paper, group: str, name: str) -> Figure[PlanFact] | None:
    """None where the paper is of a part of the county, or of one that is not kept."""
    try:
        return paper.book.of(NAME, group, name)
    except UnknownFigure:
        return None


def _is_first_half(paper: Paper) -> bool:
    return paper.book.facts.cut_off.end.month <= FIRST_HALF_ENDS


def _rate(paper: Paper, figure: Figure[PlanFact]) -> str:
    assert figure.exact is not None
    return mark(figure.key, words.rate_with(figure.exact, paper.choices.decimals))


def _against_task(paper: Paper) -> str:
    of_number = _figure(paper, YEARS, "任务完成率")
    of_money = _figure(paper, YEARS, "投资任务完成率")
    rates = [
        (what, _rate(paper, figure))
        for what, figure in (("个数", of_number), ("投资", of_money))
        if figure is not None and figure.exact is not None
    ]
    if len(rates) > 1:
        told = "、".join(rate for _, rate in rates)
        return f"个数、投资分别完成任务的{told}"
    return "".join(f"{what}完成任务的{rate}" for what, rate in rates)


def _of_declared(paper: Paper) -> str:
    """Of what was declared in the year; once more only where the stock is another."""
    every, rate = _figure(paper, YEARS, "个数"), _figure(paper, YEARS, "开工转化率")
    municipal, begun = (_figure(paper, YEARS, name) for name in ("转市级重点数", "开工数"))
    if not every or rate is None or municipal is None or begun is None:
        return ""
    if begun.value == every.value:
        listed = f"其中{counted(municipal)}个转化为市级重点项目。" if municipal else ""
        return f"{listed}申报的项目{'均' if int(every) > 1 else ''}已开工。"
    told = closed(
        f"{counted(municipal)}个转化为市级重点项目" if municipal else "",
        f"{counted(begun)}个已开工，开工转化率{_rate(paper, rate)}" if begun else "",
    )
    return f"其中{told}" if told else ""


def _of_stock(paper: Paper) -> str:
    begun, money = (_figure(paper, STOCK, name) for name in ("本年开工数", "本年开工总投资"))
    every, ever = _figure(paper, STOCK, "个数"), _figure(paper, STOCK, "开工数")
    rate = _figure(paper, STOCK, "开工转化率")
    if not begun or money is None or every is None or not ever or rate is None:
        return ""
    since = "上半年" if paper.is_half_year else "今年以来"
    total = f"，总投资{amount(money)}" if money else ""
    started = f"{since}累计开工储备项目{counted(begun)}个{total}"
    declared_now = _figure(paper, YEARS, "个数")
    is_one = declared_now is not None and declared_now.value == every.value
    if is_one and ever.value == begun.value:
        # All that stands was declared in the year, and was told.
        return f"{started}。"
    overall = f"全部在库储备项目{counted(every)}个，已开工{counted(ever)}个"
    return f"{started}；{overall}，总体开工转化率{_rate(paper, rate)}。"


def _units(figure: Figure[PlanFact]) -> str:
    names = [*dict.fromkeys(unmarked(row.unit_name) for row in figure.rows)]
    return f"（{'、'.join(names[:MOST_NAMED])}{'等' if len(names) > MOST_NAMED else ''}）"
