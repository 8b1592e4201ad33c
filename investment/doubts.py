"""What makes an entry doubtful: then it is never approved together with others (DESIGN §4.20).

A doubt is about what the unit sent, not about who may decide: see ``services.review`` for that.
"""

import enum
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from investment.drafts import content_of
from investment.models import CheckClass, CheckFinding, EntryReturn, MonthlyEntry, Verdict


class Doubt(enum.Enum):
    """The gravest first. ``wants_reason``: it is approved, one by one, only with a reason."""

    FALSE = "经核不符"
    DOUBTFUL = "待核查"
    UNMENDED = "退回后未改"
    UNJUDGED = "说明未核查"

    @property
    def wants_reason(self) -> bool:
        return self is not Doubt.UNJUDGED

    @property
    def badge(self) -> str:
        """Its state of components/badge.html."""
        return "overdue" if self.wants_reason else "due"


Doubts = Sequence[Doubt]
"""Of one entry, the gravest first; empty where there is none."""

_OF_VERDICTS = {Verdict.FALSE: Doubt.FALSE, Verdict.DOUBTFUL: Doubt.DOUBTFUL}
_ORDER = {doubt: place for place, doubt in enumerate(Doubt)}


def doubts_of(entries: Collection[MonthlyEntry]) -> Mapping[int, Doubts]:
    """The doubts about entries that were sent, by id; two queries for any number."""
    found: dict[int, set[Doubt]] = defaultdict(set)
    findings = CheckFinding.objects.standing().filter(entry__in=[entry.pk for entry in entries])
    for pk, verdict, check_class in findings.order_by().values_list(
        "entry_id", "verdict", "check_class"
    ):
        if verdict in _OF_VERDICTS:
            found[pk].add(_OF_VERDICTS[Verdict(verdict)])
        elif not verdict and check_class == CheckClass.EXPLAIN:
            found[pk].add(Doubt.UNJUDGED)
    returns = last_returns(entries)
    for entry in entries:
        if entry.pk in returns and is_unmended(entry, returns[entry.pk]):
            found[entry.pk].add(Doubt.UNMENDED)
    return {pk: sorted(doubts, key=_ORDER.__getitem__) for pk, doubts in found.items()}


def last_returns(entries: Iterable[MonthlyEntry]) -> dict[int, EntryReturn]:
    """The last return of each entry that was ever returned, by the entry's id; one query."""
    returned = [entry.pk for entry in entries if entry.returned_times]
    if not returned:
        return {}
    found = (
        EntryReturn.objects.last_of_each().filter(entry__in=returned).select_related("returned_by")
    )
    return {each.entry_id: each for each in found}


def is_unmended(entry: MonthlyEntry, last: EntryReturn) -> bool:
    """Whether the unit sent the same again after a return."""
    return not entry.is_editable and content_of(entry) == last.content


def refused_verdicts(entries: Iterable[MonthlyEntry]) -> set[int]:
    """The ids of entries that the bureau's verdict calls 待核查 or 经核不符; one query."""
    doubted = CheckFinding.objects.standing().filter(
        entry__in=[entry.pk for entry in entries], verdict__in=_OF_VERDICTS
    )
    return set(doubted.order_by().values_list("entry_id", flat=True))


def doubt_words(doubts: Doubts) -> str:
    """经核不符、退回后未改."""
    return "、".join(doubt.value for doubt in doubts)
