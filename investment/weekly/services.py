"""Writing the notes of a week, and telling who wrote none."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale
from accounts.models import Unit, User
from accounts.trail.audit import Trail, audited
from accounts.trail.claims import write
from accounts.trail.facts import made
from investment.models import ReportingRule, WeeklyNote, WeeklyReminder
from investment.weekly.selectors import asks_weekly, owed_by_unit, projects_of_week
from investment.weekly.weeks import friday_of, is_written_of
from projects.models import Project
from projects.rolls.rules import declares, declares_on_behalf
from projects.workdays import workdays_of

CHANGED_MEANWHILE = "打开页面之后有的动态已被他人写过，您的没有保存，请核对后再保存"


@dataclass(frozen=True)
class TypedNote:
    """What is typed of a project; ``version`` is the note's as it was read, None of a new one."""

    project: Project
    changed: str
    needed: str
    version: int | None

    @property
    def field(self) -> str:
        """Of its progress on the sheet."""
        return f"changed_{self.project.pk}"


def write_notes(
    *,
    unit: Unit,
    friday: datetime.date,
    typed: Sequence[TypedNote],
    source: str = "",
    by: User,
    today: datetime.date,
) -> int:
    """Keep what was typed of a week, all or nothing; rows without words are passed over. Returns
    how many were written or changed. Raises NotAllowed, DomainError for what is no note, Stale."""
    on_behalf = declares_on_behalf(by, unit)
    if not declares(by, unit):
        raise NotAllowed("只有本单位和发改局可以填写")
    if not is_written_of(friday, today):
        raise DomainError("只能填写本周和最近几周的动态")
    if on_behalf and not source.strip():
        raise DomainError("代录请写明来源，如电话、微信", field="source")
    allowed = {project.pk for project in projects_of_week(unit, friday)}
    with audited(by=by) as audit:
        standing = {
            note.project_id: note
            for note in WeeklyNote.objects.filter(unit=unit, friday=friday).select_related("county")
        }
        return sum(
            _write(audit, each, unit, friday, standing, source.strip() if on_behalf else "", by)
            for each in typed
            if each.project.pk in allowed
        )


def _write(
    audit: Trail,
    typed: TypedNote,
    unit: Unit,
    friday: datetime.date,
    standing: dict[int, WeeklyNote],
    source: str,
    by: User,
) -> bool:
    note = standing.get(typed.project.pk)
    if note is None:
        if typed.version is not None:
            raise Stale(CHANGED_MEANWHILE)
        return _new(audit, typed, unit, friday, source, by)
    if (note.changed, note.needed) == (typed.changed, typed.needed):
        return False
    if not typed.changed:
        raise DomainError("写过的进展不能清空，没有变化请写“无变化”", field=typed.field)
    is_written = typed.version is not None and write(
        audit,
        note,
        "weekly.change",
        county=note.county,
        version=typed.version,
        changed=typed.changed,
        needed=typed.needed,
        source=source,
        written_by=by,
        written_at=clock.now(),
    )
    if not is_written:
        raise Stale(CHANGED_MEANWHILE)
    return True


def _new(
    audit: Trail, typed: TypedNote, unit: Unit, friday: datetime.date, source: str, by: User
) -> bool:
    if not typed.changed and not typed.needed:
        return False
    if not typed.changed:
        raise DomainError("请写本周进展，没有变化请写“无变化”", field=typed.field)
    note = WeeklyNote(
        county=unit.own_county,
        unit=unit,
        project=typed.project,
        friday=friday,
        changed=typed.changed,
        needed=typed.needed,
        source=source,
        written_by=by,
        written_at=clock.now(),
    )
    try:
        with transaction.atomic():
            note.save()
    except IntegrityError:
        raise Stale(CHANGED_MEANWHILE) from None
    audit.record(note, "weekly.write", county=note.county, changes=made(note))
    return True


def due_day(county: Unit, friday: datetime.date) -> datetime.date:
    """Friday, or the next workday where it is none."""
    return workdays_of(county).from_day(friday)


def remind_of_weeks(now: datetime.datetime) -> list[str]:
    """Tell every unit, once, that it wrote nothing of the week that is over."""
    today = timezone.localtime(now).date()
    said = []
    counties = Unit.objects.filter(pk__in=ReportingRule.objects.values("county"))
    for county in counties:
        friday = friday_of(today)
        if due_day(county, friday) >= today:
            friday -= datetime.timedelta(weeks=1)
        if not asks_weekly(county, friday) or due_day(county, friday) >= today:
            continue
        owed = owed_by_unit(county, friday)
        written = WeeklyNote.objects.filter(county=county, friday=friday).values("unit")
        for unit in Unit.objects.filter(pk__in=owed).exclude(pk__in=written).order_by("pk"):
            said += _remind(county, unit, friday, owed[unit.pk], now)
    return said


def _remind(
    county: Unit, unit: Unit, friday: datetime.date, owed: int, now: datetime.datetime
) -> list[str]:
    """Empty where it was told already, by whichever hand came first."""
    text = f"{unit}：{friday:%-m月%-d日}这一周的{owed}个项目动态还没有填写。"
    try:
        with audited(by=None) as audit, transaction.atomic():
            if WeeklyReminder.objects.filter(unit=unit, friday=friday).exists():
                return []
            reminder = WeeklyReminder.objects.create(
                unit=unit, friday=friday, text=text, made_at=now
            )
            audit.record(reminder, "weekly.remind", county=county, changes=made(reminder))
    except IntegrityError:
        return []
    return [text]
