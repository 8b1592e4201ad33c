"""What pages and commands read of forms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from figures.facts import Facts, load_facts
from measures.months import Month
from projects.models import Project
from projects.reading import projects_on
from reports.foreign_tables.filled import Change, Filled, changes
from reports.foreign_tables.match import FormMatch
from reports.foreign_tables.models import FilledTable, ForeignTable


def table_numbered(number: int) -> ForeignTable | None:
    return ForeignTable.objects.select_related("county").filter(pk=number).first()


def match_of(table: ForeignTable) -> FormMatch:
    return FormMatch.read(table.match)


def projects_of(facts: Facts) -> dict[int, Project]:
    """The projects of the facts' lines as they were at the cut-off, by id."""
    asked = Project.objects.filter(pk__in={row.project_id for row in facts.rows})
    found = projects_on(asked, facts.month.last_day, facts.county)
    return {project.pk: project for project in found}


def form_before(table: ForeignTable, month: Month) -> FilledTable | None:
    """The form last filled of an earlier month."""
    return table.filled.filter(as_of__lt=month.last_day).order_by("-as_of", "-pk").first()


def filled_in(form: FilledTable | None) -> Filled:
    return Filled() if form is None else Filled.read(form.cells)


def changes_of(form: FilledTable) -> list[Change]:
    """Against the form that it follows; none of the first."""
    return changes(filled_in(form.follows), filled_in(form)) if form.follows else []


@dataclass(frozen=True)
class Filling:
    """A filled form as a page lists it."""

    form: FilledTable
    marked: int


def history_of(table: ForeignTable) -> list[Filling]:
    forms: Iterable[FilledTable] = table.filled.select_related("filled_by")
    return [Filling(form, sum(u.count for u in filled_in(form).unfilled)) for form in forms]


def file_name(form: FilledTable) -> str:
    return f"{form.table.name}（{form.as_of:%Y年}{form.as_of.month}月）.xlsx"


def facts_of(table: ForeignTable, month: Month) -> Facts:
    return load_facts(table.county, month)


def lists_of(facts: Facts) -> Sequence[str]:
    return facts.keys
