"""Papers that are worked on and issued: the list, writing, issuing, handing out."""

from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import (
    Refusal,
    compare,
    deed,
    sent,
    typed,
    unless_shown,
    version_sent,
)
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from figures.months import default_of, shown_months
from files.responses import kept_file
from jobs.addresses import LargeFile, in_background
from measures.months import CutOff
from reports.papers import services
from reports.papers.choices import PaperChoices
from reports.papers.comparing import cut_off_of
from reports.papers.composing import previewed
from reports.papers.files import LINES_AT_ONCE, form_named, forms_of, unprintable
from reports.papers.forms import (
    AskedForm,
    BeginForm,
    IssueForm,
    KindForm,
    SentenceForm,
    WriteForm,
)
from reports.papers.issuing import ToIssue, address_of, done_words, issue_or_ask
from reports.papers.kinds import KindOfPaper, kind_named, kinds
from reports.papers.models import IssuedPaper, WorkingPaper
from reports.papers.outfit import vessel_of
from reports.papers.rules import issues, writes
from reports.papers.selectors import (
    file_of,
    follow,
    lagging_in,
    lines_told,
    lists_of,
    moved_on,
    name_of,
    offered_for,
    text_of,
)
from reports.papers.sentences import sentences_of
from reports.views.files import paper_file

DELETE, RESTORE = "delete", "restore"


def issued(request: SignedInRequest) -> HttpResponse:
    return _issued_page(request)


def _issued_page(request: SignedInRequest, refusal: Refusal | None = None) -> HttpResponse:
    """What was issued, and what is worked on for who writes."""
    or_404(may(request.user, "document.download"))
    county = own_county(request)
    papers = IssuedPaper.objects.visible_to(request.user).select_related("withdrawn_by")
    form = typed(refusal, BeginForm)
    asked = request.POST if refusal else request.GET
    kind = _kind_of(asked.get("kind", ""))
    if form is None and writes(request.user, county):
        form = _begin_form(request, county, kind)
    in_work = WorkingPaper.objects.visible_to(request.user).in_work()
    context = {
        "papers": papers,
        "may_issue": issues(request.user, county),
        "form": form,
        "kind_form": KindForm(initial={"kind": kind.kind}),
        "in_work": in_work.select_related("drafted_by"),
        "refusal": refusal,
    }
    return render(request, "reports/papers/issued.html", context)


def _kind_of(name: str) -> KindOfPaper:
    """The kind asked for, else the first."""
    every = list(kinds())
    return next((each for each in every if each.kind == name), every[0])


def _begin_form(
    request: SignedInRequest, county: Unit, kind: KindOfPaper, data: Any = None
) -> BeginForm:
    offered = kind.offered(county, request.user)
    return BeginForm(data, months=shown_months(county), of=kind, offered=offered)


@require_POST
def begin(request: SignedInRequest) -> HttpResponse:
    county = own_county(request, "document.generate")
    form = _begin_form(request, county, _kind_of(request.POST.get("kind", "")), request.POST)
    return deed(
        request,
        lambda: services.begin_paper(
            county=county,
            kind=form.cleaned_data["kind"],
            about=form.about(),
            month=form.cut_off().month,
            day=form.cut_off().day,
            by=request.user,
            today=clock.today(),
        ),
        form=form,
        to=lambda paper: redirect("papers:working", paper.pk),
        again=lambda refusal: _issued_page(request, refusal),
    )


def working(request: SignedInRequest, paper_id: int) -> HttpResponse:
    """The paper as it would go out, and what people write on it."""
    found = _in_work(request, paper_id)
    if request.method != "POST":
        return _working_page(request, paper_id)
    form = _write_form(found, request.POST)
    return deed(
        request,
        lambda: services.write_paper(
            paper=found,
            written=form.written(),
            outfit=form.outfit(),
            chosen=form.chosen(),
            by=request.user,
            version=version_sent(request),
        ),
        form=form,
        done="文稿已保存。",
        to=redirect("papers:working", found.pk),
        again=lambda refusal: _working_page(request, paper_id, refusal),
        differences=lambda: compare(form, _written_now(request, paper_id)),
    )


