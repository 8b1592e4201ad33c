"""The words of figures: how sentences say an amount, a rate, a lead over the pace, a coverage, and
how a figure was computed.

Pages, notices, summaries and workbooks take their words from here, so that one fact is said in one
way. Tables print numbers by ``measures``; a lead follows the same rule there: it is never printed
as 0.0 where there is one (``measures.rates.format_points``).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Generic

from figures.figure import Figure, Row, Terms
from figures.keys import REST, Key
from figures.reckoning import USUAL
from figures.sets import lists_in
from figures.units import RATE
from investment.basis import Basis
from investment.pacing import LINEAR_WORDS, Pacing
from measures.money import WAN, YI, format_money
from measures.months import Month
from measures.rates import against_pace as against_pace
from measures.rates import format_points, percent, rate_in_words
from measures.rounding import NO_VALUE
from projects.listnames import spoken_key

if TYPE_CHECKING:
    from figures.coverage import Coverage
    from figures.facts import Facts
    from figures.plan_fact import PlanFact

rate = rate_in_words
HALF = Fraction(1, 2)

UNISSUED = "计划未印发"


# From where on a part of what is counted in 亿元 is counted so as well: 0.36亿元.
LEAST_PART = YI // 10


def unit_of(yuan: int, beside: int = 0) -> int:
    """亿元, below one 万元, where two decimals of 亿 would say too little. A part ``beside`` its
    whole has the unit of the whole, so that parts add up as they are printed."""
    return YI if abs(yuan) >= (LEAST_PART if abs(beside) >= YI else YI) else WAN


def amount(yuan: int | None, beside: int = 0) -> str:
    """59.6亿元, 3598万元; ``beside`` a whole of 4.32亿元 0.36亿元."""
    if yuan is None:
        return NO_VALUE
    unit = unit_of(yuan, beside)
    name = "亿元" if unit == YI else "万元"
    return f"{format_money(yuan, unit, grouped=False)}{name}"


def rate_with(rate: Fraction, decimals: int) -> str:
    """18.0%: as many decimals in a whole paper, however many of them are zero."""
    return f"{percent(rate, decimals)}%"


def distance(lead: Fraction | None, decimals: int = 1) -> str:
    """8.8个百分点, 不足0.01个百分点: how far, where the sentence itself says ahead or behind."""
    return f"{format_points(lead, decimals, signed=False)}个百分点"


# How far behind the pace, in 百分点, a paper still says 略低于 and 低于.
SLIGHTLY, PLAINLY = 5, 10
# And how much of the pace must have been reached for it: early in a year few points are much.
MOST_OF_IT, MUCH_OF_IT = Fraction(4, 5), Fraction(3, 5)


def how_far(lead: Fraction | int, pace: Fraction | None) -> str:
    """达到, 略低于 (−1.7), 低于 (−8.8), 明显低于 (−23.3) the ``pace``; at half of it it is 明显低于
    in January too (−4.2)."""
    if lead >= 0:
        return "达到"
    reached = 1 + Fraction(lead) / (pace * 100) if pace else Fraction(1)
    if lead < -PLAINLY or reached < MUCH_OF_IT:
        return "明显低于"
    return "略低于" if lead >= -SLIGHTLY and reached >= MOST_OF_IT else "低于"


def held_against_pace(
    lead: Fraction, pace: Fraction | None, pace_word: str, decimals: int = 1
) -> tuple[str, str]:
    """超序时进度 and 6.5个百分点, 明显低于序时进度 and 23.3个百分点; "" and 达到序时进度 where
    it is there: what a paper says of the pace, and its number."""
    if lead == 0:
        return "", f"达到{pace_word}"
    word = "超" if lead > 0 else how_far(lead, pace)
    return f"{word}{pace_word}", distance(lead, decimals)


def against_due(done: int, due: int) -> str:
    """比序时应完成的少400万元: an amount held against what the pace calls for, both in yuan."""
    if done == due:
        return "与序时应完成的持平"
    return f"比序时应完成的{'多' if done > due else '少'}{amount(abs(done - due))}"


def pace_basis(rows: Iterable["PlanFact"]) -> str:
    """已过月数 ÷ 12, 按进度曲线（县政发〔2019〕3号）: by which rule the pace of the rows goes; list
    by list where the rules are not one, "" of no rows."""
    by_list = {row.plan_key: row.pacing.words(row.month) for row in rows}
    rules = dict.fromkeys(by_list.values())
    if len(rules) < 2:
        return "".join(rules)
    return "；".join(
        f"{'、'.join(key for key, words in by_list.items() if words == rule)}{rule}"
        for rule in rules
    )


def pace_in_full(pacing: Pacing, month: Month) -> str:
    """序时进度50.00%（6个月÷12）, 序时进度60.00%，按进度曲线（县政发〔2019〕3号）: of a table."""
    told = f"序时进度{percent(pacing.at(month), 2)}%"
    if pacing.is_linear(month):
        return f"{told}（{month.month}个月÷12）"
    return f"{told}，{pacing.words(month)}"


def half_way(rate: Fraction) -> str:
    """The test at the end of June: time half gone and task half done, whatever the pace calls
    for."""
    return f"{'实现' if rate >= HALF else '未实现'}“双过半”"


def coverage(of: "Coverage", noun: str = "项目", *, with_silent: bool = False) -> str:
    """85个项目中报送82个，其中待审定2个, on request 未报3个; "" where no month is owed. On every
    page 报送 is what the units sent. By 上级认定数 85个项目中上级认定82个."""
    if not of.projects:
        return ""
    if of.basis is Basis.RECOGNISED:
        told = f"{of.projects}个{noun}中上级认定{of.sent}个"
        return f"{told}，未认定{of.silent}个" if with_silent and of.silent else told
    parts = [f"{of.projects}个{noun}中报送{of.sent}个"]
    waits = [("待审核", of.to_review), ("待审定", of.waiting - of.to_review)]
    if told := "、".join(f"{word}{number}个" for word, number in waits if number):
        parts.append(f"其中{told}")
    if with_silent and of.silent:
        parts.append(f"未报{of.silent}个")
    return "，".join(parts)


def waiting(rows: Iterable["PlanFact"]) -> str:
    """待审核, 待审定 or both: what the rows wait for that were sent and are not approved."""
    found = {row.waiting_word for row in rows if row.is_waiting}
    return "或".join(sorted(found))


def estimates(of: "Coverage") -> str:
    """，含预计数3项: to follow a count; "" where nothing is estimated."""
    return f"，含预计数{of.estimates}项" if of.estimates else ""


def coverage_in_full(of: "Coverage", *, with_silent: bool = False) -> str:
    """23个单位中报送20个，85个项目中报送80个，含预计数3项; "" where no month is owed."""
    if not of.projects:
        return ""
    did = "有上级认定的" if of.basis is Basis.RECOGNISED else "报送"
    units = f"{of.units}个单位中{did}{of.units_reported}个"
    return f"{units}，{coverage(of, with_silent=with_silent)}{estimates(of)}"


def unissued(facts: "Facts", *keys: str) -> str:
    """计划未印发, to stand once beside the name of the list ``keys`` or under the title of a paper,
    where the plan was not issued at the cut-off; of some of several lists 市级计划未印发. "" where
    all were (DESIGN §4.18). Without ``keys`` of all lists."""
    named = [each for key in keys for each in ([key] if key in facts.keys else lists_in(key))]
    return unissued_of(named or facts.keys, facts.unissued)


def unissued_of(keys: Sequence[str], of_them: Collection[str]) -> str:
    """``unissued`` of the lists ``keys``, some of which are not issued."""
    waiting = [key for key in keys if key in of_them]
    if not waiting:
        return ""
    names = "" if len(waiting) == len(keys) else "、".join(map(spoken_key, waiting))
    return f"{names}{UNISSUED}"


def value_text(figure: Figure[Row]) -> str:
    """The value as pages print it, without its unit."""
    return figure.unit.on_page(figure.value)


def with_unit(figure: Figure[Row]) -> str:
    """1,450 万元, 53.83%; — where there is no value."""
    text = value_text(figure)
    if figure.value is None:
        return text
    return f"{text}{'' if figure.unit == RATE else ' '}{figure.unit.label}"


def key_in_words(key: str, whole: str = "") -> list[str]:
    """The parts of a key as a heading has them; a remainder says what it leaves out. The group
    that takes all of a subject, its ``whole``, goes without saying."""
    asked = Key.parse(key)
    total, *left_out = asked.indicator.split(REST)
    said = f"{total}（除{'、'.join(left_out)}）" if left_out else total
    if by := asked.reckoning(USUAL).words:
        said = f"{said}（{by}）"
    scope = (asked.start, asked.group, *(cut.words for cut in asked.cuts))
    return [*(part for part in scope if part != whole), said]


def numbers_of(made: Terms[Row]) -> str:
    """63.1% − 58.3%; "" where there is nothing to set beside it."""
    if made.upper is None or made.lower is None:
        return ""
    return f"{with_unit(made.upper)} {made.sign} {with_unit(made.lower)}"


def spoken(key: str, whole: str = "") -> str:
    """县级新建项目中交通运输局的完成率: what a figure is, as one says it. ``whole`` is the group
    that goes without saying, of a topic that has no lists."""
    asked = Key.parse(key)
    *_, indicator = key_in_words(key)
    cuts = "、".join(cut.words for cut in asked.cuts)
    among = f"中{cuts}" if cuts else ""
    if asked.group == whole:
        return f"{asked.start}{among}：{indicator}"
    return f"{asked.start}{_GROUPS.get(asked.group, asked.group)}{among}的{indicator}"


_GROUPS = {
    "全部": "重点项目",
    "新建": "新建项目",
    "续建": "续建项目",
    "前期": "前期项目",
    "合计": "全部项目（含前期）",
}


@dataclass(frozen=True)
class Explanation(Generic[Row]):
    """``numbers`` repeats the formula with its values, "" where there is none. ``counted`` are
    the rows of the upper term, where they are fewer than the figure's own."""

    words: str
    numbers: str = ""
    counted_as: str = ""
    counted: tuple[Row, ...] = ()


