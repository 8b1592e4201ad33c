"""透视: an indicator over the meeting of any two cuts.

A rate is taken anew over the rows of each cell, and a cell in which nothing stands is no zero, so
that pandas groups the rows and every value comes from the indicator itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from figures.cuts import CutTable
from figures.facts import Facts
from figures.figure import Figure, Indicator
from figures.indicators import INDICATORS
from figures.plan_fact import PlanFact
from figures.subjects.plan_cuts import PLAN_CUTS
from figures.subjects.plan_lines import PLAN_LINES

PIVOTED = ("项目数", "总投资", "年度计划投资", "本月完成投资", "完成投资", "完成率", "超序时")
CUTS = {name: cut for name, cut in PLAN_CUTS.items() if cut.is_parted and name != "项目"}


@dataclass(frozen=True)
class Pivot:
    """``rows`` are the places of the first cut with a value for each of ``heads``, the places of
    the second, and one over all of them; the last row is over all."""

    indicator: Indicator[PlanFact]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Figure[PlanFact] | None, ...]], ...]


def pivot(facts: Facts, rows: Sequence[PlanFact], down: str, across: str, name: str) -> Pivot:
    """Raises KeyError for a cut or an indicator that is not offered."""
    cuts = CutTable(PLAN_LINES.cuts, PLAN_LINES.flags, facts)
    places = {cut: cuts.places(cut) for cut in {down, across}}
    frame = pd.DataFrame(
        {"down": [places[down](row)[0] for row in rows],
         "across": [places[across](row)[0] for row in rows]}
    )  # fmt: skip
    meeting = frame.groupby(["down", "across"]).indices
    own = frame.groupby("down").indices
    above = frame.groupby("across").indices
    indicator = INDICATORS[name]

    def over(at: Sequence[int] | None) -> Figure[PlanFact] | None:
        return None if at is None else indicator.over([rows[each] for each in at], name)

    heads = [each for each in cuts.values(across, rows) if each in above]
    lines = [
        (place, (*(over(meeting.get((place, head))) for head in heads), over(own[place])))
        for place in cuts.values(down, rows)
        if place in own
    ]
    foot = (*(over(above[head]) for head in heads), over(range(len(rows))))
    return Pivot(indicator, (*heads, "合计"), (*lines, ("合计", foot)))
