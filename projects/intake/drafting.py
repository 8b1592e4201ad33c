"""A workbook against a list that is in force: what differs becomes a draft of a plan of adjustment,
and nothing of the list is rewritten (DESIGN §4.18)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from accounts import clock
from accounts.models import User
from accounts.trail.audit import Trail
from accounts.trail.facts import made
from projects.adjustments.services import draft_adjustment
from projects.adjustments.wanted import OFFICIAL, UNIT, UNIT_BY_NAME, Raw, Wanted, stood
from projects.intake.comparing import PlanPreview, by_command
from projects.intake.edits import OF_THE_PROJECT, Edit, LineChange, Target
from projects.kept import as_kept
from projects.models import (
    ChangeKind,
    ChangeState,
    Part,
    PlanAdjustment,
    PlanChange,
    PlanItem,
)
from projects.naming import unit_key
from workbooks.models import Upload


def draft_chosen(
    preview: PlanPreview, *, by: User | None, upload: Upload | None, audit: Trail
) -> tuple[list[PlanAdjustment], list[LineChange]]:
    """The drafts, one a list in force, and what of the chosen lines may still be written."""
    drafting = _Drafting(preview, by)
    free = [left for change in preview.chosen if (left := drafting.take(change))]
    return drafting.drafts(upload, audit), free


class _Drafting:
    """The lines of one file on their way into drafts."""

    def __init__(self, preview: PlanPreview, by: User | None) -> None:
        self.preview, self.register = preview, preview.register
        self.in_force, self.by = preview.in_force, by
        self.changes: dict[str, list[PlanChange]] = defaultdict(list)

    def take(self, change: LineChange) -> LineChange | None:
        """What may be written without a plan of adjustment; None where nothing is left."""
        keys = [listed.key for listed in change.line.lists if listed.key in self.in_force]
        if not keys:
            return change
        of_project = [edit for edit in change.edits if edit.target in OF_THE_PROJECT]
        for place, key in enumerate(keys):
            own = [e for e in change.edits if e.target is Target.ITEM and e.where == key]
            # What is said of the project itself goes with its first list.
            self.changes[key] += self._changes(change, key, own, [] if place else of_project)
        if change.is_new:
            # There is no project yet, of which more could be said.
            return None
        left = tuple(
            edit
            for edit in change.edits
            if edit not in of_project and not (edit.target is Target.ITEM and edit.where in keys)
        )
        return replace(change, edits=left) if left else None

    def _changes(
        self, change: LineChange, key: str, own: Sequence[Edit], of_project: Sequence[Edit]
    ) -> Iterator[PlanChange]:
        project = self.register.project(change.line.name)
        item = self.register.items.get((project.pk, key)) if project else None
        terms = {edit.field: as_kept(edit.new) for edit in own}
        details = self._details(of_project)
        if item is None or item.is_dropped:
            joined = {} if project is None else details
            of_new = details if project is None else {}
            yield self._made(
                change, key, ChangeKind.ADD, Wanted({"is_dropped": False, **terms}, of_new)
            )
            details, terms = joined, {}
        for kind, wanted in _by_kind(item, terms, details):
            yield self._made(change, key, kind, wanted)

    def _details(self, edits: Sequence[Edit]) -> Raw:
        told: Raw = {}
        for edit in edits:
            match edit.target:
                case Target.PROJECT if edit.field != "name":
                    told[edit.field] = as_kept(edit.new)
                case Target.CATEGORY:
                    told["category"] = edit.new
                case Target.OFFICIAL:
                    told[OFFICIAL] = edit.new
                case Target.PART if edit.where == Part.RESPONSIBLE:
                    # 填报单位 follows it.
                    told |= self._unit(edit.new)
        return told

    def _unit(self, name: str) -> Raw:
        unit = self.register.units.get(unit_key(name, self.register.county))
        return {UNIT: unit.pk} if unit else {UNIT_BY_NAME: name}

    def _made(self, change: LineChange, key: str, kind: ChangeKind, wanted: Wanted) -> PlanChange:
        project = self.register.project(change.line.name)
        item = self.register.items.get((project.pk, key)) if project else None
        then = self.register.at_the_end_of_the_year(project) if project else None
        place = change.place
        return PlanChange(
            plan=self.in_force[key],
            kind=kind,
            project=project,
            item=item,
            name=project.name if project else change.line.name,
            terms=wanted.terms,
            details=wanted.details,
            stood=stood(then, item, wanted),
            reason=f"工作簿“{self.preview.sent.name}”，{place.sheet} {place.ref}",
            asked_by=self.by,
            asked_at=clock.now(),
            state=ChangeState.GATHERED,
        )

    def drafts(self, upload: Upload | None, audit: Trail) -> list[PlanAdjustment]:
        drafted = []
        for key, plan in self.in_force.items():
            left_out = self.preview.left_out_of(key)
            # A command leaves as it is what the file leaves out.
            if not self.changes[key] and (not left_out or by_command(self.preview.sent)):
                continue
            name = self.preview.sent.name
            adjustment = draft_adjustment(
                plan=plan,
                name=f"{self.preview.sent.today:%Y-%m-%d}导入的调整方案",
                note=f"由工作簿“{name}”形成。",
                by=self.by,
                upload=upload,
                left_out=left_out,
            )
            for change in self.changes[key]:
                change.adjustment = adjustment
                change.save()
            if rows := [(change, made(change)) for change in self.changes[key]]:
                audit.record(adjustment, "adjustment.gather", county=plan.county, rows=rows)
            drafted.append(adjustment)
        return drafted


def _by_kind(
    item: PlanItem | None, terms: Raw, details: Raw
) -> Iterator[tuple[ChangeKind, Wanted]]:
    """Each difference under its own name."""
    terms, details = dict(terms), dict(details)
    if item is not None and "planned_investment" in terms:
        amount = terms.pop("planned_investment")
        raises = amount > (item.planned_investment or 0)
        kind = ChangeKind.RAISE if raises else ChangeKind.CUT
        yield kind, Wanted({"planned_investment": amount})
    if "category" in terms:
        yield ChangeKind.CLASS, Wanted({"category": terms.pop("category")})
    if terms:
        yield ChangeKind.TERMS, Wanted(terms)
    unit = {name: details.pop(name) for name in (UNIT, UNIT_BY_NAME) if name in details}
    if unit:
        yield ChangeKind.OWNER, Wanted(details=unit)
    if details:
        yield ChangeKind.DETAILS, Wanted(details=details)
