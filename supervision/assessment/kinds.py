"""The kinds of rules: what each is told, and how it reckons. Shapes in use: KNOWLEDGE §1.

``KINDS`` is the table. A kind reckons with exact fractions, and says in words how it came to its
points; the points are rounded once, when they are entered.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from accounts.errors import DomainError
from figures.figure import Figure, FigureUnit, Measured
from figures.indicators import GROUPS, INDICATORS
from figures.quality import QUALITY, SCOPE
from measures.money import YI
from measures.rates import percent
from measures.rounding import plain, round_half_up
from supervision.models import NoticeItemKind, RuleKind

Parameters = Mapping[str, Any]


class UnfitParameter(DomainError):
    """A parameter of a rule that cannot be read; the message says how to write it."""


@dataclass(frozen=True)
class Worked:
    """``points`` exact; ``words``: the reckoning (计算依据)."""

    points: Fraction
    words: str


@dataclass(frozen=True)
class Given:
    """What a rule knows of one unit: its figure, None where the unit has no project on the list,
    and its place among the units ranked by it."""

    figure: Measured | None
    place: int | None = None


@dataclass(frozen=True)
class Parameter:
    """One box of a rule's form. ``read`` turns what was typed into what is kept, and raises
    UnfitParameter; ``show`` turns it back."""

    name: str
    label: str
    read: Callable[[str], Any]
    show: Callable[[Any], str] = str
    help: str = ""
    is_required: bool = True
    lines: int = 1
    choices: Callable[[], Sequence[tuple[str, str]]] | None = None


@dataclass(frozen=True)
class Kind:
    """``work`` is None where the lines come by themselves: from notices, from confirmed events."""

    parameters: tuple[Parameter, ...]
    describe: Callable[[Parameters], str]
    work: Callable[[Parameters, Given], Worked] | None = None


# --- Reading parameters -------------------------------------------------------------------


def decimal(text: str) -> str:
    """A decimal as it was typed, kept as text: JSON's numbers are floats."""
    tidy = text.strip().replace("−", "-").replace("%", "").replace("分", "")
    try:
        value = Fraction(tidy)
    except (ValueError, ZeroDivisionError) as error:
        raise UnfitParameter(f"“{text}”不是数字，请写成 0.5 这样") from error
    if "/" in tidy or "e" in tidy.lower() or "_" in tidy or abs(value) > 10**6:
        raise UnfitParameter(f"“{text}”不是数字，请写成 0.5 这样")
    return tidy


def positive(text: str) -> str:
    value = decimal(text)
    if Fraction(value) <= 0:
        raise UnfitParameter(f"“{text}”应大于0")
    return value


def pairs(text: str) -> list[list[str]]:
    """Lines of two, ``从=分``."""
    read = []
    for line in text.splitlines():
        if not line.strip():
            continue
        left, sign, right = line.replace("＝", "=").partition("=")
        if not sign:
            raise UnfitParameter(f"“{line}”看不懂，请一行写一档，如 10=20")
        read.append([left.strip(), decimal(right)])
    if not read:
        raise UnfitParameter("请至少写一档，一行一档，如 10=20")
    return read


def bands(text: str) -> list[dict[str, str]]:
    """From the highest threshold down."""
    read = [{"from": decimal(left), "points": points} for left, points in pairs(text)]
    return sorted(read, key=lambda band: Fraction(band["from"]), reverse=True)


def steps_above(text: str) -> list[dict[str, str | None]]:
    """``130=0.2`` up to 130, ``以上=0.1`` beyond; from the lowest up, the open one last."""
    read: list[dict[str, str | None]] = [
        {"until": None if left == "以上" else decimal(left), "each": each}
        for left, each in pairs(text)
    ]
    if sum(step["until"] is None for step in read) != 1:
        raise UnfitParameter("请用一行“以上=分”写明最高一段，如 以上=0.1")
    return sorted(read, key=lambda s: (s["until"] is None, Fraction(s["until"] or 0)))


