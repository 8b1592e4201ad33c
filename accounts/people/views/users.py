"""The users of a county: kept by its administrators, seen by its auditors."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import RoleAssignment, Unit, User
from accounts.pages.deeds import Difference, Refusal, compare, deed, sent, version_sent
from accounts.pages.seen import seen
from accounts.pages.signed_in import SignedInRequest
from accounts.people import selectors, services
from accounts.people.forms import NewUserForm, RoleFormSet, UserFilterForm, UserForm, UserRoles
from accounts.people.rules import manages_account_of
from accounts.people.views.scope import county_managed, county_viewed
from accounts.rights import may
from accounts.trail.selectors import history_of

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
        "may_manage": may(request.user, "account.manage", county),
    }
    return render(request, "accounts/users.html", context)


def user_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, pk)


def _page(request: SignedInRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    county = county_viewed(request)
    user = _user_in(request, county, pk)
    context = {
        "person": user,
        "roles": selectors.roles_within(user, county),
        "may_manage": may(request.user, "account.manage", county),
        "history": history_of(user),
        "refusal": refusal,
    }
    if context["may_manage"] and not manages_account_of(request.user, user):
        context["works_elsewhere"] = services.works_elsewhere(user, county)
    return render(request, "accounts/user.html", context)


@never_cache
def user_create(request: SignedInRequest) -> HttpResponse:
    county = county_managed(request)
    form = NewUserForm(sent(request))
    roles = UserRoles(sent(request), prefix="roles", form_kwargs={"county": county})

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"form": form, "roles": roles, "refusal": refusal}
        return render(request, "accounts/user_form.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.create_user(**form.cleaned_data, roles=roles.roles(), by=request.user),
        form=form,
        beside=[roles],
        to=lambda made: _password_page(request, made.user, made.temporary_password, is_new=True),
        again=page,
    )


def user_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    county = county_managed(request)
    user = _user_in(request, county, pk)
    held = selectors.roles_within(user, county)
    now = {"name": user.name, "phone": user.phone, "email": user.email}
    form = UserForm(sent(request), initial=now)
    roles = UserRoles(
        sent(request),
        prefix="roles",
        form_kwargs={"county": county},
        initial=[{"role": assignment.role, "unit": assignment.unit} for assignment in held],
    )

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"form": form, "roles": roles, "person": user, "refusal": refusal}
        return render(request, "accounts/user_form.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.update_user(
            user=user,
            version=version_sent(request),
            county=county,
            **form.cleaned_data,
            roles=roles.roles(),
            by=request.user,
        ),
        form=form,
        beside=[roles],
        done=lambda user: f"{user.name}的信息已保存。",
        to=redirect("accounts:user", pk),
        again=page,
        differences=lambda: [*compare(form, now), *_other_roles(held, roles)],
    )


@never_cache
@require_POST
def user_password(request: SignedInRequest, pk: int) -> HttpResponse:
    """Issue a temporary password and show it, this once."""
    county = county_managed(request)
    user = _user_in(request, county, pk)
    return deed(
        request,
        lambda: services.issue_temporary_password(
            user=user, version=version_sent(request), county=county, by=request.user
        ),
        to=lambda password: _password_page(request, user, password, is_new=False),
        again=lambda refusal: _page(request, pk, refusal),
    )


def _password_page(
    request: SignedInRequest, user: User, password: str, *, is_new: bool
) -> HttpResponse:
    context = {"person": user, "password": password, "is_new": is_new}
    return render(request, "accounts/temporary_password.html", context)


@require_POST
def user_disable(request: SignedInRequest, pk: int) -> HttpResponse:
    county = county_managed(request)
    user = _user_in(request, county, pk)
    return deed(
        request,
        lambda: services.disable_user(
            user=user, version=version_sent(request), county=county, by=request.user
        ),
        done=f"{user.name}已停用，正在使用的登录已经结束。",
        to=redirect("accounts:user", pk),
        again=lambda refusal: _page(request, pk, refusal),
    )


@require_POST
def user_enable(request: SignedInRequest, pk: int) -> HttpResponse:
    county = county_managed(request)
    user = _user_in(request, county, pk)
    return deed(
        request,
        lambda: services.enable_user(
            user=user, version=version_sent(request), county=county, by=request.user
        ),
        done=f"{user.name}已启用，可以用原来的密码登录。",
        to=redirect("accounts:user", pk),
        again=lambda refusal: _page(request, pk, refusal),
    )


def _other_roles(held: list[RoleAssignment], roles: RoleFormSet) -> list[Difference]:
    now, typed = ("、".join(map(str, each)) for each in (held, roles.roles()))
    return [] if now == typed else [Difference("角色", now, typed)]


def _user_in(request: SignedInRequest, county: Unit, pk: int) -> User:
    return seen(request, User.objects.of_county(county), pk)
