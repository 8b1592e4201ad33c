"""临时要数: ask for projects by name, read the answer, keep it as 临时名单."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed, sent, typed
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import may, may_in_part
from figures.months import cut_off_asked, shown_months
from files.responses import XLSX, attachment
from investment.basis import Basis
from projects.views.many import asked_for
from reports.questions import services
from reports.questions.columns import COLUMNS, USUAL
from reports.questions.forms import (
    LEFT_OUT,
    KeepForm,
    QuestionForm,
)
from reports.questions.models import NamedSelection
from reports.questions.pasted import (
    MOST_NAMES,
    KnownNames,
    Pasted,
    TooMany,
    read_pasted,
    with_choices,
)
from reports.questions.table import Answer, Asked
from reports.questions.views.showing import read_answer, shown
from reports.questions.workbook import answer_workbook

MOST_TOLD = 200
"""Characters of the names that were left out, as an address carries them."""

NONE_FOUND = "没有认出任何项目，请核对名称，或到项目库按条件筛选。"


def ask(request: SignedInRequest) -> HttpResponse:
    """Paste names and choose columns. Names that nobody bears are asked about one by one, before
    there is an answer; nothing is kept."""
    county = _county(request)
    months = shown_months(county)
    form = QuestionForm(sent(request), months=months)
    page = {
        "form": form,
        "kept": NamedSelection.objects.visible_to(request.user).select_related("made_by"),
        "months": months,
    }
    if request.method != "POST" or not months or not form.is_valid():
        return render(request, "reports/questions/ask.html", page)
    try:
        pasted = read_pasted(form.cleaned_data["names"], KnownNames(county, request.user))
    except TooMany as error:
        form.add_error("names", str(error))
        return render(request, "reports/questions/ask.html", page)
    doubtful = [each for each in pasted if each.project_id is None]
    chosen = _meant(request.POST, doubtful)
    if len(chosen) < len(doubtful):
        form.choose_among(doubtful)
        return render(request, "reports/questions/ask.html", page | {"doubtful": len(doubtful)})
    projects = [each.project_id for each in with_choices(pasted, chosen)]
    if not projects:
        form.add_error("names", NONE_FOUND)
        return render(request, "reports/questions/ask.html", page)
    query = {
        "p": ".".join(map(str, projects)),
        "c": ".".join(form.cleaned_data["columns"] or USUAL),
        "month": str(form.cut_off()),
    }
    if form.cleaned_data["by_month"]:
        query["by_month"] = "1"
    if left_out := [text for text, meant in chosen.items() if meant is None]:
        query["left_out"] = "、".join(left_out)[:MOST_TOLD]
    return redirect(f"{reverse('questions:table')}?{urlencode(query)}")


def table(request: SignedInRequest) -> HttpResponse:
    """The answer to what the address asks."""
    if "p" not in request.GET:
        return _ask_first(request)
    return _answer_page(request, _answered(request))


def table_xlsx(request: SignedInRequest) -> HttpResponse:
    if "p" not in request.GET:
        return _ask_first(request)
    found = _answered(request)
    return attachment(answer_workbook(found, "重点项目情况表"), "重点项目情况表.xlsx", XLSX)


@require_POST
def keep(request: SignedInRequest) -> HttpResponse:
    """Keep what the address asks under a name."""
    if "p" not in request.GET:
        return _ask_first(request)
    found = _answered(request)
    or_404(may_in_part(request.user, "view.keep"))
    form = KeepForm(sent(request))
    return deed(
        request,
        lambda: services.keep(
            county=found.facts.county, asked=found.asked, by=request.user, **form.cleaned_data
        ),
        form=form,
        done=lambda selection: f"名单“{selection}”已保存。",
        to=lambda selection: redirect("questions:selection", selection.pk),
        again=lambda refusal: _answer_page(request, found, refusal),
    )


def from_list(request: SignedInRequest) -> HttpResponse:
    """Of the projects that were ticked on the project list, or of all that its filter shows."""
    county = _county(request)
    projects = asked_for(request, county)
    if not projects or len(projects) > MOST_NAMES:
        messages.warning(request, str(TooMany()) if projects else "请先在列表里勾选项目。")
        return redirect("projects:list")
    query = urlencode({"p": ".".join(map(str, projects))})
    return redirect(f"{reverse('questions:table')}?{query}")


def _county(request: SignedInRequest) -> Unit:
    or_404(may(request.user, "project.view"))
    return own_county(request)


def _meant(posted: QueryDict, doubtful: Sequence[Pasted]) -> dict[str, int | None]:
    """What was chosen for each name that nobody bears, among those that were offered for it; the
    names may have been mended since."""
    chosen: dict[str, int | None] = {}
    for at, each in enumerate(doubtful):
        said = posted.get(f"meant_{at}")
        offered = {str(near.known): near.known for near in each.near}
        if posted.get(f"named_{at}") == each.text and said in {LEFT_OUT, *offered}:
            chosen[each.text] = offered.get(said or "")
    return chosen


def _ask_first(request: SignedInRequest) -> HttpResponse:
    """Nothing is asked: to where one asks."""
    _county(request)
    return redirect("questions:ask")


def _answered(request: SignedInRequest) -> Answer:
    """Raises Http404 where no project that the user sees is asked for."""
    county = _county(request)
    asked = request.GET.get("month"), request.GET.get("day")
    at = or_404(cut_off_asked(shown_months(county), *asked))
    named = dict.fromkeys(request.GET.get("c", "").split("."))
    columns = [name for name in named if name in COLUMNS]
    projects = _numbers(request.GET.getlist("p"))
    or_404(len(projects) <= MOST_NAMES)
    question = Asked(
        projects=tuple(projects),
        columns=tuple(columns or USUAL),
        month=at.month,
        day=at.day,
        basis=or_404(_basis_named(request.GET.get("basis", ""))),
        by_month=bool(request.GET.get("by_month")),
    )
    return read_answer(request, question)


def _basis_named(name: str) -> Basis | None:
    """By whose numbers; the usual ones without asking."""
    if not name:
        return Basis.VERIFIED
    return Basis(name) if name in {each.value for each in Basis} else None


def _numbers(parts: Sequence[str]) -> list[int]:
    """Ids as an address has them: p=1.2.3, or p=1&p=2 of rows that were ticked; each once."""
    numbers = [whole_number(each) for part in parts for each in part.split(".")]
    return list(dict.fromkeys(number for number in numbers if number is not None))


def _answer_page(
    request: SignedInRequest, found: Answer, refusal: Refusal | None = None
) -> HttpResponse:
    months = shown_months(found.facts.county)
    may_keep = may_in_part(request.user, "view.keep")
    return render(
        request,
        "reports/questions/table.html",
        shown(request, found, months)
        | {
            "form": (typed(refusal, KeepForm) or KeepForm()) if may_keep else None,
            "address": reverse("questions:table"),
            "refusal": refusal,
        },
    )
