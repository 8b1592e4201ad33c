"""The bureau's deeds that a paper tells of as its measures, held against what is known of them now:
they are counted in sentences and are no figures of a subject."""

from collections.abc import Collection, Iterator, Mapping

from accounts.trail.unwinding import AsKnown
from figures.facts import Facts
from reports.papers.causes import Cause
from reports.prose.choices import Chapter
from supervision.deeds import Deeds, deeds_of

ENTERED_SINCE = Cause("督查记录", "会议、调度、督查、通报或问题的记录在印发后补录、更正或撤销")

Counts = Mapping[tuple[str, str], int]
"""By what is counted and the unit that it is counted in."""


def moved_deeds(
    then: Facts, told: Collection[Chapter], later: AsKnown | None = None
) -> Iterator[tuple[str, str, int, int]]:
    """What is counted, its unit, how many were known ``then`` and are known now or were ``later``,
    of the chapters that are told."""
    day = then.month.last_day
    was, now = deeds_of(then.county, day, then.known), deeds_of(then.county, day, later)
    for what, unit, (before, after) in _moved(told, was, now):
        yield what, unit, before, after


def stepped_deeds(
    told: Collection[Chapter], *facts: Facts
) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """What is counted and its unit, and how many of the year at the end of each of the ``facts``,
    as these know them; of what is not the same in all."""
    yield from _moved(told, *(deeds_of(f.county, f.month.last_day, f.known) for f in facts))


def _moved(told: Collection[Chapter], *deeds: Deeds) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    for chapter, counts in ((Chapter.MEASURES, _measures), (Chapter.PROBLEMS, _problems)):
        if chapter not in told:
            continue
        counted = [counts(each) for each in deeds]
        for what, unit in dict.fromkeys(key for each in counted for key in each):
            numbers = tuple(each.get((what, unit), 0) for each in counted)
            if len(set(numbers)) > 1:
                yield what, unit, numbers


def _measures(deeds: Deeds) -> Counts:
    return {
        ("联席会议", "次"): deeds.meetings,
        ("研究议题", "个"): deeds.agenda,
        ("议定事项", "项"): deeds.decisions,
        ("已落实的议定事项", "项"): deeds.decisions_done,
        ("项目调度单", "份"): deeds.orders,
        ("已办结的项目调度单", "份"): deeds.orders_closed,
        **{(kind, "次"): number for kind, number in deeds.visits.items()},
        ("督查发现情况", "项"): deeds.findings,
        ("督查通报", "期"): deeds.notices,
        **{(kind, "次"): number for kind, number in deeds.items.items()},
    }


def _problems(deeds: Deeds) -> Counts:
    return {(f"尚未解决的{kind}问题", "个"): number for kind, number in deeds.problems.items()}
