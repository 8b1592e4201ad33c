"""临时要数: ask for projects by name, read the answer, keep it as 临时名单."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed, sent, typed, version_sent
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import may, may_in_part
from figures.months import ShownMonth, month_asked, shown_months
from figures.selectors import facts_for
from files.responses import XLSX, attachment
from measures.months import Month
from projects.models import Project
from projects.views.many import asked_for
from reports.questions import services
from reports.questions.brought_back import (
    BroughtBack,
    DataEdit,
    Place,
    read_back,
)
from reports.questions.columns import COLUMNS, USUAL
from reports.questions.forms import (
    LEFT_OUT,
    ArrangeForm,
    BringBackForm,
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
from reports.questions.pivot import CUTS, PIVOTED, Pivot, pivot
from reports.questions.posted import (
    data_of,
    edits_typed,
    places_of,
    places_typed,
    stops_typed,
)
from reports.questions.table import Answer, Asked, answer
from reports.questions.workbook import answer_workbook, selection_workbook

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
        "month": form.cleaned_data["month"],
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


def selection(request: SignedInRequest, pk: int) -> HttpResponse:
    """A kept selection at its cut-off; who made it changes it here."""
    kept = seen(request, NamedSelection.objects, pk, "county", "made_by")
    if request.method != "POST":
        return _selection_page(request, kept)
    or_404(kept.made_by == request.user)
    form = ArrangeForm(sent(request))
    places = places_typed(request.POST, kept, request.user)
    edits = edits_typed(request.POST, request.user)
    return deed(
        request,
        lambda: services.change(
            selection=kept,
            stops=stops_typed(places),
            data=data_of(edits),
            by=request.user,
            version=version_sent(request),
            today=clock.today(),
            **form.cleaned_data,
        ),
        form=form,
        done=_told_of,
        to=redirect("questions:selection", kept.pk),
        again=lambda refusal: _selection_page(request, kept, refusal, places=places, edits=edits),
    )


@require_POST
def bring_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the edited workbook of a selection would change, to be looked at before it is saved;
    nothing is kept of the file."""
    kept = seen(request, NamedSelection.objects, pk, "county", "made_by")
    or_404(kept.made_by == request.user)
    form = BringBackForm(sent(request), request.FILES)
    return deed(
        request,
        lambda: _read_back(request, kept, form.cleaned_data["file"]),
        form=form,
        to=lambda brought: _selection_page(
            request, kept, places=brought.places, edits=brought.edits, brought=brought
        ),
        again=lambda refusal: _selection_page(request, kept, refusal),
    )


