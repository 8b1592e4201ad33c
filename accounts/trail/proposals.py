"""What one person proposes and another decides: one way to propose, accept, refuse and withdraw.

What is proposed is a matter of each room. To add a kind, a room writes a model on ``Proposal``
(with the unique constraint that says of what only one may wait), a function that lets an accepted
one take force, and a ``KindOfProposal``, which its ``apps.py`` registers::

    def _adjust(audit, proposal, by, today):
        adjust_plan(item=proposal.item, amount=proposal.amount, by=by, ...)

    ADJUSTMENTS = KindOfProposal(
        model=PlanAdjustment,
        words=ProposalWords("调整申请"),
        right="plan.manage",
        county="item__plan__county",
        proposed="entry.propose",
        answered="entry.answer_proposal",
        asks=adjustment_asks,
        take_force=_adjust,
    )

Its service checks who may propose and what, and ends with ``propose(PlanAdjustment(...), by=by)``.
Pages have the two views of ``accounts.pages.proposals``. The trail tells it, 待办 asks who decides,
and ``config/tests/test_proposals.py`` wants a function that makes one.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, models, transaction

from accounts import clock
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.limits import within
from accounts.models import Unit, User
from accounts.people import waiting
from accounts.people.waiting import Waiting
from accounts.rights import counties_where, may
from accounts.trail.audit import Trail, audited
from accounts.trail.facts import Changes, Facts, changed_row, facts_of, made
from accounts.trail.words import (
    Names,
    Row,
    RowWords,
    Words,
    label_of,
    tell_key,
    tell_own,
    tell_rows,
    value_words,
)

SAID_BY_ITS_LINE = (
    "reason",
    "proposed_by",
    "proposed_at",
    "decided_by",
    "decided_at",
    "decision",
)
"""The columns that a line of the trail need not show: it says itself who, when and why."""


class ProposalState(models.TextChoices):
    """The labels are those of most kinds; ``Proposal.state_words`` says each kind's own."""

    WAITING = "waiting", "待审定"
    ACCEPTED = "accepted", "已采纳"
    REFUSED = "refused", "未采纳"
    WITHDRAWN = "withdrawn", "已撤回"


class Proposal(models.Model):
    """申请: waits until an approver accepts or refuses it, or who proposed it takes it back."""

    state = models.CharField(
        "状态", max_length=20, choices=ProposalState, default=ProposalState.WAITING
    )
    reason = models.TextField("理由")
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="提出人"
    )
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="审定人"
    )
    decided_at = models.DateTimeField("审定时间", null=True)
    decision = models.TextField("审定意见", blank=True)

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING

    @property
    def state_words(self) -> str:
        """待审定; of an extension 待审批."""
        return kind_of(self).words.of_state(self.state)


P = TypeVar("P", bound=Proposal)


@dataclass(frozen=True)
class ProposalWords:
    """How a kind is spoken of: ``noun`` (延期), and ``this`` one (这条延期). Who accepts it
    ``accepts`` (批准), who decides it ``answers`` (审批); until then it ``waits`` (待审批)."""

    noun: str
    this: str = "这条申请"
    accepts: str = "采纳"
    answers: str = "答复"
    waits: str = "待审定"

    def of_state(self, state: str) -> str:
        return {
            ProposalState.WAITING: self.waits,
            ProposalState.ACCEPTED: f"已{self.accepts}",
            ProposalState.REFUSED: f"未{self.accepts}",
            ProposalState.WITHDRAWN: "已撤回",
        }[ProposalState(state)]


@dataclass(frozen=True)
class KindOfProposal(Generic[P]):
    """What a room says of its proposals.

    ``right`` is held by who decides, in the county to which the path ``county`` leads from the
    proposal; ``by_another``: not by who proposed it. ``asks`` is the line in 待办 of who decides.
    ``take_force`` does what was accepted, within the transaction, and raises what stands in its
    way; None: it is in force by being accepted. ``stands_already`` is the sentence that refuses
    another beside the one that stands.

    ``proposed`` and ``answered`` are action codes, and ``withdrawn`` where that is told by another
    one than ``answered``. Their lines are about the proposal, or about the row to which the path
    ``about`` leads, so that its history tells them. ``before`` and ``after``, where the model has
    them, hold columns of ``changes`` (``projects.project``). ``reads`` are the further rows that
    are read with a proposal. Where a workbook may bring many, ``asks_of_many`` makes the lines in
    待办 of all that wait.
    """

    model: type[P]
    words: ProposalWords
    right: str
    county: str
    proposed: str
    answered: str
    asks: Callable[[P], Waiting]
    take_force: Callable[[Trail, P, User, datetime.date], object] | None = None
    stands_already: Callable[[P], str] | None = None
    withdrawn: str = ""
    about: str = ""
    changes: str = ""
    by_another: bool = False
    reads: tuple[str, ...] = ()
    asks_of_many: Callable[[Sequence[P]], Iterable[Waiting]] | None = None

    def county_of(self, proposal: P) -> Unit:
        return _at(proposal, self.county)

    def read(self) -> models.QuerySet[P]:
        """The proposals with the rows that are asked about each."""
        return self.model._default_manager.select_related(self.county, "proposed_by", *self.reads)


