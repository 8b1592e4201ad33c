"""Where the pages begin: the unit, the period, and the entries a form speaks of."""

import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import Unit
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import ON_BEHALF, may, reads_county
from investment.models import EntryState, Hand, MonthlyEntry, ReportingPeriod
from measures.months import Month
from projects.models import Project


def _unit(request: SignedInRequest, unit_id: int) -> Unit:
    return seen(request, Unit.objects.exclude(county=None), unit_id, "county")


def unit_reported(request: SignedInRequest, unit_id: int) -> Unit:
    """A unit whose reporter the user is. 404 for anyone else. It is asked while somebody types, so
    it is found among the user's roles, which are read already."""
    units = (held.unit for held in request.user.held_roles if held.unit_id == unit_id)
    unit = or_404(next(units, None))
    or_404(unit.county_id and may(request.user, "entry.enter", unit))
    return unit


def unit_keyed_for(request: SignedInRequest, unit_id: int) -> Unit:
    """A unit on whose behalf the user may key. 404 for anyone else."""
    unit = _unit(request, unit_id)
    or_404(may(request.user, "entry.enter", unit.own_county, answer=ON_BEHALF))
    return unit


def unit_filled(request: SignedInRequest, unit_id: int) -> tuple[Unit, Hand]:
    """A unit whose sheet the user may fill in, as its reporter or on its behalf. 404 for anyone
    else."""
    unit = _unit(request, unit_id)
    if may(request.user, "entry.enter", unit):
        return unit, Hand.UNIT
    or_404(may(request.user, "entry.enter", unit.own_county, answer=ON_BEHALF))
    return unit, Hand.BUREAU


def unit_reviewed(request: SignedInRequest, unit_id: int) -> Unit:
    """A unit whose entries the user may review. 404 for anyone else."""
    unit = _unit(request, unit_id)
    or_404(reads_county(request.user, unit.own_county))
    return unit


def unit_read(request: SignedInRequest, unit_id: int) -> Unit:
    """A unit whose reporter the user is, or whose entries they may review. 404 for anyone else."""
    unit = _unit(request, unit_id)
    or_404(may(request.user, "entry.enter", unit) or reads_county(request.user, unit.own_county))
    return unit


def county_reviewed(request: SignedInRequest) -> Unit:
    """The county whose entries the user may see. 404 for anyone else."""
    county = own_county(request)
    or_404(reads_county(request.user, county))
    return county


def period_of(request: SignedInRequest, county: Unit, month: Month) -> ReportingPeriod:
    """The period of the month; 404 when there is none."""
    periods = ReportingPeriod.objects.visible_to(request.user).filter(county=county)
    period = or_404(periods.filter(year=month.year, month=month.month).first())
    period.county = county
    return period


def entry_seen(request: SignedInRequest, entry_id: int) -> MonthlyEntry:
    """An entry that was sent in a county whose entries the user may review. 404 for anyone
    else, and for what the unit is still at work on, a draft or a returned entry."""
    unsent = (EntryState.DRAFT, EntryState.RETURNED)
    related = ("project__county", "unit__county", "period", "keyed_by", "verified_by")
    sent = MonthlyEntry.objects.exclude(state__in=unsent)
    entry = seen(request, sent, entry_id, *related, "submitted_by")
    or_404(reads_county(request.user, entry.project.county))
    return entry


def moment_sent(text: str) -> datetime.datetime | None:
    """A moment as our pages write it; None for anything else."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


def versions_sent(request: SignedInRequest, unit: Unit, month: Month, name: str) -> dict[int, int]:
    """The entries of the month that ``unit`` reports, which the form names as ``id:version``, as
    id → version. 404 for another unit's or month's, or a value that is none."""
    versions = {}
    for text in request.POST.getlist(name):
        entry_id, version = map(whole_number, text.partition(":")[::2])
        versions[or_404(entry_id)] = or_404(version)
    known = MonthlyEntry.objects.visible_to(request.user).filter(
        pk__in=versions,
        year=month.year,
        month=month.month,
        project__in=Project.objects.reported_through(unit, month.last_day),
    )
    or_404(known.count() == len(versions))
    return versions
