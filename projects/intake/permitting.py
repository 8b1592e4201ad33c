"""What a workbook may say of projects that are there: of a project on a list in force only who may
change projects changes more than a proposal, and a plan of a year that is over says nothing of the
years after it (DESIGN §4.18)."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cache

from accounts.rights import may
from projects.adjustments.in_force import is_in_force
from projects.intake.edits import OF_THE_PROJECT, Edit, LineChange, Target
from projects.intake.register import Register
from projects.models import AnnualPlan, FormerDetails, Project
from workbooks.findings import Findings
from workbooks.intake.previews import Verdict
from workbooks.intake.sent import Sent

_IN_FORCE = "项目所在的清单已印发或月度进度已审定，资料改动没有写入，请在项目页修改或走计划调整"
_PAST = "项目已在{year}年以后的清单上，本文件只改{year}年内的资料，此后的不变"


def permitted(
    changes: Iterable[LineChange],
    register: Register,
    in_force: Collection[str],
    sent: Sent,
    findings: Findings,
) -> list[LineChange]:
    """All of the changes, without what may not be written, of which a warning tells. What goes into
    the draft of a list ``in_force`` is a proposal there, of its own year alone too."""
    may_change = may(sent.by, "project.change", sent.county)

    @cache
    def binds(plan: AnnualPlan) -> bool:
        return plan.year == register.year and is_in_force(plan)

    def one(change: LineChange) -> LineChange:
        of_project = [edit for edit in change.edits if edit.target in OF_THE_PROJECT]
        project = register.project(change.line.name)
        if project is None or not of_project:
            return change
        is_proposed = any(listed.key in in_force for listed in change.line.lists)
        lists = register.stands_on.get(project.pk, ())
        if not is_proposed and not may_change and any(map(binds, lists)):
            findings.warning(change.place, _IN_FORCE)
            return _without(change, of_project)
        if register.is_past_for(project):
            findings.warning(change.place, _PAST.format(year=register.year))
            return _without(change, [edit for edit in of_project if _is_of_today(edit, project)])
        return change

    return [one(change) for change in changes]


def _is_of_today(edit: Edit, project: Project) -> bool:
    """Whether it would change what is so now: it has no day, or begins when it is imported."""
    if edit.target in (Target.PART, Target.OFFICIAL):
        return bool(edit.old)
    column = project._meta.get_field(edit.field).attname  # type: ignore[union-attr]
    return column not in FormerDetails.columns()


def _without(change: LineChange, left_out: Collection[Edit]) -> LineChange:
    edits = tuple(edit for edit in change.edits if edit not in left_out)
    return replace(change, edits=edits, verdict=change.verdict if edits else Verdict.UNCHANGED)
