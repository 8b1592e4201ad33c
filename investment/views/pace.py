"""The rules of pace: what each month is held against, since when, and what takes their place."""

import datetime
from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed, sent
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may, reads_county
from accounts.trail.reader import Reader
from investment import services
from investment.forms import PaceRuleForm
from investment.models import PaceRule
from investment.pacing import Paces, paces_of, rule_words
from measures.months import Month
from projects.models import AnnualPlan


def pace_rules(request: SignedInRequest) -> HttpResponse:
    """Read by who reads the county; set by the approver."""
    county, today = own_county(request), clock.today()
    sets = may(request.user, "entry.approve", county)
    or_404(sets if request.method == "POST" else reads_county(request.user, county))
    form = PaceRuleForm(sent(request), county=county, today=today)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        paces = paces_of(Reader(county))
        rules = PaceRule.objects.filter(county=county).select_related("plan")
        context = {
            "lines": [(rule, rule_words(rule)) for rule in rules],
            "now": paces.of_list(None).words(Month.of(today)),
            "year": today.year,
            "months": range(1, 13),
            "paces": list(_paces_of_year(county, paces, today)),
            "form": form if sets else None,
            "refusal": refusal,
        }
        return render(request, "investment/pace_rules.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.set_pace_rule(
            county=county, **form.cleaned_data, by=request.user, today=today
        ),
        form=form,
        done=lambda rule: f"进度规则自{rule.from_date:%Y年%-m月%-d日}起生效。",
        to=redirect("investment:pace_rules"),
        again=page,
    )


def _paces_of_year(
    county: Unit, paces: Paces, today: datetime.date
) -> Iterator[tuple[str, list[tuple[object, bool]]]]:
    """Of the county, and of each list of the year that has a rule of its own: the pace at the end
    of each month, and whether that is today's."""
    lasting = (rule for rule in paces.rules if not rule.is_for_choice)
    own = {rule.plan_id for rule in lasting if rule.plan_id is not None}
    plans = AnnualPlan.objects.filter(county=county, year=today.year, pk__in=own)
    year = Month(today.year, 12).since_january()
    named = [("全县", None), *((plan.key, plan.pk) for plan in plans.in_order())]
    for name, pk in named:
        pacing = paces.of_list(pk)
        yield name, [(pacing.at(month), month == Month.of(today)) for month in year]
