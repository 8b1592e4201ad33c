"""The kinds of rules: what each is told, and how it reckons. Shapes in use: KNOWLEDGE §1.

``KINDS`` is the table.
"""

from collections.abc import Callable, Mapping
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
    unit_of,
)
from assessment.working import (
    Given,
    Parameters,
    Worked,
    typed,
    work_bands,
    work_count,
    work_ranking,
    work_share,
    work_steps,
)
from figures.units import POINTS, RATE, FigureUnit
from supervision.models import NoticeItemKind


@dataclass(frozen=True)
class Kind:
    """``work`` is None where the lines come by themselves: from notices, from confirmed events."""

    parameters: tuple[Parameter, ...]
    describe: Callable[[Parameters], str]
    work: Callable[[Parameters, Given], Worked] | None = None


# --- In a sentence ------------------------------------------------------------------------


def _describe_share(p: Parameters) -> str:
    return f"{typed(p['points'])}分 × {spoken(p['figure'])}{_described_cap(p)}"


def _describe_steps(p: Parameters) -> str:
    a_step = f"每{p['step']}个百分点"
    sign = "个百分点" if unit_of(p["figure"]).is_signed else "%"
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

# What a rule may rest on: of a rate a share is taken, of a rate or a lead steps are counted, of
# pieces their number.


def _is_rate(unit: FigureUnit) -> bool:
    return unit == RATE


def _has_steps(unit: FigureUnit) -> bool:
    return unit in (RATE, POINTS)


def _is_counted(unit: FigureUnit) -> bool:
    return unit.is_counted


def _is_any(unit: FigureUnit) -> bool:
    return True


CAP = Parameter("cap", "封顶分", points, is_required=False)

KINDS: dict[str, Kind] = {
    RuleKind.SHARE: Kind(
        (figure_in(_is_rate), Parameter("points", "分值", points), CAP), _describe_share, work_share
    ),
    RuleKind.STEPS: Kind(
        (
            figure_in(_has_steps),
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
            figure_in(_is_any),
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
            figure_in(_is_any),
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
        (figure_in(_is_counted), Parameter("each", "每个得分", points), CAP),
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
