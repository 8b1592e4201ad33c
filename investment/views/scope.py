"""Where the pages begin: the unit, the period, and the entries a form speaks of."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Unit
from accounts.selectors import county_of
from accounts.signed_in import SignedInRequest
from accounts.whole_numbers import whole_number
from investment import rules
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from measures.months import Month
from projects.models import Project


def _unit(request: SignedInRequest, unit_id: int) -> Unit:
    units = Unit.objects.visible_to(request.user).exclude(county=None).select_related("county")
    return get_object_or_404(units, pk=unit_id)


def unit_reported(request: SignedInRequest, unit_id: int) -> Unit:
    """A unit whose reporter the user is. 404 for anyone else."""
    unit = _unit(request, unit_id)
    if not rules.may_enter(request.user, unit):
        raise Http404("not the reporter")
    return unit


def unit_keyed_for(request: SignedInRequest, unit_id: int) -> Unit:
    """A unit on whose behalf the user may key. 404 for anyone else."""
    unit = _unit(request, unit_id)
    if not rules.may_key(request.user, unit.own_county):
        raise Http404("not the bureau")
    return unit


def unit_reviewed(request: SignedInRequest, unit_id: int) -> Unit:
    """A unit whose entries the user may review. 404 for anyone else."""
    unit = _unit(request, unit_id)
    if not rules.may_review(request.user, unit.own_county):
        raise Http404("not a reader of the county")
    return unit


def county_reviewed(request: SignedInRequest) -> Unit:
    """The county whose entries the user may see. 404 for anyone else."""
    county = county_of(request.user)
    if not rules.may_review(request.user, county):
        raise Http404("not a reader of the county")
    return county


def period_of(request: SignedInRequest, county: Unit, month: Month) -> ReportingPeriod:
    """The period of the month; 404 when there is none."""
    periods = ReportingPeriod.objects.visible_to(request.user).select_related("county")
    return get_object_or_404(periods, county=county, year=month.year, month=month.month)


def entry_seen(request: SignedInRequest, entry_id: int) -> MonthlyEntry:
    """An entry that was sent in a county whose entries the user may review. 404 for anyone
    else, and for what the unit is still at work on, a draft or a returned entry."""
    unsent = (EntryState.DRAFT, EntryState.RETURNED)
    sent = MonthlyEntry.objects.visible_to(request.user).exclude(state__in=unsent)
    entries = sent.select_related(
        "project__county", "unit__county", "period", "keyed_by", "verified_by", "submitted_by"
    )
    entry = get_object_or_404(entries, pk=entry_id)
    if not rules.may_review(request.user, entry.project.county):
        raise Http404("not a reader of the county")
    return entry


def versions_sent(request: SignedInRequest, unit: Unit, name: str) -> dict[int, int]:
    """The entries of the projects that ``unit`` reports, which the form names as
    ``id:version``, as id → version. 404 for another unit's or a value that is none."""
    versions = {}
    for text in request.POST.getlist(name):
        entry_id, version = map(whole_number, text.partition(":")[::2])
        if entry_id is None or version is None:
            raise Http404("no version")
        versions[entry_id] = version
    known = MonthlyEntry.objects.visible_to(request.user).filter(
        pk__in=versions, project__in=Project.objects.reported_by(unit)
    )
    if known.count() != len(versions):
        raise Http404("no such entry")
    return versions
