"""What projects are short of, what was won from those above, and what of it has arrived: of the
topics 要素, 争资 and 资金. A county that registered nothing of it is told nothing."""

from fractions import Fraction
from typing import Any

from documents.runs import mark, unmarked
from figures import words
from figures.book import UnknownFigure
from figures.figure import Figure
from figures.keys import Narrowing
from figures.subjects.funds import SOURCE
from figures.subjects.gaps import GAP_NAMES, NAME, UNIT_OF
from figures.subjects.won import WON
from figures.units import MONEY
from projects.models import FundMark, GapKind
from reports.prose.sentences.naming import sentence
from reports.prose.told import Paper, amount, counted

SAID = {
    GapKind.FUNDS: "资金缺口",
    GapKind.LAND: "用地指标缺口",
    GapKind.RELOCATION: "待征拆",
    GapKind.ENERGY: "用能指标缺口",
    GapKind.ENVIRONMENT: "环境容量缺口",
}
"""How a sentence calls what is short."""
ABOVE, BONDS = (f"{WON}.全部.{SOURCE}={mark.label}" for mark in (FundMark.ABOVE, FundMark.BOND))


def topic_figure(paper: Paper, key: str) -> Figure[Any] | None:
    """None where the topic cannot be asked, or has no such rows."""
    try:
        return paper.book[key]
    except UnknownFigure:
        return None


@sentence("要素缺口")
def gaps(paper: Paper) -> str:
    """项目要素保障存在差距。重点项目资金缺口约8.7亿元，用地指标缺口约1500亩，涉及12个项目。"""
    parts = []
    for kind, name in GAP_NAMES.items():
        figure = topic_figure(paper, f"{NAME}.全部.{name}")
        if figure:
            about = "约" if any(row.is_approximate for row in figure.rows) else ""
            parts.append(f"{SAID[kind]}{about}{_short(figure, kind)}")
    projects = topic_figure(paper, f"{NAME}.全部.缺口项目数")
    if not parts or projects is None:
        return ""
    return f"项目要素保障存在差距。重点项目{'，'.join(parts)}，涉及{counted(projects)}个项目。"


def _short(figure: Figure[Any], kind: GapKind) -> str:
    if figure.unit == MONEY:
        return amount(figure)
    return f"{counted(figure)}{UNIT_OF[kind].label}"


@sentence("缺口解决")
def resolved(paper: Paper) -> str:
    """今年以来提出要素缺口12项，已解决5项。"""
    raised = topic_figure(paper, f"{NAME}.全部.提出项数")
    done = topic_figure(paper, f"{NAME}.全部.已解决项数")
    if not raised or not done:
        return ""
    all_done = "，已全部解决" if done.value == raised.value else f"，已解决{counted(done)}项"
    return f"加强要素保障。今年以来需要解决的要素缺口{counted(raised)}项{all_done}。"


@sentence("争取资金")
def won(paper: Paper) -> str:
    """全县33个项目共争取国家和省专项资金1.29亿元，占全市（10.7亿元）的12.1%。"""
    projects = topic_figure(paper, f"{WON}.全部.项目数")
    every = topic_figure(paper, f"{WON}.全部.争取额")
    if not every or projects is None:
        return ""
    by_units = not any(getattr(row, "planned", None) for row in every.rows)
    above = topic_figure(paper, f"{ABOVE}.争取额")
    is_of_above = by_units or (above is not None and above.value == every.value)
    what = "国家和省专项资金" if is_of_above else "中省预算内和专项债券资金"
    who = f"{counted(projects)}个项目共" if projects else ""
    return f"{paper.whole}{who}争取{what}{amount(every)}{_of_city(paper)}。"


def _of_city(paper: Paper) -> str:
    city = topic_figure(paper, f"{WON}.全部.全市争取额")
    share = topic_figure(paper, f"{WON}.全部.争取额占全市比重")
    if not city or share is None or share.exact is None:
        return ""
    rate = words.rate_with(share.exact, paper.choices.decimals)
    return f"，占全市（{amount(city)}）的{mark(share.key, rate)}"


@sentence("争取债券")
def won_by_source(paper: Paper) -> str:
    """争取中省预算内资金4200万元；申报专项债券项目6个，涉及资金8.5亿元，争取到位资金3.2亿元: where
    bonds were applied for; what is won from those above alone is told by the whole."""
    applied = topic_figure(paper, f"{BONDS}.申报项目数")
    if not applied:
        return ""
    above = topic_figure(paper, f"{ABOVE}.争取额")
    parts = [f"争取中省预算内资金{amount(above)}；"] if above else []
    parts.append(f"申报专项债券项目{counted(applied)}个")
    asked, arrived = (topic_figure(paper, f"{BONDS}.{name}") for name in ("申报额", "到位额"))
    if asked:
        parts.append(f"，涉及资金{amount(asked)}")
    if arrived:
        parts.append(f"，争取到位资金{amount(arrived)}")
    return f"{''.join(parts)}。"


@sentence("专项资金项目")
def programs(paper: Paper) -> str:
    """全县共有6类19个新增中央投资项目在实施过程中，项目总投资6063万元: of each source whose lines
    are of several programs."""
    every = topic_figure(paper, "资金.全部.类别数")
    if not every:
        return ""
    told = []
    for name in dict.fromkeys(row.source for row in every.rows):
        of = f"资金.全部.{Narrowing(SOURCE, name)}"
        kinds, projects, total = (
            topic_figure(paper, f"{of}.{each}") for each in ("类别数", "项目数", "总投资")
        )
        if kinds and projects and int(kinds) > 1:
            cost = f"，项目总投资{amount(total)}" if total else ""
            many = f"{counted(kinds)}类{counted(projects)}个"
            told.append(f"{many}{unmarked(name)}项目在实施过程中{cost}")
    return f"{paper.whole}共有{'；'.join(told)}。" if told else ""


@sentence("资金到位")
def arrived(paper: Paper) -> str:
    """项目资金计划12亿元，已到位6.1亿元，资金到位率50.8%；已支付4亿元，支付率65.6%. Where of
    some line one of them is not known, the rate is no quotient of the amounts, and nothing is
    told."""
    planned, came, paid = (
        topic_figure(paper, f"资金.全部.{name}") for name in ("计划额", "到位额", "支付额")
    )
    if not planned or not came:
        return ""
    rate = _rate(paper, "资金到位率", came, planned)
    if not rate:
        return ""
    text = f"项目资金计划{amount(planned)}，已到位{amount(came, planned)}{rate}"
    if paid and (rate := _rate(paper, "支付率", paid, came)):
        text += f"；已支付{amount(paid, planned)}{rate}"
    return f"{text}。"


def _rate(paper: Paper, name: str, part: Figure[Any], whole: Figure[Any]) -> str:
    rate = topic_figure(paper, f"资金.全部.{name}")
    if rate is None or rate.exact is None or rate.exact != Fraction(int(part), int(whole)):
        return ""
    return f"，{name}{mark(rate.key, words.rate_with(rate.exact, paper.choices.decimals))}"