def explain(figure: Figure[Row], noun: str = "项目") -> Explanation[Row]:
    """How the figure was computed, over its own rows, of which each is a ``noun``."""
    if (made := figure.made_of) is not None:
        return Explanation(made.words, numbers_of(made))
    if REST in figure.name:
        return Explanation(figure.name.replace(REST, " − "))
    formula = figure.indicator.formula if figure.indicator else None
    if formula is None:
        indicator = figure.indicator
        sum_words = indicator.sum_words if indicator else ""
        if not sum_words and indicator is not None and indicator.basis_of is not None:
            sum_words = figure.basis
        return Explanation(sum_words or f"所列{noun}的个数")
    upper, lower = formula.terms(figure.rows)
    is_share = formula.upper.of is not None
    by_rule = formula.lower.basis_of is pace_basis and lower.basis not in ("", LINEAR_WORDS)
    return Explanation(
        words=f"{formula.words}；{lower.name}{lower.basis}" if by_rule else formula.words,
        numbers=f"{with_unit(upper)} {formula.sign} {with_unit(lower)}",
        counted_as=formula.upper.name if is_share else "",
        counted=upper.rows if is_share else (),
    )


def reckoned_in_words(figure: Figure[Row], explanation: Explanation[Row]) -> str:
    """完成投资 ÷ 年度计划投资 = 59.6 万元 ÷ 105.53 万元; 完成投资之和；口径：核定数优先…."""
    formula = explanation.words + (f" = {explanation.numbers}" if explanation.numbers else "")
    says_more = figure.basis not in ("", explanation.words) and not explanation.numbers
    return f"{formula}；口径：{figure.basis}" if says_more else formula
