"""The forms in which a line is declared: a new one, or what is to become of one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.pages.deeds import Refusal, compare, deed, sent, version_sent
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.trail.proposals import ProposalState
from projects.models import Declaration, RollDeed, RollLine
from projects.rolls.answering import read_return
from projects.rolls.forms import RollForm, form_of, initial_of, initial_of_kept
from projects.rolls.roll import Roll
from projects.rolls.rules import declares
from projects.rolls.selectors import declarations_seen, units_to_declare
from projects.rolls.services import declare_line, declare_of
from projects.rolls.showing import name_of
from projects.rolls.steps import deeds_of
from projects.rolls.views.scope import line_seen, roll_asked, to_list

LONGEST_OF_HALF = 100
"""Letters of a box that stands beside another."""


def declare(request: SignedInRequest, key: str) -> HttpResponse:
    """A new line; with ``again`` in its address one that was sent back, as it was declared."""
    roll, county, today = roll_asked(key), own_county(request), clock.today()
    or_404(units_to_declare(request.user, county).exists())
    former = _sent_back(request, roll)
    form = form_of(roll)(
        sent(request),
        request.FILES or None,
        roll=roll,
        deed=RollDeed.ADD,
        county=county,
        user=request.user,
        today=today,
        initial=_initial(request, roll, former),
    )

    def act() -> Declaration:
        declared = declare_line(
            roll,
            unit=form.unit,
            project=form.cleaned_data.get("project"),
            values=form.values,
            day=form.day,
            reason=form.cleaned_data["reason"],
            files=form.papers,
            by=request.user,
            today=today,
        )
        if former is not None:
            read_return(roll, declaration=former, by=request.user)
        return declared

    return _form_page(request, roll, form, act, former=former)


def declare_of_line(request: SignedInRequest, key: str, pk: int, deed: str) -> HttpResponse:
    """变更, 更正, 销号, 恢复 or 作废 of one line."""
    roll, today = roll_asked(key), clock.today()
    line = line_seen(request, roll, pk)
    asked = or_404(RollDeed(deed) if deed in RollDeed.values else None)
    or_404(declares(request.user, line.unit))
    if request.method != "POST":
        or_404(asked in deeds_of(roll, line))
    initial = initial_of(roll, line)
    if former := _sent_back(request, roll):
        initial |= initial_of_kept(roll, former.after) | {"reason": former.reason}
    form = form_of(roll)(
        sent(request),
        request.FILES or None,
        roll=roll,
        deed=asked,
        county=line.county,
        user=request.user,
        today=today,
        line=line,
        initial=initial,
    )

    def act() -> Declaration:
        return declare_of(
            roll,
            line=line,
            deed=asked,
            values=form.values,
            day=form.day,
            reason=form.cleaned_data["reason"],
            files=form.papers,
            version=version_sent(request),
            by=request.user,
            today=today,
        )

    return _form_page(request, roll, form, act, line=line)


def _form_page(
    request: SignedInRequest,
    roll: Roll[Any, Any],
    form: RollForm,
    act: Any,
    *,
    line: RollLine | None = None,
    former: Declaration | None = None,
) -> HttpResponse:
    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "roll": roll,
            "form": form,
            "line": line,
            "name": name_of(roll, line) if line else "",
            "former": former,
            "deed_words": roll.deeds[form.deed],
            "wide": [name for name, field in form.fields.items() if _is_wide(name, field)],
            "refusal": refusal,
        }
        return render(request, "projects/rolls/form.html", context)

    def to(declared: Declaration) -> HttpResponse:
        if line is not None:
            return redirect("projects:roll_line", roll.key, line.pk)
        return to_list(roll, waits="1") if declared.is_waiting else to_list(roll)

    if request.method != "POST":
        return page()
    return deed(
        request,
        act,
        form=form,
        done=lambda declared: (
            "已申报，等待审定员确认。" if declared.is_waiting else f"已列入{roll.name}台账。"
        ),
        to=to,
        again=page,
        differences=(lambda: compare(form, form.stands_now())) if line is not None else None,
    )


def _is_wide(name: str, field: Any) -> bool:
    longest = getattr(field, "max_length", None) or 0
    return name in ("reason", "papers", "project") or longest > LONGEST_OF_HALF


def _sent_back(request: SignedInRequest, roll: Roll[Any, Any]) -> Declaration | None:
    number = whole_number(request.GET.get("again", ""))
    if number is None:
        return None
    seen = declarations_seen(roll, request.user)
    return or_404(seen.filter(pk=number, state=ProposalState.REFUSED).first())


def _initial(
    request: SignedInRequest, roll: Roll[Any, Any], former: Declaration | None
) -> dict[str, Any]:
    today = clock.today()
    if former is None:
        # A page of the subject that leads here says of what: ?project=…&item=….
        boxes = ("unit", "project", *roll.fields)
        asked = {name: request.GET[name] for name in boxes if name in request.GET}
        return {"day": today, **asked}
    return initial_of_kept(roll, former.after) | {
        "unit": former.unit,
        "project": former.project,
        "day": former.day,
        "reason": former.reason,
    }
