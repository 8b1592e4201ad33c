"""The projects that lag, in a notice: by name in its text while they are few, else in a table
behind it."""

from collections.abc import Sequence

from documents.paragraphs import Annex, Table, Words, plain
from documents.runs import Run, bare, mark, unmarked
from figures import words
from figures.book import FigureBook
from figures.figure import Figure
from figures.lights import Lag
from figures.plan_fact import PlanFact
from measures.rates import format_points

MOST_IN_A_SENTENCE = 10
TITLE = "进度滞后项目名单"
UNTOLD = "未报原因"
_HEADS = ("序号", "项目名称", "填报单位", "类型", "超/欠序时\n（百分点）", "情况及原因")
_WIDTHS = (12, 42, 28, 18, 22, 34)


def told(book: FigureBook, plan: str) -> list[str]:
    """Those that have not begun apart from those that spend too little, worst first; of many how
    many, for the table has their names."""
    kinds = [(lag, figure) for lag, figure in _kinds(book, plan) if figure]
    if _are_many(kinds):
        counts = "、".join(f"{lag.value}{_number(figure)}个" for lag, figure in kinds)
        return [f"{counts}，名单附后。"]
    return [
        f"{lag.value}{_number(figure)}个："
        f"{'；'.join(_named(book, plan, row) for row in figure.rows)}。"
        for lag, figure in kinds
    ]


def annexes(book: FigureBook, plan: str) -> list[Annex]:
    """The table of many."""
    kinds = _kinds(book, plan)
    if not _are_many(kinds):
        return []
    rows = [row for _, figure in kinds for row in figure.rows]
    table = Table(
        heads=(_HEADS,),
        rows=tuple(_row(book, plan, number, row) for number, row in enumerate(rows, 1)),
        widths=_WIDTHS,
        right=frozenset({0, 4}),
    )
    return [Annex(TITLE, (table,))]


def _kinds(book: FigureBook, plan: str) -> list[tuple[Lag, Figure[PlanFact]]]:
    return [(lag, book.of(plan, "全部", f"{lag.value}数")) for lag in Lag]


def _are_many(kinds: Sequence[tuple[Lag, Figure[PlanFact]]]) -> bool:
    return sum(int(figure) for _, figure in kinds) > MOST_IN_A_SENTENCE


def _number(figure: Figure[PlanFact]) -> str:
    return mark(figure.key, figure.text())


def _row(book: FigureBook, plan: str, number: int, row: PlanFact) -> tuple[Words, ...]:
    lead = _lead(book, plan, row)
    points = plain("—") if row.lead is None else plain(format_points(row.lead))
    if lead is not None:
        points = (Run(format_points(lead.exact), lead.key),)
    return (
        plain(str(number)),
        plain(unmarked(row.project_name)),
        plain(unmarked(row.unit_name)),
        plain(row.light.lag.value if row.light.lag else ""),
        points,
        plain(_why(row)),
    )


def _why(row: PlanFact) -> str:
    """What the light says of one that has not begun, and the reason that the unit gave."""
    said = row.light.reason if row.light.lag is Lag.START else ""
    return "；".join(filter(None, (said, bare(row.problem)))) or UNTOLD


def _named(book: FigureBook, plan: str, row: PlanFact) -> str:
    problem = bare(row.problem)
    why = f"，原因：{problem}" if problem else ""
    return (
        f"{unmarked(row.project_name)}（{unmarked(row.unit_name)}）{_reason(book, plan, row)}{why}"
    )


def _reason(book: FigureBook, plan: str, row: PlanFact) -> str:
    """欠序时30.0个百分点, its number marked; 计划3月开工 …."""
    lead = None if row.light.points is None else _lead(book, plan, row)
    if lead is None:
        return row.light.reason
    number = words.distance(lead.exact)
    return row.light.reason.replace(number, mark(lead.key, number), 1)


def _lead(book: FigureBook, plan: str, row: PlanFact) -> Figure[PlanFact] | None:
    """超序时 of the project by its name; None where that is no key, where another has it too, or
    nothing is known."""
    if unmarked(row.project_name) != row.project_name:
        return None
    key = book.key_of_project(row, plan, "全部", "超序时")
    lead = book[key] if key else None
    return None if lead is None or lead.exact is None else lead
