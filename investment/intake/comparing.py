"""What a monthly workbook would change: a verdict for every row, and nothing written."""

import enum
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from accounts.models import Unit, User
from accounts.rights import ON_BEHALF, may, reporting_unit_ids
from investment.calendar import JOINT_MONTH, window_of
from investment.checks import CheckResult, open_results
from investment.drafts import EntryDraft, label_of, words
from investment.entry_template import TemplateMark, template_problem
from investment.intake.choice import NO_CHOICE, Choice
from investment.intake.matching import Proposal, Register, Unmatched, read_register
from investment.intake.monthly_workbook import Reading, WrittenRow, read_monthly
from investment.models import EntryState, MonthlyEntry, PeriodExtension, ReportingPeriod
from investment.services import HISTORY_EXPLANATION, check_results
from investment.writing import Site
from measures.money import wan_input
from measures.months import Month
from projects.models import Project
from workbooks.findings import ERROR, Finding, Findings
from workbooks.reading import Parsing


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


@dataclass(slots=True)
class Line:
    """One row: what it would make of the entry; ``entry`` is what there is now, if any, and
    ``before`` what of it the row goes over.

    ``proposals`` are projects that an unknown name may mean, ``is_confirmed`` says that a person
    chose the project among them. ``is_chosen`` is whether the row goes in, should it apply.
    """

    written: WrittenRow
    verdict: Verdict
    project: Project | None = None
    unit: Unit | None = None
    draft: EntryDraft | None = None
    entry: MonthlyEntry | None = None
    before: EntryDraft | None = None
    proposals: tuple[Proposal, ...] = ()
    answer: int | None = None
    is_answered: bool = False
    is_confirmed: bool = False
    is_chosen: bool = True

    @property
    def key(self) -> str:
        return self.written.key

    @property
    def applies(self) -> bool:
        """Whether it would write something."""
        return self.verdict in (Verdict.ADDED, Verdict.CHANGED)

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Label, old and new, of what would change in an entry that is there."""
        if self.before is None or self.draft is None:
            return []
        return [
            (label_of(name), words(name, getattr(self.before, name)), words(name, new))
            for name in self.draft.differences(self.before)
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
    choice: Choice = NO_CHOICE
    lines: list[Line] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    own_units: set[int] | None = None
    is_refused: bool = False
    found: Mapping[int, list[CheckResult]] = field(default_factory=dict)

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
    def unanswered(self) -> list[Line]:
        """The rows with an unknown name of which nobody said yet what it means."""
        return [line for line in self.lines if line.proposals and not line.is_answered]

    @property
    def applicable(self) -> list[Line]:
        """The lines that would write something."""
        return [] if self.is_refused else [line for line in self.lines if line.applies]

    @property
    def chosen(self) -> list[Line]:
        """Those of them that nobody left out."""
        return [line for line in self.applicable if line.is_chosen]

    @property
    def sites(self) -> dict[int, Site]:
        """The projects of the chosen lines with their units, by project id."""
        return {
            line.project.pk: Site(line.project, line.unit)
            for line in self.chosen
            if line.project and line.unit
        }

    @property
    def fingerprint(self) -> str:
        """Of what would be written, and of what was chosen: two previews that would write the
        same share it."""
        told = hashlib.sha256(f"{self.hand} {self.choice.as_json()}".encode())
        for line in self.lines:
            unit = line.unit.pk if line.unit else None
            told.update(f"\n{line.key} {line.verdict} {unit} {line.draft!r}".encode())
        return told.hexdigest()


def preview_monthly(
    content: bytes,
    *,
    county: Unit,
    month: Month,
    by: User | None,
    today: date,
    approve: bool = False,
    original_name: str = "月报表.xlsx",
    choice: Choice = NO_CHOICE,
) -> MonthlyPreview:
    """What the workbook would change. ``approve`` takes it as history, approved at once; else
    a reporter's rows are sent for his unit and the bureau's are keyed (代录). ``by`` None is
    the system's importer. A fixed number of queries. Raises UnreadableWorkbook."""
    with Parsing(content, original_name) as parsing:
        register = read_register(county, month.year, by)
        reading = read_monthly(content, original_name, month, county, parsing)
    return compare_monthly(
        reading,
        register=register,
        county=county,
        month=month,
        by=by,
        today=today,
        approve=approve,
        original_name=original_name,
        choice=choice,
    )


