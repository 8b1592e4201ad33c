"""July of the demonstration: being reported, due on 5 August.

Most units have sent theirs; some are still writing, one was sent back, one is silent. The
amounts follow from June's, so that they are the same at every loading.
"""

import datetime
from collections import defaultdict

from accounts.models import Role, Unit, User
from figures.facts import Facts, load_facts
from figures.plan_fact import PlanFact
from investment.drafts import EntryDraft
from investment.extra.ready import BY_NAME
from investment.extra.services import ask_column
from investment.models import (
    ColumnDeed,
    ExtraColumn,
    ExtraColumnProposal,
    MonthlyEntry,
    ReportingPeriod,
    ZeroReason,
)
from investment.services import open_period, return_entries, save_entries, submit_entries
from measures.money import WAN
from measures.months import Month
from projects.models import InvestorType

JUNE, JULY = Month(2019, 6), Month(2019, 7)
SILENT = "生态环境分局"
RETURNED = "卫生健康局"
FINAL_PAYMENT = "6月底已基本建成，本月为尾款结算"
# Unit → how many of its projects are left to fill.
STILL_WRITING = {"交通运输局": 3, "水利局": 2, "文化和旅游局": 1}
# They send the month without the column that was added for it.
WITHOUT_COLUMN = ("教育体育局", "工业和信息化局")
NOTICE = "发改投资〔2019〕31号"
ADDED_ON = datetime.date(2019, 7, 22)


def report_july(*, county: Unit, approver: User, reviewer: User, today: datetime.date) -> None:
    """Open July and let the units report, each by the hand of its own reporter."""
    column = _ask_private_investment(county, approver)
    period = open_period(county=county, month=JULY, by=approver)
    for unit_name, rows in _by_unit(load_facts(county, JUNE)).items():
        if unit_name == SILENT:
            continue
        reporter = User.objects.get(
            role_assignments__role=Role.REPORTER, role_assignments__unit__name=unit_name
        )
        filled = rows[: len(rows) - STILL_WRITING.get(unit_name, 0)]
        told = None if unit_name in WITHOUT_COLUMN else column
        versions = _fill(period, filled, reporter, today, told)
        if unit_name in STILL_WRITING:
            continue
        submit_entries(versions=versions, by=reporter, today=today)
        if unit_name == RETURNED:
            _send_back(versions, reviewer)


def _ask_private_investment(county: Unit, approver: User) -> ExtraColumn:
    """A column that the bureau adds to the sheet of July, by a notice of the city's."""
    ready = BY_NAME["民间投资完成额"]
    wish = ExtraColumnProposal(
        county=county,
        deed=ColumnDeed.ADD,
        name=ready.name,
        kind=ready.kind,
        unit=ready.unit,
        definition=ready.definition,
        source=NOTICE,
        from_day=JULY.first_day,
        reason=NOTICE,
    )
    ask_column(wish=wish, by=approver, today=ADDED_ON)
    return ExtraColumn.objects.get(county=county, name=ready.name)


def _by_unit(facts: Facts) -> dict[str, list[PlanFact]]:
    units: dict[str, list[PlanFact]] = defaultdict(list)
    for row in facts.of_list("县级"):
        if row.planned is not None:
            units[row.unit_name].append(row)
    return units


def _fill(
    period: ReportingPeriod,
    rows: list[PlanFact],
    reporter: User,
    today: datetime.date,
    column: ExtraColumn | None,
) -> dict[int, int]:
    drafts = [_draft(row, column) for row in rows]
    saved = save_entries(period=period, drafts=drafts, by=reporter, today=today)
    return {entry.pk: entry.version for entry in saved.written}


def _draft(row: PlanFact, column: ExtraColumn | None) -> EntryDraft:
    done = row.done or 0
    amount = _july_amount(row, done)
    private = amount if row.investor_type == InvestorType.PRIVATE else 0
    return EntryDraft(
        project_id=row.project_id,
        month_amount=amount,
        year_to_date=done + amount,
        zero_reason="" if amount or not done else ZeroReason.COMPLETED,
        progress=row.progress,
        problem=row.problem,
        explanation=FINAL_PAYMENT if amount and row.is_substantially_complete else "",
        extra={} if column is None else {str(column.pk): private},
    )


def _july_amount(row: PlanFact, done: int) -> int:
    """About the average of the months before, within what the plan leaves; whole 万元."""
    average = done // (JUNE.month * WAN) * (80 + row.position % 5 * 10) // 100
    left = ((row.planned or 0) - done) // WAN
    return max(0, min(average, left)) * WAN


def _send_back(versions: dict[int, int], reviewer: User) -> None:
    """One project under construction goes back to its unit."""
    entry = MonthlyEntry.objects.filter(pk__in=versions, month_amount__gt=0).first()
    if entry is None:
        return
    return_entries(
        versions={entry.pk: entry.version},
        reason="7月形象进度与6月完全相同，请写明本月实际进展后重新报送。",
        by=reviewer,
    )