def places(text: str) -> list[dict[str, Any]]:
    """``1-3=7``: the first three places 7 points each."""
    read = []
    for left, points in pairs(text):
        first, _, last = left.replace("—", "-").replace("–", "-").partition("-")
        last = last or first
        if not (first.strip().isdecimal() and last.strip().isdecimal()):
            raise UnfitParameter(f"“{left}”不是名次，请写成 1-3=7")
        read.append({"from": int(first), "to": int(last), "points": points})
    return read


def figure_name(text: str) -> str:
    if text not in dict(figure_choices()):
        raise UnfitParameter("没有这个指标，请从列表中选")
    return text


def figure_choices() -> list[tuple[str, str]]:
    """Every indicator of every group of the list that the scheme is about, and the quality of
    reporting."""
    of_list = [f"{group}.{name}" for group in GROUPS if group != "前期" for name in INDICATORS]
    wanted = [name for name in of_list if not name.endswith(tuple(_OF_MILESTONES))]
    return [(name, name) for name in (*wanted, *(f"{SCOPE}.{name}" for name in QUALITY))]


_OF_MILESTONES = tuple(
    f".{name}完成数" for name in ("招标", "施工图", "初设", "环评", "可研", "规划")
)


# --- Words --------------------------------------------------------------------------------


def number(value: Fraction, digits: int = 2) -> str:
    """33.89, with trailing zeros dropped and a true minus."""
    rounded = round_half_up(value, digits)
    text = plain(rounded.copy_abs(), trim=True)
    return f"−{text}" if rounded < 0 else text


def shown(figure: Measured) -> str:
    """完成率 56.48%."""
    name = figure.key.partition(".")[2] if figure.key.count(".") == 2 else figure.key
    name = name.rpartition(".")[2]
    sign = "%" if figure.unit is FigureUnit.RATE else figure.unit.value
    return f"{name} {figure.text()}{sign}"


def per_cent(figure: Measured) -> Fraction:
    """A rate in per cent, exact; other figures as they are, money in 亿元."""
    value = Fraction(figure.value or 0)
    if figure.unit is FigureUnit.RATE:
        return value * 100
    return value / YI if figure.unit is FigureUnit.MONEY else value


def _nothing(given: Given) -> Worked | None:
    """Silence is not zero: no points, and it says why."""
    if given.figure is None:
        return Worked(Fraction(0), "没有列入清单的项目，不计分")
    if given.figure.value is None:
        name = given.figure.key.rpartition(".")[2]
        return Worked(Fraction(0), f"{name}没有数（未报送，或没有计划、没有这类项目），不计分")
    return None


# --- The kinds ----------------------------------------------------------------------------


def work_share(parameters: Parameters, given: Given) -> Worked:
    """points × rate, up to a cap."""
    if nothing := _nothing(given):
        return nothing
    figure = given.figure
    assert figure is not None
    points, rate = Fraction(parameters["points"]), per_cent(figure) / 100
    worked = points * rate
    words = f"{shown(figure)}，{number(points)} × {percent(rate, 2)}% = {number(worked)} 分"
    cap = parameters.get("cap")
    if cap and worked > Fraction(cap):
        return Worked(Fraction(cap), f"{words}，封顶 {number(Fraction(cap))} 分")
    return Worked(worked, words)


def work_steps(parameters: Parameters, given: Given) -> Worked:
    """A base at a target, and so much for each full step above or below it; the change capped."""
    if nothing := _nothing(given):
        return nothing
    figure = given.figure
    assert figure is not None
    value, target = per_cent(figure), Fraction(parameters["target"])
    base, step = Fraction(parameters["base"]), Fraction(parameters["step"])
    change, told = Fraction(0), []
    if value < target:
        full = (target - value) // step
        change = full * Fraction(parameters["below"])
        told.append(
            f"低于 {number(target)}% 满 {full} 档，每档 {number(Fraction(parameters['below']))} 分"
        )
    lower = target
    for band in parameters["above"]:
        upper = Fraction(band["until"]) if band["until"] is not None else max(value, lower)
        if value <= lower:
            break
        full = (min(value, upper) - lower) // step
        change += full * Fraction(band["each"])
        told.append(f"超 {number(lower)}% 满 {full} 档，每档 {number(Fraction(band['each']))} 分")
        lower = upper
    if (most := parameters.get("max_change")) and abs(change) > Fraction(most):
        change = Fraction(most) if change > 0 else -Fraction(most)
        told.append(f"加减分不超过 {number(Fraction(most))} 分")
    sign = "−" if change < 0 else "+"
    sum_words = f"{number(base)} {sign} {number(abs(change))} = {number(base + change)} 分"
    words = "；".join([shown(figure), *(told or [f"达到 {number(target)}%"]), sum_words])
    return Worked(base + change, words)


