"""Assessment: schemes and their rules, a preview, published results, and a unit's ledger."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import (
    Difference,
    Refusal,
    compare,
    deed,
    sent,
    typed,
    unless_shown,
    version_sent,
)
from accounts.pages.proposals import proposal_views
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import may, reads_county
from accounts.trail.selectors import history_of
from assessment import services
from assessment.forms import EventForm, ExcuseForm, RuleForm, SchemeForm
from assessment.freezing import frozen
from assessment.kinds import KINDS, describe
from assessment.models import (
    AssessmentResult,
    AssessmentScheme,
    Excuse,
    RuleKind,
    SchemeRule,
    ScoreEvent,
)
from assessment.reckoning import reckon
from assessment.scope import scheme_seen
from assessment.selectors import events_of, own_units, terms_of
from figures.facts import own_list
from figures.months import ShownMonth, default_of, month_asked, shown_months
from measures.months import Month
from projects.models import AnnualPlan, Part


def schemes(request: SignedInRequest) -> HttpResponse:
    """Schemes and what was published; a unit sees those in force, and the published rankings."""
    or_404(may(request.user, "project.view"))
    context = {
        "schemes": AssessmentScheme.objects.visible_to(request.user).prefetch_related("rules"),
        "results": AssessmentResult.objects.visible_to(request.user).select_related("scheme"),
        "may_draft": may(request.user, "scheme.draft"),
    }
    return render(request, "assessment/schemes.html", context)


def scheme_draft(request: SignedInRequest) -> HttpResponse:
    county = own_county(request)
    or_404(may(request.user, "scheme.draft", county))
    plans = list(AnnualPlan.objects.filter(county=county).in_order())
    own = own_list(plan for plan in plans if plan.year == plans[0].year)
    initial = {
        "year": clock.today().year,
        "part": Part.REPORTING,
        "plan_key": own.key if own else "",
    }
    keys = list(dict.fromkeys(plan.key for plan in plans))
    form = SchemeForm(sent(request), plan_keys=keys, initial=initial)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"form": form, "refusal": refusal}
        return render(request, "assessment/scheme_form.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.draft_scheme(county=county, by=request.user, values=form.cleaned_data),
        form=form,
        done="已起草，请逐条列出考核指标。",
        to=lambda scheme: redirect("assessment:scheme", scheme.pk),
        again=page,
    )


def scheme(request: SignedInRequest, scheme_id: int) -> HttpResponse:
    return _page(request, scheme_id)


def _page(request: SignedInRequest, scheme_id: int, refusal: Refusal | None = None) -> HttpResponse:
    """The rules in words; for who reads the county also the score that they would give, and for
    a unit its own accounts."""
    found = scheme_seen(request, scheme_id)
    reads = reads_county(request.user, found.county)
    context: dict[str, Any] = {
        "scheme": found,
        "lines": _in_words(found),
        "kinds": RuleKind.choices,
        "reads": reads,
        "drafts": may(request.user, "scheme.draft", found.county) and not found.is_in_force,
        "publishes": may(request.user, "result.publish", found.county),
        "supervises": may(request.user, "order.issue", found.county),
        "terms": terms_of(found, clock.today()),
        "own_units": own_units(request.user, found.county),
        "refusal": refusal,
    }
    if reads:
        months = shown_months(found.county)
        month, term = _chosen(request, found, months)
        events = events_of(found)
        event_form = typed(refusal, EventForm) or EventForm(scheme=found, auto_id="event-%s")
        excuse_form = typed(refusal, ExcuseForm) or ExcuseForm(
            scheme=found, auto_id="excuse-%s", initial={"term": term}
        )
        shown = [event_form, excuse_form] if found.is_in_force else []
        answered = [refusal.form] if refusal is not None and refusal.at in events else []
        context |= {
            "months": months,
            "month": month,
            "cutoff_month": month,
            "term": term,
            "term_label": found.term_label(term),
            "is_of_year": month is not None and month.year == found.year,
            "table": _preview(found, term, month, months),
            "events": events,
            "excuses": found.excuses.select_related("unit", "by").order_by("term", "pk"),
            "event_form": event_form,
            "excuse_form": excuse_form,
            "history": history_of(found),
            "refusal": unless_shown(refusal, *shown, *answered),
        }
    return render(request, "assessment/scheme.html", context)


def _in_words(found: AssessmentScheme) -> list[tuple[SchemeRule, str]]:
    return [(rule, describe(rule.kind, rule.parameters)) for rule in found.rules.all()]


def _preview(
    found: AssessmentScheme, term: int, month: Month | None, months: list[ShownMonth]
) -> dict[str, Any] | None:
    """The table that the month would give; of a month gone by without what was entered since."""
    if month is None or not found.rules.exists():
        return None
    today, shown = clock.today(), default_of(months)
    until = today if shown is not None and month >= shown else month.last_day
    return frozen(reckon(found, term, month, until=until, today=today))


def rule_set(request: SignedInRequest, scheme_id: int) -> HttpResponse:
    """Add a rule of the ``kind`` asked for, or change the ``rule`` asked for."""
    found = _drafted(request, scheme_id)
    asked = whole_number(request.GET.get("rule", ""))
    rule = found.rules.filter(pk=asked).first() if asked else None
    if asked and rule is None and request.method != "POST":
        messages.error(request, "这个指标已被删除。")
        return redirect("assessment:scheme", found.pk)
    # The form of a rule that another deleted says itself of what kind it is.
    chosen = request.POST.get("kind") or request.GET.get("kind", RuleKind.SHARE)
    kind = rule.kind if rule else chosen
    or_404(kind in KINDS)
    form = RuleForm(sent(request), kind=kind, rule=rule)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "scheme": found,
            "form": form,
            "kind_label": RuleKind(kind).label,
            "refusal": refusal,
        }
        return render(request, "assessment/rule_form.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.set_rule(
            scheme=found,
            rule=rule,
            name=form.cleaned_data["name"],
            kind=kind,
            parameters=form.cleaned_data["parameters"],
            by=request.user,
            version=version_sent(request),
        ),
        form=form,
        to=redirect("assessment:scheme", found.pk),
        again=page,
        differences=lambda: [_all_rules(found), *compare(form, {})],
    )


def _all_rules(found: AssessmentScheme) -> Difference:
    lines = [f"{rule.name}：{words}" for rule, words in _in_words(found)]
    return Difference("各项指标", "\n".join(lines), "")


@require_POST
def rule_remove(request: SignedInRequest, scheme_id: int) -> HttpResponse:
    found = _drafted(request, scheme_id)
    number = whole_number(request.POST.get("rule", ""))
    rule = found.rules.filter(pk=number or 0).first()
    if rule is None:
        messages.info(request, "这个指标已被删除。")
        return redirect("assessment:scheme", found.pk)
    return _deed(
        request,
        found,
        lambda: services.remove_rule(
            scheme=found, rule=rule, by=request.user, version=version_sent(request)
        ),
        done=f"已删除指标“{rule}”。",
    )


@require_POST
def scheme_force(request: SignedInRequest, scheme_id: int) -> HttpResponse:
    found = _published(request, scheme_id)
    return _deed(
        request,
        found,
        lambda: services.force_scheme(
            scheme=found, by=request.user, version=version_sent(request), today=clock.today()
        ),
        done="考核办法已执行，今年已印发的通报随即记分。",
    )


@require_POST
def excuse(request: SignedInRequest, scheme_id: int) -> HttpResponse:
    found = _published(request, scheme_id)
    form = ExcuseForm(request.POST, scheme=found, auto_id="excuse-%s")
    return _deed(
        request,
        found,
        lambda: services.excuse_unit(scheme=found, **form.cleaned_data, by=request.user),
        form=form,
        done=lambda made: f"{made.unit}{found.term_label(made.term)}不参加考核。",
    )


@require_POST
def readmit(request: SignedInRequest, excuse_id: int) -> HttpResponse:
    visible = AssessmentScheme.objects.visible_to(request.user)
    excuses = Excuse.objects.filter(scheme__in=visible, pk=excuse_id)
    made = or_404(excuses.select_related("scheme__county", "unit").first())
    found = made.scheme
    or_404(may(request.user, "result.publish", found.county))
    return _deed(
        request,
        found,
        lambda: services.readmit_unit(excuse=made, by=request.user),
        done=f"{made.unit}{found.term_label(made.term)}恢复考核。",
    )


@require_POST
def publish(request: SignedInRequest, scheme_id: int) -> HttpResponse:
    found = _published(request, scheme_id)
    term = whole_number(request.POST.get("term", "")) or 0
    return _deed(
        request,
        found,
        lambda: services.publish_result(
            scheme=found, term=term, by=request.user, today=clock.today()
        ),
        done="考核结果已发布，各单位可见。",
    )


@require_POST
def event_propose(request: SignedInRequest, scheme_id: int) -> HttpResponse:
    found = scheme_seen(request, scheme_id)
    or_404(may(request.user, "order.issue", found.county))
    form = EventForm(request.POST, scheme=found, auto_id="event-%s")
    return _deed(
        request,
        found,
        lambda: services.propose_event(**form.cleaned_data, by=request.user, today=clock.today()),
        form=form,
        done="已提出，等待另一名审定员确认。",
    )


event_decide, event_withdraw = proposal_views(
    ScoreEvent,
    seen_by=lambda user: Q(rule__scheme__in=AssessmentScheme.objects.visible_to(user)),
    to=lambda event: redirect("assessment:scheme", event.rule.scheme_id),
    again=lambda request, event, refusal: _page(request, event.rule.scheme_id, refusal),
    accepts="confirm",
    accepted="已确认，记入台账。",
    refused="已答复不确认。",
)


def _deed(
    request: SignedInRequest, found: AssessmentScheme, act: Callable[[], Any], **how: Any
) -> HttpResponse:
    """From the page of the scheme, and back to it."""
    return deed(
        request,
        act,
        to=redirect("assessment:scheme", found.pk),
        again=lambda refusal: _page(request, found.pk, refusal),
        **how,
    )


def _chosen(
    request: SignedInRequest, found: AssessmentScheme, months: list[ShownMonth]
) -> tuple[Month | None, int]:
    """The month to preview, by default the published one, and the term that it belongs to."""
    if not months:
        return None, 1
    chosen = or_404(month_asked(months, request.GET.get("month")))
    return chosen, found.term_of(chosen.month)


def _drafted(request: SignedInRequest, scheme_id: int) -> AssessmentScheme:
    found = scheme_seen(request, scheme_id)
    or_404(may(request.user, "scheme.draft", found.county))
    return found


def _published(request: SignedInRequest, scheme_id: int) -> AssessmentScheme:
    found = scheme_seen(request, scheme_id)
    or_404(may(request.user, "result.publish", found.county))
    return found
