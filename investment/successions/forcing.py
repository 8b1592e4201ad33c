"""A change of projects takes force: who goes on is in the register and on the lists from the day,
who ends is on none, and the money goes by the shares."""

import datetime
from fractions import Fraction
from typing import Any

from accounts.models import Unit, User
from accounts.published import refuse_published_since
from accounts.trail.audit import Trail
from accounts.trail.facts import made
from accounts.trail.holding import hold
from investment.carrying import WHOLE, Share, part_of
from investment.models import ProjectSuccession, SuccessionKind, SuccessionShare
from investment.successions.asked import Asked, AskedLine, AskedShare, Made, Successor
from investment.successions.soundness import refuse_unfit
from investment.successions.standing import (
    is_new,
    known_of,
    lines_of,
    lists_on,
    reckoned,
)
from projects.adjustments.forcing import put_in_force
from projects.adjustments.services import ask, draft_adjustment
from projects.adjustments.wanted import Wanted
from projects.models import (
    AnnualPlan,
    ChangeKind,
    LeadOfficial,
    Part,
    PlanItem,
    Project,
    ProjectUnit,
    Stage,
)
from projects.packages import refuse_counted_twice
from projects.services import create_project, update_project


def change_as_proposed(
    audit: Trail, succession: ProjectSuccession, by: User, today: datetime.date
) -> None:
    """Raises DomainError, and WrongState where a month that moves was published meanwhile."""
    hold(succession.county)
    refuse_published_since(succession.county, succession.from_day, succession.proposed_at)
    first_line = len(audit.lines)
    adjustments = _Change(succession, audit, by, today).make()
    succession.made = Made(tuple(adjustments), len(audit.lines) - first_line).as_kept()
    succession.save(update_fields=["made"])


class _Change:
    """One change of projects on its way to the database."""

    def __init__(
        self, succession: ProjectSuccession, audit: Trail, by: User, today: datetime.date
    ) -> None:
        self.succession, self.audit, self.by, self.today = succession, audit, by, today
        self.day, self.county = succession.from_day, succession.county
        self.asked = Asked.read(succession.asked)
        self.known = known_of(
            self.county, [*self.asked.predecessors, *self.asked.existing], self.day.year
        )
        self.projects = refuse_unfit(
            self.county, succession.kind, self.day, self.asked, self.known, today
        )
        self.predecessors = [self.projects[pk] for pk in self.asked.predecessors]
        self.given = {
            project.pk: given_before(project, self.asked, self.day) for project in self.predecessors
        }

    def make(self) -> list[int]:
        """The keys of the plans of adjustment that it made."""
        if self.succession.kind == SuccessionKind.RENAME:
            [project] = self.predecessors
            self._update(project, {"name": self.asked.name.strip()})
            return []
        # Whether it stood somewhere before is asked before it stands anywhere by this.
        began = [
            each.project is None or is_new(self.projects[each.project], self.day)
            for each in self.asked.successors
        ]
        for project in self.predecessors:
            self._end_or_keep(project)
        successors = [
            self._successor(place, each) for place, each in enumerate(self.asked.successors)
        ]
        self._share(successors, began)
        made = [self._adjust(plan, successors) for plan in lists_on(self.county, self.day).values()]
        refuse_counted_twice(lists_on(self.county, self.day).values())
        return [pk for pk in made if pk is not None]

    # --- Projects ---

    def _end_or_keep(self, project: Project) -> None:
        given = sum(before or 0 for before in self.given[project.pk])
        changes: dict[str, Any] = {}
        if given:
            changes["invested_before"] = (project.invested_before or 0) - given
        if self.asked.ends:
            changes |= {"stage": Stage.ENDED, "package": None}
        elif self.asked.kept_total is not None:
            changes["total_investment"] = self.asked.kept_total
        self._update(project, changes)

    def _successor(self, place: int, successor: Successor) -> Project:
        taken = self._taken_before(place)
        if successor.project is None:
            return self._made(successor, taken)
        project = self.projects[successor.project]
        changes: dict[str, Any] = {}
        if taken is not None:
            is_of_year = project.invested_before_year == self.day.year - 1
            held = (project.invested_before or 0) if is_of_year else 0
            changes = {
                "invested_before": held + taken,
                "invested_before_year": self.day.year - 1,
            }
        if successor.total is not None:
            changes["total_investment"] = successor.total
        self._update(project, changes)
        return project

    def _taken_before(self, place: int) -> int | None:
        """Of the years before this; None where nothing is known of them."""
        taken = [
            before
            for predecessor in self.asked.predecessors
            for share, before in zip(
                self.asked.of(predecessor), self.given[predecessor], strict=True
            )
            if share.place == place and before is not None
        ]
        return sum(taken) if taken else None

    def _made(self, successor: Successor, taken: int | None) -> Project:
        """As its first predecessor was, but for its name, its unit and its money."""
        like = self.projects[self.asked.predecessors[0]]
        facts: dict[str, Any] = {name: getattr(like, name) for name in _ALIKE}
        facts |= {"name": successor.name.strip(), "total_investment": successor.total}
        if taken is not None:
            facts |= {"invested_before": taken, "invested_before_year": self.day.year - 1}
        if self.succession.kind != SuccessionKind.REPLACE:
            facts |= {
                "actual_start": min(
                    (each.actual_start for each in self.predecessors if each.actual_start),
                    default=None,
                ),
                "stage": like.stage,
            }
        official = LeadOfficial.objects.filter(project=like, until=None).first()
        return create_project(
            county=self.county,
            by=self.by,
            facts=facts,
            reporting=self._unit(successor, like),
            on=self.day,
            lead_official=official.name if official else "",
        )

    def _unit(self, successor: Successor, like: Project) -> Unit:
        if successor.unit is not None:
            return Unit.objects.within(self.county).get(pk=successor.unit)
        held = ProjectUnit.objects.current().filter(project=like, part=Part.REPORTING)
        return held.select_related("unit").get().unit

    def _update(self, project: Project, changes: dict[str, Any]) -> None:
        if not changes:
            return
        update_project(
            project=project,
            by=self.by,
            version=Project.objects.get(pk=project.pk).version,
            changes=changes,
            today=self.today,
            from_day=self.day,
            reason=_because(self.succession),
        )

    # --- Money ---

    def _share(self, successors: list[Project], began: list[bool]) -> None:
        asked = [
            (share, before)
            for predecessor in self.asked.predecessors
            for share, before in zip(
                self.asked.of(predecessor), self.given[predecessor], strict=True
            )
        ]
        told = reckoned(
            self.known,
            [
                Share(
                    self.day,
                    self.succession.pk,
                    share.predecessor,
                    place,
                    successors[share.place].pk,
                    share.permille,
                    share.amount,
                    None,
                    self.asked.ends,
                    began[share.place],
                )
                for place, (share, _) in enumerate(asked)
            ],
        )
        for share in told:
            row = SuccessionShare.objects.create(
                succession=self.succession,
                predecessor_id=share.predecessor_id,
                successor_id=share.successor_id,
                from_day=self.day,
                permille=share.permille,
                amount=share.amount,
                carried=share.carried,
                before=asked[share.pk][1],
                ends=share.ends,
                is_new=share.is_new,
            )
            self.audit.record(
                row.successor, "project.take_over", county=self.county, rows=[(row, made(row))]
            )

    # --- Lists ---

    def _adjust(self, plan: AnnualPlan, successors: list[Project]) -> int | None:
        """The key of the plan of adjustment; None where the list says the same as before."""
        told = self._changes_of(plan, successors)
        if not told:
            return None
        adjustment = draft_adjustment(
            plan=plan, name=f"{self.day.month}月{self.succession.get_kind_display()}", by=self.by
        )
        for kind, project, wanted in told:
            ask(
                plan=plan,
                kind=kind,
                project=Project.objects.select_related("category").get(pk=project.pk),
                wanted=wanted,
                reason=_because(self.succession),
                by=self.by,
                adjustment=adjustment,
            )
        adjustment.refresh_from_db()
        put_in_force(
            adjustment=adjustment,
            effective_on=self.day,
            by=self.by,
            version=adjustment.version,
            today=self.today,
            document_number=self.succession.document_number,
        )
        return adjustment.pk

    def _changes_of(
        self, plan: AnnualPlan, successors: list[Project]
    ) -> list[tuple[str, Project, Wanted]]:
        standing = {
            item.project_id: item
            for item in lines_of([*self.projects, *(each.pk for each in successors)], [plan.pk])
        }
        kept = {line.plan: line for line in self.asked.kept}
        told: list[tuple[str, Project, Wanted]] = []
        for project in self.predecessors:
            item = standing.get(project.pk)
            if item is None:
                continue
            if self.asked.ends:
                told.append((ChangeKind.DROP, project, Wanted({"is_dropped": True})))
            elif plan.pk in kept:
                told += _replanned(project, item, kept[plan.pk])
        like = next((standing[each.pk] for each in self.predecessors if each.pk in standing), None)
        for project, successor in zip(successors, self.asked.successors, strict=True):
            line = next((line for line in successor.lines if line.plan == plan.pk), None)
            if line is None:
                continue
            item = standing.get(project.pk)
            if item is not None:
                told += _replanned(project, item, line)
            else:
                told.append((ChangeKind.ADD, project, Wanted(_terms(line, like))))
        return told


