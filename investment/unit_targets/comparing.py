"""What a workbook of results would enter: a verdict for every row, and nothing written."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from investment.models import Bearer, ReportingPeriod, UnitIndicator, UnitResult
from investment.unit_targets.reporting import ResultDraft, problems_of
from investment.unit_targets.workbook import THIS_MONTH, TO_DATE, TaskReading, TaskRow
from measures.months import Month
from projects.naming import name_key, unit_key
from workbooks import values
from workbooks.cells import Cell
from workbooks.findings import ERROR, Finding, Findings
from workbooks.intake.previews import PreviewLine, Proposed, ShownCell, Verdict, WorkbookPreview
from workbooks.intake.sent import Sent
from workbooks.models import Upload


def task_month(chosen: Sent | Upload) -> Month:
    return Month.parse(chosen.parameters["month"])


def task_parameters(
    month: Month, indicator: UnitIndicator | None, source: str
) -> dict[str, object]:
    """``indicator`` is that of rows that name none, ``source`` whence the bureau has the rest."""
    return {
        "month": str(month),
        "indicator": indicator.pk if indicator else None,
        "source": source,
    }


@dataclass(frozen=True)
class TasksKnown:
    """What the sender may enter of the month, and what stands of it."""

    period: ReportingPeriod | None
    bearers: dict[str, Bearer] = field(default_factory=dict)
    indicators: dict[str, UnitIndicator] = field(default_factory=dict)
    by_default: UnitIndicator | None = None
    assigned: frozenset[tuple[int, int]] = frozenset()
    results: Mapping[tuple[int, int], UnitResult] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class TaskLine(PreviewLine):
    written: TaskRow
    draft: ResultDraft | None = None
    before: UnitResult | None = None

    @property
    def place(self) -> Cell:
        return self.row.cells["name"]

    @property
    def told(self) -> str:
        draft = self.draft
        version = self.before.version if self.before else None
        return f"{draft.label if draft else None} {draft.values if draft else None} {version}"

    @property
    def name(self) -> str:
        return self.draft.label if self.draft else self.written.name

    @property
    def written_name(self) -> str:
        return self.written.name

    def cells(self) -> list[ShownCell]:
        draft = self.draft
        if draft is None:
            return [ShownCell(column.label, "—", "—") for column in (THIS_MONTH, TO_DATE)]
        said, before = draft.indicator.words, self.before
        pairs = (
            (THIS_MONTH, before.month_amount if before else None, draft.month_amount),
            (TO_DATE, before.year_to_date if before else None, draft.year_to_date),
        )
        return [ShownCell(column.label, said(old), said(new)) for column, old, new in pairs]

    def other_changes(self) -> list[ShownCell]:
        draft, before = self.draft, self.before.note if self.before else ""
        if draft is None or before == draft.note.strip():
            return []
        return [ShownCell("情况说明", before, draft.note.strip())]


@dataclass(kw_only=True)
class TasksPreview(WorkbookPreview[TaskLine]):
    month: Month
    period: ReportingPeriod | None


def compare_tasks(reading: TaskReading, known: TasksKnown, sent: Sent) -> TasksPreview:
    month = task_month(sent)
    preview = TasksPreview(
        sent=sent,
        month=month,
        period=known.period,
        findings=Findings(reading.findings),
        is_refused=reading.is_refused,
        uses=reading.uses,
    )
    if reading.written:
        preview.proposed = Proposed.of_month(reading.written)
    if known.period is None:
        why = f"{month.label}填报期还没有开启"
        preview.findings = Findings([Finding(ERROR, sent.name, "", "", why)])
        preview.is_refused = True
    if preview.is_refused or known.period is None:
        return preview
    filled = [row for row in reading.rows if row.is_filled]
    preview.lines = [_line(row, known, preview) for row in filled]
    _refuse_repeats(preview)
    _refuse_unfit(preview, known.period)
    if blank := len(reading.rows) - len(filled):
        preview.asides.append(f"{blank} 行没有填数，不填的不当作零，保持不动")
    return preview


def _line(row: TaskRow, known: TasksKnown, preview: TasksPreview) -> TaskLine:
    line = TaskLine(row=row.row, verdict=Verdict.REFUSED, written=row)
    county = preview.sent.county
    bearer = known.bearers.get(name_key(row.name)) or known.bearers.get(unit_key(row.name, county))
    indicator = known.indicators.get(name_key(row.indicator)) if row.indicator else known.by_default
    problem = ""
    if bearer is None:
        problem = f"没有叫“{row.name}”的任务单位，或不是您填报的单位"
    elif indicator is None:
        problem = (
            f"没有叫“{row.indicator}”的指标"
            if row.indicator
            else "没有写指标，请加“指标”一列或在上传时选择"
        )
    elif (indicator.part_of_id or indicator.pk, bearer.pk) not in known.assigned:
        problem = f"{preview.month.year}年没有给{bearer}下达{indicator}"
    elif bearer.unit_id is not None and not indicator.is_asked_in(preview.month):
        problem = f"{preview.month.label}没有向单位布置{indicator}"
    if problem or bearer is None or indicator is None:
        preview.findings.error(line.place, problem)
        return line
    try:
        amounts = [row.amount(key, indicator) for key in (THIS_MONTH.key, TO_DATE.key)]
    except values.Unreadable as error:
        preview.findings.error(row.cell, str(error))
        return line
    line.before = known.results.get((indicator.pk, bearer.pk))
    line.draft = ResultDraft(
        indicator,
        bearer,
        amounts[0],
        amounts[1],
        row.note or (line.before.note if line.before else ""),
        line.before.version if line.before else None,
    )
    if line.before is None:
        line.verdict = Verdict.ADDED
    elif not line.draft.differs(line.before):
        line.verdict = Verdict.UNCHANGED
    elif line.before.is_editable:
        line.verdict = Verdict.CHANGED
    else:
        words = line.before.get_state_display()
        preview.findings.error(line.place, f"{line.draft.label}{words}，要改请先撤回、退回或更正")
    return line


def _refuse_repeats(preview: TasksPreview) -> None:
    rows: dict[tuple[int, int], list[TaskLine]] = defaultdict(list)
    for line in preview.lines:
        if line.draft:
            rows[line.draft.indicator.pk, line.draft.bearer.pk].append(line)
    for lines in rows.values():
        if len(lines) > 1:
            places = "、".join(line.key for line in lines)
            for line in lines:
                preview.findings.error(line.place, f"这一项在{places}重复出现，请只保留一行")
                line.verdict = Verdict.REFUSED


def _refuse_unfit(preview: TasksPreview, period: ReportingPeriod) -> None:
    """What would be refused as it is sent, or wants a word in 情况说明."""
    drafts = [line.draft for line in preview.lines if line.draft and line.applies]
    wrong = problems_of(period, drafts)
    for line in preview.lines:
        pair = (line.draft.indicator.pk, line.draft.bearer.pk) if line.draft else None
        if pair in wrong and line.applies:
            preview.findings.error(line.written.cell, wrong[pair])
            line.verdict = Verdict.REFUSED
