"""One line of a 台账: what it says, how it came to be, its papers, and what may be declared."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.pages.deeds import Refusal, deed, typed
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from files.responses import kept_file
from projects.models import RollDeed, RollLine, RollPaper
from projects.rolls import papers
from projects.rolls.forms import PaperForm
from projects.rolls.roll import Roll, roll_named
from projects.rolls.rules import confirms, declares
from projects.rolls.selectors import (
    declarations_seen,
    declared_of,
    history_of_lines,
    lines_seen,
    spans_of,
)
from projects.rolls.showing import declared_rows, name_of, shown
from projects.rolls.steps import deeds_of
from projects.rolls.views.scope import line_seen, roll_asked


def line(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    roll = roll_asked(key)
    return _page(request, roll, line_seen(request, roll, pk))


def _page(
    request: SignedInRequest,
    roll: Roll[Any, Any],
    line: RollLine,
    refusal: Refusal | None = None,
) -> HttpResponse:
    spans = spans_of(roll, line)
    standing = [span for span in spans if not span.is_void]
    last = standing[0] if standing else line
    may_declare = declares(request.user, line.unit)
    declared = declared_rows(roll, declared_of(roll, spans))
    waits = any(row.declaration.is_waiting for row in declared)
    context = {
        "roll": roll,
        "line": last,
        "name": name_of(roll, last),
        "values": shown(roll, last),
        "spans": [(span, shown(roll, span)) for span in spans],
        "declared": declared,
        "done_words": roll.deeds.get(RollDeed.DONE, RollDeed.DONE.label),
        "may_confirm": confirms(request.user, line.county),
        "deeds": _deeds(roll, last) if may_declare and not waits else [],
        "corrects": may_declare and not waits,
        "may_declare": may_declare,
        "papers": papers.papers_of_line(roll.key, line),
        "paper_form": typed(refusal, PaperForm) or PaperForm(),
        "history": history_of_lines(roll, spans),
        "refusal": refusal,
    }
    return render(request, "projects/rolls/line.html", context)


def _deeds(roll: Roll[Any, Any], line: RollLine) -> list[tuple[str, str]]:
    """The last part of its address, and its word."""
    return [(deed.value, roll.deeds[deed]) for deed in deeds_of(roll, line)]


@require_POST
def add_papers(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    roll = roll_asked(key)
    found = line_seen(request, roll, pk)
    or_404(declares(request.user, found.unit))
    form = PaperForm(request.POST, request.FILES)
    return deed(
        request,
        lambda: papers.add_papers(
            key=key, line=found, files=form.cleaned_data["papers"], by=request.user
        ),
        form=form,
        done=lambda number: f"已添加{number}个附件。" if number else "这些附件已经有了。",
        to=redirect("projects:roll_line", key, pk),
        again=lambda refusal: _page(request, roll, found, refusal),
    )


def paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file as it came; the browser saves it and never shows it."""
    found = or_404(RollPaper.objects.filter(pk=pk).first())
    roll = or_404(roll_named(found.roll))
    user = request.user
    seen = papers.papers_seen(roll.key, lines_seen(roll, user), declarations_seen(roll, user))
    or_404(seen.filter(pk=pk).exists())
    return kept_file(request, found, found.original_name, found.content_type)
