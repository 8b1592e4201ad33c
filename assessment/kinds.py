"""The kinds of rules: what each is told, and how it reckons. Shapes in use: KNOWLEDGE §1.

``KINDS`` is the table. A kind reckons with exact fractions, and says in words how it came to its
points; the points are rounded once, when they are entered.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessment.models import RuleKind
from assessment.parameters import (
    Parameter,
    UnfitParameter,
    bands,
    decimal,
    each,
    figure_in,
    notice_kind,
    penalty,
    places,
    points,
    positive,
    show_pairs,
    show_places,
    spoken,
    steps_above,
)
from figures.coverage import coverage_of
from figures.figure import COUNTED, Figure, FigureUnit, Measured
from figures.indicators import INDICATORS
from figures.quality import QualityFigure
from measures.money import YI
from measures.rounding import plain, round_half_up
from supervision.models import NoticeItemKind

Parameters = Mapping[str, Any]

# Of a rate a share is taken, of a rate or a lead steps are counted, of pieces their number.
RATES = (FigureUnit.RATE,)
STEPPED = (FigureUnit.RATE, FigureUnit.POINTS)
ANY = tuple(FigureUnit)


@dataclass(frozen=True)
class Worked:
    """``points`` exact; ``words``: the reckoning (计算依据). ``is_known`` is False where there was
    nothing to reckon with: silence is not zero."""

    points: Fraction
    words: str
    is_known: bool = True


@dataclass(frozen=True)
class Given:
    """What a rule knows of one unit: its figure, None where the unit has no project on the list,
    and its place among the units ranked by it."""

    figure: Measured | None
    place: int | None = None


@dataclass(frozen=True)
class Kind:
    """``work`` is None where the lines come by themselves: from notices, from confirmed events."""

    parameters: tuple[Parameter, ...]
    describe: Callable[[Parameters], str]
    work: Callable[[Parameters, Given], Worked] | None = None


# --- Words --------------------------------------------------------------------------------


def number(value: Fraction, digits: int = 2) -> str:
    """33.89, with trailing zeros dropped and a true minus."""
    rounded = round_half_up(value, digits)
    text = plain(rounded.copy_abs(), trim=True)
    return f"−{text}" if rounded < 0 else text


def typed(text: str) -> str:
    """A parameter as it was typed, with a true minus: it must not look rounded."""
    return number(Fraction(text), 6)


def name_of(figure: Measured) -> str:
    return figure.key.rpartition(".")[2]


def shown(figure: Measured) -> str:
    """完成率 56.48%（5000 ÷ 8853 万元）: the figure with its sign, what a rate was divided from,
    and what of it has been reported where not all has."""
    sign = "%" if figure.unit is FigureUnit.RATE else figure.unit.value
    told = f"{name_of(figure)} {figure.text()}{sign}"
    if isinstance(figure, QualityFigure) and name_of(figure) == "按时报送率":
        return f"{told}（{sum(row.is_on_time for row in figure.rows)} ÷ {len(figure.rows)} 项）"
    if not isinstance(figure, Figure):
        return told
    notes = []
    if name_of(figure) == "完成率":
        done, planned = (INDICATORS[name].over(figure.rows, name) for name in _RATE_OF)
        notes.append(f"{done.text()} ÷ {planned.text()} 万元")
    coverage = coverage_of(figure.rows)
    if coverage.reported < coverage.projects:
        notes.append(coverage.words)
    return f"{told}（{'；'.join(notes)}）" if notes else told


_RATE_OF = ("完成投资", "年度计划投资")


def value_of(figure: Measured) -> Fraction:
    """A rate in per cent, exact; money in 亿元; other figures as they are."""
    assert figure.value is not None
    value = Fraction(figure.value)
    if figure.unit is FigureUnit.RATE:
        return value * 100
    return value / YI if figure.unit is FigureUnit.MONEY else value


def _nothing(given: Given) -> str:
    """Silence is not zero: why there is nothing to reckon with; "" where there is."""
    if given.figure is None:
        return "没有列入清单的项目"
    if given.figure.value is None:
        return f"{name_of(given.figure)}没有数（未报送，或没有计划、没有这类项目）"
    return ""


def _unknown(given: Given, so: str) -> Worked:
    return Worked(Fraction(0), f"{_nothing(given)}，{so}", is_known=False)


def _capped(parameters: Parameters, worked: Fraction, words: str) -> Worked:
    cap = parameters.get("cap")
    if cap and worked > Fraction(cap):
        return Worked(Fraction(cap), f"{words}，封顶 {typed(cap)} 分")
    return Worked(worked, words)


# --- The kinds ----------------------------------------------------------------------------


def work_share(parameters: Parameters, given: Given) -> Worked:
    """points × rate, up to a cap."""
    figure = given.figure
    if figure is None or _nothing(given):
        return _unknown(given, "不计分")
    worked = Fraction(parameters["points"]) * value_of(figure) / 100
    sum_words = f"{typed(parameters['points'])} × {name_of(figure)} = {number(worked)} 分"
    return _capped(parameters, worked, f"{shown(figure)}，{sum_words}")


def work_steps(parameters: Parameters, given: Given) -> Worked:
    """A base at a target, of a rate in per cent or of a lead in 百分点, and so much for each full
    step above or below it; the change capped. A full step counts by the band in which it ends."""
    figure = given.figure
    if figure is None or _nothing(given):
        return _unknown(given, "不计分")
    value, target = value_of(figure), Fraction(parameters["target"])
    base, step = Fraction(parameters["base"]), Fraction(parameters["step"])
    sign = "%" if figure.unit is FigureUnit.RATE else "个百分点"
    change, told = Fraction(0), []
    if value < target:
        full = (target - value) // step
        change = full * Fraction(parameters["below"])
        told.append(
            f"低于 {number(target)}{sign}满 {full} 档，每档 {typed(parameters['below'])} 分"
        )
    lower, counted = target, 0
    for band in parameters["above"]:
        if value <= lower:
            break
        upper = Fraction(band["until"]) if band["until"] is not None else max(value, lower)
        full = (min(value, upper) - target) // step - counted
        change += full * Fraction(band["each"])
        told.append(f"超 {number(lower)}{sign}满 {full} 档，每档 {typed(band['each'])} 分")
        lower, counted = upper, counted + full
    if (most := parameters.get("max_change")) and abs(change) > Fraction(most):
        change = Fraction(most) if change > 0 else -Fraction(most)
        told.append(f"加减分不超过 {typed(most)} 分")
    plus = "−" if change < 0 else "+"
    sum_words = (
        f"{typed(parameters['base'])} {plus} {number(abs(change), 6)} = {number(base + change)} 分"
    )
    words = "；".join([shown(figure), *(told or [f"达到 {number(target)}{sign}"]), sum_words])
    return Worked(base + change, words)


def work_bands(parameters: Parameters, given: Given) -> Worked:
    """Points by size: of the whole, or of each project and added up."""
    figure = given.figure
    if figure is None:
        return _unknown(given, "不计分")
    if parameters.get("each") == "project" and isinstance(figure, Figure):
        return _bands_of_projects(parameters["bands"], figure)
    if _nothing(given):
        return _unknown(given, "不计分")
    value = value_of(figure)
    worked = _band_points(parameters["bands"], value)
    in_yi = f"{name_of(figure)} {number(value, 4)}亿元"
    told = in_yi if figure.unit is FigureUnit.MONEY else shown(figure)
    return Worked(worked, f"{told}，得 {number(worked)} 分")


def _bands_of_projects(found: Sequence[Mapping[str, str]], figure: Figure) -> Worked:
    """What is unknown of a project scores nothing, and is said."""
    each_alone = [INDICATORS[name_of(figure)].over([row], figure.key) for row in figure.rows]
    known = [alone for alone in each_alone if alone.value is not None]
    worked = sum((_band_points(found, value_of(alone)) for alone in known), Fraction(0))
    unknown = len(each_alone) - len(known)
    left_out = f"（另{unknown} 个没有数，不计分）" if unknown else ""
    return Worked(worked, f"{len(known)} 个项目逐个计分{left_out}，合计 {number(worked)} 分")


def _band_points(found: Sequence[Mapping[str, str]], value: Fraction) -> Fraction:
    for band in found:
        if value >= Fraction(band["from"]):
            return Fraction(band["points"])
    return Fraction(0)


def work_ranking(parameters: Parameters, given: Given) -> Worked:
    """Points by place; equal values share the better one."""
    figure, place = given.figure, given.place
    if figure is None or _nothing(given):
        return _unknown(given, "不排名次")
    assert place is not None
    if "first" in parameters:
        first, step = Fraction(parameters["first"]), Fraction(parameters["step"])
        worked = max(first + step * (place - 1), Fraction(parameters["least"]))
        return Worked(worked, f"{shown(figure)}，第 {place} 名，得 {number(worked)} 分")
    for band in parameters["places"]:
        if band["from"] <= place <= band["to"]:
            worked = Fraction(band["points"])
            return Worked(worked, f"{shown(figure)}，第 {place} 名，得 {number(worked)} 分")
    return Worked(Fraction(0), f"{shown(figure)}，第 {place} 名，不得分")


def work_count(parameters: Parameters, given: Given) -> Worked:
    figure = given.figure
    if figure is None or _nothing(given):
        return _unknown(given, "不计分")
    counted = int(figure)
    worked = Fraction(parameters["each"]) * counted
    words = f"{shown(figure)}，{typed(parameters['each'])} × {counted} = {number(worked, 6)} 分"
    return _capped(parameters, worked, words)


# --- In a sentence ------------------------------------------------------------------------


def _describe_share(p: Parameters) -> str:
    return f"{typed(p['points'])}分 × {spoken(p['figure'])}{_described_cap(p)}"


def _describe_steps(p: Parameters) -> str:
    a_step = f"每{p['step']}个百分点"
    sign = "个百分点" if p["figure"].endswith("超序时") else "%"
    above = "，".join(
        f"{'再高' if a['until'] is None else '至' + a['until'] + sign}{a_step}{typed(a['each'])}分"
        for a in p["above"]
    )
    most = f"，加减不超过{typed(p['max_change'])}分" if p.get("max_change") else ""
    return (
        f"{spoken(p['figure'])}{typed(p['target'])}{sign}得{typed(p['base'])}分；"
        f"每低{p['step']}个百分点{typed(p['below'])}分；高出部分{above}{most}（满一档计）"
    )


def _describe_bands(p: Parameters) -> str:
    one_by_one = "逐个项目" if p.get("each") == "project" else ""
    listed = "，".join(f"{band['from']}以上{typed(band['points'])}分" for band in p["bands"])
    return f"{one_by_one}{spoken(p['figure'])}（金额按亿元，比率按%）：{listed}"


def _describe_ranking(p: Parameters) -> str:
    by = f"按{spoken(p['figure'])}排名"
    if "first" in p:
        first, step, least = (typed(p[name]) for name in ("first", "step", "least"))
        return f"{by}，第1名{first}分，每后一名{step}分，最低{least}分"
    listed = "，".join(f"第{b['from']}–{b['to']}名{typed(b['points'])}分" for b in p["places"])
    return f"{by}，{listed}；并列取前"


def _describe_count(p: Parameters) -> str:
    return f"{spoken(p['figure'])}每个{typed(p['each'])}分{_described_cap(p)}"


def _described_cap(p: Parameters) -> str:
    return f"，封顶{typed(p['cap'])}分" if p.get("cap") else ""


# --- The table ----------------------------------------------------------------------------

CAP = Parameter("cap", "封顶分", points, is_required=False)

KINDS: dict[str, Kind] = {
    RuleKind.SHARE: Kind(
        (figure_in(RATES), Parameter("points", "分值", points), CAP), _describe_share, work_share
    ),
    RuleKind.STEPS: Kind(
        (
            figure_in(STEPPED),
            Parameter("base", "基本分", points),
            Parameter("target", "目标（%，超序时按百分点）", decimal),
            Parameter("step", "每档（百分点）", positive),
            Parameter("below", "每低一档", penalty, help="如 -0.1"),
            Parameter(
                "above",
                "每高一档",
                steps_above,
                show_pairs("until", "each"),
                help="一行一段，如 130=0.2，再写 以上=0.1",
                lines=3,
            ),
            Parameter("max_change", "加减分上限", positive, is_required=False),
        ),
        _describe_steps,
        work_steps,
    ),
    RuleKind.BANDS: Kind(
        (
            figure_in(ANY),
            Parameter(
                "bands",
                "分档",
                bands,
                show_pairs("from", "points"),
                help="一行一档：起点=分，金额按亿元，如 10=20",
                lines=4,
            ),
            Parameter(
                "each",
                "按",
                each,
                choices=lambda: [("unit", "单位合计"), ("project", "逐个项目")],
            ),
        ),
        _describe_bands,
        work_bands,
    ),
    RuleKind.RANKING: Kind(
        (
            figure_in(ANY),
            Parameter(
                "places",
                "名次分",
                places,
                show_places,
                help="一行一段，如 1-3=7；按名次递减的留空，填下面三项",
                is_required=False,
                lines=3,
            ),
            Parameter("first", "第1名得分", points, is_required=False),
            Parameter("step", "每后一名", penalty, help="如 -2", is_required=False),
            Parameter("least", "最低分", points, is_required=False),
        ),
        _describe_ranking,
        work_ranking,
    ),
    RuleKind.COUNT: Kind(
        (figure_in(COUNTED), Parameter("each", "每个得分", points), CAP),
        _describe_count,
        work_count,
    ),
    RuleKind.NOTICE: Kind(
        (
            Parameter("kind", "通报事项", notice_kind, choices=lambda: NoticeItemKind.choices),
            Parameter("points", "每次加减分", points, help="如 -0.5"),
        ),
        lambda p: f"{NoticeItemKind(p['kind']).label}每次{typed(p['points'])}分，通报印发即记",
    ),
    RuleKind.EVENT: Kind(
        (Parameter("points", "每次加减分", points, help="如 -1"),),
        lambda p: f"每次{typed(p['points'])}分，提出后由审定员确认",
    ),
}


def read_parameters(kind: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """What a form typed, as a rule keeps it. Raises UnfitParameter."""
    kept = {}
    for parameter in KINDS[kind].parameters:
        text = typed.get(parameter.name, "").strip()
        if text:
            kept[parameter.name] = parameter.read(text)
        elif parameter.is_required:
            raise UnfitParameter(f"请填写{parameter.label}")
    if kind == RuleKind.RANKING:
        by_step = {"first", "step", "least"} & kept.keys()
        if ("places" in kept) == bool(by_step) or len(by_step) not in (0, 3):
            raise UnfitParameter("请填名次分，或者填第1名得分、每后一名和最低分三项")
    if kind == RuleKind.STEPS:
        for band in kept["above"]:
            if band["until"] is not None and Fraction(band["until"]) <= Fraction(kept["target"]):
                raise UnfitParameter(f"“{band['until']}”不高于目标{kept['target']}，请核对")
    return kept


def describe(kind: str, parameters: Parameters) -> str:
    """A rule in a sentence."""
    return KINDS[kind].describe(parameters)
