"""The rules of the lights: what holds, since when, and what takes their place."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may, reads_county
from figures.forms import LightSchemeForm
from figures.lights import scheme_in_force
from figures.models import LightScheme
from figures.services import set_light_scheme, words_of


def light_schemes(request: SignedInRequest) -> HttpResponse:
    """Read by who reads the county; set by the approver."""
    county = own_county(request)
    sets = may(request.user, "entry.approve", county)
    or_404(sets if request.method == "POST" else reads_county(request.user, county))
    form = LightSchemeForm(sent(request))

    def page(refusal: Refusal | None = None) -> HttpResponse:
        schemes = list(LightScheme.objects.filter(county=county))
        current = scheme_in_force(schemes, clock.today())
        context = {
            "lines": [(scheme, words_of(scheme), scheme == current) for scheme in schemes],
            "current": words_of(current),
            "form": form if sets else None,
            "refusal": refusal,
        }
        return render(request, "figures/light_schemes.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: set_light_scheme(
            county=county, **form.cleaned_data, by=request.user, today=clock.today()
        ),
        form=form,
        done=lambda scheme: f"亮灯规则自{scheme.from_date:%Y年%-m月%-d日}起生效。",
        to=redirect("figures:light_schemes"),
        again=page,
    )
