"""The ranking of a published term as a workbook: the places, and how each point was reckoned."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from assessment.models import AssessmentResult
from measures.rounding import NO_VALUE
from measures.scores import HUNDREDTHS
from workbooks.writing import Column, Row, Sheet, Value, write_sheets

# A unit as the result keeps it: assessment/freezing.py.
UnitKept = Mapping[str, Any]


def ranking_workbook(
    result: AssessmentResult, reckoned_units: Collection[int] | None = None
) -> bytes:
    """All places and totals; the reckoning of the units ``reckoned_units`` by their ids, of all
    where it is None, and no sheet of reckonings where it leaves none."""
    reckoned = [
        unit
        for unit in result.facts["units"]
        if reckoned_units is None or unit["unit_id"] in reckoned_units
    ]
    return write_sheets([_ranking(result), *([_reckonings(reckoned)] if reckoned else [])])


def _points(unit: UnitKept, hundredths: int) -> Value:
    """None for a unit that takes no part, as the page has it."""
    return None if unit["excused"] else Fraction(hundredths, HUNDREDTHS)


def _ranking(result: AssessmentResult) -> Sheet:
    facts = result.facts
    columns = [
        Column("名次", "integer", width=6),
        Column("单位", width=26),
        *(Column(name, "points", width=12, digits=2) for name in facts["rules"]),
        Column("合计", "points", width=11, digits=2),
        Column("备注", width=24),
    ]
    rows = [
        Row(
            [
                NO_VALUE if unit["place"] is None else unit["place"],
                unit["unit"],
                *(
                    _points(unit, cell["hundredths"]) if cell["is_known"] else None
                    for cell in unit["cells"]
                ),
                _points(unit, unit["total"]),
                f"不参加考核：{unit['excused']}" if unit["excused"] else "",
            ]
        )
        for unit in facts["units"]
    ]
    return Sheet(
        "排名",
        f"{result.scheme.term_label(result.term)}重点项目建设考核排名",
        columns,
        rows,
        unit="分",
        subtitle=result.scheme.name,
        notes=[f"依据：{facts['source']}", "同分并列，占用后面的名次。"],
        signature=("制表人：", "审核人："),
    )


def _reckonings(units: Sequence[UnitKept]) -> Sheet:
    rows = [
        Row([unit["unit"], cell["rule"], _points(unit, cell["hundredths"]), cell["words"]])
        for unit in units
        for cell in unit["cells"]
    ]
    columns = [
        Column("单位", width=26),
        Column("指标", width=14),
        Column("得分", "points", width=10, digits=2),
        Column("计算依据", width=70),
    ]
    return Sheet("计算依据", "各单位得分的计算依据", columns, rows, unit="分")