_kinds: dict[type[Proposal], KindOfProposal[Any]] = {}


def register(kind: KindOfProposal[Any]) -> None:
    """Let proposals of the model be decided, told in the trail, and asked for in 待办."""
    label = kind.model._meta.label_lower
    _kinds[kind.model] = kind
    tell_key(label, "state", words=kind.words.of_state)
    if kind.changes:
        tell_rows(label, _changes_told(kind))
        tell_own(label, _changes_told(kind))
    waiting.register(partial(_waiting, kind))


def kinds() -> Sequence[KindOfProposal[Any]]:
    """In the order of registration."""
    return tuple(_kinds.values())


def kind_for(model: type[P]) -> KindOfProposal[P]:
    """Raises KeyError for a model that nobody registered."""
    return _kinds[model]


def kind_of(proposal: P) -> KindOfProposal[P]:
    return kind_for(type(proposal))


# --- What people do ----------------------------------------------------------------------


def propose(proposal: P, *, by: User, action: str = "") -> P:
    """Let an unsaved one wait, told as ``action`` where that is not its kind's. The same that
    stands already is returned as it is. Raises WrongState where another stands in its way."""
    kind = kind_of(proposal)
    proposal.proposed_by, proposal.proposed_at = by, clock.now()
    with audited(by=by, reason=proposal.reason) as audit:
        try:
            with transaction.atomic():
                proposal.save()
        except IntegrityError:
            standing = list(_standing_like(proposal))
            if not standing:
                raise
            for other in standing:
                if _asked(other) == _asked(proposal):
                    return other
            raise WrongState(_stands_already(kind, standing[0])) from None
        _tell(audit, action or kind.proposed, proposal, made(proposal))
    return proposal


def accept(*, proposal: P, by: User, today: datetime.date, decision: str = "") -> P:
    """Let it take force. The same again does nothing. Raises NotAllowed, WrongState when it was
    decided otherwise, and what stands in the way of what it asks."""
    kind = kind_of(proposal)
    _require_decider(proposal, by, kind.words.accepts)

    def take_force(audit: Trail, accepted: P) -> None:
        if kind.take_force is not None:
            kind.take_force(audit, accepted, by, today)

    return _end(proposal, ProposalState.ACCEPTED, by=by, decision=decision, then=take_force)


def refuse(*, proposal: P, by: User, decision: str) -> P:
    """The same again does nothing. Raises NotAllowed, DomainError without a word, WrongState when
    it was decided otherwise."""
    words = kind_of(proposal).words
    _require_decider(proposal, by, words.answers)
    if not decision.strip():
        raise DomainError(f"请写明不{words.accepts}的理由", field="decision")
    return _end(proposal, ProposalState.REFUSED, by=by, decision=decision)


def answer(*, proposal: P, is_accepted: bool, decision: str, by: User, today: datetime.date) -> P:
    """``accept`` or ``refuse``, as it was pressed on a page."""
    if is_accepted:
        return accept(proposal=proposal, by=by, today=today, decision=decision)
    return refuse(proposal=proposal, by=by, decision=decision)


def withdraw(*, proposal: P, by: User) -> P:
    """The same again does nothing. Raises NotAllowed for another's, WrongState when it was
    decided."""
    if proposal.proposed_by_id != by.pk:
        raise NotAllowed(f"只有提出人可以撤回{kind_of(proposal).words.noun}")
    return _end(proposal, ProposalState.WITHDRAWN, by=by)


