"""A ``Roll`` says what a subject's 台账 is: its tables, what a person fills in, what must hold.

To add one, a room writes a model on ``RollLine`` and one on ``Declaration`` and registers::

    RESERVE = Roll(
        key="reserve",
        name="储备项目",
        line=ReserveItem,
        declaration=ReserveDeclaration,
        fields=("name", "total_investment", ...),
        identity=("name",),
        refuse_unsound=refuse_unsound,
    )

``register`` lets its declarations be decided, told and asked for in 待办; its pages are at
``projects:roll`` with its key, its workbook is the 台账表.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from django.db.models import Q
from django.urls import reverse

from accounts.models import Unit, User
from accounts.people.waiting import Waiting
from accounts.trail import proposals
from accounts.trail.audit import Trail
from accounts.trail.proposals import KindOfProposal, ProposalWords
from projects.models import Declaration, RollDeed, RollLine
from projects.rolls.force import put_in_force
from projects.rolls.papers import hang_on_line

L = TypeVar("L", bound=RollLine)
D = TypeVar("D", bound=Declaration)


def _sound(line: RollLine, today: datetime.date) -> None:
    return None


def _nothing_more(audit: Trail, declaration: Declaration, line: RollLine, by: User) -> None:
    return None


ALL = Q()


@dataclass(frozen=True)
class Term(Generic[L]):
    """By which day something is owed of a line: ``column`` holds it, ``owed`` are the lines of
    which it still is, and ``words`` say what; they read the rows of ``reads`` too.
    ``manage.py tick`` tells it once, when it is due."""

    column: str
    words: Callable[[L], str]
    owed: Q = ALL
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Roll(Generic[L, D]):
    """``fields`` are the columns that a person fills in, in the order of the form and of the
    workbook; ``of_project``: each line is of a project of the register. ``identity`` are the
    columns by which a row of a workbook without a number is known again. ``titles`` are further
    titles of a column in workbooks. ``deeds`` are what may be declared of a line, by the words of
    the subject (办结 where another says 销号). ``refuse_unsound`` raises DomainError for a line
    that cannot be; ``when_in_force`` does what follows from a confirmed declaration. ``form``
    is the form of a subject with needs of its own, made from ``projects.rolls.forms.RollForm``.
    ``choices`` are those of a text field whose values the county names itself, each with its word;
    the model has its ``get_…_display``."""

    key: str
    name: str
    line: type[L]
    declaration: type[D]
    fields: tuple[str, ...]
    identity: tuple[str, ...]
    of_project: bool = True
    noun: str = "条"
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deeds: Mapping[RollDeed, str] = field(default_factory=lambda: {d: d.label for d in RollDeed})
    refuse_unsound: Callable[[L, datetime.date], None] = _sound
    when_in_force: Callable[[Trail, D, L, User], None] = _nothing_more
    term: Term[L] | None = None
    form: type[Any] | None = None
    choices: Mapping[str, Callable[[Unit], Sequence[tuple[str, str]]]] = field(default_factory=dict)

    @property
    def money(self) -> frozenset[str]:
        """The fields in yuan."""
        return frozenset(self.line.trail.yuan)  # type: ignore[attr-defined]

    @property
    def named_by(self) -> str:
        """The field by which a line is called; empty where that is its project."""
        return "" if self.of_project else self.identity[0]

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields as rows have them (``category_id``)."""
        return tuple(self.line._meta.get_field(name).attname for name in self.fields)  # type: ignore[union-attr]


_rolls: dict[str, Roll[Any, Any]] = {}
_hears: list[Callable[[Roll[Any, Any]], None]] = []
_by_declaration: dict[type[Declaration], Roll[Any, Any]] = {}


def register(roll: Roll[Any, Any]) -> None:
    """Let it be declared, confirmed, told and asked for."""
    _rolls[roll.key] = roll
    for hear in _hears:
        hear(roll)
    _by_declaration[roll.declaration] = roll
    proposals.register(
        KindOfProposal(
            model=roll.declaration,
            words=ProposalWords(
                f"{roll.name}申报", this="这条申报", accepts="确认", waits="待确认"
            ),
            right="subject.confirm",
            county="county",
            changes=roll.line._meta.label_lower,
            proposed="roll.declare",
            answered="roll.answer",
            withdrawn="roll.withdraw",
            asks=partial(_asks, roll),
            asks_of_many=partial(_asks_of_many, roll),
            take_force=partial(_take_force, roll),
            stands_already=lambda standing: (
                f"这一行已有一条{roll.name}申报待确认（{standing.proposed_by}），请先撤回或等待答复"
            ),
            reads=("unit", "project", "line"),
        )
    )


def of_each(hear: Callable[[Roll[Any, Any]], None]) -> None:
    """Call ``hear`` for each roll, also for those that are registered later."""
    _hears.append(hear)
    for roll in _rolls.values():
        hear(roll)


def rolls() -> Sequence[Roll[Any, Any]]:
    """In the order of registration."""
    return tuple(_rolls.values())


def roll_named(key: str) -> Roll[Any, Any] | None:
    return _rolls.get(key)


def roll_of(declaration: Declaration) -> Roll[Any, Any]:
    return _by_declaration[type(declaration)]


def _asks(roll: Roll[Any, Any], declaration: Declaration) -> Waiting:
    return Waiting(
        f"{roll.name}申报",
        str(declaration),
        f"{reverse('projects:roll', args=[roll.key])}?waits=1",
        f"{declaration.unit}{roll.deeds[RollDeed(declaration.deed)]}：{declaration.reason}",
    )


ASKED_ONE_BY_ONE = 3
"""Of a unit; what is more stands in 待办 as one line."""


def _asks_of_many(roll: Roll[Any, Any], declarations: Sequence[Declaration]) -> Iterator[Waiting]:
    of_units: dict[Unit, list[Declaration]] = {}
    for each in declarations:
        of_units.setdefault(each.unit, []).append(each)
    address = f"{reverse('projects:roll', args=[roll.key])}?waits=1"
    for unit, declared in of_units.items():
        if len(declared) <= ASKED_ONE_BY_ONE:
            yield from (_asks(roll, each) for each in declared)
        else:
            words = f"{unit}申报的{len(declared)}条"
            yield Waiting(f"{roll.name}申报", words, f"{address}&unit={unit.pk}")


def _take_force(
    roll: Roll[Any, Any], audit: Trail, declaration: Declaration, by: User, today: datetime.date
) -> None:
    line = put_in_force(audit, declaration, roll.line, today=today, check=roll.refuse_unsound)
    hang_on_line(audit, roll.key, declaration, line)
    roll.when_in_force(audit, declaration, line, by)
