"""What a workbook of 上级认定数 would register: a verdict for every row, and nothing written."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from investment.intake.matching import Register, Unmatched, read_register
from investment.intake.recognised_workbook import RECOGNISED, RecognisedReading, RecognisedRow
from investment.models import RecognisedAmount
from investment.selectors.recognised import lists_with_lines, standing, told_of
from measures.money import wan_input
from measures.months import Month
from projects.models import AnnualPlan, Project
from workbooks.cells import Cell
from workbooks.findings import ERROR, Finding, Findings
from workbooks.intake.previews import (
    PreviewLine,
    Proposed,
    ShownCell,
    Verdict,
    WorkbookPreview,
)
from workbooks.intake.sent import Sent

NOT_RECOGNISED = "未认定"


@dataclass(frozen=True)
class RecognisedKnown:
    """The projects of the county, and of the list in the month, those on it and what stands of
    them, by project id. ``plan`` is None where the month has no such list."""

    register: Register
    plan: AnnualPlan | None
    on_list: frozenset[int] = frozenset()
    standing: dict[int, RecognisedAmount] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class RecognisedLine(PreviewLine):
    """``before`` is what stands of the project; it may be taken back. The ``proposals`` are
    projects."""

    written: RecognisedRow
    project: Project | None = None
    before: RecognisedAmount | None = None

    @property
    def place(self) -> Cell:
        return self.row.cells["name"]

    @property
    def told(self) -> str:
        return f"{self.project.pk if self.project else None} {self._old} {self.written.amount}"

    @property
    def name(self) -> str:
        return self.project.name if self.project else self.written.name

    @property
    def written_name(self) -> str:
        return self.written.name

    @property
    def _old(self) -> int | None:
        return self.before.amount if self.before else None

    def cells(self) -> list[ShownCell]:
        """Of a refused row what is written there, as it was read."""
        new = "—" if self.written.amount is None else wan_input(self.written.amount)
        old = new if self.verdict is Verdict.REFUSED else _old_words(self._old)
        return [ShownCell(RECOGNISED.label, old, new, is_amount=True)]

    def other_changes(self) -> list[ShownCell]:
        return []


def _old_words(amount: int | None) -> str:
    return NOT_RECOGNISED if amount is None else wan_input(amount)


@dataclass(kw_only=True)
class RecognisedPreview(WorkbookPreview[RecognisedLine]):
    month: Month
    plan: AnnualPlan | None


def read_known(sent: Sent, month: Month, list_key: str) -> RecognisedKnown:
    register = read_register(sent.county, month, sent.by)
    lists = lists_with_lines(sent.county, month)
    plan = next((plan for plan in lists if plan.key == list_key), None)
    if plan is None:
        return RecognisedKnown(register, None)
    found = standing(told_of(sent.county, month))
    return RecognisedKnown(
        register,
        plan,
        frozenset(lists[plan]),
        {project: row for (of, project), row in found.items() if of == plan.pk},
    )


def compare_recognised(
    reading: RecognisedReading, known: RecognisedKnown, sent: Sent, *, month: Month, list_key: str
) -> RecognisedPreview:
    preview = RecognisedPreview(
        sent=sent,
        month=month,
        plan=known.plan,
        findings=Findings(reading.findings),
        is_refused=reading.is_refused,
        uses=reading.uses,
    )
    if reading.written:
        preview.proposed = Proposed.of_month(reading.written)
    if month.last_day > sent.today:
        _refuse(preview, f"{month.label}还没有结束")
    elif known.plan is None:
        _refuse(preview, f"{month.label}底没有{list_key}清单")
    if preview.is_refused or known.plan is None:
        return preview
    filled = [row for row in reading.rows if row.amount is not None or not row.is_readable]
    preview.lines = [_line(row, known, known.plan, preview) for row in filled]
    _refuse_repeats(preview)
    if blank := len(reading.rows) - len(filled):
        preview.asides.append(f"{blank} 行没有认定数，没有认定的不当作零")
    told = {line.project.pk for line in preview.lines if line.project}
    if absent := len(known.on_list - told):
        preview.asides.append(
            f"{known.plan.key}清单上另有 {absent} 个项目在表中没有认定数，保持不动"
        )
    return preview


def _refuse(preview: RecognisedPreview, why: str) -> None:
    preview.findings = Findings([Finding(ERROR, preview.sent.name, "", "", why)])
    preview.is_refused = True


def _line(
    row: RecognisedRow, known: RecognisedKnown, plan: AnnualPlan, preview: RecognisedPreview
) -> RecognisedLine:
    line = RecognisedLine(row=row.row, verdict=Verdict.REFUSED, written=row)
    answers = preview.sent.choice.matches
    try:
        line.project = known.register.find(row.name, row.code)
    except Unmatched as error:
        line.proposals = error.proposals
        line.is_answered = bool(error.proposals) and line.key in answers
        confirmed = known.register.confirmed(error, answers, line.key)
        if confirmed is None:
            preview.findings.error(line.place, str(error))
            return line
        line.project, line.answer = confirmed, confirmed.pk
    if line.project.pk not in known.on_list:
        preview.findings.error(line.place, f"不在{preview.month.label}底的{plan.key}清单上，请核对")
        return line
    line.before = known.standing.get(line.project.pk)
    if row.is_readable:
        line.verdict = _verdict(line.before, row.amount)
    return line


def _verdict(before: RecognisedAmount | None, amount: int | None) -> Verdict:
    if before is None or before.amount is None:
        return Verdict.ADDED
    return Verdict.UNCHANGED if before.amount == amount else Verdict.CHANGED


def _refuse_repeats(preview: RecognisedPreview) -> None:
    """Which of two rows of one project is right the file does not tell."""
    rows: dict[int, list[RecognisedLine]] = defaultdict(list)
    for line in preview.lines:
        if line.project:
            rows[line.project.pk].append(line)
    for lines in rows.values():
        if len(lines) > 1:
            _refuse_all(lines, preview)


def _refuse_all(lines: Sequence[RecognisedLine], preview: RecognisedPreview) -> None:
    places = "、".join(line.key for line in lines)
    for line in lines:
        preview.findings.error(line.place, f"这个项目在{places}重复出现，请只保留一行")
        line.verdict = Verdict.REFUSED