def work_bands(parameters: Parameters, given: Given) -> Worked:
    """Points by size: of the whole, or of each project and added up."""
    if nothing := _nothing(given):
        return nothing
    figure = given.figure
    assert figure is not None
    if parameters.get("each") == "project" and isinstance(figure, Figure):
        worked = sum(
            (_band_points(parameters["bands"], _alone(figure, row)) for row in figure.rows),
            Fraction(0),
        )
        return Worked(worked, f"{len(figure.rows)} 个项目逐个计分，合计 {number(worked)} 分")
    value = per_cent(figure)
    worked = _band_points(parameters["bands"], value)
    unit = "亿元" if figure.unit is FigureUnit.MONEY else ""
    name = figure.key.rpartition(".")[2]
    shown_value = f"{name} {number(value, 4)}{unit}" if unit else shown(figure)
    return Worked(worked, f"{shown_value}，得 {number(worked)} 分")


def _alone(figure: Figure, row: Any) -> Fraction:
    name = figure.key.rpartition(".")[2]
    return per_cent(INDICATORS[name].over([row], figure.key))


def _band_points(found: Sequence[Mapping[str, str]], value: Fraction) -> Fraction:
    for band in found:
        if value >= Fraction(band["from"]):
            return Fraction(band["points"])
    return Fraction(0)


def work_ranking(parameters: Parameters, given: Given) -> Worked:
    """Points by place; equal values share the better one."""
    if nothing := _nothing(given):
        return Worked(Fraction(0), nothing.words.replace("不计分", "不排名次"))
    figure, place = given.figure, given.place
    assert figure is not None
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
    if nothing := _nothing(given):
        return nothing
    figure = given.figure
    assert figure is not None
    each, counted = Fraction(parameters["each"]), int(figure)
    worked = each * counted
    words = f"{shown(figure)}，{number(each)} × {counted} = {number(worked)} 分"
    cap = parameters.get("cap")
    if cap and worked > Fraction(cap):
        return Worked(Fraction(cap), f"{words}，封顶 {number(Fraction(cap))} 分")
    return Worked(worked, words)


# --- The table ----------------------------------------------------------------------------


def _show_pairs(left: str, right: str) -> Callable[[Any], str]:
    def show(kept: Any) -> str:
        return "\n".join(
            f"{'以上' if each[left] is None else each[left]}={each[right]}" for each in kept
        )

    return show


def _show_places(kept: Any) -> str:
    return "\n".join(f"{each['from']}-{each['to']}={each['points']}" for each in kept)


def _notice_kind(text: str) -> str:
    if text not in NoticeItemKind.values:
        raise UnfitParameter("没有这种通报事项")
    return text


def _each(text: str) -> str:
    if text not in ("unit", "project"):
        raise UnfitParameter("请选择按单位或按项目")
    return text


FIGURE = Parameter("figure", "指标", figure_name, choices=figure_choices)
CAP = Parameter("cap", "封顶分", decimal, is_required=False)


def _describe_share(p: Parameters) -> str:
    cap = f"，封顶{p['cap']}分" if p.get("cap") else ""
    return f"{p['points']}分 × {p['figure']}{cap}"


