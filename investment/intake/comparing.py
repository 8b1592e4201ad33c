"""What a monthly workbook would change: a verdict for every row, and nothing written."""

import enum
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from accounts.models import Unit, User
from investment import rules
from investment.checks import CheckResult, open_results
from investment.drafts import EntryDraft, label_of, words
from investment.intake.matching import Register, Unmatched, read_register
from investment.intake.monthly_workbook import Reading, WrittenRow, read_monthly
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from investment.services import HISTORY_EXPLANATION, check_results
from measures.money import wan_input
from measures.months import Month
from projects.models import Project
from projects.naming import unit_key, unit_keys
from workbooks.findings import ERROR, Finding, Findings


class Hand(enum.Enum):
    """In whose name a file is brought in, and so what becomes of its rows."""

    OWN = "本单位上报"
    KEYED = "发改局代录"
    HISTORY = "历史数据导入"


class Verdict(enum.Enum):
    ADDED = "新增"
    CHANGED = "变更"
    UNCHANGED = "不变"
    REFUSED = "拒绝"


@dataclass(frozen=True)
class Line:
    """One row: what it would make of the entry; ``entry`` is what there is now, if any."""

    written: WrittenRow
    verdict: Verdict
    project: Project | None = None
    unit: Unit | None = None
    draft: EntryDraft | None = None
    entry: MonthlyEntry | None = None

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Label, old and new, of what would change in an entry that is there."""
        if self.entry is None or self.draft is None:
            return []
        return [
            (label_of(name), words(name, getattr(self.entry, name)), words(name, new))
            for name in self.draft.differences(self.entry)
            for new in [getattr(self.draft, name)]
        ]


@dataclass
class MonthlyPreview:
    """What a file would do in ``county`` and ``month`` by this hand."""

    county: Unit
    month: Month
    original_name: str
    hand: Hand
    today: date
    period: ReportingPeriod | None
    lines: list[Line] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    is_refused: bool = False

    def count(self, verdict: Verdict) -> int:
        return sum(line.verdict is verdict for line in self.lines)

    @property
    def added(self) -> int:
        return self.count(Verdict.ADDED)

    @property
    def changed(self) -> int:
        return self.count(Verdict.CHANGED)

    @property
    def unchanged(self) -> int:
        return self.count(Verdict.UNCHANGED)

    @property
    def refused(self) -> int:
        return self.count(Verdict.REFUSED)

    @property
    def fingerprint(self) -> str:
        """Of what would be written: two previews that would write the same share it."""
        told = "\n".join(f"{li.verdict} {li.draft!r}" for li in self.lines)
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def applicable(self) -> list[Line]:
        """The lines that would write something."""
        if self.is_refused:
            return []
        return [li for li in self.lines if li.verdict in (Verdict.ADDED, Verdict.CHANGED)]


def preview_monthly(
    content: bytes,
    *,
    county: Unit,
    month: Month,
    by: User | None,
    today: date,
    approve: bool = False,
    original_name: str = "月报表.xlsx",
) -> MonthlyPreview:
    """What the workbook would change. ``approve`` takes it as history, approved at once; else
    a reporter's rows are sent for his unit and the bureau's are keyed (代录). ``by`` None is
    the system's importer. Raises UnreadableWorkbook."""
    period = ReportingPeriod.objects.filter(
        county=county, year=month.year, month=month.month
    ).first()
    reading = read_monthly(content, original_name, month)
    preview = MonthlyPreview(
        county=county,
        month=month,
        original_name=original_name,
        hand=_hand(county, by, approve),
        today=today,
        period=period,
        findings=reading.findings,
        is_refused=reading.is_refused,
    )
    _require_open_period(preview)
    if not preview.is_refused:
        preview.lines = _compare(preview, reading, read_register(county, month.year, by))
    return preview


def _hand(county: Unit, by: User | None, approve: bool) -> Hand:
    if approve:
        return Hand.HISTORY
    return Hand.KEYED if rules.may_key(by, county) else Hand.OWN


def _require_open_period(preview: MonthlyPreview) -> None:
    if preview.hand is Hand.HISTORY or (preview.period and preview.period.is_open):
        return
    stands = "已关闭" if preview.period else "还没有开启"
    message = f"{preview.month.label}填报期{stands}，请联系发改局审定员"
    preview.findings.add(Finding(ERROR, preview.original_name, "", "", message))
    preview.is_refused = True


