"""A blank matched to what the county knows: proposed by the reader, for a person to confirm."""

from collections.abc import Sequence
from dataclasses import replace

from accounts.errors import DomainError
from figures.book import FigureBook
from figures.facts import Facts, own_list
from projects.models import AnnualPlan
from reports.foreign_tables.heads import Columns, FoundHead, NamedPlaces, heads_in, with_wholes
from reports.foreign_tables.match import FormMatch, TableMatch
from reports.foreign_tables.places import ListPlaces
from reports.foreign_tables.rows import Rows
from workbooks import titles
from workbooks.editing.package import EditedWorkbook
from workbooks.reading import Contents, Sheet


class NothingToFill(DomainError):
    """A workbook in which no head is understood."""

    def __init__(self) -> None:
        super().__init__("没有在文件里找到认得的表头，请核对是不是要填的空表", field="file")


def match_form(book: EditedWorkbook, contents: Contents, facts: Facts) -> FormMatch:
    """Raises NothingToFill."""
    figures = FigureBook(facts)
    tables = [
        table
        for sheet in contents.sheets
        if sheet.visible
        for table in _tables(book, sheet, figures)
    ]
    if not tables:
        raise NothingToFill
    return FormMatch(tuple(tables))


def with_lists(
    book: EditedWorkbook, contents: Contents, facts: Facts, match: FormMatch, lists: Sequence[str]
) -> FormMatch:
    """The match where a person says which list each of its tables is filled from: tables of
    another list than before are matched anew."""
    figures = FigureBook(facts)
    sheets = {sheet.name: sheet for sheet in contents.sheets}
    tables = []
    for table, key in zip(match.tables, lists, strict=True):
        if key != table.list_key:
            heads = heads_in(sheets[table.sheet])
            number = [head.first for head in heads].index(table.first_row)
            table = _table(book, sheets[table.sheet], heads, number, figures, key)
        tables.append(replace(table, doubt=""))
    return FormMatch(tuple(tables))


def _tables(book: EditedWorkbook, sheet: Sheet, figures: FigureBook) -> list[TableMatch]:
    heads = heads_in(sheet)
    return [_table(book, sheet, heads, number, figures) for number in range(len(heads))]


def _table(
    book: EditedWorkbook,
    sheet: Sheet,
    heads: Sequence[FoundHead],
    number: int,
    figures: FigureBook,
    list_key: str | None = None,
) -> TableMatch:
    head = heads[number]
    key, doubt = (list_key, "") if list_key else _list_of(sheet, heads[: number + 1], figures.facts)
    places = ListPlaces(figures, key)
    checks = book.checks(sheet.name)
    columns = Columns(sheet, head, checks, NamedPlaces()).matches()
    is_of_projects = any(column.field == "name" for column in columns)
    if not is_of_projects:
        columns = with_wholes(Columns(sheet, head, checks, places).matches())
    edited = book.sheet(sheet.name)
    last = heads[number + 1].first - 1 if number + 1 < len(heads) else edited.last_row
    rows = Rows(edited, columns, head.last + 1, last)
    label_at = Rows.label_at(columns)
    lines = figures.facts.of_list(key)
    below = rows.of_projects(lines, places) if is_of_projects else rows.of_figures(label_at, places)
    return TableMatch(
        sheet=sheet.name,
        first_row=head.first,
        head_end=head.last,
        label_at=label_at,
        list_key=key,
        columns=tuple(columns),
        rows=below.rows,
        rooms=below.rooms,
        doubt=doubt,
    )


def _list_of(sheet: Sheet, heads: Sequence[FoundHead], facts: Facts) -> tuple[str, str]:
    """The list that the nearest text above the head names, or the sheet does; else the county's
    own, which a person is asked about."""
    texts = [text for head in reversed(heads) for text in reversed(head.above)]
    for text in (*texts, sheet.name):
        named = [plan for plan in facts.plans if _names(text, plan)]
        if named:
            return max(named, key=lambda plan: len(plan.key)).key, ""
    own = own_list(facts.plans)
    if own is None:
        raise DomainError(f"截至{facts.month.label}底没有列入计划的项目，不能填表")
    return own.key, f"表“{sheet.name}”没有写明是哪一级清单，按{own.key}填，请核对"


def _names(text: str, plan: AnnualPlan) -> bool:
    return plan.key in titles.compact(text)
