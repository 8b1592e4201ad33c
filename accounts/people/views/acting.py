"""An authorised secretary begins to act for a leader, and ends it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.middleware import ACTS_FOR
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.people import acting, services


@require_POST
def act(request: SignedInRequest) -> HttpResponse:
    """Without a key it ends."""
    if key := request.POST.get("key"):
        found = or_404(acting.authorised(request.user, key, clock.today()))
        services.record_acting(user=request.user, acting=found)
        request.session[ACTS_FOR] = found.key
        messages.success(request, f"现在代{found.name}办理；办完请“结束代办”。")
        return redirect("home")
    if ended := request.user.acts_for:
        services.record_end_of_acting(user=request.user)
        messages.success(request, f"已结束代{ended.name}办理。")
    request.session.pop(ACTS_FOR, None)
    return redirect("accounts:waiting")
