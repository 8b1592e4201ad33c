"""附加指标 are added, renamed and retired: by the approver, or as a reviewer proposed it.

What is asked is an ``ExtraColumnProposal`` in either case; an approver's is accepted as it is made.
A month that is closed stays as it was: nothing of it is asked, renamed or retired any more.
"""

from datetime import date

from django.db.models import Q

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.limits import within
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import Trail, audited
from accounts.trail.claims import claim
from accounts.trail.facts import changed_since, facts_of, made
from accounts.trail.holding import hold
from accounts.trail.proposals import accept, propose
from investment.extra.names import refuse_taken
from investment.extra.rules import may_ask
from investment.models import (
    MONEY_UNITS,
    ColumnDeed,
    ColumnTerms,
    ExtraColumn,
    ExtraColumnName,
    ExtraColumnProposal,
    ExtraKind,
    MonthlyEntry,
    PublishedAs,
    ReportingPeriod,
)
from measures.months import Month
from projects.models import AnnualPlan

MOST_DIGITS = 4
MOST_COLUMNS = 20
_LONGEST_OPTIONS = 200
_TERMS = tuple(field.name for field in ColumnTerms._meta.local_fields)


def ask_column(*, wish: ExtraColumnProposal, by: User, today: date) -> ExtraColumnProposal:
    """Add, rename or retire a column as the unsaved ``wish`` says; a reviewer's waits for the
    approver. The same again is returned as it is. Raises NotAllowed, DomainError, WrongState where
    another waits for the same name or what it is about has changed."""
    if not may_ask(by, wish.county):
        raise NotAllowed("只有审核员和审定员可以提出附加指标")
    _settle(wish)
    _refuse_impossible(wish)
    with audited(by=by, reason=wish.reason):
        proposal = propose(wish, by=by)
        if may(by, "column.manage", wish.county) and proposal.is_waiting:
            proposal = accept(proposal=proposal, by=by, today=today)
    return proposal


def change_columns_as_proposed(
    audit: Trail, proposal: ExtraColumnProposal, by: User, today: date
) -> None:
    """Raises DomainError, WrongState where it cannot be done any more."""
    # Who adds another, or closes a month, waits: a name is given once.
    hold(proposal.county)
    _refuse_impossible(proposal)
    _DEEDS[ColumnDeed(proposal.deed)](audit, proposal)


def _add(audit: Trail, proposal: ExtraColumnProposal) -> None:
    count = ExtraColumn.objects.filter(county=proposal.county).count()
    column = ExtraColumn(
        county=proposal.county,
        from_day=proposal.from_day,
        position=count + 1,
        **{name: getattr(proposal, name) for name in _TERMS},
    )
    column.save(force_insert=True)
    audit.record(column, "column.add", county=column.county, changes=made(column))


def _rename(audit: Trail, proposal: ExtraColumnProposal) -> None:
    column = _own(proposal)
    before = facts_of(column)
    former = ExtraColumnName(column=column, name=column.name, until=proposal.from_day)
    former.save(force_insert=True)
    _claim(column, name=proposal.name)
    audit.record(
        column,
        "column.rename",
        county=proposal.county,
        changes=changed_since(before, column),
        rows=[(former, made(former))],
    )


def _retire(audit: Trail, proposal: ExtraColumnProposal) -> None:
    column = _own(proposal)
    before = facts_of(column)
    _claim(column, until_day=proposal.from_day)
    changes = changed_since(before, column)
    audit.record(column, "column.retire", county=proposal.county, changes=changes)


_DEEDS = {ColumnDeed.ADD: _add, ColumnDeed.RENAME: _rename, ColumnDeed.RETIRE: _retire}


def _own(proposal: ExtraColumnProposal) -> ExtraColumn:
    assert proposal.column is not None
    return ExtraColumn.objects.of_county(proposal.county).get(pk=proposal.column.pk)


def _claim(column: ExtraColumn, **values: object) -> None:
    if not claim(column, version=column.version, where=Q(until_day=None), **values):
        raise WrongState(f"附加指标“{column.name}”刚刚有改动，请刷新页面后再办理")


# --- What may be asked --------------------------------------------------------------------