def compare_monthly(
    reading: Reading,
    *,
    register: Register | None = None,
    county: Unit,
    month: Month,
    by: User | None,
    today: date,
    approve: bool = False,
    original_name: str = "月报表.xlsx",
    choice: Choice = NO_CHOICE,
) -> MonthlyPreview:
    """``preview_monthly`` of a workbook that is read already, and of a register where it is."""
    period = ReportingPeriod.objects.filter(
        county=county, year=month.year, month=month.month
    ).first()
    if period:
        period.county = county
    preview = MonthlyPreview(
        county=county,
        month=month,
        original_name=original_name,
        hand=_hand(county, by, approve),
        today=today,
        period=period,
        choice=choice,
        findings=reading.findings,
        is_refused=reading.is_refused,
    )
    _require_own_template(preview, reading.mark, by)
    if not preview.is_refused:
        _require_open_period(preview, by)
    if not preview.is_refused:
        register = register or read_register(county, month.year, by)
        preview.lines = _compare(preview, reading, register)
    return preview


def _hand(county: Unit, by: User | None, approve: bool) -> Hand:
    if approve:
        return Hand.HISTORY
    return Hand.KEYED if may(by, "entry.enter", county, answer=ON_BEHALF) else Hand.OWN


def _require_own_template(
    preview: MonthlyPreview, mark: TemplateMark | None, by: User | None
) -> None:
    """A template of another month or unit is refused for that alone."""
    if mark is None:
        return
    problem = template_problem(mark, county=preview.county, month=preview.month, by=by)
    if problem:
        preview.findings = Findings([Finding(ERROR, preview.original_name, "", "", problem)])
        preview.is_refused = True


def _require_open_period(preview: MonthlyPreview, by: User | None) -> None:
    """Without one the file is refused for that alone: its rows are not looked at."""
    period = preview.period
    if preview.hand is Hand.HISTORY or (period and period.is_open):
        return
    if preview.hand is Hand.OWN and by and period:
        units = reporting_unit_ids(by)
        if units and all(_is_extended(period, unit, preview.today) for unit in units):
            return
    stands = "已关闭" if preview.period else "还没有开启"
    message = f"{preview.month.label}填报期{stands}，请联系发改局审定员"
    preview.findings = Findings([Finding(ERROR, preview.original_name, "", "", message)])
    preview.is_refused = True


def _is_extended(period: ReportingPeriod, unit_id: int, today: date) -> bool:
    return PeriodExtension.objects.running(today).filter(period=period, unit=unit_id).exists()


def _compare(preview: MonthlyPreview, reading: Reading, register: Register) -> list[Line]:
    preview.own_units = register.own_units
    lines = [_matched(row, register, preview) for row in reading.rows]
    _refuse_repeats(lines, preview.findings)
    _draft(lines, preview)
    checked = [
        (line.project, line.draft)
        for line in lines
        if line.project and line.draft and line.verdict is not Verdict.REFUSED
    ]
    results = check_results(
        preview.month,
        checked,
        today=preview.today,
        plans=register.plans,
        months_covered=_months_covered(preview),
    )
    preview.found = results
    lines = [line for line in lines if not _is_silent(line, preview.findings)]
    for line in lines:
        _judge(line, results, preview)
    return lines


def _months_covered(preview: MonthlyPreview) -> int:
    """By the period, or by the calendar where history has none yet."""
    if preview.period:
        return preview.period.months_covered
    if preview.month.month != JOINT_MONTH:
        return 1
    return window_of(preview.county, preview.month).months_covered


