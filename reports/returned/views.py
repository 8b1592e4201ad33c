"""收回 Word 稿: take a paper out, bring it back, see what was done to it, fill it at a cut-off."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import clock
from accounts.errors import DomainError
from accounts.pages.deeds import Refusal, deed, sent
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from figures.forms import CutOffForm
from figures.months import ShownMonth, default_of, shown_months
from files.lost import LostFile
from files.responses import DOCX, attachment, kept_file
from jobs.addresses import LargeFile, in_background
from measures.months import Month
from projects.selectors import most_lines
from reports.papers.choices import PaperChoices
from reports.papers.files import LINES_AT_ONCE
from reports.papers.models import IssuedPaper, WorkingPaper
from reports.papers.rules import writes
from reports.papers.selectors import lines_told
from reports.returned import services
from reports.returned.filling import Refilling, refilled_file, refilling_of
from reports.returned.forms import FillForm, ReturnedPaperForm
from reports.returned.going_out import went_out
from reports.returned.models import AnyPaper, ReturnedPaper
from reports.returned.selectors import returned_of


def of_issued(request: SignedInRequest, paper_id: int) -> HttpResponse:
    paper = seen(request, IssuedPaper.objects, paper_id, "county")
    or_404(writes(request.user, paper.county))
    return _of_paper(request, paper)


def of_working(request: SignedInRequest, paper_id: int) -> HttpResponse:
    return _of_paper(request, seen(request, WorkingPaper.objects, paper_id, "county"))


def _of_paper(request: SignedInRequest, paper: AnyPaper) -> HttpResponse:
    """What came back of the paper, and the box for more."""
    form = ReturnedPaperForm(sent(request), request.FILES or None)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "paper": paper,
            "is_issued": isinstance(paper, IssuedPaper),
            "returned": returned_of(request.user, paper),
            "form": form,
            "refusal": refusal,
        }
        return render(request, "reports/returned/of_paper.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.take_back(
            paper=paper,
            content=form.cleaned_data["file"].read(),
            name=form.cleaned_data["file"].name,
            by=request.user,
            today=clock.today(),
        ),
        form=form,
        to=lambda returned: redirect("returned:returned", returned.pk),
        again=page,
    )


def _working_file(request: SignedInRequest, paper_id: int) -> LargeFile:
    paper = seen(request, WorkingPaper.objects, paper_id, "county")
    about = PaperChoices.read(paper.choices).about
    return LargeFile(
        title=f"{paper}（Word 稿）",
        county=paper.county,
        rows=lines_told(paper.county, paper.kind, paper.month, about),
        page=reverse("returned:of_working", args=[paper_id]),
    )


@in_background(_working_file, above=LINES_AT_ONCE)
def working_docx(request: SignedInRequest, paper_id: int) -> HttpResponse:
    """The paper as it stands, to be edited in Word."""
    paper = seen(request, WorkingPaper.objects, paper_id, "county")
    try:
        content = went_out(paper, clock.today()).content
    except DomainError:
        # The page of the paper says why it cannot be composed any more.
        return redirect("papers:working", paper_id)
    return attachment(content, f"{paper}.docx", DOCX)


def returned(request: SignedInRequest, returned_id: int) -> HttpResponse:
    """What was done to it, and what would be filled at a cut-off, before anything is."""
    found = _found(request, returned_id)
    months = shown_months(found.county)
    form = CutOffForm(_asked(request, months), months=months)
    month = _month(form)
    try:
        refilling = refilling_of(found, month, clock.today())
    except DomainError as error:
        return _refused(request, found, error)
    context = {
        "returned": found,
        "form": form,
        "month": month,
        "refilling": refilling,
        "cutoff_month": month,
    }
    return render(request, "reports/returned/returned.html", context)


def _filled_file(request: SignedInRequest, returned_id: int) -> LargeFile:
    found = _found(request, returned_id)
    months = shown_months(found.county)
    asked = _asked(request, months)
    month = _month(CutOffForm(asked, months=months))
    return LargeFile(
        title=f"{found.name}（截至{month.label}底）",
        county=found.county,
        rows=most_lines(found.county, month.year),
        page=f"{reverse('returned:returned', args=[returned_id])}?month={month}",
    )


@in_background(_filled_file, above=LINES_AT_ONCE)
def filled(request: SignedInRequest, returned_id: int) -> HttpResponse:
    """The file with its figures at the month that was chosen."""
    found = _found(request, returned_id)
    months = shown_months(found.county)
    asked = _asked(request, months)
    month = _month(CutOffForm(asked, months=months))
    try:
        refilling = refilling_of(found, month, clock.today())
        form = FillForm(asked, months=months, starts=_offered(refilling))
        _month(form)
        content = refilled_file(found, month, set(form.cleaned_data["fill"]), clock.today())
    except DomainError as error:
        return _refused(request, found, error)
    name = found.name.removesuffix(".docx")
    return attachment(content, f"{name}（截至{month.label}底）.docx", DOCX)


def original(request: SignedInRequest, returned_id: int) -> HttpResponse:
    found = _found(request, returned_id)
    return kept_file(request, found, found.name, DOCX)


def _found(request: SignedInRequest, returned_id: int) -> ReturnedPaper:
    return seen(request, ReturnedPaper.objects, returned_id, "county", "issued", "working")


def _asked(request: SignedInRequest, months: Sequence[ShownMonth]) -> QueryDict:
    """What was asked, at the month of itself where none is named."""
    asked = request.GET.copy()
    asked.setdefault("month", str(default_of(months) or ""))
    return asked


def _month(form: CutOffForm) -> Month:
    if not form.is_valid():
        raise Http404
    return Month.parse(form.cleaned_data["month"])


def _offered(refilling: Refilling) -> list[int]:
    return [filling.start for filling in refilling.asked if filling.is_offered]


def _refused(request: SignedInRequest, found: ReturnedPaper, error: DomainError) -> HttpResponse:
    """A lost file says so; a paper that cannot be composed any more says it on its own page."""
    if found.working_id and not isinstance(error, LostFile):
        return redirect("papers:working", found.working_id)
    context = {"name": found.name, "sentence": error.message}
    return render(request, "files/lost.html", context, status=error.status)
