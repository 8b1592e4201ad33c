"""What a monthly workbook would change: a verdict for every row, and nothing written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from accounts.models import Unit, User
from accounts.rights import ON_BEHALF, may, reporting_unit_ids
from investment.calendar import JOINT_MONTH, window_of
from investment.checks import CheckResult, open_results
from investment.doubts import Doubt, doubt_words, doubts_of
from investment.drafts import AMOUNTS, EntryDraft, content_of, in_words
from investment.entry_template import TemplateMark, template_problem
from investment.extra.columns import lists_by_project
from investment.extra.values import key_of
from investment.installing import history_problem
from investment.intake.lines import Hand, MonthlyLine
from investment.intake.matching import Register, Unmatched
from investment.intake.monthly_workbook import Reading, WrittenRow
from investment.intake.preview import MonthlyPreview
from investment.intake.repeats import refuse_repeats
from investment.intake.rounded import rounded
from investment.intake.unanswered import refuse_unanswered
from investment.models import (
    EntryState,
    MonthlyEntry,
    PeriodExtension,
    ReportingPeriod,
    stage_of,
)
from investment.selectors.facts import standings_through
from investment.selectors.unit_drafts import is_unsent, said_in
from investment.services import HISTORY_EXPLANATION, check_results
from measures.money import wan_input
from measures.months import Month
from workbooks.findings import ERROR, Finding, Findings, shortened
from workbooks.intake.previews import Proposed, Verdict
from workbooks.intake.sent import Sent

_ADVICE = {
    Hand.OWN: "要改的，请先在填报页撤回；已经审核或审定的，请联系发改局退回",
    Hand.KEYED: "要改的，请先退回",
    Hand.HISTORY: "要改的，请先退回，或用更正",
}
_TOLD_BY_TABLES = ("month_amount", "year_to_date")


def compare_monthly(
    reading: Reading, register: Register, sent: Sent, *, month: Month, is_history: bool
) -> MonthlyPreview:
    """What the workbook would change. ``is_history`` takes it as history, approved at once; else
    a reporter's rows are sent for his unit and the bureau's are keyed (代填)."""
    period = ReportingPeriod.objects.filter(
        county=sent.county, year=month.year, month=month.month
    ).first()
    if period:
        period.county = sent.county
    preview = MonthlyPreview(
        sent=sent,
        month=month,
        hand=_hand(sent.county, sent.by, is_history),
        period=period,
        findings=Findings(reading.findings),
        is_refused=reading.is_refused,
        uses=reading.uses,
    )
    if reading.written:
        preview.proposed = Proposed.of_month(reading.written)
    _require_own_template(preview, reading.mark)
    if not preview.is_refused:
        _require_open_period(preview)
    if not preview.is_refused:
        _compare(preview, reading, register)
    return preview


def _hand(county: Unit, by: User | None, is_history: bool) -> Hand:
    if is_history:
        return Hand.HISTORY
    return Hand.KEYED if may(by, "entry.enter", county, answer=ON_BEHALF) else Hand.OWN


def _require_own_template(preview: MonthlyPreview, mark: TemplateMark | None) -> None:
    """A template of another month or unit is refused for that alone."""
    if mark is None:
        return
    sent = preview.sent
    problem = template_problem(mark, county=sent.county, month=preview.month, by=sent.by)
    if problem:
        _refuse(preview, problem)
    if mark.month != preview.month:
        preview.proposed = Proposed.of_month(mark.month)


def _require_open_period(preview: MonthlyPreview) -> None:
    """Without one the file is refused for that alone: its rows are not looked at."""
    period, by = preview.period, preview.sent.by
    if preview.hand is Hand.HISTORY:
        if by is not None:
            _require_history(preview)
        return
    if period and period.is_open:
        return
    if preview.hand is Hand.OWN and by and period:
        units = reporting_unit_ids(by)
        if units and all(_is_extended(period, unit, preview.today) for unit in units):
            return
    if period and period.is_history and preview.hand is Hand.KEYED:
        return _refuse(preview, f"{period}是补录的历史月份，请由审定员在填报期页导入历史月报")
    stands = "已关闭" if preview.period else "还没有开启"
    _refuse(preview, f"{preview.month.label}填报期{stands}，请联系发改局审定员")


def _require_history(preview: MonthlyPreview) -> None:
    problem = history_problem(preview.county, preview.month, preview.period, preview.today)
    if problem:
        _refuse(preview, problem)


def _refuse(preview: MonthlyPreview, why: str) -> None:
    preview.findings = Findings([Finding(ERROR, preview.sent.name, "", "", why)])
    preview.is_refused = True


def _is_extended(period: ReportingPeriod, unit_id: int, today: date) -> bool:
    return PeriodExtension.objects.running(today).filter(period=period, unit=unit_id).exists()


def _compare(preview: MonthlyPreview, reading: Reading, register: Register) -> None:
    preview.own_units = register.own_units
    preview.columns = reading.columns
    lines = [_matched(row, register, preview) for row in reading.rows]
    preview.findings = refuse_repeats(lines, reading.unnumbered, register, preview.findings)
    _without_unasked(lines, preview)
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
    preview.found = results = _unasked_of_columns(results, lines)
    refuse_unanswered(lines, preview.hand, preview.findings)
    preview.asides += rounded(reading.rows)
    silent: list[MonthlyLine] = []
    for line in lines:
        (silent if _is_silent(line, register) else preview.lines).append(line)
    _tell_silent(silent, register, preview)
    for line in preview.lines:
        _judge(line, results, preview)
    if preview.hand is Hand.HISTORY:
        _refuse_doubtful(preview.lines, preview)


def _unasked_of_columns(
    results: Mapping[int, list[CheckResult]], lines: Iterable[MonthlyLine]
) -> dict[int, list[CheckResult]]:
    """What the checks find, without what they miss in a column that the table does not have: many
    a bureau gathers money alone."""
    asked = dict(results)
    for line in lines:
        found = asked.get(line.project.pk) if line.project else None
        if line.project and found and not line.written.has_column("progress"):
            asked[line.project.pk] = [each for each in found if each.code != "progress_absent"]
    return asked


def _refuse_doubtful(lines: Sequence[MonthlyLine], preview: MonthlyPreview) -> None:
    """What is doubtful is not approved together with others, by a file neither."""
    asked = [
        (line, line.entry)
        for line in lines
        if line.entry is not None and line.verdict is Verdict.CHANGED
    ]
    doubts = doubts_of([entry for _, entry in asked])
    for line, entry in asked:
        why = doubt_words(doubts.get(entry.pk, ()))
        if entry.state == EntryState.RETURNED and line.draft and not line.draft.differences(entry):
            why = Doubt.UNMENDED.value
        if why:
            preview.findings.error(line.place, f"本月填报{why}，不能随文件审定，请在审核页逐条办理")
            line.verdict = Verdict.REFUSED


def _months_covered(preview: MonthlyPreview) -> int:
    """By the period, or by the calendar where history has none yet."""
    if preview.period:
        return preview.period.months_covered
    if preview.month.month != JOINT_MONTH:
        return 1
    return window_of(preview.county, preview.month).months_covered


def _matched(row: WrittenRow, register: Register, preview: MonthlyPreview) -> MonthlyLine:
    verdict = Verdict.CHANGED if row.is_readable else Verdict.REFUSED
    line = MonthlyLine(row=row.row, verdict=verdict, written=row, columns=preview.columns)
    try:
        project = register.find(row.name, row.code)
    except Unmatched as error:
        answers = preview.sent.choice.matches
        line.proposals = error.proposals
        line.is_answered = bool(error.proposals) and line.key in answers
        confirmed = register.confirmed(error, answers, line.key)
        if confirmed is None:
            preview.findings.error(row.place, str(error))
            line.verdict = Verdict.REFUSED
            return line
        project, line.answer = confirmed, confirmed.pk
    line.project, line.unit = project, register.units[project.pk]
    if row.unit and register.writes_unit_otherwise(row.unit, line.unit):
        preview.findings.warning(row.cell("unit"), f"登记的填报单位是{line.unit.name}，请核对")
    plan = register.plans.get(project.pk)
    if row.plan is not None and plan is not None and row.plan not in register.listed[project.pk]:
        preview.findings.warning(
            row.cell("plan"), f"计划清单中的年度计划投资是{wan_input(plan)}万元，请核对"
        )
    return line


def _draft(lines: Sequence[MonthlyLine], preview: MonthlyPreview) -> None:
    """What is written goes over what there is; blank cells say nothing."""
    month = preview.month
    found = MonthlyEntry.objects.filter(
        project__county=preview.county, year=month.year, month=month.month
    )
    entries = {entry.project_id: entry for entry in found}
    for line in lines:
        if line.project is None:
            continue
        key, fields = line.project.pk, line.fields
        line.entry = entries.get(key)
        if line.entry is None:
            line.draft = replace(EntryDraft(key), **fields, extra=line.extra_over({})).settled()
        else:
            line.entry.project = line.project
            line.before = _gone_over(line.entry, preview.hand)
            extra = line.extra_over(line.before.extra)
            line.draft = replace(line.before, **fields, extra=extra).settled()
        line.given = preview.sent.choice.reasons.get(line.key, "")
        if line.given and not line.draft.explanation:
            line.draft = replace(line.draft, explanation=line.given)


def _without_unasked(lines: Sequence[MonthlyLine], preview: MonthlyPreview) -> None:
    """What a row says of an 附加指标 that its project is not asked is told and left."""
    written = {name for line in lines for name in line.written.fields if key_of(name)}
    if not any(preview.columns[name].lists for name in written):
        return
    lists = lists_by_project(preview.county, preview.month)
    for line in lines:
        on = lists.get(line.project.pk, ()) if line.project else ()
        for name in [name for name in line.written.fields if key_of(name)]:
            column = preview.columns[name]
            if not column.is_asked_of(on):
                told = f"这个项目不填“{column.called}”（{column.of_words}的项目填），没有读取"
                preview.findings.warning(line.written.cell(name), told)
                line.left.add(name)


def _gone_over(entry: MonthlyEntry, hand: Hand) -> EntryDraft:
    """Another hand begins with nothing: what the unit has not sent is not yet its word."""
    if entry.is_editable and hand is not Hand.OWN:
        return EntryDraft(entry.project_id, version=entry.version)
    return EntryDraft.of(entry)


def _owes(line: MonthlyLine, register: Register) -> bool:
    """A preliminary project has no plan, and reports when it has something to."""
    return line.project is not None and register.plans.get(line.project.pk) is not None


def _is_silent(line: MonthlyLine, register: Register) -> bool:
    """A row of a project whose month nobody sent, on which nothing is written beside the name: it
    stays unsent, a draft too. So does a preliminary project that has dashes for its amounts."""
    is_sent = line.entry is not None and not line.entry.is_editable
    if line.verdict is Verdict.REFUSED or line.project is None or is_sent:
        return False
    return not line.written.fields or (line.written.has_dashes and not _owes(line, register))


def _tell_silent(
    silent: Sequence[MonthlyLine], register: Register, preview: MonthlyPreview
) -> None:
    """At its row only where a person may believe that something is written; once of all that say
    so themselves or owe nothing, and once of a file in which nothing is filled in at all."""
    if silent and not preview.lines:
        preview.asides.append(f"{len(silent)} 个项目都没有填写，按未报送处理")
        return
    odd = [line for line in silent if _owes(line, register) and not line.written.is_unreported]
    if len(silent) > len(odd):
        preview.asides.append(f"{len(silent) - len(odd)} 行没有填报数，按未报送处理")
    for line in odd:
        preview.findings.warning(line.place, "这一行没有填任何进度，按未报送处理", about=line.name)


def _judge(
    line: MonthlyLine, results: Mapping[int, list[CheckResult]], preview: MonthlyPreview
) -> None:
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
        hint = "" if result.must_be_fixed else _ASKS[preview.hand]
        if result.field in AMOUNTS and result.field not in line.written.fields:
            is_old = line.before is not None and getattr(line.before, result.field) is not None
            hint += "（表中没有填，这是系统中已有的数）" if is_old else ""
        tell = preview.findings.error if result.must_be_fixed else preview.findings.to_explain
        tell(line.written.cell(result.field), result.message + hint)
    line.verdict = _verdict(line, line.draft, preview)
    if preview.hand is Hand.KEYED and line.applies:
        _tell_replaced(line, line.draft, preview)
    if standing:
        is_own = preview.hand is Hand.OWN and line.applies
        line.is_draftable = is_own
        line.wants_reason = not any(result.must_be_fixed for result in standing) and (
            is_own or (preview.hand is Hand.KEYED and line.applies)
        )
        line.verdict = Verdict.REFUSED
    if found and is_history and line.applies and not line.draft.explanation:
        line.draft = replace(line.draft, explanation=HISTORY_EXPLANATION)


def _tell_replaced(line: MonthlyLine, draft: EntryDraft, preview: MonthlyPreview) -> None:
    """代填 over what the unit has saved and not sent: what that says, and how it is left alone."""
    entry = line.entry
    if entry is None or not is_unsent(entry) or not draft.differences(entry):
        return
    said = "、".join(
        f"{label}：{shortened(value)}" for label, value in said_in(entry, preview.columns)
    )
    preview.findings.warning(
        line.place, f"单位已存有未报送的内容（{said}），导入后以代填为准；不替换的请取消勾选这一行"
    )


def _verdict(line: MonthlyLine, draft: EntryDraft, preview: MonthlyPreview) -> Verdict:
    entry = line.entry
    if entry is None:
        return Verdict.ADDED
    if entry.is_editable:
        return Verdict.ADDED if EntryDraft.of(entry).is_blank else Verdict.CHANGED
    differences = draft.differences(entry)
    if set(differences) & set(_TOLD_BY_TABLES):
        differences = _not_told_by_tables(differences, draft, preview)
    if not differences:
        due = preview.hand is Hand.HISTORY and entry.state != EntryState.APPROVED
        return Verdict.CHANGED if due else Verdict.UNCHANGED
    preview.findings.error(line.place, _already_sent(entry, draft, differences, preview))
    return Verdict.REFUSED


def _not_told_by_tables(
    differences: Sequence[str], draft: EntryDraft, preview: MonthlyPreview
) -> list[str]:
    """Without the amounts that stand so in our own tables: 核定数 in the place of what was sent,
    and what follows from the months before where a unit sent only one of the two."""
    if preview.standings is None:
        projects = [line.project.pk for line in preview.lines if line.project and line.entry]
        preview.standings = standings_through(projects, preview.month.year, preview.month.month)
    standing = preview.standings[draft.project_id]
    told = {"month_amount": standing.months[-1].amount, "year_to_date": standing.year_to_date}
    return [name for name in differences if name not in told or told[name] != getattr(draft, name)]


_IN_COLUMN, _ON_PAGE = "（原因写在“情况说明”列）", "（原因写在“情况说明”列，或填在该行）"
_ASKS = {Hand.OWN: _ON_PAGE, Hand.KEYED: _ON_PAGE, Hand.HISTORY: _IN_COLUMN}


def _already_sent(
    entry: MonthlyEntry, draft: EntryDraft, differences: Sequence[str], preview: MonthlyPreview
) -> str:
    then, now = content_of(entry), content_of(draft)
    told = in_words(differences, then, now, preview.columns)
    different = "、".join(f"{label}已报{was}、本表{new}" for label, was, new in told)
    stage = stage_of(entry.state, is_reviewed_first=preview.is_reviewed_first)
    return (
        f"本月已报（{EntryState(stage).label}），与本表不同：{different}。{_ADVICE[preview.hand]}"
    )