@require_POST
def word(request: SignedInRequest, paper_id: int) -> HttpResponse:
    """A composed sentence in a person's own words, struck out, or as it was composed again."""
    found = _in_work(request, paper_id)
    form = SentenceForm(request.POST)

    def act() -> WorkingPaper:
        texts = {DELETE: "", RESTORE: None}
        return services.word_sentence(
            paper=found,
            name=form.cleaned_data["name"],
            text=texts.get(request.POST.get("do", ""), form.cleaned_data["text"]),
            by=request.user,
            version=version_sent(request),
            today=clock.today(),
        )

    return deed(
        request,
        act,
        form=form,
        done="这一句已保存。",
        to=redirect(f"{reverse('papers:working', args=[paper_id])}#sentences"),
        again=lambda refusal: _working_page(request, paper_id, refusal),
    )


@require_POST
def register(request: SignedInRequest, paper_id: int) -> HttpResponse:
    found = _in_work(request, paper_id)
    or_404(issues(request.user, found.county))
    today = clock.today()
    form = IssueForm(request.POST, request.FILES or None, county=found.county, today=today)
    return deed(
        request,
        lambda: issue_or_ask(
            paper=ToIssue(
                county=found.county,
                kind=found.kind,
                month=found.month,
                choices=PaperChoices.read(found.choices),
                page=reverse("papers:working", args=[found.pk]),
                worked_on=(found, version_sent(request)),
            ),
            by=request.user,
            today=today,
            read=request.POST.get("read", ""),
            **form.cleaned_data,
        ),
        form=form,
        done=done_words,
        to=lambda issued: redirect(address_of(issued)),
        again=lambda refusal: _working_page(request, paper_id, refusal),
    )


def _draft_file(request: SignedInRequest, paper_id: int, form: str) -> LargeFile:
    found = _in_work(request, paper_id)
    asked = or_404(form_named(form))
    choices = PaperChoices.read(found.choices)
    return LargeFile(
        title=f"{found} {asked.label}",
        county=found.county,
        rows=lines_told(found.county, found.kind, found.month, choices.about),
        page=reverse("papers:working", args=[paper_id]),
    )


@in_background(_draft_file, above=LINES_AT_ONCE)
def draft(request: SignedInRequest, paper_id: int, form: str) -> HttpResponse:
    """A file of the paper as it would go out now, with room to date it by hand."""
    found = _in_work(request, paper_id)
    asked = or_404(form_named(form))
    month, choices = found.month, PaperChoices.read(found.choices)
    composed, _ = previewed(found.county, found.kind, month, choices, clock.today())
    if composed is None:
        return redirect("papers:working", paper_id)
    vessel = vessel_of(found.county, found.kind, choices)
    return paper_file(request, composed.to_write(vessel), asked)


def _in_work(request: SignedInRequest, paper_id: int) -> WorkingPaper:
    papers = WorkingPaper.objects.visible_to(request.user).in_work().select_related("county")
    return or_404(papers.filter(pk=paper_id).first())


def _written_now(request: SignedInRequest, paper_id: int) -> dict[str, str]:
    """By the names of the boxes."""
    form = _write_form(_in_work(request, paper_id))
    return {box.name: box.initial for box in form}


def _write_form(paper: WorkingPaper, data: Any = None) -> WriteForm:
    return WriteForm(
        data,
        of=kind_named(paper.kind),
        choices=PaperChoices.read(paper.choices),
        lists=lists_of(paper),
        lagging=lagging_in(paper),
    )


