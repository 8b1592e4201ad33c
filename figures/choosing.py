"""Which rows an indicator takes, and of which rows it is told at all.

What nobody told is not zero (DESIGN §4.3): a count or a share of what is known of no row has no
value.
"""

from collections.abc import Callable, Sequence

from figures.lights import Colour, Lag
from figures.plan_fact import PlanFact
from investment.standing import MonthState
from measures.money import WAN, YI
from projects.models import PlanCategory

Rows = Sequence[PlanFact]


# --- which rows -----------------------------------------------------------------------


def is_new(row: PlanFact) -> bool:
    return row.category == PlanCategory.NEW


def is_new_and_started(row: PlanFact) -> bool:
    return is_new(row) and row.is_started


def is_new_and_due(row: PlanFact) -> bool:
    """New, and planned to have started by the cut-off month."""
    return is_new(row) and row.planned_start is not None and row.planned_start <= row.month.last_day


def is_started_early(row: PlanFact) -> bool:
    """提前开工: new, started, and not planned to have started yet."""
    is_later = row.planned_start is not None and row.planned_start > row.month.last_day
    return is_new_and_started(row) and is_later


def is_recognised(row: PlanFact) -> bool:
    """开工已认定: new, started, and recognised by the bureau on evidence."""
    return is_new_and_started(row) and row.is_start_recognised


def awaits_recognition(row: PlanFact) -> bool:
    return is_new_and_started(row) and not row.is_start_recognised


def some_are_recognised(rows: Rows) -> bool:
    return not rows or any(row.recognises_starts for row in rows)


def is_not_started(row: PlanFact) -> bool:
    """Of what is to be built: a preliminary project is not asked."""
    return row.category != PlanCategory.PRELIMINARY and not row.is_started


def is_continuing(row: PlanFact) -> bool:
    return row.category == PlanCategory.CONTINUING


def is_resumed(row: PlanFact) -> bool:
    """复工, by the year's first money (DESIGN §2)."""
    return is_continuing(row) and bool(row.done)


def awaits_resumption(row: PlanFact) -> bool:
    """Who reported nothing this year is not said to stand still."""
    return is_continuing(row) and row.done == 0


def resumption_is_untold(row: PlanFact) -> bool:
    return is_continuing(row) and row.done is None


def is_new_or_continuing(row: PlanFact) -> bool:
    return is_new(row) or is_continuing(row)


def is_at_work(row: PlanFact) -> bool:
    """开复工: started, or resumed this year."""
    return is_new_and_started(row) or is_resumed(row)


def is_built(row: PlanFact) -> bool:
    """建成: what was accepted was also built."""
    return row.is_substantially_complete or row.is_completed


def is_completed(row: PlanFact) -> bool:
    return row.is_completed


def is_in_production(row: PlanFact) -> bool:
    return row.is_in_production


def is_in_use(row: PlanFact) -> bool:
    return row.is_in_use


def is_due_for_completion(row: PlanFact) -> bool:
    """Planned to be completed by the end of the year, in it or before."""
    return row.planned_completion is not None and row.planned_completion.year <= row.month.year


def is_planned(row: PlanFact) -> bool:
    return bool(row.planned)


def is_over_yi(row: PlanFact) -> bool:
    """单体项目年度投资过亿元."""
    return row.planned is not None and row.planned > YI


def is_half_to_one_yi(row: PlanFact) -> bool:
    """单体项目年度投资在5000万元至1亿元之间, both ends included."""
    return row.planned is not None and 5000 * WAN <= row.planned <= YI


def reported(row: PlanFact) -> bool:
    return row.is_reported


def comparable(row: PlanFact) -> bool:
    return row.is_comparable


def silent(row: PlanFact) -> bool:
    return row.owes and row.is_silent


def zero(row: PlanFact) -> bool:
    return row.standing.this_month.state is MonthState.ZERO


def waiting(row: PlanFact) -> bool:
    return row.is_waiting


def estimated(row: PlanFact) -> bool:
    return row.standing.has_estimate


def productive(row: PlanFact) -> bool:
    return row.is_productive


def substantially_complete(row: PlanFact) -> bool:
    return row.is_substantially_complete


def reaches_pace(row: PlanFact) -> bool:
    return row.reaches_pace


def is_behind_pace(row: PlanFact) -> bool:
    return row.lead is not None and row.lead < 0


def has_a_whole(row: PlanFact) -> bool:
    """Whether what was completed since the start, and the total, are known."""
    return row.done_since_start is not None and bool(row.total_investment)


def at_milestone(kind: str) -> Callable[[PlanFact], bool]:
    def chosen(row: PlanFact) -> bool:
        return row.category == PlanCategory.PRELIMINARY and row.milestone == kind

    return chosen


def shows(colour: Colour) -> Callable[[PlanFact], bool]:
    def chosen(row: PlanFact) -> bool:
        return row.light.colour is colour

    return chosen


def lags(row: PlanFact) -> bool:
    return row.light.lag is not None


def lags_by(lag: Lag) -> Callable[[PlanFact], bool]:
    def chosen(row: PlanFact) -> bool:
        return row.light.lag is lag

    return chosen


# --- what is known --------------------------------------------------------------------


def has_a_start(rows: Rows) -> bool:
    """Whether a planned start is known of any new project; of none there are, nothing is asked."""
    new = [row for row in rows if is_new(row)]
    return not new or any(row.planned_start for row in new)


def has_a_completion(rows: Rows) -> bool:
    return not rows or any(row.planned_completion for row in rows)


def some_reported(rows: Rows) -> bool:
    """Whether the month is told of any: older totals alone are not held against its pace."""
    return any(row.is_reported for row in rows)


def is_open(row: PlanFact) -> bool:
    """A line of which it is not known yet what is planned for it."""
    return row.planned is None and row.category != PlanCategory.PRELIMINARY


def plan_is_known(rows: Rows) -> bool:
    """Whether something is known of what is planned for lines that are to have a plan; of none
    there are, nothing is asked."""
    return not any(map(is_open, rows)) or any(row.planned is not None for row in rows)


def some_continuing_told(rows: Rows) -> bool:
    continuing = [row for row in rows if is_continuing(row)]
    return not continuing or any(row.done is not None for row in continuing)


def has_a_plan(rows: Rows) -> bool:
    return not rows or any(is_planned(row) for row in rows)


def has_a_milestone(rows: Rows) -> bool:
    return not rows or any(row.milestone for row in rows)
