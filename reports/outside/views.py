"""外部数据: the register, entering, taking back."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import Refusal, deed, typed, unless_shown, version_sent
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from measures.months import Month
from reports.outside import services
from reports.outside.forms import FactForm, VoidForm
from reports.outside.models import OutsideFact
from reports.outside.rules import enters

A_PAGE = 50


def facts(request: SignedInRequest) -> HttpResponse:
    county = own_county(request, "document.download")
    if request.method != "POST":
        return _page(request)
    or_404(enters(request.user, county))
    form = FactForm(request.POST)
    return deed(
        request,
        lambda: services.enter_fact(
            county=county, by=request.user, today=clock.today(), **form.cleaned_data
        ),
        form=form,
        done=lambda fact: f"已登记：{fact}。",
        to=redirect("outside:facts"),
        again=lambda refusal: _page(request, refusal),
    )


@require_POST
def void(request: SignedInRequest, pk: int) -> HttpResponse:
    fact = seen(request, OutsideFact.objects, pk, "county")
    or_404(enters(request.user, fact.county))
    form = VoidForm(request.POST)
    return deed(
        request,
        lambda: services.void_fact(
            fact=fact, by=request.user, version=version_sent(request), **form.cleaned_data
        ),
        form=form,
        done=lambda voided: f"已作废：{voided}。",
        to=redirect("outside:facts"),
        again=lambda refusal: _page(request, refusal),
        at=fact,
    )


def address_of(key: str, month: Month) -> str:
    """Where a fact that a sentence names is shown."""
    return f"{reverse('outside:facts')}#{key}"


def _page(request: SignedInRequest, refusal: Refusal | None = None) -> HttpResponse:
    rows = OutsideFact.objects.visible_to(request.user).select_related("entered_by")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    may_enter = enters(request.user, own_county(request, "document.download"))
    form = typed(refusal, FactForm) or FactForm()
    forms: list[VoidForm] = []
    lines = []
    for fact in page:
        void_form = typed(refusal, VoidForm, fact) or VoidForm(auto_id=f"void-{fact.pk}-%s")
        forms.append(void_form)
        lines.append((fact, void_form if may_enter and not fact.is_void else None))
    context = {
        "page": page,
        "lines": lines,
        "form": form if may_enter else None,
        "refusal": unless_shown(refusal, form, *forms),
    }
    return render(request, "reports/outside/facts.html", context)
