"""Where the pages of tasks begin: the bearer, the month, and the results a form speaks of."""

from accounts.models import Unit
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import may, reads_county
from investment.models import Bearer, ReportingPeriod, UnitResult
from investment.unit_targets.rules import keys_tasks, reports_task
from investment.unit_targets.selectors import bearers_seen, month_of_period
from measures.months import Month


def county_of_tasks(request: SignedInRequest) -> Unit:
    """The county whose tasks the user sees, or those of their own units. 404 for anyone else."""
    or_404(may(request.user, "project.view"))
    return own_county(request)


def county_read(request: SignedInRequest) -> Unit:
    """The county whose every task the user sees. 404 for anyone else."""
    county = own_county(request)
    or_404(reads_county(request.user, county))
    return county


def bearer_filled(request: SignedInRequest, pk: int) -> Bearer:
    """Whose sheet the user may fill in, as its reporter or for the bureau. 404 for anyone else."""
    county = county_of_tasks(request)
    bearer = next((each for each in bearers_seen(request.user, county) if each.pk == pk), None)
    bearer = or_404(bearer)
    or_404(reports_task(request.user, bearer) or keys_tasks(request.user, county))
    return bearer


def period_at(county: Unit, month: Month) -> ReportingPeriod:
    """404 where the month has no period."""
    period = or_404(month_of_period(county, month))
    period.county = county
    return period


def results_sent(request: SignedInRequest, period: ReportingPeriod, name: str) -> dict[int, int]:
    """The results of the month that the form names as ``id:version``, several in a box apart by
    blanks, as id → version. 404 for another month's, or a value that is none."""
    versions = {}
    for text in " ".join(request.POST.getlist(name)).split():
        pk, version = map(whole_number, text.partition(":")[::2])
        versions[or_404(pk)] = or_404(version)
    known = UnitResult.objects.visible_to(request.user).filter(
        pk__in=versions,
        indicator__county=period.county_id,
        year=period.year,
        month=period.month,
    )
    or_404(known.count() == len(versions))
    return versions
