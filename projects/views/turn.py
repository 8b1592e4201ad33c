"""The list of the next year, and what becomes of the projects that the lists of a new year leave
out."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent, version_sent
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import may
from projects import rules
from projects.models import AnnualPlan, PlanProposal
from projects.turn.carried import carried_lines, next_list
from projects.turn.choosing import Chosen, chosen_for, keep_choices
from projects.turn.drafting import KEPT_NOT, MOVED, draft_next_list, propose_next_list
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
    proposes to. Of a long list the pages are kept one by one (``go``)."""
    plan = seen(request, AnnualPlan.objects, pk, "county")
    drafts = rules.manages_lists(request.user, plan.county)
    or_404(drafts or rules.proposes_lists(request.user, plan.county))
    standing, today = next_list(plan), clock.today()
    lines, chosen = ([], Chosen()) if standing else (carried_lines(plan), chosen_for(plan))
    go = request.POST.get("go", "")
    form = NextListForm(
        sent(request),
        plan=plan,
        lines=lines,
        chosen=chosen,
        page=request.GET.get("page"),
        is_proposal=not drafts,
        is_kept_only=bool(go),
    )

    def page(refusal: Refusal | None = None) -> HttpResponse:
        now = chosen_for(plan) if refusal else chosen
        becomes = now.classes(lines).values()
        shown = refusal.version if refusal else None
        context = {
            "plan": plan,
            "next_year": plan.year + 1,
            "standing": standing,
            "form": form,
            "version": now.version if shown is None else shown,
            "going_words": class_words(category for category in becomes if category),
            "stays": sum(not category for category in becomes),
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
    if go and standing is None:
        return _keep_page(request, plan, form, page, go)
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
            version=version_sent(request),
        ),
        form=form,
        done="清单已拟订，年度计划投资待定。" if drafts else "拟订清单的申请已提出。",
        to=there,
        again=page,
        wrong=lambda: MOVED if "shown" in form.errors else "",
        differences=lambda: form.differences(chosen_for(plan)),
    )


def _keep_page(
    request: SignedInRequest,
    plan: AnnualPlan,
    form: NextListForm,
    page: Callable[[Refusal], HttpResponse],
    go: str,
) -> HttpResponse:
    """Keep what was chosen on this page, and go to that numbered ``go``."""
    address = reverse("projects:draft_next", args=[plan.pk])
    number = whole_number(go, form.page.paginator.num_pages) or form.page.number
    return deed(
        request,
        lambda: keep_choices(
            plan=plan,
            lines=form.going,
            classes=form.classes(),
            name=form.cleaned_data["name"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            version=version_sent(request),
        ),
        form=form,
        done=f"第 {form.page.number} 页的选择已保存。",
        to=redirect(f"{address}?page={number}"),
        again=page,
        wrong=lambda: KEPT_NOT if "shown" in form.errors else "",
        differences=lambda: form.differences(chosen_for(plan)),
    )