def selection_xlsx(request: SignedInRequest, pk: int) -> HttpResponse:
    kept = seen(request, NamedSelection.objects, pk, "county")
    return attachment(_written(request, kept), f"{kept.name}.xlsx", XLSX)


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    kept = seen(request, NamedSelection.objects, pk, "county", "made_by")
    or_404(kept.made_by == request.user)
    return deed(
        request,
        lambda: services.withdraw(selection=kept, by=request.user, version=version_sent(request)),
        done="名单已撤销。",
        to=redirect("questions:ask"),
        again=lambda refusal: _selection_page(request, kept, refusal),
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


# --- What was asked -----------------------------------------------------------------------


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
    month = or_404(month_asked(shown_months(county), request.GET.get("month")))
    named = dict.fromkeys(request.GET.get("c", "").split("."))
    columns = [name for name in named if name in COLUMNS]
    projects = _numbers(request.GET.getlist("p"))
    or_404(len(projects) <= MOST_NAMES)
    asked = Asked(
        projects=tuple(projects),
        columns=tuple(columns or USUAL),
        month=month,
        by_month=bool(request.GET.get("by_month")),
    )
    return _read(request, asked)


def _answer_of(request: SignedInRequest, kept: NamedSelection, at: Month | None = None) -> Answer:
    """At the month that is asked for, else ``at``, else that of the selection."""
    months = shown_months(kept.county)
    if at is None and kept.year and kept.month:
        at = Month(kept.year, kept.month)
    month = or_404(month_asked(months, request.GET.get("month") or (str(at) if at else None)))
    projects = kept.stops_seen_by(request.user).values_list("project", flat=True)
    return _read(
        request, Asked(tuple(projects), tuple(kept.columns.split(",")), month, kept.by_month)
    )


def _read(request: SignedInRequest, asked: Asked) -> Answer:
    seen_here = Project.objects.visible_to(request.user).filter(pk__in=asked.projects)
    projects = or_404(seen_here.only("name", "package_id").in_bulk())
    facts = or_404(facts_for(request.user, asked.month))
    return answer(asked, facts, projects)


def _numbers(parts: Sequence[str]) -> list[int]:
    """Ids as an address has them: p=1.2.3, or p=1&p=2 of rows that were ticked; each once."""
    numbers = [whole_number(each) for part in parts for each in part.split(".")]
    return list(dict.fromkeys(number for number in numbers if number is not None))


def _read_back(request: SignedInRequest, kept: NamedSelection, file: UploadedFile) -> BroughtBack:
    return read_back(
        file.read(), file.name or "", kept, partial(_written, request, kept), request.user
    )


def _written(request: SignedInRequest, kept: NamedSelection, at: Month | None = None) -> bytes:
    stops = kept.stops_seen_by(request.user)
    return selection_workbook(_answer_of(request, kept, at), kept, stops)


def _told_of(changed: services.Changed) -> str:
    told = ["名单已修改"]
    if changed.changed:
        told.append(f"{changed.changed}个项目的资料已修改")
    if changed.proposed:
        told.append(f"{changed.proposed}个项目的资料已提出修改，待审定")
    return "，".join(told) + "。"


# --- Pages --------------------------------------------------------------------------------


def _answer_page(
    request: SignedInRequest, found: Answer, refusal: Refusal | None = None
) -> HttpResponse:
    months = shown_months(found.facts.county)
    may_keep = may_in_part(request.user, "view.keep")
    return render(
        request,
        "reports/questions/table.html",
        _shown(request, found, months)
        | {
            "form": (typed(refusal, KeepForm) or KeepForm()) if may_keep else None,
            "address": reverse("questions:table"),
            "refusal": refusal,
        },
    )


def _selection_page(
    request: SignedInRequest,
    kept: NamedSelection,
    refusal: Refusal | None = None,
    *,
    places: Sequence[Place] | None = None,
    edits: Sequence[DataEdit] = (),
    brought: BroughtBack | None = None,
) -> HttpResponse:
    """``places`` and ``edits`` are what was typed, or came in a workbook and is not saved yet."""
    found = _answer_of(request, kept)
    is_own = kept.made_by_id == request.user.pk
    initial = {"on": kept.on, "place": kept.place, "is_shared": kept.is_shared}
    form = typed(refusal, ArrangeForm) or ArrangeForm(initial=initial)
    if not may(request.user, "view.keep", kept.county):
        form.fields["is_shared"].disabled = True
    return render(
        request,
        "reports/questions/selection.html",
        _shown(request, found, shown_months(kept.county))
        | {
            "selection": kept,
            "form": form if is_own else None,
            "address": reverse("questions:selection", args=[kept.pk]),
            "places": places_of(kept, request.user) if places is None else places,
            "edits": edits,
            "brought": brought,
            "bring_back_form": typed(refusal, BringBackForm) or BringBackForm(),
            "refusal": refusal,
        },
    )


def _shown(request: SignedInRequest, found: Answer, months: Sequence[ShownMonth]) -> dict[str, Any]:
    return {
        "answer": found,
        "month": found.asked.month,
        "cutoff_month": found.asked.month,
        "months": months,
        "cuts": _cuts(request, found),
        "pivoted": PIVOTED,
        "pivot": _pivot(request, found),
        "asked_of_pivot": _asked_of_pivot(request, found),
        "left_out": request.GET.get("left_out", ""),
        "hidden": [
            (name, value)
            for name, values in request.GET.lists()
            for value in values
            if name not in ("down", "across", "of")
        ],
    }


def _cuts(request: SignedInRequest, found: Answer) -> list[str]:
    """Leaders are a cut for who may read of all of them."""
    sees_leaders = may(request.user, "leaders.view", found.facts.county)
    return [name for name, cut in CUTS.items() if sees_leaders or not cut.is_of_people]


def _asked_of_pivot(request: SignedInRequest, found: Answer) -> tuple[str, str, str]:
    """Which cut stands down and which across, two different ones, and of which indicator."""
    cuts = _cuts(request, found)
    asked = [request.GET.get(name) for name in ("down", "across")]
    down = asked[0] if asked[0] in cuts else cuts[0]
    others = [cut for cut in cuts if cut != down]
    across = (
        asked[1]
        if asked[1] in others
        else next((cut for cut in ("填报单位", "阶段") if cut in others), others[0])
    )
    name = request.GET.get("of")
    return down, across, name if name in PIVOTED else "完成投资"


def _pivot(request: SignedInRequest, found: Answer) -> Pivot | None:
    if "down" not in request.GET or not found.rows:
        return None
    return pivot(found.facts, found.rows, *_asked_of_pivot(request, found))
