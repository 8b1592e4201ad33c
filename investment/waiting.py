"""What reporting and review ask of whom: the unit's own months, and what the bureau reviews."""

import datetime
import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache

from django.urls import reverse

from accounts.models import Unit, User
from accounts.people.waiting import Waiting
from accounts.rights import counties_where, reporting_unit_ids
from investment.calendar import rules_by_month
from investment.deciding import Decider, Deed, decider
from investment.drafts import verified_words
from investment.models import (
    EntryLook,
    EntryState,
    KeyedConsent,
    MonthlyEntry,
    MonthlyEntryQuerySet,
    PeriodExtension,
    ReportingPeriod,
)
from investment.selectors.answering import answering_in
from investment.selectors.owing import owing_of
from investment.selectors.publishing import publishable
from investment.selectors.verified import untold_verified
from measures.months import Month
from projects.models import Part, ProjectUnit

OPEN_AT_ONCE = 3
"""The latest open months of which the unit's missing projects are counted, and as many closed ones
that some unit was given longer for."""


def waiting_in_investment(user: User, today: datetime.date) -> Iterator[Waiting]:
    units = reporting_unit_ids(user)
    if units:
        yield from _of_units(user, units, today)
    office = counties_where(user, "entry.review")
    if office:
        yield from _to_review(user, Unit.objects.filter(pk__in=[pk for pk in office if pk]))
    declaring = counties_where(user, "period.declare")
    if declaring:
        yield from _to_publish(declaring)


def _of_units(user: User, units: set[int], today: datetime.date) -> Iterator[Waiting]:
    """What is missing of the months that may be reported, what came back, what the bureau keyed,
    what is estimated."""
    counties = {held.county_id for held in user.held_roles if held.unit_id in units}
    for period, reporting in _may_report(counties, units, today):
        for debt in owing_of(period).debts:
            if debt.unit.pk in reporting:
                yield Waiting(
                    "填报",
                    f"{debt.unit} {period}",
                    reverse("investment:entry", args=[debt.unit.pk, period.as_month]),
                    f"还差 {debt.missing} 个项目没有报送",
                    debt.due_on,
                )
    entries = MonthlyEntry.objects.answered_by(units).select_related("unit", "project", "period")
    asked = (
        ("退回修改", entries.filter(state=EntryState.RETURNED), "改好后重新报送"),
        (
            "确认代填",
            entries.filter(keyed_consent=KeyedConsent.WAITING).exclude(state=EntryState.RETURNED),
            "发改局代填，请确认或写明异议",
        ),
        (
            "确认预计数",
            entries.sent().filter(is_estimate=True).exclude(keyed_consent=KeyedConsent.OBJECTED),
            "核实后确认为最终数，或更正",
        ),
    )
    address = _address_for(units)
    for what, found, note in asked:
        for entry in found:
            yield Waiting(what, f"{entry.project} {entry.period}", address(entry), note)
    yield from _noted_by_units(entries, address)


def _address_for(units: Collection[int]) -> Callable[[MonthlyEntry], str]:
    """The row of an entry on the sheet of that of the units which answers for it; one query where
    one was sent by a unit that is closed by now."""

    @cache
    def heirs() -> dict[int, int]:
        inherited = ProjectUnit.objects.current().filter(part=Part.REPORTING, unit__in=units)
        return dict(inherited.values_list("project_id", "unit_id"))

    def address(entry: MonthlyEntry) -> str:
        unit_id = entry.unit_id if entry.unit_id in units else heirs()[entry.project_id]
        sheet = reverse("investment:entry", args=[unit_id, entry.as_month])
        return f"{sheet}#project-{entry.project_id}"

    return address


def _may_report(
    counties: set[int | None], units: set[int], today: datetime.date
) -> Iterator[tuple[ReportingPeriod, set[int]]]:
    """The months and which of the units may report them: all of them an open one, a closed one
    those that were given longer. Two queries."""
    given: dict[ReportingPeriod, set[int]] = {}
    longer = PeriodExtension.objects.running(today).filter(
        unit__in=units, period__closed_at__isnull=False
    )
    for extension in longer.select_related("period__county").order_by(
        "-period__year", "-period__month", "period"
    ):
        given.setdefault(extension.period, set()).add(extension.unit_id)
    yield from itertools.islice(given.items(), OPEN_AT_ONCE)
    periods = ReportingPeriod.objects.filter(county__in=counties).open().select_related("county")
    for period in periods[:OPEN_AT_ONCE]:
        yield period, units


def _noted_by_units(
    entries: MonthlyEntryQuerySet, address: Callable[[MonthlyEntry], str]
) -> Iterator[Waiting]:
    """The 核定数 that a unit has not said it has read; one query."""
    for entry in untold_verified(entries):
        yield Waiting(
            "核定数",
            f"{entry.project} {entry.period}",
            address(entry),
            f"{verified_words(entry)}，看过请按“知道了”",
        )


def _to_review(user: User, counties: Iterable[Unit]) -> Iterator[Waiting]:
    """One line a unit and month for what this person does there. Six queries a county, seven where
    an approver's turn depends on whether it has a reviewer."""
    for county in counties:
        sent = list(
            MonthlyEntry.objects.waiting()
            .filter(project__county=county)
            .select_related("unit", "period", "project")
            .order_by("year", "month")
        )
        if not sent:
            continue
        units = answering_in(county, {entry.period for entry in sent}).units_of(sent)
        sent.sort(key=lambda e: (e.as_month, units[e.pk].position, units[e.pk].pk))
        held = rules_by_month(county, {entry.period.as_month for entry in sent})
        looked = set(
            EntryLook.objects.at_entry().filter(entry__in=sent).values_list("entry_id", flat=True)
        )
        people = {rule.pk: decider(user, county, rule) for rule in held.values()}
        who = {month: people[rule.pk] for month, rule in held.items()}
        yield from _lines(sent, units, looked, who)


WORDS = {
    Deed.APPROVE: ("审定", "{} 个项目待审定"),
    Deed.PASS: ("审核", "{} 个项目待审核"),
    Deed.LOOK: ("审核", "{} 个项目还没有看"),
}
"""What a line calls the deed, and how it counts."""


def _lines(
    entries: Iterable[MonthlyEntry],
    units: Mapping[int, Unit],
    looked: Collection[int],
    who: Mapping[Month, Decider],
) -> Iterator[Waiting]:
    counts: Counter[tuple[Deed, Unit, ReportingPeriod]] = Counter()
    objected: Counter[tuple[Deed, Unit, ReportingPeriod]] = Counter()
    for entry in entries:
        person = who[entry.period.as_month]
        turn = person.turn_of(entry, is_looked_at=entry.pk in looked)
        if turn is None or person.has_keyed(entry):
            continue
        line = turn, units[entry.pk], entry.period
        counts[line] += 1
        objected[line] += entry.keyed_consent == KeyedConsent.OBJECTED
    for (turn, unit, period), count in counts.items():
        what, words = WORDS[turn]
        against = objected[turn, unit, period]
        yield Waiting(
            what,
            f"{unit} {period}",
            f"{reverse('investment:queue', args=[period.as_month])}?unit={unit.pk}",
            words.format(count) + (f"，其中{against}个单位有异议" if against else ""),
        )


def _to_publish(counties: set[int | None]) -> Iterator[Waiting]:
    """The months of which everything owed is approved."""
    for month in publishable(counties):
        as_what = "可发布定数" if month.period.is_published else "可发布"
        yield Waiting(
            "发布",
            str(month.period),
            reverse("investment:periods"),
            f"{month.period.month}月应报{month.owed}个项目已全部审定，{as_what}",
        )
