"""What went back to its unit is not sent again as it was, by a workbook neither."""

from collections.abc import Sequence

from investment.drafts import by_project
from investment.intake.lines import Hand, MonthlyLine
from investment.returns import HOW, untouched
from workbooks.findings import Findings
from workbooks.intake.previews import Verdict


def refuse_unanswered(lines: Sequence[MonthlyLine], hand: Hand, findings: Findings) -> None:
    """Only of the unit's own hand: what the bureau brings in is its word, not the unit's."""
    if hand is not Hand.OWN:
        return
    written = [line for line in lines if line.entry and line.draft and line.written.fields]
    drafts = by_project(line.draft for line in written if line.draft)
    stay = {e.pk: e for e in untouched([line.entry for line in written if line.entry], drafts)}
    for line in written:
        if line.entry and line.entry.pk in stay:
            reason = stay[line.entry.pk].returned_reason
            told = f"退回后没有改动，也没有答复（退回理由：{reason}），{HOW}"
            findings.error(line.place, told)
            line.verdict = Verdict.REFUSED
