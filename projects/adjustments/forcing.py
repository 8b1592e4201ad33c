"""A plan of adjustment takes force: all its changes at once, from one day on. What a list asked
until that day stands beside it (``FormerTerms``), so that no figure of a month before it moves."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Q

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.limits import within
from accounts.models import Unit, User
from accounts.people.services import create_unit
from accounts.trail.audit import Told, Trail, audited
from accounts.trail.claims import claim
from accounts.trail.dated import Dating
from accounts.trail.facts import Facts, changed_row, changed_since, facts_of, made
from accounts.trail.holding import hold
from projects.adjustments import rules
from projects.adjustments.past import OF_TODAY, as_of_the_year, change_in_the_year, is_past_for
from projects.adjustments.services import CHANGED_MEANWHILE, ENDED
from projects.adjustments.soundness import (
    refuse_closed,
    refuse_contradicting,
    refuse_earlier,
    refuse_undecided,
)
from projects.adjustments.wanted import (
    BESIDE,
    OFFICIAL,
    UNIT,
    UNIT_BY_NAME,
    Wanted,
    master_data,
    responsible_unit,
    stood,
    term_value,
)
from projects.models import (
    DRAFTED,
    AdjustmentState,
    FormerTerms,
    Part,
    PlanAdjustment,
    PlanChange,
    PlanItem,
    Project,
    ProjectCategory,
    ProjectUnit,
)
from projects.naming import kind_of_unit, unit_key, unit_keys
from projects.packages import refuse_counted_twice
from projects.services import (
    SINGLE_PARTS,
    assign_unit,
    create_project,
    set_lead_official,
    update_project,
)

LONGEST_MEETING, LONGEST_NUMBER = 100, 60


def put_in_force(
    *,
    adjustment: PlanAdjustment,
    effective_on: datetime.date,
    by: User | None,
    version: int,
    today: datetime.date,
    meeting: str = "",
    document_number: str = "",
) -> PlanAdjustment:
    """Change the list and its projects from ``effective_on`` on. The same again does nothing.

    Raises NotAllowed, DomainError for a day to come, of another year or before what it changes
    last changed, for changes against each other and for what a project cannot become, WrongState
    where it has ended otherwise or its list is closed, Stale where it, or a line that it changes,
    is no longer as it was.
    """
    plan = adjustment.plan
    if not rules.puts_in_force(by, plan.county):
        raise NotAllowed("只有审定员可以让调整方案生效")
    _refuse_day(effective_on, plan.year, today)
    said: dict[str, Any] = {
        "meeting": within(meeting, LONGEST_MEETING, "审定会议", field="meeting"),
        "document_number": within(document_number, LONGEST_NUMBER, "文号", field="document_number"),
        "effective_on": effective_on,
    }
    with audited(by=by, reason=_because(adjustment, said["document_number"])) as audit:
        # What anybody else does to the county's projects and lists comes before or after it all.
        hold(plan.county)
        before, first_line = facts_of(adjustment), len(audit.lines)
        refuse_undecided(adjustment)
        if not claim(
            adjustment,
            version=version,
            where=Q(state__in=DRAFTED),
            state=AdjustmentState.IN_FORCE,
            in_force_by=by,
            in_force_at=clock.now(),
            **said,
        ):
            if adjustment.is_in_force and _says(adjustment, said):
                return adjustment
            if not adjustment.is_draft:
                raise WrongState(ENDED.format(state=adjustment.get_state_display()))
            raise Stale(CHANGED_MEANWHILE)
        told = _Forcing(adjustment, audit, by, today).change()
        audit.record(
            adjustment,
            "adjustment.force",
            county=plan.county,
            changes={
                **changed_since(before, adjustment),
                # The lines of the trail before this one that are part of the deed.
                "lines": (None, len(audit.lines) - first_line),
            },
            rows=told,
        )
    return adjustment


def _refuse_day(day: datetime.date, year: int, today: datetime.date) -> None:
    if day > today:
        raise DomainError("生效日期不能晚于今天，请到那一天再办", field="effective_on")
    if day.year != year:
        raise DomainError(f"生效日期要在清单的年度{year}年内", field="effective_on")


def _because(adjustment: PlanAdjustment, number: str) -> str:
    return f"{adjustment.name}（{number or '文号待补'}）"


def _says(adjustment: PlanAdjustment, said: dict[str, Any]) -> bool:
    return all(getattr(adjustment, name) == value for name, value in said.items())


class _Forcing:
    """The changes of one plan of adjustment on their way to the database."""

    def __init__(
        self, adjustment: PlanAdjustment, audit: Trail, by: User | None, today: datetime.date
    ) -> None:
        assert adjustment.effective_on is not None
        self.plan = adjustment.plan
        self.day = adjustment.effective_on
        self.audit, self.by, self.today = audit, by, today
        self.changes = list(
            adjustment.changes.select_related("project__category", "item").order_by("pk")
        )
        # One object a line, however many changes are of it.
        self.items: dict[int, PlanItem] = {}
        self.before: dict[int, Facts | None] = {}

    def change(self) -> list[Told]:
        """What became of the changes themselves."""
        if not self.changes:
            raise DomainError("方案里还没有调整事项，不能生效")
        refuse_closed(self.plan)
        refuse_contradicting(self.changes)
        self._refuse_moved()
        lines = [line for c in self.changes if c.terms and (line := self._line(c))]
        refuse_earlier(self.day, lines, self.changes)
        asked = [facts_of(change) for change in self.changes]
        for change in self.changes:
            self._change_project(change)
        self._change_lines()
        for change in self.changes:
            if change.terms and change.item is not None:
                change.item_version = self.items[change.item.pk].version
            if change.details and change.project is not None:
                change.project_version = Project.objects.get(pk=change.project.pk).version
            change.save()
        refuse_counted_twice([self.plan])
        pairs = zip(asked, self.changes, strict=True)
        return [(change, changed_row(before, change)) for before, change in pairs]

    def _refuse_moved(self) -> None:
        """Before anything is written: two changes may be of one project."""
        moved = [
            change.name
            for change in self.changes
            if stood(
                change.project and as_of_the_year(change.project, self.plan.year),
                self._line(change),
                Wanted(change.terms, change.details),
            )
            != change.stood
        ]
        if moved:
            names = "、".join(dict.fromkeys(moved))
            raise Stale(
                f"{names}在列入方案之后又有改动，没有生效；请把有关事项移出方案，按现在的情况重新加入"
            )

    def _line(self, change: PlanChange) -> PlanItem | None:
        """A line that another plan made meanwhile is not passed over."""
        if change.item is None and change.project is not None:
            return PlanItem.objects.filter(plan=self.plan, project=change.project).first()
        return change.item

    # --- Projects ---

    def _change_project(self, change: PlanChange) -> None:
        try:
            if change.project is None:
                change.project = self._new_project(change)
            elif change.details:
                self._change_details(change.project, change)
        except DomainError as error:
            raise DomainError(f"“{change.name}”：{error.message}") from error

    def _new_project(self, change: PlanChange) -> Project:
        details = change.details
        return create_project(
            county=self.plan.county,
            by=self.by,
            facts={**master_data(details, self._category(details)), "name": change.name},
            reporting=self._unit(details),
            on=self.day,
            lead_official=details.get(OFFICIAL, ""),
        )

    def _change_details(self, project: Project, change: PlanChange) -> None:
        details = change.details
        changes = master_data(details, self._category(details))
        if is_past_for(project, self.plan.year):
            self._change_past(project, changes, change)
            return
        if changes:
            update_project(
                project=project,
                by=self.by,
                version=Project.objects.get(pk=project.pk).version,
                changes=changes,
                today=self.today,
                from_day=self.day,
                reason=change.reason,
            )
        if UNIT in details or UNIT_BY_NAME in details:
            self._change_unit(project, self._unit(details), change.reason)
        if OFFICIAL in details:
            set_lead_official(
                project=project,
                name=details[OFFICIAL],
                by=self.by,
                on=self.day,
                reason=change.reason,
            )

    def _change_past(self, project: Project, changes: dict[str, Any], change: PlanChange) -> None:
        year = self.plan.year
        if beside := [BESIDE[name] for name in change.details if name in BESIDE]:
            raise DomainError(OF_TODAY.format(year=year, names="、".join(beside)))
        change_in_the_year(
            project=project,
            changes=changes,
            year=year,
            from_day=self.day,
            by=self.by,
            reason=change.reason,
        )

    def _change_unit(self, project: Project, unit: Unit, reason: str) -> None:
        """填报单位 follows 责任单位, unless another was named on purpose."""
        held = ProjectUnit.objects.current().filter(project=project, part=Part.REPORTING).first()
        follows = held is None or held.unit_id == responsible_unit(project)
        for part in SINGLE_PARTS if follows else (Part.RESPONSIBLE,):
            assign_unit(
                project=project, unit=unit, part=part, by=self.by, on=self.day, reason=reason
            )

    def _unit(self, details: dict[str, Any]) -> Unit:
        """Raises DomainError where there is none of this key. One that is named alone is made
        where the county has none of the name."""
        county = self.plan.county
        units = Unit.objects.within(county).exclude(pk=county.pk)
        if UNIT in details:
            found = units.filter(pk=details[UNIT]).first()
            if found is None:
                raise DomainError("业主单位已不存在，请重新选择")
            return found
        name = details.get(UNIT_BY_NAME, "")
        if not name:
            raise DomainError("没有写明业主（责任单位）")
        known = {key: unit for unit in units for key in unit_keys(unit, county)}
        return known.get(unit_key(name, county)) or create_unit(
            parent=county, name=name, kind=kind_of_unit(name), by=self.by, position=len(known) + 1
        )

    def _category(self, details: dict[str, Any]) -> ProjectCategory | None:
        name = details.get("category")
        if not name:
            return None
        county = self.plan.county
        category, is_new = ProjectCategory.objects.get_or_create(county=county, name=name)
        if is_new:
            changes = made(category)
            self.audit.record(category, "category.create", county=county, changes=changes)
        return category

    # --- Lines ---

    def _change_lines(self) -> None:
        changed = [change for change in self.changes if change.terms]
        for change in changed:
            change.item = self._held(change)
        dating = Dating(FormerTerms, self.items.values())
        for change in changed:
            item = self.items[change.item.pk]  # type: ignore[union-attr]
            terms = {name: term_value(name, kept) for name, kept in change.terms.items()}
            dating.change(item, self.day, terms)
        for item in self.items.values():
            item.version += 1
            item.save()
        dating.save()
        for item in self.items.values():
            self._tell(item, dating.told(item))

    def _held(self, change: PlanChange) -> PlanItem:
        item = self._line(change)
        if item is None:
            item = self._new_line(change)
        elif item.pk not in self.items:
            self.before[item.pk] = facts_of(item)
        return self.items.setdefault(item.pk, item)

    def _new_line(self, change: PlanChange) -> PlanItem:
        """Not listed until the day: what else the list asks of it it never asked before."""
        last = self.plan.items.aggregate(last=Max("position"))["last"] or 0
        terms = {name: term_value(name, kept) for name, kept in change.terms.items()}
        item = PlanItem(plan=self.plan, project=change.project, position=last + 1, **terms)
        item.is_dropped = True
        item.save()
        self.before[item.pk] = None
        return item

    def _tell(self, item: PlanItem, former: Iterable[Told]) -> None:
        was = self.before[item.pk]
        own = (item, made(item) if was is None else changed_row(was, item))
        self.audit.record(
            item.project, "project.adjust", county=self.plan.county, rows=[own, *former]
        )
