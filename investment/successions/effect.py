"""What a change of projects would come to, list by list, before it is pressed."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Unit
from investment.carrying import Share
from investment.models import SuccessionKind
from investment.successions.asked import Asked, AskedLine
from investment.successions.forcing import given_before
from investment.successions.standing import known_of, lines_of, lists_on, reckoned
from measures.months import Month
from projects.models import AnnualPlan, PlanItem, Project


@dataclass(frozen=True)
class EffectRow:
    """A project on a list: its plan and what it has done of the year, before and after, in yuan;
    ``stands_before`` and ``stands_after`` on the list."""

    name: str
    planned_before: int | None
    planned_after: int | None
    done_before: int | None
    done_after: int | None
    stands_before: bool
    stands_after: bool


@dataclass(frozen=True)
class EffectOnList:
    """What becomes of one list; its ``rows`` are those that change, ``all_before`` and
    ``all_after`` what it plans in all."""

    plan: AnnualPlan
    rows: Sequence[EffectRow]
    all_before: int
    all_after: int

    @property
    def planned_before(self) -> int:
        return sum(row.planned_before or 0 for row in self.rows)

    @property
    def planned_after(self) -> int:
        return sum(row.planned_after or 0 for row in self.rows)

    @property
    def done_before(self) -> int:
        return sum(row.done_before or 0 for row in self.rows)

    @property
    def done_after(self) -> int:
        return sum(row.done_after or 0 for row in self.rows)

    @property
    def not_carried(self) -> int:
        """What of the money done leaves the list with the change."""
        return self.done_before - self.done_after


@dataclass(frozen=True)
class CarriedRow:
    """What a successor takes over of one predecessor, in yuan."""

    predecessor: str
    successor: str
    share: str
    carried: int | None
    before: int | None


@dataclass(frozen=True)
class EffectOfSuccession:
    lists: Sequence[EffectOnList]
    carried: Sequence[CarriedRow]
    kept: Sequence[tuple[str, int | None]]


def effect_of(county: Unit, kind: str, day: datetime.date, asked: Asked) -> EffectOfSuccession:
    """A 更名 moves nothing. Of what cannot be, as far as it can be told."""
    if kind == SuccessionKind.RENAME:
        return EffectOfSuccession((), (), ())
    month = Month.of(day).month
    wanted = {*asked.predecessors, *asked.existing}
    projects = Project.objects.of_county(county).in_bulk(wanted)
    known = known_of(county, wanted, day.year)
    shares = reckoned(known, _shares(asked, day))
    before = {pk: known.before(pk, month) for pk in wanted}
    given = dict.fromkeys(asked.predecessors, 0)
    taken: dict[int, int] = {}
    for share in shares:
        given[share.predecessor_id] += share.carried or 0
        taken[-share.successor_id] = taken.get(-share.successor_id, 0) + (share.carried or 0)
    names = [
        projects[each.project].name if each.project is not None else each.name
        for each in asked.successors
    ]
    plans = lists_on(county, day)
    lines = lines_of(list(wanted), list(plans))
    told = []
    for plan in plans.values():
        standing = {line.project_id: line for line in lines if line.plan_id == plan.pk}
        rows = [
            _row_of_predecessor(
                projects[pk],
                standing.get(pk),
                _line(asked.kept, plan),
                asked.ends,
                before[pk],
                given[pk],
            )
            for pk in asked.predecessors
        ]
        for place, successor in enumerate(asked.successors):
            rows.append(
                _row_of_successor(
                    names[place],
                    standing.get(successor.project or 0),
                    _line(successor.lines, plan),
                    before.get(successor.project or 0),
                    taken.get(place + 1, 0),
                )
            )
        shown = [row for row in rows if row.stands_before or row.stands_after]
        if shown:
            told.append(_effect(plan, shown))
    before_given = {pk: given_before(projects[pk], asked, day) for pk in asked.predecessors}
    carried = []
    for pk in asked.predecessors:
        own = [share for share in shares if share.predecessor_id == pk]
        for share, part in zip(own, before_given[pk], strict=True):
            name = names[-share.successor_id - 1]
            carried.append(
                CarriedRow(projects[pk].name, name, share_words(share), share.carried, part)
            )
    kept = [
        (projects[pk].name, None if before[pk] is None else (before[pk] or 0) - given[pk])
        for pk in asked.predecessors
        if asked.keeps_what_is_left(pk)
    ]
    return EffectOfSuccession(told, carried, kept)


def _shares(asked: Asked, day: datetime.date) -> list[Share]:
    """A successor that may not be there yet has a key below zero, by its place."""
    return [
        Share(
            day,
            0,
            share.predecessor,
            place,
            -share.place - 1,
            share.permille,
            share.amount,
            None,
            asked.ends,
            False,
        )
        for pk in asked.predecessors
        for place, share in enumerate(asked.of(pk))
    ]


def share_words(share: Share) -> str:
    """400‰, 按金额, or 余下的全部."""
    if share.permille is not None:
        return f"{share.permille}‰"
    return "按金额" if share.amount is not None else "余下的全部"


def _line(lines: Sequence[AskedLine], plan: AnnualPlan) -> AskedLine | None:
    return next((line for line in lines if line.plan == plan.pk), None)


def _row_of_predecessor(
    project: Project,
    item: PlanItem | None,
    line: AskedLine | None,
    ends: bool,
    done: int | None,
    given: int,
) -> EffectRow:
    planned = item.planned_investment if item else None
    after = line.planned if line and line.planned is not None else planned
    stays = item is not None and not ends
    return EffectRow(
        project.name,
        planned,
        after if stays else None,
        done if item else None,
        None if done is None or not stays else done - given,
        item is not None,
        stays,
    )


def _row_of_successor(
    name: str, item: PlanItem | None, line: AskedLine | None, done: int | None, taken: int
) -> EffectRow:
    planned = item.planned_investment if item else None
    after = line.planned if line and line.planned is not None else planned
    stands = item is not None or line is not None
    return EffectRow(
        name,
        planned,
        after if stands else None,
        done if item else None,
        ((done or 0) + taken) if stands else None,
        item is not None,
        stands,
    )


def _effect(plan: AnnualPlan, rows: Sequence[EffectRow]) -> EffectOnList:
    every = PlanItem.objects.standing().filter(plan=plan, category__in=plan.rate_base)
    total = sum(item.planned_investment or 0 for item in every)
    effect = EffectOnList(plan, rows, total, total)
    moved = effect.planned_after - effect.planned_before
    return EffectOnList(plan, rows, total, total + moved)
