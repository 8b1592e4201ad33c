"""The annual lists: made, named, issued, closed; and the lines of one."""

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import Refusal, compare, deed, sent, version_sent
from accounts.pages.parts import page_of_parts
from accounts.pages.proposals import proposal_views
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may, reads_county
from measures.phases import span_label
from projects import rules, selectors
from projects.adjustments.in_force import standing_words
from projects.lists import lines, services
from projects.lists.forms import LineForm, ListDetailsForm, TargetForm
from projects.lists.targets import set_target
from projects.models import AnnualPlan, PlanItem, PlanProposal
from projects.origins import note_origins
from projects.turn.carried import next_list, note_invested
from projects.turn.selectors import LAST_MONTHS, year_to_turn_to
from projects.wording import base_words, proposed_list_words


def plans(request: SignedInRequest) -> HttpResponse:
    or_404(may(request.user, "project.view"))
    return _plans_page(request)


def _plans_page(request: SignedInRequest, refusal: Refusal | None = None) -> HttpResponse:
    user, today = request.user, clock.today()
    context = {
        "plans": selectors.plan_tallies(user),
        "turn_to": year_to_turn_to(today) if may(user, "project.change") else None,
        "own_lines_only": not reads_county(user),
        "may_import": may(user, "plan.import"),
        "may_manage": may(user, "plan.manage"),
        "may_propose": may(user, "plan.manage", answer="propose"),
        "proposals": [
            (proposal, proposed_list_words(proposal))
            for proposal in selectors.list_proposals_seen(user)
        ],
        "refusal": refusal,
    }
    return render(request, "projects/plans.html", context)


def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    return _plan_page(request, pk)


def _plan_page(request: SignedInRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    found = _plan(request, pk)
    groups, tally, spans = selectors.plan_groups(found, request.user)
    page = page_of_parts(groups, lambda group: group.items, request.GET.get("page"))
    if found.drafted_from_id is not None and not found.is_issued:
        note_invested(found, [item for part in page.parts for item in part.lines])
    note_origins(item.project for part in page.parts for item in part.lines)
    context = {
        "plan": found,
        "groups": groups,
        "page_obj": page.page_obj,
        "parts": page.parts,
        "tally": tally,
        "standing": standing_words(found),
        "spans": [span_label(*span) for span in spans],
        "base_words": base_words(found.base),
        "own_lines_only": not reads_county(request.user, found.county),
        "may_change": rules.manages_lists(request.user, found.county),
        "may_propose": rules.proposes_lists(request.user, found.county),
        "may_write": rules.writes_lines(request.user, found),
        "may_remove": rules.removes_list(request.user, found),
        **_turn_of_the_year(request, found),
        "targets": selectors.targets_of(found),
        "may_set_targets": rules.sets_targets(request.user, found),
        "refusal": refusal,
    }
    return render(request, "projects/plan.html", context)


def _turn_of_the_year(request: SignedInRequest, found: AnnualPlan) -> dict[str, Any]:
    """From November of its year on, the way to the list of the next; and of one that was drafted,
    where from, what is open, and the way to what it leaves out."""
    user, today = request.user, clock.today()
    told: dict[str, Any] = {}
    if rules.drafts_next(user, found) and today >= datetime.date(found.year, LAST_MONTHS[0], 1):
        told = {"may_draft": True, "next_year": found.year + 1, "next_list": next_list(found)}
    if found.drafted_from_id is not None:
        told |= {
            "former_list": AnnualPlan.objects.get(pk=found.drafted_from_id),
            "may_answer": may(user, "project.change", found.county),
        }
    return told


# --- A list ------------------------------------------------------------------------------


def create_plan(request: SignedInRequest) -> HttpResponse:
    """The approver makes a list; a reviewer proposes to."""
    county = own_county(request, "plan.manage", in_part=True)
    makes = rules.manages_lists(request.user, county)
    or_404(makes or rules.proposes_lists(request.user, county))
    today = clock.today()
    form = ListDetailsForm(sent(request), plan=None, today=today)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"form": form, "proposes": not makes, "refusal": refusal}
        return render(request, "projects/plan_form.html", context)

    if request.method != "POST":
        return page()
    act = services.make_list if makes else services.propose_list
    return deed(
        request,
        lambda: act(
            county=county,
            year=form.cleaned_data["year"],
            values=form.values(),
            by=request.user,
            today=today,
            reason=form.cleaned_data["reason"],
        ),
        form=form,
        done="清单已建立。" if makes else "新建清单的申请已提出，等待审定员采纳。",
        to=lambda made: redirect("projects:plan", made.pk) if makes else redirect("projects:plans"),
        again=page,
    )


