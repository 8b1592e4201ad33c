"""The bureau says what becomes of a project that the lists of a new year leave out."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from accounts.errors import DomainError, NotAllowed, Stale
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import audited
from accounts.trail.facts import made
from projects.models import Project, Stage, YearEndAnswer, YearEndFate
from projects.services import DatesDoNotAgree, update_project
from projects.turn.selectors import left_out


@dataclass(frozen=True)
class Told:
    """What becomes of a project that was read at ``version``."""

    fate: YearEndFate
    version: int


def answer_left_out(
    *,
    county: Unit,
    year: int,
    told: Mapping[int, Told],
    day: datetime.date,
    reason: str,
    by: User,
    today: datetime.date,
) -> int:
    """Say of projects, by id, what becomes of them from ``day`` on; all or none. How many were
    answered. Raises NotAllowed, Stale, DomainError without an answer, and for dates that do not
    agree."""
    if not may(by, "project.change", county):
        raise NotAllowed("只有审定员可以确定项目的年末去向")
    if not told:
        raise DomainError("请至少给一个项目选择去向。")
    with audited(by=by, reason=reason) as audit:
        asked = {each.project.pk: each.project for each in left_out(county, year)}
        if not told.keys() <= asked.keys():
            raise Stale("有的项目已经有人答复，或已列入新一年的清单，请核对后重新提交。")
        for pk, answer in told.items():
            project = asked[pk]
            _change_stage(project, answer, day, reason, by, today)
            row = YearEndAnswer(
                project=project, year=year, fate=answer.fate, day=day, reason=reason
            )
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError as error:
                raise Stale(f"“{project}”刚刚有人答复，请核对后重新提交。") from error
            audit.record(row, "project.year_end", county=county, changes=made(row))
    return len(told)


def _change_stage(
    project: Project,
    told: Told,
    day: datetime.date,
    reason: str,
    by: User,
    today: datetime.date,
) -> None:
    changes: dict[str, Any] = {}
    if told.fate is YearEndFate.ENDED:
        changes = {"stage": Stage.ENDED}
    elif told.fate is YearEndFate.COMPLETED:
        changes = {"stage": Stage.COMPLETED, "completed_on": day}
    if project.version != told.version:
        raise Stale(f"“{project}”的资料已被他人修改，请核对后重新提交。")
    if not changes:
        return
    try:
        update_project(
            project=project,
            by=by,
            version=told.version,
            changes=changes,
            today=today,
            from_day=day,
            reason=reason,
        )
    except DatesDoNotAgree as error:
        raise DomainError(f"“{project}”：{error.message}") from error
