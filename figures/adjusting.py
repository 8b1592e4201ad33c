"""What a plan of adjustment would come to: the same indicators over the rows as they would be."""

import datetime
from collections.abc import Iterator

from accounts.trail.reader import ById, Reader, Values
from figures import words
from figures.book import FigureBook
from figures.facts import load_facts
from figures.months import ShownMonth, default_of, shown_months
from measures.months import Month
from projects.adjustments.effect import Effect, Reckoned
from projects.adjustments.wanted import term_value
from projects.models import PlanAdjustment, PlanChange
from projects.reading import terms_on

GROUPS = ("全部", "新建", "续建", "前期")
NAMES = (
    "项目数",
    "年度计划投资",
    "完成率",
    "超序时",
    "绿灯数",
    "黄灯数",
    "红灯数",
)


def effect_of_adjustment(adjustment: PlanAdjustment) -> Iterator[Effect]:
    """What is completed by the published month of the list's year, or the latest that has figures,
    over the list as it stands today and as it would be: what came to it after that month is in
    both. Nothing of a list that is closed."""
    plan = adjustment.plan
    months = [shown for shown in shown_months(plan.county) if shown.month.year == plan.year]
    month = default_of(months)
    if month is None or plan.closed_on is not None:
        return
    changes = list(adjustment.changes.select_related("item", "project").order_by("pk"))

    def as_it_stands(lines: ById, projects: ById) -> None:
        for pk in [pk for pk, line in lines.items() if line["plan_id"] == plan.pk]:
            del lines[pk]
        # No change of a list is dated ahead.
        last_day = datetime.date(plan.year, 12, 31)
        lines.update(terms_on(Reader(plan.county), [plan.pk], last_day))

    def as_if(lines: ById, projects: ById) -> None:
        as_it_stands(lines, projects)
        for change in changes:
            _change(change, lines, projects)

    now = FigureBook(load_facts(plan.county, month, as_if=as_it_stands))
    then = FigureBook(load_facts(plan.county, month, as_if=as_if))
    yield Effect(
        "对总数、完成率和亮灯的影响",
        f"按清单的现状和{_label(months, month)}的完成数测算",
        [
            (group, [_reckoned((now, then), plan.key, group, name) for name in NAMES])
            for group in GROUPS
        ],
    )


def _label(months: list[ShownMonth], month: Month) -> str:
    return next(shown.label for shown in months if shown.month == month)


def _reckoned(books: tuple[FigureBook, FigureBook], key: str, group: str, name: str) -> Reckoned:
    now, then = (book.of(key, group, name) for book in books)
    label = f"{name}（{now.unit.label}）"
    return Reckoned(label, words.value_text(now), words.value_text(then))


def _change(change: PlanChange, lines: ById, projects: ById) -> None:
    """A project or a line that is not there yet has a key below zero."""
    project_id = change.project_id or -change.pk
    line_id = change.item_id or -change.pk
    if change.terms:
        terms = {name: term_value(name, kept) for name, kept in change.terms.items()}
        line = lines.get(line_id) or _line(change, project_id)
        lines[line_id] = line | {name: terms[name] for name in terms if name in line}
        if lines[line_id]["is_dropped"]:
            del lines[line_id]
    if project_id not in projects:
        projects[project_id] = _PROJECT | {"name": change.name}
    told = {name: kept for name, kept in change.details.items() if name in _READ}
    projects[project_id] = projects[project_id] | told


def _line(change: PlanChange, project_id: int) -> Values:
    """One that left the list comes again as it was."""
    if change.item is not None:
        return {name: getattr(change.item, name) for name in _LINE}
    return _LINE | {
        "plan_id": change.plan_id,
        "project_id": project_id,
        "position": change.pk + 1_000_000,
    }


_LINE: Values = {
    "plan_id": None,
    "project_id": None,
    "position": 0,
    "is_dropped": False,
    "category": "",
    "planned_investment": None,
    "phases": "",
    "planned_start": None,
    "planned_completion": None,
    "listed_name": "",
}
"""A line of which nothing is known."""


_READ = ("name", "category", "is_productive", "total_investment")

_PROJECT: Values = {
    "name": "",
    "code": "",
    "category": None,
    "is_productive": False,
    "total_investment": None,
    "investor_type": "",
    "construction_nature": "",
    "stage": "",
    "town": "",
    "invested_before": None,
    "invested_before_year": None,
    "actual_start": None,
    "substantially_complete_on": None,
    "completed_on": None,
    "in_production_on": None,
    "in_use_on": None,
    "start_recognised_on": None,
    "package_id": None,
}
"""A project of which only a name is known."""