def edit_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """The approver changes what is said of a list; a reviewer proposes it."""
    found = _plan(request, pk)
    changes = rules.manages_lists(request.user, found.county)
    or_404(changes or rules.proposes_lists(request.user, found.county))
    today = clock.today()
    form = ListDetailsForm(sent(request), plan=found, today=today)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"form": form, "plan": found, "proposes": not changes, "refusal": refusal}
        return render(request, "projects/plan_form.html", context)

    if request.method != "POST":
        return page()
    act = services.change_list if changes else services.propose_list_change
    return deed(
        request,
        lambda: act(
            plan=found,
            changes=form.values(),
            by=request.user,
            version=version_sent(request),
            today=today,
            reason=form.cleaned_data["reason"],
        ),
        form=form,
        done="清单已保存。" if changes else "修改清单的申请已提出，等待审定员采纳。",
        to=redirect("projects:plan", pk),
        again=page,
        differences=lambda: compare(form, form.initial),
    )


@require_POST
def remove_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _plan(request, pk)
    or_404(rules.manages_lists(request.user, found.county))
    return deed(
        request,
        lambda: services.remove_list(plan=found, by=request.user, version=version_sent(request)),
        done=f"“{found.name}”已删除。",
        to=redirect("projects:plans"),
        again=lambda refusal: _plan_page(request, pk, refusal),
    )


answer_list, withdraw_list = proposal_views(
    PlanProposal,
    to=lambda proposal: redirect("projects:plans"),
    again=lambda request, proposal, refusal: _plans_page(request, refusal),
    accepted="已采纳，清单已改。",
    refused="已答复不采纳，清单不变。",
)


# --- What it is to have completed by a month -----------------------------------------------


def targets(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _plan(request, pk)
    or_404(rules.sets_targets(request.user, found))
    form = TargetForm(sent(request), plan=found)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "form": form,
            "plan": found,
            "targets": selectors.targets_of(found),
            "refusal": refusal,
        }
        return render(request, "projects/targets.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: set_target(
            plan=found,
            by=request.user,
            version=version_sent(request),
            today=clock.today(),
            **form.cleaned_data,
        ),
        form=form,
        done="时段目标已保存。",
        to=redirect("projects:targets", pk),
        again=page,
    )


# --- Its lines ---------------------------------------------------------------------------


def add_line(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a project on the list."""
    found = _plan(request, pk)
    or_404(rules.writes_lines(request.user, found))
    others = selectors.projects_not_on(found)
    form = LineForm(sent(request), projects=others, project_id=request.GET.get("project", ""))
    return _line_page(
        request,
        found,
        form,
        lambda: lines.put_on_list(
            plan=found,
            project=form.cleaned_data["project"],
            values=form.values(),
            by=request.user,
        ),
        done="项目已列入清单。",
    )


def edit_line(request: SignedInRequest, pk: int, item_id: int) -> HttpResponse:
    found = _plan(request, pk)
    or_404(rules.writes_lines(request.user, found))
    item = _item(found, item_id)
    form = LineForm(sent(request), item=item)
    act = partial(lines.change_line, item=item, by=request.user)
    return _line_page(
        request,
        found,
        form,
        lambda: act(changes=form.values(), version=version_sent(request)),
        done="已保存。",
        item=item,
    )


@require_POST
def drop_line(request: SignedInRequest, pk: int, item_id: int) -> HttpResponse:
    """Take a project off the list, as if it had never been on it."""
    found = _plan(request, pk)
    or_404(may(request.user, "plan.import", found.county))
    item = _item(found, item_id)
    return deed(
        request,
        lambda: lines.take_off_list(item=item, by=request.user, version=version_sent(request)),
        done=f"“{item.project.name}”已从清单中去掉。",
        to=redirect("projects:plan", pk),
        again=lambda refusal: _plan_page(request, pk, refusal),
    )


def _line_page(
    request: SignedInRequest,
    found: AnnualPlan,
    form: LineForm,
    act: Callable[[], PlanItem],
    *,
    done: str,
    item: PlanItem | None = None,
) -> HttpResponse:
    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "form": form,
            "plan": found,
            "item": item,
            "standing": standing_words(found),
            "refusal": refusal,
        }
        return render(request, "projects/line_form.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        act,
        form=form,
        done=done,
        to=redirect("projects:plan", found.pk),
        again=page,
        differences=lambda: compare(form, form.initial),
    )


# --- Scope -------------------------------------------------------------------------------


def _plan(request: SignedInRequest, pk: int) -> AnnualPlan:
    return seen(request, AnnualPlan.objects, pk, "county")


def _item(plan: AnnualPlan, item_id: int) -> PlanItem:
    standing = plan.items.standing().select_related("project__county", "plan__county")
    return or_404(standing.filter(pk=item_id).first())