def _describe_steps(p: Parameters) -> str:
    each = f"每{p['step']}个百分点"
    above = "，".join(
        f"{'再高' if a['until'] is None else '至' + a['until'] + '%'}{each}{a['each']}分"
        for a in p["above"]
    )
    most = f"，加减不超过{p['max_change']}分" if p.get("max_change") else ""
    return (
        f"{p['figure']}{p['target']}%得{p['base']}分；每低{p['step']}个百分点{p['below']}分；"
        f"高出部分{above}{most}（满一档计）"
    )


def _describe_bands(p: Parameters) -> str:
    each = "逐个项目" if p.get("each") == "project" else ""
    listed = "，".join(f"{band['from']}以上{band['points']}分" for band in p["bands"])
    return f"{each}{p['figure']}（金额按亿元，比率按%）：{listed}"


def _describe_ranking(p: Parameters) -> str:
    if "first" in p:
        return (
            f"按{p['figure']}排名，第1名{p['first']}分，每后一名{p['step']}分，最低{p['least']}分"
        )
    listed = "，".join(f"第{b['from']}–{b['to']}名{b['points']}分" for b in p["places"])
    return f"按{p['figure']}排名，{listed}；并列取前"


def _describe_count(p: Parameters) -> str:
    cap = f"，封顶{p['cap']}分" if p.get("cap") else ""
    return f"{p['figure']}每个{p['each']}分{cap}"


KINDS: dict[str, Kind] = {
    RuleKind.SHARE: Kind(
        (FIGURE, Parameter("points", "分值", decimal), CAP), _describe_share, work_share
    ),
    RuleKind.STEPS: Kind(
        (
            FIGURE,
            Parameter("base", "基本分", decimal),
            Parameter("target", "目标（%）", decimal),
            Parameter("step", "每档（百分点）", positive),
            Parameter("below", "每低一档", decimal, help="如 -0.1"),
            Parameter(
                "above",
                "每高一档",
                steps_above,
                _show_pairs("until", "each"),
                help="一行一段，如 130=0.2，再写 以上=0.1",
                lines=3,
            ),
            Parameter("max_change", "加减分上限", decimal, is_required=False),
        ),
        _describe_steps,
        work_steps,
    ),
    RuleKind.BANDS: Kind(
        (
            FIGURE,
            Parameter(
                "bands",
                "分档",
                bands,
                _show_pairs("from", "points"),
                help="一行一档：起点=分，金额按亿元，如 10=20",
                lines=4,
            ),
            Parameter(
                "each",
                "按",
                _each,
                choices=lambda: [("unit", "单位合计"), ("project", "逐个项目")],
            ),
        ),
        _describe_bands,
        work_bands,
    ),
    RuleKind.RANKING: Kind(
        (
            FIGURE,
            Parameter(
                "places",
                "名次分",
                places,
                _show_places,
                help="一行一段，如 1-3=7；按名次递减的留空，填下面三项",
                is_required=False,
                lines=3,
            ),
            Parameter("first", "第1名得分", decimal, is_required=False),
            Parameter("step", "每后一名", decimal, help="如 -2", is_required=False),
            Parameter("least", "最低分", decimal, is_required=False),
        ),
        _describe_ranking,
        work_ranking,
    ),
    RuleKind.COUNT: Kind(
        (FIGURE, Parameter("each", "每个得分", decimal), CAP), _describe_count, work_count
    ),
    RuleKind.NOTICE: Kind(
        (
            Parameter("kind", "通报事项", _notice_kind, choices=lambda: NoticeItemKind.choices),
            Parameter("points", "每次加减分", decimal, help="如 -0.5"),
        ),
        lambda p: f"督查通报{NoticeItemKind(p['kind']).label}每次{p['points']}分，印发即记",
    ),
    RuleKind.EVENT: Kind(
        (Parameter("points", "每次加减分", decimal, help="如 -1"),),
        lambda p: f"每次{p['points']}分，提出后由审定员确认",
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
    return kept


def describe(kind: str, parameters: Parameters) -> str:
    """A rule in a sentence."""
    return KINDS[kind].describe(parameters)
