"""What people do with the journal of a project: write a note, read one that names them."""

import datetime
from collections.abc import Collection

from accounts import clock
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.limits import within
from accounts.models import User
from accounts.rights import reads_county
from accounts.trail.audit import audited
from accounts.trail.facts import changed_since, facts_of, made
from accounts.trail.holding import hold
from projects.journal import rules
from projects.models import LONGEST_NOTE, JournalNote, NamedColleague, Project


def write_note(
    *,
    project: Project,
    day: datetime.date,
    text: str,
    by: User,
    today: datetime.date,
    named: Collection[User] = (),
    is_internal: bool = False,
    corrects: JournalNote | None = None,
) -> JournalNote:
    """A dated note; the colleagues ``named`` find it in 待办 until they have read it. One that
    ``corrects`` an earlier one of the same author stands in its place. The same again is returned
    as it is. Raises NotAllowed, DomainError without words, for a day to come and for a colleague
    who may not read it, WrongState where the earlier one has been corrected already."""
    if not rules.writes_journal(by, project):
        raise NotAllowed("只有发改局、督查员、县领导和项目有关单位可以写记事")
    text = within(text, LONGEST_NOTE, "内容", field="text")
    if not text:
        raise DomainError("请写明内容", field="text")
    if day > today:
        raise DomainError("日期不能晚于今天", field="day")
    # A unit has nothing that it does not see itself.
    is_internal = is_internal and reads_county(by, project.county)
    _require_readers(project, named, is_internal)
    wanted = {"day": day, "text": text, "is_internal": is_internal, "corrects": corrects}
    with audited(by=by) as audit:
        # Two presses of a button come one after the other.
        hold(project)
        standing = JournalNote.objects.filter(project=project, written_by=by, **wanted).first()
        if standing is not None:
            return standing
        if corrects is not None:
            _require_own(corrects, project, by)
        note = JournalNote.objects.create(
            project=project, written_by=by, written_at=clock.now(), **wanted
        )
        rows = [
            NamedColleague.objects.create(note=note, person=person)
            for person in sorted(named, key=lambda each: each.pk)
        ]
        told = [(row, made(row)) for row in rows]
        county, changes = project.county, made(note)
        audit.record(note, "journal.write", county=county, changes=changes, rows=told)
    return note


def read_note(*, note: JournalNote, by: User) -> bool:
    """Say that one has read a note that names one. True for the one call that did it. Raises
    NotAllowed for whom it does not name."""
    with audited(by=by) as audit:
        hold(note)
        named = NamedColleague.objects.filter(note=note, person=by).first()
        if named is None:
            raise NotAllowed("这条记事没有提请您阅看")
        if named.read_at is not None:
            return False
        before = facts_of(named)
        named.read_at = clock.now()
        named.save(update_fields=["read_at"])
        county, changes = note.project.county, changed_since(before, named)
        audit.record(named, "journal.read", county=county, changes=changes)
    return True


def _require_own(note: JournalNote, project: Project, by: User) -> None:
    if note.project_id != project.pk or not rules.corrects(by, note):
        raise NotAllowed("只能更正自己写的记事")
    if JournalNote.objects.filter(corrects=note).exists():
        raise WrongState("这条记事已经更正过，请更正后来的那一条")


def _require_readers(project: Project, named: Collection[User], is_internal: bool) -> None:
    if not named:
        return
    readers = rules.colleagues(project, with_units=not is_internal)
    known = set(readers.values_list("pk", flat=True))
    left = [person.name for person in named if person.pk not in known]
    if left:
        raise DomainError(f"{'、'.join(left)}看不到这条记事，不能提请阅看", field="named")