def _matched(row: WrittenRow, register: Register, preview: MonthlyPreview) -> Line:
    line = Line(row, Verdict.CHANGED if row.is_readable else Verdict.REFUSED)
    line.is_chosen = row.key not in preview.choice.left_out
    try:
        project = register.find(row.name, row.code)
    except Unmatched as error:
        answers = preview.choice.matches
        line.proposals = error.proposals
        line.is_answered = bool(error.proposals) and row.key in answers
        confirmed = register.confirmed(error, answers, row.key)
        if confirmed is None:
            preview.findings.error(row.place, str(error))
            line.verdict = Verdict.REFUSED
            return line
        project, line.is_confirmed, line.answer = confirmed, True, confirmed.pk
    line.project, line.unit = project, register.units[project.pk]
    if row.unit and register.writes_unit_otherwise(row.unit, line.unit):
        preview.findings.warning(row.cell("unit"), f"登记的填报单位是{line.unit.name}，请核对")
    plan = register.plans.get(project.pk)
    if row.plan is not None and plan is not None and row.plan != plan:
        preview.findings.warning(
            row.cell("plan"), f"计划清单中的年度计划投资是{wan_input(plan)}万元，请核对"
        )
    return line


def _refuse_repeats(lines: Sequence[Line], findings: Findings) -> None:
    first: dict[int, Line] = {}
    for line in lines:
        if line.project is None:
            continue
        earlier = first.setdefault(line.project.pk, line)
        if earlier is not line:
            row = f"第{earlier.written.row.number}行"
            if earlier.written.place.sheet != line.written.place.sheet:
                row = f"“{earlier.written.place.sheet}”{row}"
            findings.error(line.written.place, f"与{row}是同一个项目，请合并为一行")
            line.verdict = Verdict.REFUSED


def _draft(lines: Sequence[Line], preview: MonthlyPreview) -> None:
    """What is written goes over what there is; blank cells say nothing."""
    month = preview.month
    found = MonthlyEntry.objects.filter(
        project__county=preview.county, year=month.year, month=month.month
    )
    entries = {entry.project_id: entry for entry in found}
    for line in lines:
        if line.project is None:
            continue
        line.entry = entries.get(line.project.pk)
        fields = line.written.fields
        if line.entry is None:
            line.draft = EntryDraft(line.project.pk, **fields).settled()
        else:
            line.entry.project = line.project
            line.before = _gone_over(line.entry, preview.hand)
            line.draft = replace(line.before, **fields).settled()


def _gone_over(entry: MonthlyEntry, hand: Hand) -> EntryDraft:
    """Another hand begins with nothing: what the unit has not sent is not yet its word."""
    if entry.is_editable and hand is not Hand.OWN:
        return EntryDraft(entry.project_id, version=entry.version)
    return EntryDraft.of(entry)


def _is_silent(line: Line, findings: Findings) -> bool:
    """A row on which nothing is written beside the name, of a project whose month nobody sent:
    it stays unsent, a draft too."""
    is_sent = line.entry is not None and not line.entry.is_editable
    if line.verdict is Verdict.REFUSED or line.written.fields or is_sent:
        return False
    findings.warning(line.written.place, "这一行没有填任何进度，按未报送处理")
    return True


def _judge(line: Line, results: Mapping[int, list[CheckResult]], preview: MonthlyPreview) -> None:
    if line.verdict is Verdict.REFUSED or line.project is None or line.draft is None:
        return
    if not line.written.fields:
        line.verdict = Verdict.UNCHANGED
        return
    found = results[line.project.pk]
    is_history = preview.hand is Hand.HISTORY
    explanation = HISTORY_EXPLANATION if is_history else line.draft.explanation
    standing = open_results(found, explanation)
    for result in standing:
        hint = "" if result.must_be_fixed else "（原因写在“情况说明”列）"
        preview.findings.error(line.written.cell(result.field), result.message + hint)
    if found and is_history and not line.draft.explanation:
        line.draft = replace(line.draft, explanation=HISTORY_EXPLANATION)
    line.verdict = Verdict.REFUSED if standing else _verdict(line, line.draft, preview)


def _verdict(line: Line, draft: EntryDraft, preview: MonthlyPreview) -> Verdict:
    entry = line.entry
    if entry is None:
        return Verdict.ADDED
    if entry.is_editable:
        return Verdict.ADDED if EntryDraft.of(entry).is_blank else Verdict.CHANGED
    if not draft.differences(entry):
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
