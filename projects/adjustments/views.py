"""Pages of changes of a list: what is asked, and the plans in which it takes force."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent, typed, unless_held, version_of, version_sent
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import may, may_in_part, reads_county, reporting_unit_ids
from files.responses import kept_file
from projects.adjustments import rules, selectors, services
from projects.adjustments.effect import effects_of
from projects.adjustments.forcing import put_in_force
from projects.adjustments.forms import (
    AnswerForm,
    AskForm,
    DraftForm,
    ForceForm,
    NumberForm,
    TakeBackForm,
)
from projects.adjustments.in_force import standing_words
from projects.adjustments.soundness import closed_words
from projects.adjustments.taking_back import take_back
from projects.adjustments.wanted import wanted_by
from projects.models import (
    AnnualPlan,
    PlanAdjustment,
    PlanChange,
    PlanItem,
    PlanPaper,
)

# --- A list: what is asked of it, and its plans --------------------------------------------


def adjustments(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    if request.method != "POST":
        return _list_page(request, plan)
    or_404(rules.drafts(request.user, plan.county))
    form = DraftForm(request.POST)
    return deed(
        request,
        lambda: services.draft_adjustment(
            plan=plan, by=request.user, gathered=_chosen(request, plan), **form.cleaned_data
        ),
        form=form,
        done="调整方案已拟订，核对事项和影响后送审。",
        to=lambda drafted: redirect("projects:adjustment", drafted.pk),
        again=lambda refusal: _list_page(request, plan, refusal),
    )


def _list_page(
    request: SignedInRequest, plan: AnnualPlan, refusal: Refusal | None = None
) -> HttpResponse:
    drafts = rules.drafts(request.user, plan.county)
    asked = selectors.asked_of(plan, request.user)
    initial = {"name": f"{plan.year}年{clock.today().month}月调整方案"}
    form = typed(refusal, DraftForm) or DraftForm(initial=initial)
    context = {
        "plan": plan,
        "adjustments": selectors.adjustments_of(plan, request.user),
        "waiting": selectors.lines_of([each for each in asked if each.state == "waiting"]),
        "ended": selectors.lines_of([each for each in asked if each.state != "waiting"]),
        "drafts": drafts,
        "reads_county": reads_county(request.user, plan.county),
        "own_units": reporting_unit_ids(request.user),
        "asks": may(request.user, "plan.ask"),
        "standing": standing_words(plan),
        "chosen": request.POST.getlist("change"),
        "form": form,
        "refusal": unless_held(refusal, form if drafts else None),
    }
    return render(request, "projects/adjustments.html", context)


def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    or_404(may(request.user, "plan.ask") and may_in_part(request.user, "plan.view"))
    return _ask(request, plan, None)


def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """The bureau's own, straight into its draft."""
    adjustment = _drafted(request, pk)
    return _ask(request, adjustment.plan, adjustment)


def _ask(
    request: SignedInRequest, plan: AnnualPlan, adjustment: PlanAdjustment | None
) -> HttpResponse:
    form = AskForm(sent(request), request.FILES or None, plan=plan, user=request.user)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        told = unless_held(refusal, form)
        context = {"plan": plan, "adjustment": adjustment, "form": form, "refusal": told}
        return render(request, "projects/adjustment_ask.html", context)

    def act() -> PlanChange:
        project, kind = form.cleaned_data["project"], form.cleaned_data["kind"]
        item = PlanItem.objects.filter(plan=plan, project=project).first()
        return services.ask(
            plan=plan,
            kind=kind,
            project=project,
            wanted=wanted_by(kind, project=project, item=item, **form.typed()),
            reason=form.cleaned_data["reason"],
            by=request.user,
            files=form.cleaned_data["papers"],
            adjustment=adjustment,
        )

    if request.method != "POST":
        return page()
    to = (
        redirect("projects:adjustment", adjustment.pk)
        if adjustment
        else redirect("projects:adjustments", plan.pk)
    )
    done = "已加入方案。" if adjustment else "调整申请已提出，等待发展和改革局汇总。"
    return deed(request, act, form=form, done=done, to=to, again=page)


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    change = _change(request, pk)
    or_404(change.unit_id in reporting_unit_ids(request.user))
    return deed(
        request,
        lambda: services.withdraw_change(change=change, by=request.user),
        done="调整申请已撤回。",
        to=redirect("projects:adjustments", change.plan_id),
        again=lambda refusal: _list_page(request, change.plan, refusal),
    )


@require_POST
def refuse(request: SignedInRequest, pk: int) -> HttpResponse:
    change = _change(request, pk)
    or_404(rules.drafts(request.user, change.plan.county))
    form = AnswerForm(request.POST)
    return deed(
        request,
        lambda: services.refuse_change(change=change, by=request.user, **form.cleaned_data),
        form=form,
        wrong=lambda: "不采纳的，请写明理由。",
        done="已答复不采纳。",
        to=redirect("projects:adjustments", change.plan_id),
        again=lambda refusal: _list_page(request, change.plan, refusal),
        at=change,
    )


def paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file as it came; the browser saves it and never shows it."""
    visible = PlanChange.objects.visible_to(request.user)
    found = or_404(PlanPaper.objects.filter(change__in=visible, pk=pk).first())
    return kept_file(request, found, found.original_name, found.content_type)


# --- One plan of adjustment ----------------------------------------------------------------


def adjustment(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, pk)


@require_POST
def gather(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _drafted(request, pk)
    return _deed(
        request,
        found,
        lambda: services.gather(
            adjustment=found, changes=_chosen(request, found.plan), by=request.user
        ),
        "已列入方案。",
    )


@require_POST
def leave_out(request: SignedInRequest, pk: int) -> HttpResponse:
    change = _change(request, pk)
    found = _drafted(request, change.adjustment_id)
    return _deed(
        request,
        found,
        lambda: services.leave_out(change=change, by=request.user),
        f"“{change}”已移出方案。",
    )


@require_POST
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """What becomes of the lines that the workbook does not have."""
    found = _drafted(request, pk)
    ticked = set(request.POST.getlist("drop"))
    dropped = [each for each in selectors.left_out_of(found) if str(each.pk) in ticked]
    version = version_sent(request)
    return _deed(
        request,
        found,
        lambda: services.decide_left_out(
            adjustment=found, dropped=dropped, by=request.user, version=version
        ),
        f"已选定：退出 {len(dropped)} 个，其余保留。",
    )


@require_POST
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _drafted(request, pk)
    version = version_sent(request)
    return _deed(
        request,
        found,
        lambda: services.submit_adjustment(adjustment=found, by=request.user, version=version),
        "已送审，等待审定员审定。",
    )


@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _drafted(request, pk)
    version = version_sent(request)
    return _deed(
        request,
        found,
        lambda: services.discard_adjustment(adjustment=found, by=request.user, version=version),
        "方案已放弃，各单位的申请退回待处理。",
    )


@require_POST
def force(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _adjustment(request, pk)
    or_404(rules.puts_in_force(request.user, found.plan.county))
    form = ForceForm(request.POST, plan=found.plan, today=clock.today())
    return _deed(
        request,
        found,
        lambda: put_in_force(
            adjustment=found,
            by=request.user,
            version=version_sent(request),
            today=clock.today(),
            **form.cleaned_data,
        ),
        "调整方案已生效。",
        form,
    )


@require_POST
def number(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _drafted(request, pk)
    # The page of one that is not in force has no box for it.
    form = NumberForm(request.POST) if found.is_in_force else None
    return _deed(
        request,
        found,
        lambda: services.fill_document_number(
            adjustment=found,
            by=request.user,
            version=version_sent(request),
            document_number=form.cleaned_data["document_number"] if form else "",
        ),
        "文号已补填。",
        form,
    )


@require_POST
def take_back_adjustment(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _adjustment(request, pk)
    or_404(rules.puts_in_force(request.user, found.plan.county))
    form = TakeBackForm(request.POST)
    return _deed(
        request,
        found,
        lambda: take_back(
            adjustment=found,
            by=request.user,
            version=version_sent(request),
            **form.cleaned_data,
        ),
        "已撤销，清单和项目恢复到生效之前；方案退回拟订。",
        form,
    )


def _deed(
    request: SignedInRequest, found: PlanAdjustment, act: Any, done: str, form: Any = None
) -> HttpResponse:
    return deed(
        request,
        act,
        form=form,
        done=done,
        to=redirect("projects:adjustment", found.pk),
        again=lambda refusal: _page(request, found.pk, refusal),
    )


def _page(request: SignedInRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    found = _adjustment(request, pk)
    county = found.plan.county
    drafts = rules.drafts(request.user, county)
    forces = rules.puts_in_force(request.user, county)
    changes = selectors.changes_of(found)
    draft_forms = drafts and found.is_draft
    force_form = number_form = take_back_form = None
    if forces and found.is_draft and changes:
        force_form = typed(refusal, ForceForm) or _force_form(found)
    if drafts and found.wants_number:
        number_form = typed(refusal, NumberForm) or NumberForm()
    if forces and found.is_in_force:
        take_back_form = typed(refusal, TakeBackForm) or TakeBackForm()
    context = {
        "adjustment": found,
        "plan": found.plan,
        "closed": closed_words(found.plan) if found.is_draft else "",
        "lines": selectors.lines_of(changes),
        "effects": effects_of(found) if found.is_draft and changes else [],
        "waiting": selectors.lines_of(selectors.waiting_of(found.plan)) if draft_forms else [],
        "left_out": selectors.left_out_of(found) if draft_forms else [],
        "drafts": draft_forms,
        "force_form": force_form,
        "number_form": number_form,
        "take_back_form": take_back_form,
        "version": version_of(found, refusal),
        "refusal": unless_held(refusal, force_form, number_form, take_back_form),
    }
    return render(request, "projects/adjustment.html", context)


def _force_form(found: PlanAdjustment) -> ForceForm:
    names = ("meeting", "document_number", "effective_on")
    initial = {name: getattr(found, name) for name in names}
    return ForceForm(plan=found.plan, today=clock.today(), initial=initial)


# --- Scope -----------------------------------------------------------------------------


def _plan(request: SignedInRequest, pk: int) -> AnnualPlan:
    return seen(request, AnnualPlan.objects, pk, "county")


def _change(request: SignedInRequest, pk: int) -> PlanChange:
    return seen(request, PlanChange.objects, pk, "plan__county", "adjustment__plan", "unit")


def _adjustment(request: SignedInRequest, pk: int | None) -> PlanAdjustment:
    related = ("plan__county", "drafted_by", "in_force_by", "upload")
    return seen(request, PlanAdjustment.objects, pk, *related)


def _drafted(request: SignedInRequest, pk: int | None) -> PlanAdjustment:
    """One that the user may work at. 404 for who only reads."""
    found = _adjustment(request, pk)
    or_404(rules.drafts(request.user, found.plan.county))
    return found


def _chosen(request: SignedInRequest, plan: AnnualPlan) -> list[PlanChange]:
    """The requests of the list that were ticked. 404 for what is no key."""
    keys = [or_404(whole_number(key)) for key in request.POST.getlist("change")[:1000]]
    return list(PlanChange.objects.filter(plan=plan, pk__in=keys).select_related("plan"))
