"""Adopt another office's blank, confirm what it was matched to, fill it for a month."""

import datetime

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.limits import within
from accounts.models import Unit, User
from accounts.trail.audit import audited
from accounts.trail.claims import write
from accounts.trail.facts import made
from figures.facts import Facts, load_facts
from measures.months import Month
from reports.foreign_tables import filled, match, rules
from reports.foreign_tables.answers import Answers, answered
from reports.foreign_tables.filling import fill_form
from reports.foreign_tables.matching import match_form, with_lists
from reports.foreign_tables.models import LONGEST_NAME, FilledTable, ForeignTable
from reports.foreign_tables.selectors import filled_in, form_before, match_of, projects_of
from workbooks import guard
from workbooks.editing.package import EditedWorkbook
from workbooks.reading import read_contents


def adopt_table(
    *,
    county: Unit,
    content: bytes,
    filename: str,
    month: Month,
    by: User | None,
    today: datetime.date,
    accept: bool = False,
) -> ForeignTable:
    """Keep a blank with the match that the reader proposes; it is confirmed where nothing is asked
    of it, or where proposals are taken as they are (``accept``). ``by`` None is the system's own
    operator. Raises NotAllowed, UnreadableWorkbook, NothingToFill."""
    if not rules.fills(by, county):
        raise NotAllowed("只有审核员和审定员可以登记套表")
    if guard.look_at(content, filename) is not guard.Kind.XLSX:
        raise DomainError(
            "套表只收 .xlsx 文件，请用 Excel 或 WPS 另存为 .xlsx 后上传", field="file"
        )
    contents = read_contents(content, filename)
    proposed = match_form(EditedWorkbook(content), contents, load_facts(county, month))
    table = ForeignTable(
        county=county,
        name=within(filename.removesuffix(".xlsx"), LONGEST_NAME, "名称", field="file"),
        match=proposed.as_kept(),
        match_shape=match.SHAPE,
        is_confirmed=accept or not proposed.doubts,
        adopted_by=by,
        adopted_on=today,
    )
    with audited(by=by) as audit:
        table.keep(content)
        table.save(force_insert=True)
        audit.record(table, "table.adopt", county=county, changes=made(table))
    return table


def settle_match(
    *, table: ForeignTable, answers: Answers, month: Month, by: User | None, version: int
) -> ForeignTable:
    """Take what a person says the form was matched to. Where they name another list, its rows are
    matched anew by the facts of ``month``, and what is doubtful is asked again. Raises NotAllowed,
    Stale, LostFile."""
    if not rules.fills(by, table.county):
        raise NotAllowed("只有审核员和审定员可以确认套表")
    kept = match_of(table)
    if answers.changes_lists(kept):
        content = table.content()
        settled = with_lists(
            EditedWorkbook(content),
            read_contents(content),
            load_facts(table.county, month),
            kept,
            answers.lists_for(kept),
        )
    else:
        settled = answered(kept, answers)
    with audited(by=by) as audit:
        if not write(
            audit,
            table,
            "table.confirm",
            county=table.county,
            version=version,
            match=settled.as_kept(),
            match_shape=match.SHAPE,
            is_confirmed=not settled.doubts,
        ):
            raise Stale("打开页面之后对应关系又有改动，请看过后再确认")
    return table


def fill_table(
    *, table: ForeignTable, month: Month, by: User | None, today: datetime.date
) -> FilledTable:
    """Fill the blank from the facts at the end of ``month`` and keep the file; what changed since
    the form of an earlier month is marked. Written before the transaction begins, for SQLite lets
    nobody else write meanwhile. Raises NotAllowed, WrongState where something of the match is still
    asked, LostFile."""
    if not rules.fills(by, table.county):
        raise NotAllowed("只有审核员和审定员可以填套表")
    if not table.is_confirmed:
        raise WrongState("这张套表还有对应关系没有确认，请先确认再填")
    facts = _facts(table, month)
    before = form_before(table, month)
    filling = fill_form(
        table.content(), match_of(table), facts, projects_of(facts), filled_in(before)
    )
    form = FilledTable(
        table=table,
        as_of=month.last_day,
        cells=filling.filled.as_kept(),
        cells_shape=filled.SHAPE,
        follows=before,
        filled_by=by,
        filled_on=today,
    )
    with audited(by=by) as audit:
        form.keep(filling.content)
        form.save(force_insert=True)
        audit.record(form, "table.fill", county=table.county, changes=made(form))
    return form


def _facts(table: ForeignTable, month: Month) -> Facts:
    facts = load_facts(table.county, month)
    if not facts.rows:
        raise DomainError(f"截至{month.label}底没有列入计划的项目，不能填表", field="month")
    return facts