def _compare(preview: MonthlyPreview, reading: Reading, register: Register) -> list[Line]:
    lines = [_matched(row, register, preview) for row in reading.rows]
    lines = _without_repeats(lines, preview.findings)
    entries = _entries(lines, preview.month)
    lines = [_drafted(line, entries) for line in lines]
    checked = [
        (line.project, line.draft.settled())
        for line in lines
        if line.project and line.draft and line.verdict is not Verdict.REFUSED
    ]
    results = check_results(preview.month, checked, today=preview.today)
    return [_judged(line, results, preview) for line in lines if not _is_silent(line, preview)]


def _matched(row: WrittenRow, register: Register, preview: MonthlyPreview) -> Line:
    try:
        project = register.find(row.name, row.code)
    except Unmatched as error:
        preview.findings.error(row.place, str(error))
        return Line(row, Verdict.REFUSED)
    unit = register.units[project.pk]
    if row.unit and unit_key(row.unit, preview.county) not in unit_keys(unit, preview.county):
        preview.findings.warning(row.cell("unit"), f"登记的填报单位是{unit.name}，请核对")
    plan = register.plans.get(project.pk)
    if row.plan is not None and plan is not None and row.plan != plan:
        preview.findings.warning(
            row.cell("plan"), f"计划清单中的年度计划投资是{wan_input(plan)}万元，请核对"
        )
    verdict = Verdict.CHANGED if row.is_readable else Verdict.REFUSED
    return Line(row, verdict, project, unit)


def _without_repeats(lines: Iterable[Line], findings: Findings) -> list[Line]:
    first: dict[int, Line] = {}
    kept = []
    for line in lines:
        if line.project is None:
            kept.append(line)
            continue
        earlier = first.setdefault(line.project.pk, line)
        if earlier is not line:
            findings.error(
                line.written.place, f"与第{earlier.written.row.number}行是同一个项目，请合并为一行"
            )
            line = replace(line, verdict=Verdict.REFUSED)
        kept.append(line)
    return kept


def _entries(lines: Iterable[Line], month: Month) -> dict[int, MonthlyEntry]:
    ids = {line.project.pk for line in lines if line.project}
    entries = MonthlyEntry.objects.filter(project__in=ids, year=month.year, month=month.month)
    return {entry.project_id: entry for entry in entries}


def _drafted(line: Line, entries: Mapping[int, MonthlyEntry]) -> Line:
    """What is written goes over what there is; blank cells say nothing."""
    if line.project is None:
        return line
    entry = entries.get(line.project.pk)
    base = EntryDraft.of(entry) if entry else EntryDraft(project_id=line.project.pk)
    return replace(line, entry=entry, draft=replace(base, **line.written.fields))


def _is_silent(line: Line, preview: MonthlyPreview) -> bool:
    """A row on which nothing is written beside the name: the unit has not reported."""
    if line.verdict is Verdict.REFUSED or line.written.fields or line.entry is not None:
        return False
    preview.findings.warning(line.written.place, "这一行没有填任何进度，按未报送处理")
    return True


def _judged(line: Line, results: Mapping[int, list[CheckResult]], preview: MonthlyPreview) -> Line:
    if line.verdict is Verdict.REFUSED or line.project is None or line.draft is None:
        return line
    settled = line.draft.settled()
    is_history = preview.hand is Hand.HISTORY
    explanation = HISTORY_EXPLANATION if is_history else settled.explanation
    standing = open_results(results[line.project.pk], explanation)
    for result in standing:
        hint = "" if result.must_be_fixed else "（原因写在“情况说明”列）"
        preview.findings.error(line.written.cell(result.field), result.message + hint)
    if results[line.project.pk] and is_history and not settled.explanation:
        settled = replace(settled, explanation=HISTORY_EXPLANATION)
    verdict = Verdict.REFUSED if standing else _verdict(line, settled, preview)
    return replace(line, draft=settled, verdict=verdict)


def _verdict(line: Line, draft: EntryDraft, preview: MonthlyPreview) -> Verdict:
    entry = line.entry
    if entry is None:
        return Verdict.ADDED
    is_same = not draft.differences(entry)
    if entry.is_editable:
        return Verdict.CHANGED
    if is_same:
        due = preview.hand is Hand.HISTORY and entry.state != EntryState.APPROVED
        return Verdict.CHANGED if due else Verdict.UNCHANGED
    preview.findings.error(line.written.place, _already_sent(entry, draft))
    return Verdict.REFUSED


def _already_sent(entry: MonthlyEntry, draft: EntryDraft) -> str:
    different = "、".join(
        f"{label_of(name)}已报{words(name, getattr(entry, name))}、"
        f"本表{words(name, getattr(draft, name))}"
        for name in draft.differences(entry)
    )
    return f"本月已报（{EntryState(entry.state).label}），与本表不同：{different}。请先撤回或退回"