def _settle(wish: ExtraColumnProposal) -> None:
    """Without blanks around its texts, and without what its kind does not have."""
    wish.name = within(wish.name, 20, "名称", field="name")
    wish.reason = within(wish.reason, 200, "依据", field="source")
    if wish.deed != ColumnDeed.ADD:
        return
    wish.unit = within(wish.unit, 6, "计量单位", field="unit")
    wish.definition = within(wish.definition, 200, "口径", field="definition")
    wish.source = within(wish.source, 200, "依据", field="source")
    if wish.kind != ExtraKind.NUMBER:
        wish.unit, wish.digits = "", None
    elif wish.unit in MONEY_UNITS:
        wish.digits = None
    else:
        wish.digits = wish.digits or 0
    if wish.kind != ExtraKind.CHOICE:
        wish.options = ""


def _refuse_impossible(wish: ExtraColumnProposal) -> None:
    if not wish.reason:
        raise DomainError("请写明依据的文件和文号", field="source")
    if wish.deed == ColumnDeed.ADD:
        _refuse_terms(wish)
    _refuse_closed(wish)
    if wish.deed == ColumnDeed.ADD:
        refuse_taken(wish.county, wish.name)
        return
    column = _own(wish)
    if column.until_day is not None:
        raise WrongState(f"附加指标“{column.name}”已经停用")
    if wish.from_day <= column.from_day:
        raise DomainError(f"要晚于开始填报的{_month(column.from_day)}", field="from_month")
    if wish.deed == ColumnDeed.RENAME:
        refuse_taken(wish.county, wish.name, column)
        if any(each.until >= wish.from_day for each in column.former_names.all()):
            raise DomainError("要晚于上次改名的月份", field="from_month")
    else:
        _refuse_filled(column, wish.from_day)


def _refuse_terms(wish: ExtraColumnProposal) -> None:
    if not wish.definition:
        raise DomainError("请用一句话写明口径：算什么，不算什么", field="definition")
    if wish.kind == ExtraKind.NUMBER and not wish.unit:
        raise DomainError("数字要写明计量单位，如万元、人、亩", field="unit")
    if (wish.digits or 0) > MOST_DIGITS:
        raise DomainError(f"最多{MOST_DIGITS}位小数", field="digits")
    if wish.kind == ExtraKind.CHOICE:
        _refuse_options(wish.option_words)
    keys = AnnualPlan.objects.filter(county=wish.county).values_list("key", flat=True)
    if unknown := set(wish.list_keys) - set(keys):
        raise DomainError(f"没有清单“{min(unknown)}”", field="lists")
    if ExtraColumn.objects.filter(county=wish.county, until_day=None).count() >= MOST_COLUMNS:
        raise DomainError(f"最多同时有{MOST_COLUMNS}个附加指标，请先停用不用的")


def _refuse_options(options: list[str]) -> None:
    if len(options) < 2 or len(set(options)) < len(options) or not all(options):
        raise DomainError("选项至少两个，每行一个，不能重复", field="options")
    # As a list to choose from in a cell of a workbook.
    if len(",".join(options)) > _LONGEST_OPTIONS or any(
        set(each) & set(',"，') for each in options
    ):
        raise DomainError(f"选项合计最多{_LONGEST_OPTIONS}字，不能有逗号和引号", field="options")


def _refuse_closed(wish: ExtraColumnProposal) -> None:
    """What was asked in a month that is closed, and by what name, stands."""
    first = first_month_free(wish.county)
    if first is not None and wish.from_day < first.first_day:
        before = first.previous()
        told = f"{before.label}已关闭或已发布，最早从{first.label}起"
        raise DomainError(told, field="from_month")


def first_month_free(county: Unit) -> Month | None:
    """The month after the last one that is closed or published; None where none is. One query."""
    is_done = Q(closed_at__isnull=False) | ~Q(published_as=PublishedAs.NOT)
    done = ReportingPeriod.objects.filter(is_done, county=county)
    last = done.order_by("-year", "-month").first()
    return None if last is None else last.as_month.next()


def _refuse_filled(column: ExtraColumn, until: date) -> None:
    later = Q(year__gt=until.year) | Q(year=until.year, month__gte=until.month)
    filled = MonthlyEntry.objects.filter(
        later, project__county=column.county_id, extra__has_key=str(column.pk)
    )
    last = filled.order_by("-year", "-month").first()
    if last is not None:
        raise DomainError(
            f"{last.as_month.label}已有单位填了这个指标，最早从{last.as_month.next().label}起停用",
            field="from_month",
        )


def _month(day: date) -> str:
    return Month.of(day).label
