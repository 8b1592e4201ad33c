"""The users of a county: kept by its administrators, seen by its auditors."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import rules, selectors, services
from accounts.errors import DomainError, Stale
from accounts.forms import NewUserForm, RoleFormSet, UserFilterForm, UserForm, UserRoles
from accounts.models import Unit, User
from accounts.signed_in import SignedInRequest
from accounts.views.scope import county_managed, county_viewed, version_read

USERS_A_PAGE = 50


def user_list(request: SignedInRequest) -> HttpResponse:
    county = county_viewed(request)
    form = UserFilterForm(request.GET, county=county)
    form.is_valid()
    asked = form.cleaned_data
    users = selectors.users_for_list(
        request.user,
        county,
        text=asked.get("q", ""),
        unit=asked.get("unit"),
        role=asked.get("role", ""),
        state=asked.get("state", ""),
    )
    context = {
        "form": form,
        "page": Paginator(users, USERS_A_PAGE).get_page(request.GET.get("page")),
        "is_filtered": any(asked.values()),
        "may_manage": rules.manages_accounts(request.user, county),
    }
    return render(request, "accounts/users.html", context)


def user_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    county = county_viewed(request)
    user = _user_in(request, county, pk)
    context = {
        "person": user,
        "roles": selectors.roles_within(user, county),
        "may_manage": rules.manages_accounts(request.user, county),
        "history": selectors.history_of(user),
    }
    if context["may_manage"] and not rules.manages_account_of(request.user, user):
        context["works_elsewhere"] = services.works_elsewhere(user, county)
    return render(request, "accounts/user.html", context)


@never_cache
def user_create(request: SignedInRequest) -> HttpResponse:
    county = county_managed(request)
    form = NewUserForm(request.POST or None)
    roles = UserRoles(request.POST or None, prefix="roles", form_kwargs={"county": county})
    if request.method == "POST" and _all_valid(form, roles):
        try:
            made = services.create_user(**form.cleaned_data, roles=roles.roles(), by=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            context = {"person": made.user, "password": made.temporary_password, "is_new": True}
            return render(request, "accounts/temporary_password.html", context)
    context = {"form": form, "roles": roles}
    return render(request, "accounts/user_form.html", context)


def user_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    county = county_managed(request)
    user = _user_in(request, county, pk)
    held = selectors.roles_within(user, county)
    form = UserForm(
        request.POST or None,
        initial={"name": user.name, "phone": user.phone, "email": user.email},
    )
    roles = UserRoles(
        request.POST or None,
        prefix="roles",
        form_kwargs={"county": county},
        initial=[{"role": assignment.role, "unit": assignment.unit} for assignment in held],
    )
    context = {"form": form, "roles": roles, "person": user, "version": user.version}
    status = 200
    if request.method == "POST" and _all_valid(form, roles):
        try:
            services.update_user(
                user=user,
                version=version_read(request),
                county=county,
                **form.cleaned_data,
                roles=roles.roles(),
                by=request.user,
            )
        except Stale as error:
            status = 409
            context |= {
                "stale": error.message,
                "differences": [
                    ("姓名", user.name, form.cleaned_data["name"]),
                    ("电话", user.phone, form.cleaned_data["phone"]),
                    ("邮箱", user.email, form.cleaned_data["email"]),
                    ("角色", "、".join(map(str, held)), "、".join(map(str, roles.roles()))),
                ],
            }
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{form.cleaned_data['name']}的信息已保存。")
            return redirect("accounts:user", pk)
    return render(request, "accounts/user_form.html", context, status=status)


@never_cache
@require_POST
def user_password(request: SignedInRequest, pk: int) -> HttpResponse:
    """Issue a temporary password and show it, this once."""
    county = county_managed(request)
    user = _user_in(request, county, pk)
    try:
        password = services.issue_temporary_password(
            user=user, version=version_read(request), county=county, by=request.user
        )
    except Stale as error:
        return _stale(request, user, error)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("accounts:user", pk)
    context = {"person": user, "password": password, "is_new": False}
    return render(request, "accounts/temporary_password.html", context)


@require_POST
def user_disable(request: SignedInRequest, pk: int) -> HttpResponse:
    county = county_managed(request)
    user = _user_in(request, county, pk)
    try:
        services.disable_user(
            user=user, version=version_read(request), county=county, by=request.user
        )
    except Stale as error:
        return _stale(request, user, error)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{user.name}已停用，正在使用的登录已经结束。")
    return redirect("accounts:user", pk)


@require_POST
def user_enable(request: SignedInRequest, pk: int) -> HttpResponse:
    county = county_managed(request)
    user = _user_in(request, county, pk)
    try:
        services.enable_user(
            user=user, version=version_read(request), county=county, by=request.user
        )
    except Stale as error:
        return _stale(request, user, error)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{user.name}已启用，可以用原来的密码登录。")
    return redirect("accounts:user", pk)


def _user_in(request: SignedInRequest, county: Unit, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.user).of_county(county), pk=pk)


def _all_valid(form: UserForm, roles: RoleFormSet) -> bool:
    """Both are checked, so that all errors show at once."""
    return all([form.is_valid(), roles.is_valid()])


def _stale(request: SignedInRequest, user: User, error: Stale) -> HttpResponse:
    """Nothing was done; the page shows the user as he now is."""
    messages.error(request, f"{error.message}请核对下面的最新情况后再办。")
    response = user_detail(request, user.pk)
    response.status_code = 409
    return response
