"""What moved since a paper was issued, and the way from it to a later one."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from files.lost import LostFile
from reports.papers.comparing import bridge_of, cut_off_of, differences_of
from reports.papers.models import IssuedPaper
from reports.papers.selectors import follow


def differences(request: SignedInRequest, paper_id: int) -> HttpResponse:
    found = seen(request, IssuedPaper.objects, paper_id, "county")
    try:
        changed = differences_of(found)
    except LostFile as lost:
        return _lost(request, found, lost)
    context = {
        "paper": found,
        "changed": changed,
        "month": cut_off_of(found),
        "cutoff_month": cut_off_of(found),
    }
    return render(request, "reports/papers/differences.html", context)


def bridge(request: SignedInRequest, paper_id: int, later_id: int) -> HttpResponse:
    """From one paper to a later one of the same year."""
    first = seen(request, IssuedPaper.objects, paper_id, "county")
    last = or_404(follow(first).select_related("county").filter(pk=later_id).first())
    try:
        found = bridge_of(first, last)
    except LostFile as lost:
        return _lost(request, first, lost)
    context = {"bridge": found, "cutoff_month": cut_off_of(last)}
    return render(request, "reports/papers/bridge.html", context)


def _lost(request: SignedInRequest, found: IssuedPaper, lost: LostFile) -> HttpResponse:
    context = {"name": f"{found.title}的数据", "sentence": lost.message}
    return render(request, "files/lost.html", context, status=lost.status)
