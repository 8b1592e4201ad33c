"""Rates, points and twelfths: what they are made of, and whether that is printed.

What a rate rests on is told by its words. Its numerator is the last amount or count before it in
its sentence. Its denominator must be called what the rate calls it: 占年度计划 wants an amount that
the text calls 年度计划, and a target of the year (全年完成246亿元) is none, even where it is near.
Where one fits, the rate holds; where one of the same list stands there and none fits, it is wrong;
where none stands there, its base is missing, and what is nearest is told with what it would give.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from documents.reading.printed import Kind, PrintedFigure
from documents.reading.verdicts import Judgement, Verdict, held, is_cut_to, number, rounds_to

_DONE, _PLANNED, _AIM = ("完成投资",), ("年度计划投资",), ("任务",)
_STARTED = {"开工数", "已开工数"}
_TOLD_STARTS = {"开工率", "时序开工率"}
_OF_STARTS = {*_TOLD_STARTS, "转化率"}
_OF_PLAN = "完成率"
_ONE_CLAUSE = 20
"""Signs at most between two figures of clauses that follow one another."""
_BEHIND = re.compile(r"落后|欠|低于|滞后|慢于|未达")
_LAST_YEAR = re.compile(r"上年|去年")
_PACE = re.compile(r"序时|时序进度|均衡进度")
_SPOKEN_MONTHS = {"上半年": 6, "一季度": 3, "前三季度": 9, "全年": 12}


def amount(figure: PrintedFigure) -> Fraction | None:
    """In yuan, or as it is counted; None of a blank."""
    return figure.value if figure.kind is Kind.COUNT else figure.yuan


def judged_rate(figure: PrintedFigure, figures: Sequence[PrintedFigure]) -> Judgement:
    before = [other for other in figures if other.end <= figure.start]
    if judgement := _of_bracketed(figure, before):
        return judgement
    if "增长" in figure.noun.indicators:
        return _of_growth(figure, before, figures)
    over = _numerator(figure, before)
    if over is None:
        return _missing(figure)
    return _of_share(figure, over, _denominators(figure, over, figures))


# --- Shares -------------------------------------------------------------------------------


def _of_bracketed(figure: PrintedFigure, before: Sequence[PrintedFigure]) -> Judgement | None:
    """占全市（10.7亿元）的12%: the base stands in the brackets before it."""
    if len(before) < 2 or not figure.before.strip().startswith("的"):
        return None
    *earlier, base = before
    over = next((each for each in reversed(earlier) if each.kind is base.kind), None)
    if not base.is_aside or over is None or figure.start - base.end > 4:
        return None
    return _held_share(figure, over, base)


def _numerator(figure: PrintedFigure, before: Sequence[PrintedFigure]) -> PrintedFigure | None:
    kinds: tuple[Kind, ...] = (Kind.AMOUNT, Kind.COUNT)
    if _OF_PLAN in figure.noun.indicators:
        kinds = (Kind.AMOUNT,)
    elif {*_OF_STARTS, "项目数占比", "复工率"} & set(figure.noun.indicators):
        kinds = (Kind.COUNT,)
    near = [
        other
        for other in before
        if other.kind in kinds
        and other.sentence == figure.sentence
        and other.is_aside == figure.is_aside
        and amount(other) is not None
    ]
    if _OF_STARTS & set(figure.noun.indicators):
        near = [other for other in near if _STARTED & set(other.noun.indicators)]
    if near and _OF_PLAN in figure.noun.indicators and near[-1].noun.indicators == _PLANNED:
        # 完成31.5亿元，年度计划52.6亿元，占年度计划的59.9%: the plan stands between.
        done = [
            other
            for other in near[-2:-1]
            if other.noun.indicators == _DONE and near[-1].start - other.end <= _ONE_CLAUSE
        ]
        near = done or near
    return near[-1] if near else None


def _denominators(
    figure: PrintedFigure, over: PrintedFigure, figures: Sequence[PrintedFigure]
) -> list[PrintedFigure]:
    """What the rate may mean, the nearest before it first."""
    known = [each for each in figures if each is not over and amount(each)]
    if _OF_PLAN in figure.noun.indicators:
        wanted = {*_PLANNED, *(_AIM if re.search("任务|目标", figure.noun.words) else ())}
        found = [each for each in known if each.kind is Kind.AMOUNT]
        found = [each for each in found if set(each.noun.indicators) <= wanted]
    elif "时序开工率" in figure.noun.indicators:
        found = [each for each in known if "应开工数" in each.noun.indicators]
    else:
        found = [each for each in known if each.kind is over.kind and _holds_parts(each)]
    return sorted(found, key=lambda each: (each.start > figure.start, abs(each.start - over.start)))


def _holds_parts(figure: PrintedFigure) -> bool:
    whole = {"项目数", "填报单位数", "总投资", "年度计划投资", "完成投资", "产业项目数"}
    return bool(whole & set(figure.noun.indicators))


def _of_share(
    figure: PrintedFigure, over: PrintedFigure, bases: Sequence[PrintedFigure]
) -> Judgement:
    for base in bases:
        if rounds_to(_share(over, base), figure) and _may_hold(figure, over, base):
            return _held_share(figure, over, base)
    of_list = [base for base in bases if _is_of_one_list(over, base)]
    for base in of_list:
        if is_cut_to(_share(over, base), figure):
            return _held_share(figure, over, base)
    certain = [base for base in of_list if _is_certain(figure, over, base)]
    if certain:
        base = min(certain, key=lambda each: abs(_share(over, each) - (figure.value or 0)))
        return _held_share(figure, over, base)
    return _missing(figure, over, bases)


def _share(over: PrintedFigure, base: PrintedFigure) -> Fraction:
    upper, lower = amount(over), amount(base)
    assert upper is not None
    assert lower
    return upper / lower * 100


def _held_share(figure: PrintedFigure, over: PrintedFigure, base: PrintedFigure) -> Judgement:
    formula = f"{over.printed}÷{base.printed}"
    return held(figure, _share(over, base), formula, (over, base))


def _may_hold(figure: PrintedFigure, over: PrintedFigure, base: PrintedFigure) -> bool:
    """Small counts fit one another by chance: they must be of one paragraph, or of one list."""
    is_part = _OF_PLAN in figure.noun.indicators or _share(over, base) <= 100
    is_near = base.paragraph == over.paragraph or _is_of_one_list(over, base)
    return is_part and (is_near or figure.decimals > 0)


def _is_of_one_list(one: PrintedFigure, other: PrintedFigure) -> bool:
    """Or of one that is not named."""
    return not (one.noun.level and other.noun.level) or one.noun.level == other.noun.level


def _is_certain(figure: PrintedFigure, over: PrintedFigure, base: PrintedFigure) -> bool:
    """That the rate means this base: a plan of the same list and class (or of the whole list); a
    number of projects in the sentence of those that were started."""
    if _OF_PLAN in figure.noun.indicators:
        return base.noun.classes in (over.noun.classes, frozenset())
    is_before = base.sentence == over.sentence and base.start < figure.start
    return (
        is_before and bool(_TOLD_STARTS & set(figure.noun.indicators)) and _share(over, base) <= 100
    )


def _missing(
    figure: PrintedFigure,
    over: PrintedFigure | None = None,
    bases: Sequence[PrintedFigure] = (),
) -> Judgement:
    words = f"文中没有{figure.printed}所依的基数，无从复核"
    if over is None or not figure.value:
        return Judgement(figure, Verdict.BASE_MISSING, words)
    implied = _in_its_unit(over, (amount(over) or Fraction(0)) / figure.value * 100)
    words += f"（按{over.printed}倒推，基数应为{implied}）"
    is_of_plan = _OF_PLAN in figure.noun.indicators
    near = [base for base in bases if is_of_plan or _share(over, base) <= 100]
    if near:
        base = min(near, key=lambda each: each.paragraph != over.paragraph)
        share = number(_share(over, base), max(figure.decimals, 2))
        words += f"；{over.printed}÷{base.printed}={share}%，与文中不合"
        return Judgement(figure, Verdict.BASE_MISSING, words, (over, base))
    return Judgement(figure, Verdict.BASE_MISSING, words, (over,))


def _in_its_unit(like: PrintedFigure, value: Fraction) -> str:
    if like.kind is Kind.COUNT:
        return f"{number(value, 2)}{like.unit}"
    assert like.yuan
    assert like.value
    return f"{number(value * like.value / like.yuan, 2)}{like.unit}"


def nearest_aim(judgement: Judgement, figures: Iterable[PrintedFigure]) -> Judgement:
    """Of a rate without its base: a target of the same list, which is not what it rests on."""
    if judgement.verdict is not Verdict.BASE_MISSING or len(judgement.others) != 1:
        return judgement
    (over,) = judgement.others
    if over.kind is not Kind.AMOUNT or _OF_PLAN not in judgement.figure.noun.indicators:
        return judgement
    for aim in figures:
        if aim.noun.indicators == _AIM and amount(aim) and _is_of_one_list(over, aim):
            share = number(_share(over, aim), max(judgement.figure.decimals, 2))
            words = f"{judgement.words}；与目标{aim.printed}不合（除得{share}%）"
            return Judgement(judgement.figure, judgement.verdict, words, (over, aim))
    return judgement


# --- Growth -------------------------------------------------------------------------------


def _of_growth(
    figure: PrintedFigure, before: Sequence[PrintedFigure], figures: Sequence[PrintedFigure]
) -> Judgement:
    amounts = [each for each in before if each.kind is Kind.AMOUNT and amount(each)]
    now = next((each for each in reversed(amounts) if not _is_of_last_year(each)), None)
    then = next((each for each in figures if _is_of_last_year(each) and amount(each)), None)
    is_near = now and then and now.paragraph == then.paragraph == figure.paragraph
    if now is None or now.sentence != figure.sentence:
        return _missing(figure)
    if then is None or not is_near:
        return Judgement(
            figure, Verdict.BASE_MISSING, f"文中没有{figure.printed}所依的上年数，无从复核", (now,)
        )
    growth = _share(now, then) - 100
    if re.search("下降|减少", figure.noun.words):
        growth = -growth
    formula = f"{now.printed}÷{then.printed}−100%"
    return held(figure, growth, formula, (now, then))


def _is_of_last_year(figure: PrintedFigure) -> bool:
    return figure.kind is Kind.AMOUNT and bool(_LAST_YEAR.search(figure.noun.words))


# --- Points -------------------------------------------------------------------------------


def speaks_of_pace(figure: PrintedFigure, text: str) -> bool:
    """超序时进度10.3个百分点; 从序时进度看，落后了2.3个百分点."""
    start = max(text.rfind(sign, 0, figure.start) for sign in "。；;\n")
    return bool(_PACE.search(text[max(start + 1, figure.start - 24) : figure.start]))


def judged_lead(
    figure: PrintedFigure, figures: Sequence[PrintedFigure], text: str
) -> Judgement | None:
    """The rate against months ÷ 12; None where either is not to be had."""
    before = [each for each in figures if each.end <= figure.start]
    month = _month(before, text[: figure.start])
    rates = list(_rates_before(figure, before))
    if month is None or not rates:
        return None
    judgements = []
    for rate, formula, others in rates:
        lead = rate - Fraction(month * 100, 12)
        pace = f"序时进度{number(Fraction(month * 100, 12), 2)}%"
        if _BEHIND.search(figure.noun.words):
            lead, formula = -lead, f"{pace}−{formula}"
        else:
            formula = f"{formula}−{pace}"
        judgements.append(held(figure, lead, formula, others))
    return next((each for each in judgements if each.verdict is Verdict.HOLDS), judgements[0])


def _rates_before(
    figure: PrintedFigure, before: Sequence[PrintedFigure]
) -> Iterator[tuple[Fraction, str, tuple[PrintedFigure, ...]]]:
    rates = [
        each
        for each in before
        if each.kind is Kind.RATE
        and each.sentence == figure.sentence
        and each.is_aside == figure.is_aside
        and _OF_PLAN in each.noun.indicators
        and each.value is not None
    ]
    if rates:
        assert rates[-1].value is not None
        yield rates[-1].value, rates[-1].printed, (rates[-1],)
        return
    near = [each for each in before if each.paragraph == figure.paragraph and amount(each)]
    done = [
        each for each in near if each.noun.indicators == _DONE and "其中" not in each.noun.words
    ]
    planned = [each for each in near if each.noun.indicators in (_PLANNED, _AIM)]
    if done and planned:
        over, base = done[-1], planned[-1]
        yield _share(over, base), f"{over.printed}÷{base.printed}", (over, base)


def _month(before: Sequence[PrintedFigure], text: str) -> int | None:
    cut_offs = [each for each in before if each.kind is Kind.CUT_OFF and each.value]
    if cut_offs:
        return int(cut_offs[-1].value or 0)
    spoken = [(text.rfind(word), month) for word, month in _SPOKEN_MONTHS.items() if word in text]
    return max(spoken)[1] if spoken else None


# --- Twelfths, and the half of the year ---------------------------------------------------


def judged_month(figure: PrintedFigure, figures: Sequence[PrintedFigure]) -> Judgement | None:
    """每个月要完成14.5亿元: a twelfth of the task before it."""
    tasks = [
        each
        for each in figures
        if each.end <= figure.start and each.noun.indicators in (_AIM, _PLANNED) and each.value
    ]
    if not tasks or tasks[-1].unit != figure.unit or tasks[-1].paragraph != figure.paragraph:
        return None
    assert tasks[-1].value is not None
    return held(figure, tasks[-1].value / 12, f"{tasks[-1].printed}÷12", (tasks[-1],))


def judged_half(figure: PrintedFigure, figures: Sequence[PrintedFigure]) -> Judgement | None:
    """双过半: that half of the plan is done."""
    rates = [
        each
        for each in figures
        if each.end <= figure.start
        and each.sentence == figure.sentence
        and _OF_PLAN in each.noun.indicators
        and each.value is not None
    ]
    if not rates or re.search("未|没", figure.noun.words):
        return None
    rate = rates[-1]
    if rate.value is not None and rate.value >= 50:
        return Judgement(figure, Verdict.HOLDS, f"{rate.printed}已过半", (rate,))
    return Judgement(figure, Verdict.WRONG, f"{rate.printed}不到50%，没有过半", (rate,))


# --- 百分点 or % --------------------------------------------------------------------------

_COMPARES = re.compile(
    r"(?:(?:高于|低于|高出|快于|慢于|超|超过|超出|落后|滞后|欠).{0,10}"
    r"(?:序时进度?|时序进度|均衡进度|平均水平|平均|全市|全省|全国|上月|上年同期)|提高了?|回落了?)$"
)
_GROWS = re.compile(r"(?:同比|环比)?(?:增长|下降)了?$")


def judged_unit(figure: PrintedFigure, figures: Sequence[PrintedFigure]) -> Judgement | None:
    """A distance between two rates is in 百分点, the growth of an amount in %."""
    words = figure.noun.words
    if figure.kind is Kind.RATE and _COMPARES.search(words):
        told = f"两个比率相差，应写作{number(figure.value or Fraction(0), figure.decimals)}个百分点"
        return Judgement(figure, Verdict.WRONG, told)
    earlier = [
        each for each in figures if each.end <= figure.start and each.sentence == figure.sentence
    ]
    is_of_amount = bool(earlier) and earlier[-1].kind is Kind.AMOUNT
    if figure.kind is Kind.POINTS and _GROWS.search(words) and is_of_amount:
        told = f"金额的增幅，应写作{number(figure.value or Fraction(0), figure.decimals)}%"
        return Judgement(figure, Verdict.WRONG, told, (earlier[-1],))
    return None
