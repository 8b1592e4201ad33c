"""The units of a county: kept by its administrators, seen by its auditors."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts import rules, selectors, services
from accounts.errors import DomainError, Stale
from accounts.forms import UnitForm
from accounts.models import Unit
from accounts.signed_in import SignedInRequest
from accounts.views.scope import county_managed, county_viewed, version_read

FIELDS = ("name", "short_name", "kind", "parent", "position", "is_active")


def unit_list(request: SignedInRequest) -> HttpResponse:
    county = county_viewed(request)
    context = {
        "branches": selectors.unit_tree(county),
        "may_manage": rules.manages_accounts(request.user, county),
    }
    return render(request, "accounts/units.html", context)


def unit_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    county = county_viewed(request)
    unit = _unit_in(county, pk)
    context = {
        "unit": unit,
        "people": selectors.users_for_list(request.user, county, unit=unit),
        "may_manage": rules.manages_accounts(request.user, county),
        "history": selectors.history_of(unit),
    }
    return render(request, "accounts/unit.html", context)


def unit_create(request: SignedInRequest) -> HttpResponse:
    county = county_managed(request)
    form = UnitForm(request.POST or None, county=county)
    if request.method == "POST" and form.is_valid():
        try:
            unit = services.create_unit(**form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"已新建单位“{unit.name}”。")
            return redirect("accounts:units")
    return render(request, "accounts/unit_form.html", {"form": form})


def unit_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    county = county_managed(request)
    unit = _unit_in(county, pk)
    now = {field: getattr(unit, field) for field in FIELDS}
    form = UnitForm(request.POST or None, county=county, unit=unit, initial=now)
    context = {"form": form, "unit": unit, "version": unit.version}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.update_unit(
                unit=unit,
                version=version_read(request),
                **(now | form.cleaned_data),
                by=request.user,
            )
        except Stale as error:
            status = 409
            context |= {"stale": error.message, "differences": _differences(unit, form)}
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"“{form.cleaned_data['name']}”已保存。")
            return redirect("accounts:unit", pk)
    return render(request, "accounts/unit_form.html", context, status=status)


def _differences(unit: Unit, form: UnitForm) -> list[tuple[str, object, object]]:
    """Each field's label, its value now, and the value typed."""
    typed = Unit(**form.cleaned_data)
    words = services.unit_words
    return [
        (str(field.label), words(unit, name), words(typed, name))
        for name, field in form.fields.items()
    ]


def _unit_in(county: Unit, pk: int) -> Unit:
    return get_object_or_404(Unit.objects.within(county).select_related("parent"), pk=pk)