def _require_decider(proposal: Proposal, by: User, deed: str) -> None:
    kind = kind_of(proposal)
    if not may(by, kind.right, kind.county_of(proposal)):
        raise NotAllowed(f"只有审定员可以{deed}{kind.words.noun}")
    if kind.by_another and proposal.proposed_by_id == by.pk:
        raise NotAllowed(f"自己提出的{kind.words.noun}要由另一人{kind.words.accepts}")


def _end(
    proposal: P,
    state: ProposalState,
    *,
    by: User,
    decision: str = "",
    then: Callable[[Trail, P], None] = lambda audit, ended: None,
) -> P:
    """The proposal as it ended; where it waited until now, ``then`` is done and it is told. Raises
    DomainError for an answer that cannot be kept, WrongState where it ended otherwise."""
    kind, before = kind_of(proposal), facts_of(proposal)
    decision = within(decision, 200, "答复", field="decision")
    reason = decision or (proposal.reason if state == ProposalState.ACCEPTED else "")
    with audited(by=by, reason=reason) as audit:
        waits = kind.model._default_manager.filter(pk=proposal.pk, state=ProposalState.WAITING)
        claimed = waits.update(
            state=state, decided_by=by, decided_at=clock.now(), decision=decision
        )
        ended = kind.read().get(pk=proposal.pk)
        if not claimed and ended.state != state:
            raise WrongState(f"{kind.words.this}已经处理过了（{ended.state_words}）")
        if claimed:
            then(audit, ended)
            is_withdrawn = state == ProposalState.WITHDRAWN
            action = (is_withdrawn and kind.withdrawn) or kind.answered
            _tell(audit, action, ended, changed_row(before, ended))
    return ended


def _tell(audit: Trail, action: str, proposal: Proposal, changes: Changes) -> None:
    kind = kind_of(proposal)
    county = kind.county_of(proposal)
    if kind.about:
        thing = _at(proposal, kind.about)
        audit.record(thing, action, county=county, rows=[(proposal, changes)])
    else:
        audit.record(proposal, action, county=county, changes=changes)


# --- The same, and another ---------------------------------------------------------------


def _standing_like(proposal: P) -> Iterator[P]:
    """Those that keep the new one out, by the unique constraints that hold for some states."""
    for constraint in proposal._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is not None:
            key = {name: getattr(proposal, name) for name in constraint.fields}
            rows = type(proposal)._default_manager.filter(constraint.condition, **key)
            yield from rows.order_by("pk")


def _stands_already(kind: KindOfProposal[P], standing: P) -> str:
    if kind.stands_already is not None:
        return kind.stands_already(standing)
    return f"已有一条{kind.words.noun}{kind.words.waits}（{standing}），请先撤回或等待答复"


_BESIDE_WHAT_IS_ASKED = {field.name for field in Proposal._meta.local_fields} - {"reason"}


def _asked(proposal: Proposal) -> Facts:
    """What is proposed and why, whoever did it and whatever became of it."""
    return {
        field.attname: getattr(proposal, field.attname)
        for field in proposal._meta.concrete_fields
        if not field.primary_key and field.name not in _BESIDE_WHAT_IS_ASKED
    }


def _at(row: Any, path: str) -> Any:
    return reduce(getattr, path.split("__"), row)


# --- What is told ------------------------------------------------------------------------


def _changes_told(kind: KindOfProposal[Any]) -> RowWords:
    """What became of it, and what it would change, where the line says so."""

    def told(rows: Sequence[Row], names: Names) -> Words:
        words: Words = []
        for row in rows:
            old, new = (kind.words.of_state(s) if s else "" for s in row.changes["state"])
            words.append(("申请", old, new))
            before, after = row.now("before"), row.now("after")
            for name, value in (after or {}).items():
                old, new = (
                    value_words(kind.changes, name, v, names) for v in (before[name], value)
                )
                words.append((label_of(kind.changes, name), old, new))
        return words

    return told


def _waiting(kind: KindOfProposal[Any], user: User, today: datetime.date) -> Iterator[Waiting]:
    """What ``user`` has to decide. One query."""
    counties = counties_where(user, kind.right)
    if not counties:
        return
    proposals = kind.read().filter(state=ProposalState.WAITING, **{f"{kind.county}__in": counties})
    if kind.by_another:
        proposals = proposals.exclude(proposed_by=user)
    if kind.asks_of_many is not None:
        yield from kind.asks_of_many(list(proposals))
        return
    for proposal in proposals:
        yield kind.asks(proposal)
