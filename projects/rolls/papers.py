"""The papers of lines: sent with a declaration, or added to a line later."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from accounts import clock
from accounts.errors import DomainError, NotAllowed
from accounts.models import User
from accounts.trail.audit import Told, Trail, audited
from accounts.trail.facts import changed_row, facts_of, made
from accounts.trail.holding import hold
from files.models import sha256_of
from projects.models import Declaration, RollLine, RollPaper
from projects.papers import SentPaper, papers_sent
from projects.rolls.rules import declares

if TYPE_CHECKING:
    from django.core.files import File

MOST_OF_A_LINE = 30


def papers_of_line(key: str, line: RollLine) -> Sequence[RollPaper]:
    """What hangs on its number, as it came."""
    return list(
        RollPaper.objects.filter(county=line.county, roll=key, serial=line.serial)
        .select_related("added_by")
        .order_by("pk")
    )


def papers_of_declarations(
    key: str, declarations: Iterable[Declaration]
) -> dict[int, list[RollPaper]]:
    """What came with each of them, by its key."""
    found: dict[int, list[RollPaper]] = {}
    asked = [declaration.pk for declaration in declarations]
    for paper in RollPaper.objects.filter(roll=key, declaration__in=asked).order_by("pk"):
        found.setdefault(paper.declaration or 0, []).append(paper)
    return found


def papers_seen(
    key: str, lines: "QuerySet[RollLine]", declarations: "QuerySet[Declaration]"
) -> QuerySet[RollPaper]:
    """Those of the lines and declarations that a person sees; a person works in one county."""
    on_lines = Q(serial__in=lines.order_by().values("serial")) & Q(
        county__in=lines.order_by().values("county")
    )
    on_declarations = Q(declaration__in=declarations.order_by().values("pk"))
    return RollPaper.objects.filter(on_lines | on_declarations, roll=key)


def add_papers(*, key: str, line: RollLine, files: "Sequence[File[Any]]", by: User) -> int:
    """Hang further papers on the line; how many were new. Raises NotAllowed, DomainError without a
    file, and for one that does not fit."""
    if not declares(by, line.unit):
        raise NotAllowed(f"只有{line.unit}的填报员和发改局可以添加附件")
    sent = papers_sent(files)
    if not sent:
        raise DomainError("请选择文件", field="papers")
    with audited(by=by) as audit:
        hold(line.county)
        told = _keep(sent, key, line, by, serial=line.serial)
        if told:
            audit.record(line, "roll.paper", county=line.county, rows=told)
    return len(told)


def keep_declared(
    audit: Trail, key: str, declaration: Declaration, sent: Sequence[SentPaper], by: User
) -> None:
    """What came with a declaration; the same again is kept once."""
    if not sent:
        return
    line = declaration.line  # type: ignore[attr-defined]
    serial = line.serial if line is not None else None
    told = _keep(sent, key, declaration, by, serial=serial, declaration=declaration.pk)
    if told:
        audit.record(declaration, "roll.paper", county=declaration.county, rows=told)


def hang_on_line(audit: Trail, key: str, declaration: Declaration, line: RollLine) -> None:
    """What came with the declaration of a new line is the line's from now on."""
    told: list[Told] = []
    for paper in RollPaper.objects.filter(roll=key, declaration=declaration.pk, serial=None):
        before = facts_of(paper)
        paper.serial = line.serial
        paper.save(update_fields=["serial"])
        told.append((paper, changed_row(before, paper)))
    if told:
        audit.record(line, "roll.paper", county=line.county, rows=told)


def _keep(
    sent: Sequence[SentPaper],
    key: str,
    of: RollLine | Declaration,
    by: User,
    *,
    serial: int | None,
    declaration: int | None = None,
) -> list[Told]:
    where = {"roll": key, "county": of.county}
    there = RollPaper.objects.filter(
        **where, **({"serial": serial} if serial else {"declaration": declaration})
    )
    known = set(there.values_list("sha256", flat=True))
    if len(known) + len(sent) > MOST_OF_A_LINE:
        raise DomainError(f"一行的附件最多{MOST_OF_A_LINE}个", field="papers")
    told: list[Told] = []
    for each in sent:
        if sha256_of(each.content) in known:
            continue
        paper = RollPaper(
            **where,
            unit=of.unit,
            serial=serial,
            declaration=declaration,
            original_name=each.name,
            content_type=each.content_type,
            added_by=by,
            added_at=clock.now(),
        )
        paper.keep(each.content, each.name, unit=of.unit)
        paper.save()
        known.add(paper.sha256)
        told.append((paper, made(paper)))
    return told
