"""Writing what a preview showed: one transaction, a fixed number of queries, an audit line for
each project, list and unit."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from accounts.errors import Stale
from accounts.models import Unit
from accounts.trail.audit import Told, Trail
from accounts.trail.dated import Dating
from accounts.trail.facts import Changes, Facts, changed_row, changed_since, facts_of, made
from projects.intake.comparing import PlanPreview, new_categories, new_units
from projects.intake.edits import ITEM_FIELDS, Edit, LineChange, Target
from projects.intake.lists import titles_to_keep
from projects.intake.provenance import Held, LineWrote, keep_sources
from projects.intake.register import PROJECT_FIELDS
from projects.leaders.naming import Leaders
from projects.models import (
    AnnualPlan,
    FormerDetails,
    FormerTerms,
    LeadOfficial,
    Milestone,
    Part,
    PlanItem,
    Project,
    ProjectCategory,
    ProjectUnit,
)
from projects.naming import kind_of_unit, pinyin_of, unit_key, unit_keys
from projects.packages import refuse_counted_twice
from projects.services.sites import number_lines, unregistered
from workbooks.models import Upload

_MEANWHILE = "项目库在核对之后有变动，没有导入，请重新核对后再确认"


def write_chosen(
    preview: PlanPreview,
    chosen: list[LineChange],
    *,
    on: datetime.date,
    audit: Trail,
    upload: Upload | None = None,
) -> None:
    """Write ``chosen`` lines of a preview, in the transaction in which it was made, and where
    each value came from in ``upload``. A unit or official that replaces another does so ``on``
    that day, but not before the year; first ones count from the beginning of the year."""
    first_day = datetime.date(preview.year, 1, 1)
    writing = _Writing(preview, max(on, first_day), audit)
    projects = writing.write(chosen)
    if upload is not None:
        keep_sources(upload, writing.wrote(chosen, projects))


class _Writing:
    """The rows of one import on their way to the database."""

    def __init__(self, preview: PlanPreview, on: datetime.date, audit: Trail) -> None:
        self.register = preview.register
        self.choices = preview.choices
        self.first_day = datetime.date(preview.year, 1, 1)
        self.on = on
        self.audit = audit
        # Of each changed project's id: the rows that hang on it, with what they were before.
        self.hanging: dict[int, list[tuple[Any, Facts | None]]] = defaultdict(list)
        self.before: dict[int, Facts] = {}
        # Of each: what is dated, and the rows of its past, as they stand after the import.
        self.dated: dict[int, list[Held]] = defaultdict(list)
        self.plans_before: dict[str, Facts] = {}
        self.new_plans: set[str] = set()
        # Units, categories and lists that were made.
        self.new: set[Model] = set()

    def write(self, changes: list[LineChange]) -> list[Project]:
        """The project of each change."""
        self._hold(changes)
        lines = [change.line for change in changes]
        self._add_units(new_units(lines, self.register))
        self._add_categories(new_categories(lines, self.register))
        self._add_plans(
            {edit.where for c in changes for edit in c.edits if edit.target is Target.ITEM}
        )
        projects = self._write_projects(changes)
        self._write_parts(changes, projects)
        self._write_officials(changes, projects)
        self._write_items(changes, projects)
        self._write_milestones(changes, projects)
        refuse_counted_twice(self.register.plans.values())
        self._record(changes, projects)
        return projects

    def _hold(self, changes: list[LineChange]) -> None:
        """Raises Stale where another hand came to a project or its lines since they were read."""
        projects = [p for change in changes if (p := self.register.project(change.line.name))]
        known = {project.pk for project in projects}
        items = [item for item in self.register.items.values() if item.project_id in known]
        for model, read in ((Project, projects), (PlanItem, items)):
            rows = model._default_manager.filter(pk__in=[row.pk for row in read]).order_by("pk")
            held = dict(rows.select_for_update(no_key=True).values_list("pk", "version"))
            if held != {row.pk: row.version for row in read}:
                raise Stale(_MEANWHILE)

    # --- What projects refer to ---

    def _add_units(self, names: tuple[str, ...]) -> None:
        county = self.register.county
        units = Unit.objects.bulk_create(
            # bulk_create calls no save(): the county above is written here.
            Unit(parent=county, county=county, name=name, kind=kind_of_unit(name), position=place)
            for place, name in enumerate(names, start=len(self.register.units) + 1)
        )
        self.new.update(units)
        for unit in units:
            self.audit.record(unit, "unit.create", county=county, changes=made(unit))
            self.register.units.update(dict.fromkeys(unit_keys(unit, county), unit))

    def _add_categories(self, names: tuple[str, ...]) -> None:
        county = self.register.county
        categories = ProjectCategory.objects.bulk_create(
            ProjectCategory(county=county, name=name, position=place)
            for place, name in enumerate(names, start=len(self.register.categories) + 1)
        )
        self.new.update(categories)
        for category in categories:
            self.audit.record(category, "category.create", county=county, changes=made(category))
        self.register.categories.update({category.name: category for category in categories})

    def _add_plans(self, keys: set[str]) -> None:
        """The new lists among those that the file writes to; each learns the file's title."""
        county, year = self.register.county, self.register.year
        titles = dict(titles_to_keep(self.choices))
        new = {choice.key: choice for choice in self.choices if choice.is_new}
        plans = AnnualPlan.objects.bulk_create(
            AnnualPlan(
                county=county,
                year=year,
                tier=choice.tier,
                name=choice.name,
                key=key,
                titles=titles.get(key, ""),
            )
            for key, choice in sorted(new.items(), key=lambda pair: pair[1].order)
            if key in keys
        )
        for key in keys & set(self.register.plans) & set(titles):
            plan = self.register.plans[key]
            known = plan.titles.split("\n") if plan.titles else []
            if titles[key] not in known:
                self.plans_before[key] = facts_of(plan)
                plan.titles = "\n".join([*known, titles[key]])
                plan.save(update_fields=["titles"])
        self.register.plans.update({plan.key: plan for plan in plans})
        self.new.update(plans)
        self.new_plans = {plan.key for plan in plans}

    # --- Projects and what hangs on them ---

    def _write_projects(self, changes: list[LineChange]) -> list[Project]:
        """The project of each change, in the order of ``changes``, all with their ids."""
        projects = [
            self.register.project(change.line.name) or Project(county=self.register.county)
            for change in changes
        ]
        touched: list[Project] = []
        dating = Dating(FormerDetails, projects)
        for change, project in zip(changes, projects, strict=True):
            if not change.is_new:
                self.before[project.pk] = facts_of(project)
            edits = [e for e in change.edits if e.target in (Target.PROJECT, Target.CATEGORY)]
            said = {edit.field: self._value(edit) for edit in edits}
            if change.is_new:
                for field, value in said.items():
                    setattr(project, field, value)
                project.pinyin = pinyin_of(project.name)
            elif said:
                self._change(project, said, dating)
                project.version += 1
                touched.append(project)
        Project.objects.bulk_create(project for project in projects if project.pk is None)
        Project.objects.bulk_update(touched, [*PROJECT_FIELDS, "version"])
        dating.save()
        for project in touched:
            self.hanging[project.pk] += dating.changed_rows(project)
            self.dated[project.pk] += dating.every(project)
        return projects

    def _change(self, project: Project, said: dict[str, Any], dating: Dating[Project]) -> None:
        """What is dated changes from the first day of the plan's year, or where it changed since,
        from that day: it is the present that the file was compared with. Before it nothing does."""
        if "category" in said:
            said["category_id"] = said.pop("category").pk
        dated = {name: said.pop(name) for name in FormerDetails.columns() if name in said}
        for name, value in said.items():
            setattr(project, name, value)
        if self.register.is_past_for(project):
            new_year = self.first_day.replace(year=self.first_day.year + 1)
            dating.change_until(project, new_year, self.first_day, dated)
        else:
            dating.change_present(project, self.first_day, dated)

    def _value(self, edit: Edit) -> Any:
        is_category = edit.target is Target.CATEGORY
        return self.register.categories[edit.new] if is_category else edit.new

    def _write_parts(self, changes: list[LineChange], projects: list[Project]) -> None:
        ended: list[ProjectUnit] = []
        moved: list[ProjectUnit] = []
        begun: list[ProjectUnit] = []
        for change, project in zip(changes, projects, strict=True):
            for edit in _of(change, Target.PART):
                unit = self.register.units[unit_key(edit.new, self.register.county)]
                former = self._holders(project, edit.where)
                for held in former:
                    self._will_change(project, held)
                if former and former[0].from_date >= self.on:
                    former[0].unit = unit
                    moved.append(former[0])
                    continue
                for held in former:
                    held.until = self.on
                    ended.append(held)
                start = self.on if former else self.first_day
                part = ProjectUnit(project=project, unit=unit, part=edit.where, from_date=start)
                begun.append(self._will_be_new(project, part))
        ProjectUnit.objects.bulk_update(ended, ["until"])
        ProjectUnit.objects.bulk_update(moved, ["unit"])
        ProjectUnit.objects.bulk_create(begun)

    def _holders(self, project: Project, part: str) -> list[ProjectUnit]:
        if part == Part.RESPONSIBLE:
            return self.register.responsible.get(project.pk, [])
        held = self.register.reporting.get(project.pk)
        return [held] if held else []

    def _write_officials(self, changes: list[LineChange], projects: list[Project]) -> None:
        ended: list[LeadOfficial] = []
        moved: list[LeadOfficial] = []
        begun: list[LeadOfficial] = []
        leaders = Leaders(self.register.county, self.on)
        for change, project in zip(changes, projects, strict=True):
            for edit in _of(change, Target.OFFICIAL):
                held = self.register.officials.get(project.pk)
                if held:
                    self._will_change(project, held)
                if held and held.from_date >= self.on:
                    held.name, held.leader_id = edit.new, leaders.meant_by(edit.new)
                    moved.append(held)
                    continue
                if held:
                    held.until = self.on
                    ended.append(held)
                start = self.on if held else self.first_day
                official = LeadOfficial(
                    project=project,
                    name=edit.new,
                    leader_id=leaders.meant_by(edit.new),
                    from_date=start,
                )
                begun.append(self._will_be_new(project, official))
        LeadOfficial.objects.bulk_update(ended, ["until"])
        LeadOfficial.objects.bulk_update(moved, ["name", "leader"])
        LeadOfficial.objects.bulk_create(begun)

    def _write_items(self, changes: list[LineChange], projects: list[Project]) -> None:
        new: list[PlanItem] = []
        touched: list[PlanItem] = []
        dating = Dating(FormerTerms, self.register.items.values())
        for change, project in zip(changes, projects, strict=True):
            edited = {edit.where for edit in _of(change, Target.ITEM)}
            for told in change.line.lists:
                if told.key not in edited:
                    continue
                said = {e.field: e.new for e in _of(change, Target.ITEM) if e.where == told.key}
                item = self.register.items.get((project.pk, told.key))
                if item is None:
                    plan = self.register.plans[told.key]
                    item = PlanItem(plan=plan, project=project, position=told.position, **said)
                    new.append(self._will_be_new(project, item))
                else:
                    self._will_change(project, item)
                    if item.is_only_drafted:  # In the file's order, as its new lines are.
                        item.position = told.position
                    dating.change_present(item, None, said)
                    item.version += 1
                    touched.append(item)
        PlanItem.objects.bulk_create(new)
        dating.save()
        for item in touched:
            self.hanging[item.project_id] += dating.changed_rows(item)
            self.dated[item.project_id] += dating.every(item)
        PlanItem.objects.bulk_update(touched, [*ITEM_FIELDS, "is_dropped", "position", "version"])

    def _write_milestones(self, changes: list[LineChange], projects: list[Project]) -> None:
        new: list[Milestone] = []
        touched: list[Milestone] = []
        for change, project in zip(changes, projects, strict=True):
            for edit in _of(change, Target.MILESTONE):
                milestone = self.register.milestones.get((project.pk, edit.where))
                if milestone is None:
                    part = self.register.reporting.get(project.pk)
                    milestone = unregistered(
                        project,
                        edit.where,
                        edit.new,
                        unit_id=None if part is None else part.unit_id,
                    )
                    new.append(self._will_be_new(project, milestone))
                else:
                    self._will_change(project, milestone)
                    milestone.reached_on = edit.new
                    milestone.version += 1
                    touched.append(milestone)
        number_lines(new)
        Milestone.objects.bulk_create(new)
        Milestone.objects.bulk_update(touched, ["reached_on", "version"])

    # --- The trail ---

    def _will_be_new(self, project: Project, row: Any) -> Any:
        self.hanging[project.pk].append((row, None))
        return row

    def _will_change(self, project: Project, row: Any) -> None:
        self.hanging[project.pk].append((row, facts_of(row)))

    def _told(self, project: Project) -> list[Told]:
        """What hangs on the project and changed, now that new rows have their keys."""
        return [
            (row, made(row) if before is None else changed_row(before, row))
            for row, before in self.hanging[project.pk]
        ]

    def _record(self, changes: list[LineChange], projects: list[Project]) -> None:
        county = self.register.county
        for change, project in zip(changes, projects, strict=True):
            self.audit.record(
                project,
                "project.create" if change.is_new else "project.update",
                county=county,
                changes=made(project)
                if change.is_new
                else changed_since(self.before[project.pk], project),
                rows=self._told(project),
            )
        for plan in self.register.plans.values():
            edited = [c for c in changes if any(e.where == plan.key for e in _of(c, Target.ITEM))]
            joined = [
                c
                for c in edited
                if any(e.where == plan.key and e.old is None and e.field == "category"
                       for e in c.edits)
            ]  # fmt: skip
            if edited:
                self.audit.record(
                    plan,
                    "plan.import",
                    county=county,
                    changes={
                        **self._told_of(plan),
                        "joined": (None, len(joined)),
                        "changed": (None, len(edited) - len(joined)),
                    },
                )

    def _told_of(self, plan: AnnualPlan) -> Changes:
        if plan.key in self.new_plans:
            return made(plan)
        before = self.plans_before.get(plan.key)
        return changed_since(before, plan) if before else {}

    # --- Where it came from ---

    def wrote(self, changes: list[LineChange], projects: list[Project]) -> Iterator[LineWrote]:
        """What each line wrote; what came with a project belongs to the first line that named
        it."""
        waiting = set(self.new)
        for change, project in zip(changes, projects, strict=True):
            for thing in self._referred(change):
                if thing in waiting:
                    waiting.remove(thing)
                    yield LineWrote(change.line, thing, [(thing, None)])
            rows = [(project, self.before.get(project.pk)), *self.hanging[project.pk]]
            yield LineWrote(change.line, project, rows, self.dated[project.pk])

    def _referred(self, change: LineChange) -> list[Model]:
        line, register = change.line, self.register
        things: list[Model] = [register.units[unit_key(line.unit, register.county)]]
        if line.category:
            things.append(register.categories[line.category])
        return things + [register.plans[edit.where] for edit in _of(change, Target.ITEM)]


def _of(change: LineChange, target: Target) -> list[Edit]:
    return [edit for edit in change.edits if edit.target is target]
