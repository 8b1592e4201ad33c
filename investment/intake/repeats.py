"""A project that stands in a workbook twice: nobody knows which row holds, and neither goes in."""

from collections.abc import Sequence

from investment.intake.lines import MonthlyLine
from investment.intake.matching import Register
from projects.naming import name_key
from workbooks.cells import Row
from workbooks.findings import Finding, Findings
from workbooks.intake.previews import Verdict


def refuse_repeats(
    lines: Sequence[MonthlyLine], unnumbered: Sequence[Row], register: Register, findings: Findings
) -> Findings:
    """The findings, with the repeats. ``unnumbered`` are rows with amounts and without a number:
    one that bears the name of a project is no head of a group."""
    first: dict[int, MonthlyLine] = {}
    for line in lines:
        if line.project is None:
            continue
        earlier = first.setdefault(line.project.pk, line)
        if earlier is not line:
            _refuse(earlier, line.row, findings)
            _refuse(line, earlier.row, findings)
    for row in unnumbered:
        named = register.by_name.get(name_key(row.label), [])
        if len(named) != 1:
            continue
        findings = _without_remark(findings, row)
        same = first.get(named[0].pk)
        if same is None:
            findings.error(row.cells["name"], "这一行没有序号，没有作为项目读入，请补上序号")
            continue
        _refuse(same, row, findings)
        findings.error(row.cells["name"], _sentence(same.row, row))
    return findings


def _refuse(line: MonthlyLine, other: Row, findings: Findings) -> None:
    findings.error(line.place, _sentence(other, line.row))
    line.verdict = Verdict.REFUSED


def _sentence(other: Row, seen_from: Row) -> str:
    where = f"第{other.number}行"
    if other.sheet != seen_from.sheet:
        where = f"“{other.sheet}”{where}"
    return f"与{where}是同一个项目，请合并为一行；两行都没有读入"


def _without_remark(findings: Findings, row: Row) -> Findings:
    """Without what the reader said of the row, which it took for the head of a group."""

    def is_of_row(found: Finding) -> bool:
        return found.sheet == row.sheet and found.row == str(row.number)

    return Findings(found for found in findings if found.is_error or not is_of_row(found))
