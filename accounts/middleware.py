"""What happens to every request: an identity, sign-in, a limit on idleness, a due change of
password."""

import ipaddress
import logging
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts import clock
from accounts.models import User
from accounts.pages import json_answers
from accounts.pages.error_pages import wrong_method
from accounts.pages.json_answers import is_asked_by_script, refused
from accounts.pages.way_back import only_reads, way_back
from accounts.people import acting, services
from accounts.trail.request_context import RequestIdentity, leave, serve

GetResponse = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger("xushi.request")

NOT_SAVED = "登录已过期，刚才提交的内容没有保存，请重新登录后再做一次。"
LAST_SEEN, SIGNED_IN, ACTS_FOR = "last_seen", "signed_in", "acts_for"
# The session row is written at most once a minute for a user at work, never per request.
SEEN_AGAIN_AFTER_SECONDS = 60


def client_address(request: HttpRequest) -> str:
    """The client's address: the socket's, or the one TRUSTED_PROXIES hops before it where that
    is an address: the lock-out and the trail have room for nothing else."""
    hops = [h.strip() for h in request.headers.get("x-forwarded-for", "").split(",") if h.strip()]
    trusted = settings.TRUSTED_PROXIES
    forwarded = _address_in(hops[-trusted]) if trusted and len(hops) >= trusted else ""
    return forwarded or request.META.get("REMOTE_ADDR", "")


def _address_in(hop: str) -> str:
    """The address of a hop, which some proxies write with its port, in brackets or with the
    name of an interface; empty where there is none."""
    if hop.startswith("["):
        hop = hop[1:].partition("]")[0]
    elif hop.count(":") == 1:
        hop = hop.partition(":")[0]
    try:
        return str(ipaddress.ip_address(hop.partition("%")[0]))
    except ValueError:
        return ""


def request_identity(get_response: GetResponse) -> GetResponse:
    """Give the request an id that its log lines, audit lines and error pages share."""

    def middleware(request: HttpRequest) -> HttpResponse:
        identity = RequestIdentity(
            request_id=uuid.uuid4().hex[:12], address=client_address(request)
        )
        request.request_id = identity.request_id  # type: ignore[attr-defined]
        token = serve(identity)
        started = time.monotonic()
        try:
            response = get_response(request)
            response["X-Request-ID"] = identity.request_id
            logger.info(
                "%s %s %s %d ms",
                request.method,
                request.path,
                response.status_code,
                (time.monotonic() - started) * 1000,
            )
            return response
        finally:
            leave(token)

    return middleware


def idle_expiry(get_response: GetResponse) -> GetResponse:
    """Sign out a user who did nothing for IDLE_MINUTES, or who signed in a working day ago
    (SESSION_COOKIE_AGE) whatever they do, and say so."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        now = int(time.time())
        last_seen = request.session.get(LAST_SEEN, now)
        signed_in = request.session.get(SIGNED_IN, now)
        over = ""
        if now - last_seen > settings.IDLE_MINUTES * 60:
            over = f"超过 {settings.IDLE_MINUTES} 分钟没有操作，请重新登录。"
        elif now - signed_in > settings.SESSION_COOKIE_AGE:
            over = f"登录已满 {settings.SESSION_COOKIE_AGE // 3600} 小时，请重新登录。"
        if over:
            _end_acting(request)
            logout(request)
            if is_asked_by_script(request):
                return refused(401, json_answers.SIGN_IN)
            if only_reads(request):
                messages.info(request, over)
            return _to_sign_in(request)
        if LAST_SEEN not in request.session or now - last_seen > SEEN_AGAIN_AFTER_SECONDS:
            request.session[LAST_SEEN] = now
        if SIGNED_IN not in request.session:
            request.session[SIGNED_IN] = now
        return get_response(request)

    return middleware


def kept_by_no_cache(get_response: GetResponse) -> GetResponse:
    """Let no browser keep a page or a file of who is signed in: after they left, Back asks anew,
    and the next person at the machine finds nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_signed_in = request.user.is_authenticated
        response = get_response(request)
        if is_signed_in and "no-store" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


class SignInFirst(LoginRequiredMiddleware):
    """Lead who is not signed in, or no longer, to the sign-in page and from there back."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        if is_asked_by_script(request):
            return refused(401, json_answers.SIGN_IN)
        return _to_sign_in(request)


def _to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Sending the form of leaving loses nothing; sending any other loses what was typed."""
    if request.path == reverse("accounts:sign_out"):
        return redirect(settings.LOGIN_URL)
    if not only_reads(request):
        messages.warning(request, NOT_SAVED)
    return redirect_to_login(way_back(request))


def wrong_method_page(get_response: GetResponse) -> GetResponse:
    """Put a page in the place of Django's empty answer to a method that the address does not
    take, most often a form's address that was opened by itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response.content:
            return response
        return wrong_method(request, allowed=response["Allow"])

    return middleware


def acting_for(get_response: GetResponse) -> GetResponse:
    """Give who acts for a leader the leader's rights, as long as they are authorised; after that
    nothing they sent for the leader is done as their own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user, key = request.user, request.session.get(ACTS_FOR)
        if key is None or not isinstance(user, User):
            return get_response(request)
        found = acting.authorised(user, key, clock.today())
        if found is not None:
            user.act_for(found)
            return get_response(request)
        _end_acting(request)
        if only_reads(request):
            messages.warning(request, "代领导办理的授权已经结束，现在是您本人。")
            return get_response(request)
        messages.warning(request, "代领导办理的授权已经结束，刚才的操作没有保存。")
        return redirect("home")

    return middleware


def _end_acting(request: HttpRequest) -> None:
    """Tell the trail that who acted for a leader does no longer, where nobody ended it."""
    key, user = request.session.pop(ACTS_FOR, None), request.user
    ended = acting.named(key) if key is not None else None
    if ended is not None and isinstance(user, User):
        user.act_for(ended)
        services.record_end_of_acting(user=user)


def password_change_due(get_response: GetResponse) -> GetResponse:
    """Send a user with a temporary password to change it before anything else."""
    allowed = ("accounts:change_password", "accounts:sign_out")

    def middleware(request: HttpRequest) -> HttpResponse:
        due = request.user.is_authenticated and request.user.must_change_password
        if due and is_asked_by_script(request):
            return refused(401, json_answers.PASSWORD)
        if due and request.path not in {reverse(name) for name in allowed}:
            return redirect("accounts:change_password")
        return get_response(request)

    return middleware