_ALIKE = (
    "category",
    "is_productive",
    "investor_type",
    "construction_nature",
    "construction_start_year",
    "construction_end_year",
    "location",
    "town",
    "package",
)
"""What a project that is made with it has of the one that it goes on for."""


def given_before(project: Project, asked: Asked, day: datetime.date) -> list[int | None]:
    """What each share takes over of the years before, in yuan; None where that is not known of the
    end of last year."""
    shares = asked.of(project.pk)
    if project.invested_before is None or project.invested_before_year != day.year - 1:
        return [None for _ in shares]
    told = [_given(share, project.invested_before) for share in shares]
    left = project.invested_before - sum(told)
    return [
        left if share.takes_what_is_left else given
        for share, given in zip(shares, told, strict=True)
    ]


def _given(share: AskedShare, before: int) -> int:
    if share.permille is not None:
        return part_of(before, Fraction(share.permille, WHOLE)) or 0
    return share.before or 0


def _replanned(
    project: Project, item: PlanItem, line: AskedLine
) -> list[tuple[str, Project, Wanted]]:
    """The year's plan of a line that stays; its months or quarters were of another plan."""
    if item.planned_investment == line.planned or line.planned is None:
        return []
    kind = ChangeKind.RAISE if line.planned > (item.planned_investment or 0) else ChangeKind.CUT
    terms: dict[str, Any] = {"planned_investment": line.planned}
    if item.phases:
        terms["phases"] = ""
    return [(kind, project, Wanted(terms))]


def _terms(line: AskedLine, like: PlanItem | None) -> dict[str, Any]:
    category = line.category or (like.category if like else "new")
    start = line.planned_start or (like.planned_start if like else None)
    terms = {
        "is_dropped": False,
        "category": category,
        "planned_investment": line.planned,
    }
    return terms | ({"planned_start": start.isoformat()} if start else {})


def _because(succession: ProjectSuccession) -> str:
    number = succession.document_number or "文号待补"
    return f"{succession}（{number}）：{succession.reason}"[:400]
