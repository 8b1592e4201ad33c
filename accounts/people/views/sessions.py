"""Signing in and out, and one's own password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.pages.signed_in import SignedInRequest
from accounts.pages.way_back import is_address_here
from accounts.people import services
from accounts.people.forms import OwnPasswordForm, SignInForm


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Too many wrong passwords are answered by django-axes with accounts/locked_out.html."""
    after = _safe_next(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(after)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if user is not None:
            login(request, user)
            services.record_sign_in(user=user)
            return HttpResponseRedirect(after)
        services.record_failed_sign_in(
            username=form.cleaned_data["username"],
            locked=bool(getattr(request, "axes_locked_out", False)),
        )
        form.add_error(None, "用户名或密码不对，请重新输入；注意大小写。")
    return render(request, "accounts/sign_in.html", {"form": form, "next": after})


@require_POST
def sign_out(request: SignedInRequest) -> HttpResponse:
    services.record_end_of_acting(user=request.user)
    services.record_sign_out(user=request.user)
    logout(request)
    messages.success(request, "您已退出。")
    return redirect(settings.LOGOUT_REDIRECT_URL)


@never_cache
@sensitive_post_parameters()
def change_password(request: SignedInRequest) -> HttpResponse:
    """Also the only page open to a user whose temporary password is still to be changed."""
    form = OwnPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = services.change_own_password(
            user=request.user, password=form.cleaned_data["new_password1"]
        )
        update_session_auth_hash(request, user)
        messages.success(request, "密码已修改，下次登录请用新密码。")
        return redirect("home")
    template = "password_due" if request.user.must_change_password else "change_password"
    return render(request, f"accounts/{template}.html", {"form": form})


def _safe_next(request: HttpRequest) -> str:
    """Where the user was going, if that lies on this site; else the first page of his role."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_address_here(wanted) else resolve_url(settings.LOGIN_REDIRECT_URL)
