"""The rules of the lights: what holds, since when, and what takes their place."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.errors import DomainError
from accounts.pages.seen import or_404, own_county
from accounts.rules import approves_entry, reads_county
from accounts.signed_in import SignedInRequest
from figures.forms import LightSchemeForm
from figures.lights import scheme_in_force
from figures.models import LightScheme
from figures.services import set_light_scheme, words_of


def light_schemes(request: SignedInRequest) -> HttpResponse:
    """Read by who reads the county; set by the approver."""
    county = own_county(request)
    sets = approves_entry(request.user, county)
    or_404(sets if request.method == "POST" else reads_county(request.user, county))
    form = LightSchemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            scheme = set_light_scheme(
                county=county, **form.cleaned_data, by=request.user, today=clock.today()
            )
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"亮灯规则自{scheme.from_date:%Y年%-m月%-d日}起生效。")
            return redirect("figures:light_schemes")
    schemes = list(LightScheme.objects.filter(county=county))
    current = scheme_in_force(schemes, clock.today())
    context = {
        "lines": [(scheme, words_of(scheme), scheme == current) for scheme in schemes],
        "current": words_of(current),
        "form": form if sets else None,
    }
    return render(request, "figures/light_schemes.html", context)
