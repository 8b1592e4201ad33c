"""Issued papers: the list, issuing, handing out, what moved since, and the way to a later one."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent, typed
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.people.selectors import bureau_name
from accounts.rights import may
from figures.months import default_of, shown_months
from files.lost import LostFile
from files.responses import kept_file
from measures.months import Month
from reports.papers import services
from reports.papers.choices import PaperChoices
from reports.papers.comparing import bridge_of, cut_off_of, differences_of
from reports.papers.composing import previewed
from reports.papers.forms import AskedForm, IssueForm
from reports.papers.models import IssuedPaper, PaperKind
from reports.papers.rules import issues
from reports.papers.selectors import file_of, follow, name_of, text_of


def issued(request: SignedInRequest) -> HttpResponse:
    or_404(may(request.user, "document.download"))
    papers = IssuedPaper.objects.visible_to(request.user).select_related("withdrawn_by")
    context = {"papers": papers, "may_issue": issues(request.user, own_county(request))}
    return render(request, "reports/papers/issued.html", context)


def issue(request: SignedInRequest) -> HttpResponse:
    """The text as it would go out, and what is registered with it."""
    county = own_county(request, "document.issue")
    months, today = shown_months(county), clock.today()
    shown = default_of(months)
    if shown is None:
        return render(request, "reports/papers/issue.html", {"form": None})
    of_itself = {"kind": PaperKind.HALF_YEAR.value, "month": str(shown)}
    of_itself |= PaperChoices("").as_kept()
    asked = AskedForm(of_itself | request.GET.dict(), months=months)
    if not asked.is_valid():
        raise Http404
    kind, month = asked.cleaned_data["kind"], Month.parse(asked.cleaned_data["month"])
    choices = asked.choices(bureau_name(county))
    form = IssueForm(sent(request), request.FILES or None, county=county, today=today)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        composed, fault = previewed(county, kind, month, choices)
        context = {
            "asked": asked,
            "form": typed(refusal, IssueForm) or form,
            "composed": composed,
            "fault": fault,
            "month": month,
            "cutoff_month": month,
            "refusal": refusal,
        }
        return render(request, "reports/papers/issue.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.issue_paper(
            county=county,
            kind=kind,
            month=month,
            by=request.user,
            today=today,
            read=request.POST.get("read", ""),
            choices=choices,
            **form.cleaned_data,
        ),
        form=form,
        done=lambda paper: f"已登记印发：{paper}。",
        to=lambda paper: redirect("papers:paper", paper.pk),
        again=page,
    )


def paper(request: SignedInRequest, paper_id: int) -> HttpResponse:
    """As it was issued, with its files."""
    found = seen(request, IssuedPaper.objects, paper_id, "county", "issued_by", "withdraws")
    context = {
        "paper": found,
        "files": found.files.all(),
        "text": text_of(found),
        "later": found.later,
        "followed_by": follow(found),
        "cutoff_month": cut_off_of(found),
    }
    return render(request, "reports/papers/paper.html", context)


def download(request: SignedInRequest, paper_id: int, form: str) -> HttpResponse:
    found = seen(request, IssuedPaper.objects, paper_id)
    kept = or_404(file_of(found, form))
    return kept_file(request, kept, name_of(kept), kept.content_type)


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
