"""The leader's dashboard: where a list stands, what lags and who answers for it."""

from itertools import combinations

from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.models import Role, Unit
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may, reads_county, reporting_unit_ids
from documents.runs import runs
from figures import words
from figures.book import FigureBook
from figures.facts import Facts, own_list
from figures.lines import verified_words
from figures.links import rows_url
from figures.months import ShownMonth, cut_off_asked, default_of, month_asked, shown_months
from figures.selectors import facts_for, of_unit, units_in
from investment.selectors.publishing import Reviewed, preliminary
from measures.months import CutOff, Month
from projects.leaders.standing import leader_in_person
from projects.models import AnnualPlan, Leader
from reports import charts, wording
from reports.papers.current import address_now
from reports.papers.models import PaperKind
from reports.prose.units import units_sentence
from reports.selectors import Dashboard, dashboard_of, plan_called, plans_with_rows


def dashboard(request: SignedInRequest) -> HttpResponse:
    """The county's, or for a reporter that of the projects his unit has a part in."""
    or_404(may(request.user, "project.view"))
    county = own_county(request)
    months = shown_months(county)
    at = chosen_cut_off(request, months)
    asked = (at.month, months, at.day) if at else (None, months)
    visible = facts_for(request.user, *asked)
    plans = plans_with_rows(visible) if visible else []
    if visible is None or not plans:
        return render(request, "reports/dashboard_empty.html", {"months": months})

    facts = or_404(of_unit(visible, request.GET.get("unit")))
    plan = chosen_plan(request, plans)
    shown = facts.once(("dashboard", plan.key), lambda: dashboard_of(facts, plan))
    context = {
        "preliminary": _preliminary(request, county, months),
        "dashboard": shown,
        "headline": shown.headline,
        "scale": shown.scale,
        "month": facts.month,
        "cut_off": facts.cut_off,
        "cutoff_month": facts.month,
        "cutoff_facts": facts,
        "plan": plan,
        "months": months,
        "plans": plans,
        "sets": sets_offered(plans, plan),
        "units": units_in(visible),
        "unit_id": next(iter(units_in(facts))) if request.GET.get("unit") else None,
        "scope": _scope(request, facts),
        "units_sentence": runs(
            facts.once(("units", plan.key), lambda: units_sentence(FigureBook(facts), plan.key))
        ),
        "unissued": words.unissued(facts, plan.key),
        "verified_words": verified_words(shown.headline.count.rows),
        "own_leader": _own_leader(request, county),
        "unit_sheet": _unit_sheet(request, facts),
        "downloads_documents": may(request.user, "document.download", county),
    }
    return render(request, "reports/dashboard.html", context | _sentences(shown) | _charts(shown))


def _unit_sheet(request: SignedInRequest, facts: Facts) -> str:
    """Where the unit that is shown is told of in a paper; "" of the whole county."""
    if not request.GET.get("unit") or not may(request.user, "document.download", facts.county):
        return ""
    return address_now(PaperKind.UNIT, next(iter(units_in(facts))), month=facts.month)


def _own_leader(request: SignedInRequest, county: Unit) -> Leader | None:
    """The leader who looks, or for whom a secretary does; one query for a leader alone."""
    if all(held.role != Role.LEADER for held in request.user.held_roles):
        return None
    return leader_in_person(request.user, county, clock.today())


def _preliminary(
    request: SignedInRequest, county: Unit, months: list[ShownMonth]
) -> Reviewed | None:
    """The month that is being reviewed after the published one; of their own units for who does
    not read the county."""
    own = None if reads_county(request.user, county) else reporting_unit_ids(request.user)
    return preliminary(county, default_of(months), own)


def chosen_cut_off(request: SignedInRequest, months: list[ShownMonth]) -> CutOff | None:
    """The cut-off asked for, the end of a month or a day, of a month that must have figures; the
    published month without asking."""
    asked, day = request.GET.get("month"), request.GET.get("day")
    chosen = cut_off_asked(months, asked, day)
    or_404(chosen or not (asked or day))
    return chosen


def chosen_month(request: SignedInRequest, months: list[ShownMonth]) -> Month | None:
    """The month asked for, which must have figures; the published one without asking."""
    asked = request.GET.get("month")
    chosen = month_asked(months, asked)
    or_404(chosen or not asked)
    return chosen


def chosen_plan(request: SignedInRequest, plans: list[AnnualPlan]) -> AnnualPlan:
    """The list, or set of lists, asked for by its key; the county's own without asking."""
    asked = request.GET.get("list")
    return or_404(plan_called(asked, plans) if asked else own_list(plans))


def sets_offered(plans: list[AnnualPlan], chosen: AnnualPlan) -> list[str]:
    """Two lists as one, and the set that was asked for."""
    keys = [plan.key for plan in plans]
    pairs = [f"{one}+{other}" for one, other in combinations(keys, 2)]
    return pairs if chosen.key in (*keys, *pairs) else [*pairs, chosen.key]


def _scope(request: SignedInRequest, facts: Facts) -> str:
    """Whose projects the page shows, "" for the whole county."""
    if request.GET.get("unit"):
        return next(iter(units_in(facts).values()))
    return "" if reads_county(request.user, facts.county) else "本单位有关项目"


def _sentences(shown: Dashboard) -> dict[str, str]:
    return {
        "verdict": wording.verdict(shown),
        "curve_title": wording.curve_title(shown),
        "behind_title": wording.behind_title(shown),
        "behind_left_out": _left_out(shown),
        "units_title": wording.units_title(shown.units),
    }


def _left_out(shown: Dashboard) -> str:
    """What paper must say for the link to all; "" where all are shown."""
    listed, every = len(shown.behind_shown), len(shown.behind)
    return "" if listed == every else f"列出落后最多的{listed}个，全部{every}个见系统。"


def _charts(shown: Dashboard) -> dict[str, charts.Payload]:
    at = shown.facts.cut_off
    hrefs = [rows_url(unit.rate, at, unit.unit_id) for unit in shown.units]
    return {
        "curve_chart": charts.chart_of(shown),
        "units_chart": charts.units_chart(shown.units, shown.headline.pace, hrefs),
    }
