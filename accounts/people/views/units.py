"""The units of a county: kept by its administrators, seen by its auditors."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, compare, deed, sent, version_sent
from accounts.pages.seen import seen
from accounts.pages.signed_in import SignedInRequest
from accounts.people import selectors, services
from accounts.people.forms import UnitForm
from accounts.people.views.scope import county_managed, county_viewed
from accounts.rights import may
from accounts.trail.selectors import history_of

FIELDS = ("name", "short_name", "kind", "parent", "position", "is_active")


def unit_list(request: SignedInRequest) -> HttpResponse:
    county = county_viewed(request)
    context = {
        "county": county,
        "branches": selectors.unit_tree(county),
        "may_manage": may(request.user, "account.manage", county),
    }
    return render(request, "accounts/units.html", context)


def unit_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    county = county_viewed(request)
    unit = _unit_in(request, county, pk)
    context = {
        "unit": unit,
        "people": selectors.users_for_list(request.user, county, unit=unit),
        "may_manage": may(request.user, "account.manage", county),
        "history": history_of(unit),
    }
    return render(request, "accounts/unit.html", context)


def unit_create(request: SignedInRequest) -> HttpResponse:
    county = county_managed(request)
    form = UnitForm(sent(request), county=county, today=clock.today())

    def page(refusal: Refusal | None = None) -> HttpResponse:
        return render(request, "accounts/unit_form.html", {"form": form, "refusal": refusal})

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.create_unit(**form.facts(), by=request.user),
        form=form,
        done=lambda unit: f"已新建单位“{unit.name}”。",
        to=redirect("accounts:units"),
        again=page,
    )


def unit_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    county = county_managed(request)
    unit = _unit_in(request, county, pk)
    now = {field: getattr(unit, field) for field in FIELDS}
    form = UnitForm(sent(request), county=county, today=clock.today(), unit=unit, initial=now)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"form": form, "unit": unit, "refusal": refusal}
        return render(request, "accounts/unit_form.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.update_unit(
            unit=unit,
            version=version_sent(request),
            **(now | form.facts()),
            renamed_on=form.begins(),
            by=request.user,
        ),
        form=form,
        done=lambda unit: f"“{unit.name}”已保存。",
        to=redirect("accounts:unit", pk),
        again=page,
        differences=lambda: compare(form, now),
    )


def _unit_in(request: SignedInRequest, county: Unit, pk: int) -> Unit:
    return seen(request, Unit.objects.within(county), pk, "parent")