def _working_page(
    request: SignedInRequest, paper_id: int, refusal: Refusal | None = None
) -> HttpResponse:
    found = _in_work(request, paper_id)
    county, month = found.county, found.month
    choices = PaperChoices.read(found.choices)
    composed, fault = previewed(county, found.kind, month, choices, clock.today())
    form = typed(refusal, WriteForm) or _write_form(found)
    asked = request.GET.get("figures", "")
    refused = typed(refusal, SentenceForm)
    context: dict[str, Any] = {
        "paper": found,
        "form": form,
        "sentences": sentences_of(found, composed, refused),
        "composed": composed,
        "unprintable": unprintable(composed.document) if composed else "",
        "forms": forms_of(composed.document) if composed else [],
        "fault": fault,
        "moved": moved_on(found),
        "asked": asked,
        "offered": offered_for(found, asked),
        "month": month,
        "cut_off": CutOff.at(found.as_of),
        "cutoff_month": month,
    }
    shown: list[BaseForm] = [form, *(each.form for each in context["sentences"])]
    if issues(request.user, county):
        context["issue_form"] = typed(refusal, IssueForm) or IssueForm(
            county=county, today=clock.today(), auto_id="issue-%s"
        )
        shown.append(context["issue_form"])
    context["refusal"] = unless_shown(refusal, *shown)
    return render(request, "reports/papers/working.html", context)


def issue(request: SignedInRequest) -> HttpResponse:
    """The text as it would go out, and what is registered with it."""
    county = own_county(request, "document.issue")
    months, today = shown_months(county), clock.today()
    shown = default_of(months)
    if shown is None:
        return render(request, "reports/papers/issue.html", {"form": None})
    of = _kind_of(request.GET.get("kind", ""))
    offered, begun = of.offered(county, request.user), of.begun(county)
    asked_for = _asked_for(request, begun, kind=of.kind, month=str(shown))
    about = [each for each in asked_for.getlist("about") if each in offered]
    asked_for.setlist("about", about)
    asked = AskedForm(asked_for, months=months, of=of, offered=offered)
    if not asked.is_valid():
        raise Http404
    kind, month = of.kind, asked.cut_off().month
    choices = asked.choices(begun)
    form = IssueForm(sent(request), request.FILES or None, county=county, today=today)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        composed, fault = previewed(county, kind, month, choices, today)
        context = {
            "asked": asked,
            "form": typed(refusal, IssueForm) or form,
            "composed": composed,
            "unprintable": unprintable(composed.document) if composed else "",
            "fault": fault,
            "month": month,
            "cut_off": asked.cut_off(),
            "cutoff_month": month,
            "refusal": refusal,
        }
        return render(request, "reports/papers/issue.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: issue_or_ask(
            paper=ToIssue(county, kind, month, choices, page=request.get_full_path()),
            by=request.user,
            today=today,
            read=request.POST.get("read", ""),
            **form.cleaned_data,
        ),
        form=form,
        done=done_words,
        to=lambda issued: redirect(address_of(issued)),
        again=page,
    )


def _asked_for(
    request: SignedInRequest, begun: PaperChoices, **of_itself: str
) -> MultiValueDict[str, str]:
    """What the address asks for, and of the rest how papers of the kind are."""
    every = {name: [value] for name, value in (begun.as_kept() | of_itself).items()}
    if "decimals" in request.GET:
        # The form was sent, and a browser sends no box that is not ticked.
        every["charts"] = [False]
    return MultiValueDict(every | dict(request.GET.lists()))


def paper(request: SignedInRequest, paper_id: int) -> HttpResponse:
    """As it was issued, with its files."""
    found = seen(request, IssuedPaper.objects, paper_id, "county", "issued_by", "withdraws")
    text = text_of(found)
    context = {
        "paper": found,
        "files": found.files.all(),
        "text": text,
        "told": "\n".join(text),
        "later": found.later,
        "followed_by": follow(found),
        "may_write": writes(request.user, found.county),
        "cutoff_month": cut_off_of(found),
    }
    return render(request, "reports/papers/paper.html", context)


def download(request: SignedInRequest, paper_id: int, form: str) -> HttpResponse:
    found = seen(request, IssuedPaper.objects, paper_id)
    kept = or_404(file_of(found, form))
    return kept_file(request, kept, name_of(kept), kept.content_type)
