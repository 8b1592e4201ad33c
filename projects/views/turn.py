"""The list of the next year, and what becomes of the projects that the lists of a new year leave
out."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from projects import rules
from projects.models import AnnualPlan, PlanProposal
from projects.turn.carried import carried_lines, next_list
from projects.turn.drafting import MOVED, draft_next_list, propose_next_list
from projects.turn.forms import LeftOutForm, NextListForm
from projects.turn.selectors import has_lists, left_out
from projects.turn.services import answer_left_out
from projects.wording import class_words


def left_out_of(request: SignedInRequest, year: int) -> HttpResponse:
    county, today = own_county(request, "project.change"), clock.today()
    asked = left_out(county, year)
    form = LeftOutForm(sent(request), asked=asked, today=today, initial={"day": today})

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "form": form,
            "year": year,
            "last_year": year - 1,
            "is_asked": has_lists(county, year),
            "refusal": refusal,
        }
        return render(request, "projects/left_out.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: answer_left_out(
            county=county,
            year=year,
            told=form.told(),
            day=form.cleaned_data["day"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            today=today,
        ),
        form=form,
        done=lambda count: f"已答复 {count} 个项目的去向。",
        to=redirect("projects:left_out", year),
        again=page,
    )


def draft_next(request: SignedInRequest, pk: int) -> HttpResponse:
    """What goes over from a list into that of the next year; the approver drafts it, a reviewer
    proposes to."""
    plan = seen(request, AnnualPlan.objects, pk, "county")
    drafts = rules.manages_lists(request.user, plan.county)
    or_404(drafts or rules.proposes_lists(request.user, plan.county))
    standing, today = next_list(plan), clock.today()
    lines = [] if standing else carried_lines(plan)
    form = NextListForm(sent(request), plan=plan, lines=lines, is_proposal=not drafts)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "plan": plan,
            "next_year": plan.year + 1,
            "standing": standing,
            "form": form,
            "going_words": class_words(line.category for line in lines),
            "stays": sum(not line.category for line in lines),
            "proposes": not drafts,
            "may_answer": may(request.user, "project.change", plan.county),
            "refusal": refusal,
        }
        return render(request, "projects/draft_next.html", context)

    if request.method != "POST":
        return page()
    if standing is not None and standing.drafted_from_id == plan.pk:
        # A second press.
        return redirect("projects:plan", standing.pk)
    act: Callable[..., AnnualPlan | PlanProposal] = draft_next_list if drafts else propose_next_list

    def there(made: AnnualPlan | PlanProposal) -> HttpResponse:
        return redirect("projects:plan", made.pk) if drafts else redirect("projects:plans")

    return deed(
        request,
        lambda: act(
            plan=plan,
            name=form.cleaned_data["name"],
            classes=form.classes(),
            by=request.user,
            today=today,
            reason=form.cleaned_data["reason"],
        ),
        form=form,
        done="清单已拟订，年度计划投资待定。" if drafts else "拟订清单的申请已提出。",
        to=there,
        again=page,
        wrong=lambda: MOVED if "shown" in form.errors else "",
    )
