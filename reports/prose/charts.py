"""The charts of a paper (附图): its own list through the year, by kind, and by unit.

A chart prints what the sentences around it tell, each number with its key; of earlier months, which
no key of the paper's cut-off names, without one.
"""

from collections.abc import Mapping
from fractions import Fraction

from documents.paragraphs import Chart, ChartSeries
from documents.runs import Run, unmarked
from figures.curve import curve, due_by
from figures.cuts import UNTOLD
from figures.figure import Figure
from figures.plan_fact import PlanFact
from measures.months import Month
from measures.rates import percent
from measures.rounding import NO_VALUE
from reports.prose.choices import Naming
from reports.prose.sentences.kinds import KIND, OTHERS, widest_kinds
from reports.prose.told import MONTHS, Told
from reports.scale import Scale, scale_for
from workbooks.charts import ChartKind, ChartPart

MARK = "\ue003"
"""What a line of a template begins with that stands for a chart. No keyboard types it, and no name
carries it in (``documents.runs``)."""
YEAR, KINDS, UNITS = "全年", "行业", "单位"
FEWEST = 2
MOST_UNITS, MOST_KINDS = 30, 12


def charts_of(own: Told | None) -> Mapping[str, Chart]:
    """By the names that templates call them by; only those that have something to show. Where only
    those are named whom a person ticked, no unit stands in a chart."""
    if own is None or not own.choices.charts:
        return {}
    made = {YEAR: _of_year(own), KINDS: _of_kinds(own)}
    if own.choices.naming is Naming.ALL:
        made[UNITS] = _of_units(own)
    return {name: chart for name, chart in made.items() if chart is not None}


def _of_year(told: Told) -> Chart | None:
    """Done by the end of each month, beside what the pace calls for through the year."""
    points = curve(told.paper.book.facts, told.plan, told.group)
    if sum(point.done.value is not None for point in points) < FEWEST:
        return None
    scale = scale_for(told.planned.yuan or 0)
    done = [Run(_money(scale, point.done)) for point in points[:-1]]
    done.append(_run(scale, told.done))
    done += [Run(NO_VALUE)] * (MONTHS - len(done))
    series = [ChartSeries("累计完成投资", ChartPart.DONE, tuple(done))]
    if told.lead is not None:
        months = Month(told.paper.month.year, MONTHS).since_january()
        due = due_by(told.figure("项目数").rows, months)
        name = f"{told.choices.pace_word}要求"
        runs = tuple(Run(scale.text(yuan)) for yuan in due)
        series.append(ChartSeries(name, ChartPart.PACE, runs))
    return Chart(
        ChartKind.LINES,
        f"{told.called}累计完成投资",
        scale.name,
        "月份",
        tuple(f"{number}月" for number in range(1, MONTHS + 1)),
        tuple(series),
    )


def _of_kinds(told: Told) -> Chart | None:
    """What is planned and done of each kind, the largest first."""
    if not told.paper.is_kept:
        return None
    rows = told.figure("项目数").rows
    kinds = [(kind, told.cut(KIND, kind)) for kind in widest_kinds(told, rows)]
    if not FEWEST <= len(kinds) <= MOST_KINDS:
        return None
    kinds.sort(key=lambda each: (each[0] in (OTHERS, UNTOLD), -(each[1].planned.yuan or 0)))
    scale = scale_for(told.planned.yuan or 0)
    parts = (("年度计划投资", ChartPart.PLANNED), ("完成投资", ChartPart.DONE))
    figures = [[group.planned for _, group in kinds], [group.done for _, group in kinds]]
    return Chart(
        ChartKind.BARS,
        f"{told.called}分行业投资",
        scale.name,
        "行业",
        tuple(kind for kind, _ in kinds),
        tuple(
            ChartSeries(name, part, tuple(_run(scale, figure) for figure in column))
            for (name, part), column in zip(parts, figures, strict=True)
        ),
    )


def _of_units(told: Told) -> Chart | None:
    """The rate of each unit beside the pace, the highest first, those without a rate last."""
    names = dict.fromkeys(row.unit_name for row in told.figure("项目数").rows)
    if not FEWEST <= len(names) <= MOST_UNITS:
        return None
    groups = [(unmarked(name), told.cut("填报单位", name)) for name in names]
    groups.sort(key=lambda each: -_exact(each[1].rate))
    rates = tuple(_rate(group, group.rate) for _, group in groups)
    series = [ChartSeries("完成率", ChartPart.DONE, rates)]
    if told.lead is not None:
        paces = tuple(_rate(group, group.pace) for _, group in groups)
        series.append(ChartSeries(told.paper.pace_word, ChartPart.PACE, paces))
    return Chart(
        ChartKind.COLUMNS,
        f"各单位{told.called}完成率",
        "%",
        "单位",
        tuple(name for name, _ in groups),
        tuple(series),
    )


def _exact(figure: Figure[PlanFact]) -> Fraction:
    return Fraction(-1) if figure.exact is None else figure.exact


def _rate(group: Told, figure: Figure[PlanFact]) -> Run:
    pace = group.pace.exact if group.lead is not None and figure.name == "完成率" else None
    return Run(percent(figure.exact, group.digits(figure.exact, pace)), figure.key)


def _run(scale: Scale, figure: Figure[PlanFact]) -> Run:
    return Run(_money(scale, figure), figure.key)


def _money(scale: Scale, figure: Figure[PlanFact]) -> str:
    return scale.text(figure.yuan)
