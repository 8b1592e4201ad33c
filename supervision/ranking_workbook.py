"""The ranking of a published term as a workbook: the places, and how each point was reckoned."""

from fractions import Fraction

from measures.scores import HUNDREDTHS
from supervision.models import AssessmentResult
from workbooks.writing import Column, Row, Sheet, write_sheets


def ranking_workbook(result: AssessmentResult, reckoned_units: set[int] | None = None) -> bytes:
    """``reckoned_units``: of whom it is told how they were scored; None: of all."""
    return write_sheets([_ranking(result), _reckonings(result, reckoned_units)])


def _points(hundredths: int) -> Fraction:
    return Fraction(hundredths, HUNDREDTHS)


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
                unit["place"],
                unit["unit"],
                *(_points(cell["hundredths"]) for cell in unit["cells"]),
                _points(unit["total"]),
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


def _reckonings(result: AssessmentResult, reckoned_units: set[int] | None) -> Sheet:
    rows = [
        Row([unit["unit"], cell["rule"], _points(cell["hundredths"]), cell["words"]])
        for unit in result.facts["units"]
        if reckoned_units is None or unit["unit_id"] in reckoned_units
        for cell in unit["cells"]
    ]
    columns = [
        Column("单位", width=26),
        Column("指标", width=14),
        Column("得分", "points", width=10, digits=2),
        Column("计算依据", width=70),
    ]
    return Sheet("计算依据", "各单位得分的计算依据", columns, rows, unit="分")
