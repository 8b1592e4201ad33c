"""What pages and commands read of forms."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from django.db.models import Max, QuerySet

from accounts.models import User
from figures.book import FigureBook
from figures.facts import Facts, load_facts
from figures.units import MONEY
from measures.months import Month
from projects.models import Project
from projects.reading import projects_on
from reports.foreign_tables.field import Field
from reports.foreign_tables.fields import own_field
from reports.foreign_tables.filled import ChangedCell, FilledBlank, changes
from reports.foreign_tables.match import FormMatch
from reports.foreign_tables.models import FilledTable, ForeignTable
from reports.foreign_tables.places import ListPlaces


def table_numbered(number: int) -> ForeignTable | None:
    return ForeignTable.objects.select_related("county").filter(pk=number).first()


def match_of(table: ForeignTable) -> FormMatch:
    return FormMatch.read(table.match)


def own_fields(book: FigureBook) -> list[Field]:
    """The 附加指标 that may fill a column: money, and whole numbers."""
    found = []
    for name, own in book.own.items():
        unit = own.indicator.unit
        if name == own.column.title and (unit == MONEY or unit.is_counted):
            found.append(own_field(name, "money" if unit == MONEY else "count"))
    return found


def projects_of(facts: Facts) -> dict[int, Project]:
    """The projects of the facts' lines as they were at the cut-off, by id."""
    asked = Project.objects.filter(pk__in={row.project_id for row in facts.rows})
    found = projects_on(asked, facts.month.last_day, facts.county)
    return {project.pk: project for project in found}


def form_before(table: ForeignTable, month: Month) -> FilledTable | None:
    """The form last filled of an earlier month."""
    return table.filled.filter(as_of__lt=month.last_day).order_by("-as_of", "-pk").first()


def filled_in(form: FilledTable | None) -> FilledBlank:
    return FilledBlank() if form is None else FilledBlank.read(form.cells)


def changes_of(form: FilledTable) -> list[ChangedCell]:
    """Against the form that it follows; none of the first."""
    return changes(filled_in(form.follows), filled_in(form)) if form.follows else []


@dataclass(frozen=True)
class KeptFilling:
    """A filled form as a page lists it."""

    form: FilledTable
    marked: int


def history_of(table: ForeignTable) -> list[KeptFilling]:
    forms: Iterable[FilledTable] = table.filled.select_related("filled_by")
    return [KeptFilling(form, sum(u.count for u in filled_in(form).unfilled)) for form in forms]


def file_name(form: FilledTable) -> str:
    return f"{form.table.name}（{form.as_of:%Y年}{form.as_of.month}月）.xlsx"


def tables_of(user: User) -> QuerySet[ForeignTable]:
    """With the cut-off of which each was last filled (``last_as_of``)."""
    tables = ForeignTable.objects.visible_to(user).select_related("adopted_by")
    return tables.annotate(last_as_of=Max("filled__as_of"))


class OfferedMatch(TypedDict):
    """What the form of a match offers to choose from; projects and places by the key of the list
    that they are of."""

    match: FormMatch
    lists: list[str]
    projects: dict[str, list[tuple[int, str]]]
    places: dict[str, list[tuple[str, str]]]
    own: list[Field]


def offered_for(table: ForeignTable, month: Month) -> OfferedMatch:
    facts = load_facts(table.county, month)
    match = match_of(table)
    if table.is_confirmed:
        match = match.without_doubts()
    # A list that is no longer in use at the cut-off stays one that the form is filled from.
    keys = [*facts.keys, *(each.list_key for each in match.tables)]
    lists = list(dict.fromkeys(keys))
    book = FigureBook(facts)
    return {
        "match": match,
        "lists": lists,
        "projects": {
            key: [(row.project_id, row.project_name) for row in facts.of_list(key)] for key in lists
        },
        "places": {key: ListPlaces(book, key).choices() for key in lists},
        "own": own_fields(book),
    }
