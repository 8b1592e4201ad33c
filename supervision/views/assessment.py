"""Assessment: schemes and their rules, a preview, published results, and a unit's ledger."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError
from accounts.models import Unit
from accounts.rules import drafts_scheme, publishes_result, reads_county, reads_projects, supervises
from accounts.selectors import county_of, history_of
from accounts.signed_in import SignedInRequest
from accounts.whole_numbers import whole_number
from figures.selectors import months_with_figures
from figures.views.rows import XLSX_TYPE
from measures.months import Month
from projects.models import AnnualPlan, Part
from supervision import rules
from supervision.assessment.kinds import KINDS, describe
from supervision.assessment.reckoning import ends_of, frozen, reckon
from supervision.forms_assessment import EventForm, ExcuseForm, RuleForm, SchemeForm
from supervision.models import (
    AssessmentResult,
    AssessmentScheme,
    EventState,
    RuleKind,
    SchemeRule,
    ScoreEvent,
    ScoreLine,
)
from supervision.ranking_workbook import ranking_workbook
from supervision.services import assessment as services


def schemes(request: SignedInRequest) -> HttpResponse:
    """Schemes and what was published; a unit sees those in force, and the published rankings."""
    if not reads_projects(request.user):
        raise Http404
    county = county_of(request.user)
    context = {
        "schemes": AssessmentScheme.objects.visible_to(request.user).prefetch_related("rules"),
        "results": AssessmentResult.objects.filter(scheme__county=county).select_related("scheme"),
        "may_draft": drafts_scheme(request.user),
    }
    return render(request, "supervision/schemes.html", context)


def scheme_draft(request: SignedInRequest) -> HttpResponse:
    county = county_of(request.user)
    if not rules.may_draft_scheme(request.user, county):
        raise Http404("may not draft")
    keys = AnnualPlan.objects.filter(county=county).order_by("pk").values_list("key", flat=True)
    initial = {"year": clock.today().year, "part": Part.REPORTING, "plan_key": "县级"}
    form = SchemeForm(request.POST or None, plan_keys=list(dict.fromkeys(keys)), initial=initial)
    if request.method == "POST" and form.is_valid():
        scheme = services.draft_scheme(county=county, by=request.user, values=form.cleaned_data)
        messages.success(request, "已起草，请逐条列出考核指标。")
        return redirect("supervision:scheme", scheme.pk)
    return render(request, "supervision/scheme_form.html", {"form": form})


def scheme(request: SignedInRequest, scheme_id: int) -> HttpResponse:
    """The rules in words; for who reads the county also the score that they would give."""
    found = _seen(request, scheme_id)
    reads = reads_county(request.user, found.county)
    months = months_with_figures(found.county) if reads else []
    month, term = _chosen(request, found, months)
    context = {
        "scheme": found,
        "lines": [(rule, describe(rule.kind, rule.parameters)) for rule in found.rules.all()],
        "kinds": RuleKind.choices,
        "terms": [(each, found.term_label(each)) for each in found.terms],
        "months": months,
        "month": month,
        "cutoff_month": month,
        "term": term,
        "term_label": found.term_label(term),
        "table": frozen(reckon(found, term, month)) if month and found.rules.exists() else None,
        "reads": reads,
        "drafts": rules.may_draft_scheme(request.user, found.county) and not found.is_in_force,
        "publishes": rules.may_publish_result(request.user, found.county),
        "supervises": supervises(request.user, found.county),
        "results": {result.term: result for result in found.results.all()},
        "events": _events(found) if reads else [],
        "event_form": EventForm(scheme=found, auto_id="event-%s"),
        "excuse_form": ExcuseForm(scheme=found, auto_id="excuse-%s", initial={"term": term}),
        "history": history_of(found) if reads else [],
    }
    return render(request, "supervision/scheme.html", context)


def rule_set(request: SignedInRequest, scheme_id: int) -> HttpResponse:
    """Add a rule of the ``kind`` asked for, or change the ``rule`` asked for."""
    found = _drafted(request, scheme_id)
    rule = None
    if asked := request.GET.get("rule"):
        rule = get_object_or_404(SchemeRule, pk=whole_number(asked), scheme=found)
    kind = rule.kind if rule else request.GET.get("kind", RuleKind.SHARE)
    if kind not in KINDS:
        raise Http404("no such kind")
    form = RuleForm(request.POST or None, kind=kind, rule=rule)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_rule(
                scheme=found,
                rule=rule,
                name=form.cleaned_data["name"],
                kind=kind,
                parameters=form.cleaned_data["parameters"],
                by=request.user,
            )
        except DomainError as error:
            messages.error(request, error.message)
        return redirect("supervision:scheme", found.pk)
    context = {"scheme": found, "form": form, "kind_label": RuleKind(kind).label}
    return render(request, "supervision/rule_form.html", context)


@require_POST
def rule_remove(request: SignedInRequest, scheme_id: int) -> HttpResponse:
    found = _drafted(request, scheme_id)
    number = whole_number(request.POST.get("rule", ""))
    rule = SchemeRule.objects.filter(pk=number or 0, scheme=found).first()
    if rule is None:
        messages.info(request, "这个指标已被删除。")
        return redirect("supervision:scheme", found.pk)
    return _act(
        request,
        found,
        lambda: services.remove_rule(scheme=found, rule=rule, by=request.user),
        "已删除。",
    )


@require_POST
def scheme_force(request: SignedInRequest, scheme_id: int) -> HttpResponse:
    found = _published(request, scheme_id)
    return _act(
        request,
        found,
        lambda: services.force_scheme(scheme=found, by=request.user, today=clock.today()),
        "考核办法已执行，今年已印发的通报随即记分。",
    )


@require_POST
def excuse(request: SignedInRequest, scheme_id: int) -> HttpResponse:
    found = _published(request, scheme_id)
    form = ExcuseForm(request.POST, scheme=found)
    if not form.is_valid():
        messages.error(request, "请选择期次和单位，并写明理由。")
        return redirect("supervision:scheme", found.pk)
    return _act(
        request,
        found,
        lambda: services.excuse_unit(scheme=found, **form.cleaned_data, by=request.user),
        "已记为不参加考核。",
    )


@require_POST
def publish(request: SignedInRequest, scheme_id: int) -> HttpResponse:
    found = _published(request, scheme_id)
    term = whole_number(request.POST.get("term", "")) or 0
    return _act(
        request,
        found,
        lambda: services.publish_result(
            scheme=found, term=term, by=request.user, today=clock.today()
        ),
        "考核结果已发布，各单位可见。",
    )


@require_POST
def event_propose(request: SignedInRequest, scheme_id: int) -> HttpResponse:
    found = _seen(request, scheme_id)
    if not supervises(request.user, found.county):
        raise Http404("may not propose")
    form = EventForm(request.POST, scheme=found)
    if not form.is_valid():
        messages.error(request, "请选择指标和单位，填写发生日期和事由。")
        return redirect("supervision:scheme", found.pk)
    return _act(
        request,
        found,
        lambda: services.propose_event(**form.cleaned_data, by=request.user),
        "已提出，等待审定员确认。",
    )


@require_POST
def event_decide(request: SignedInRequest, event_id: int) -> HttpResponse:
    visible = AssessmentScheme.objects.visible_to(request.user)
    events = ScoreEvent.objects.filter(rule__scheme__in=visible)
    event = get_object_or_404(events.select_related("rule__scheme__county", "unit"), pk=event_id)
    found = event.rule.scheme
    if not rules.may_publish_result(request.user, found.county):
        raise Http404("may not confirm")
    return _act(
        request,
        found,
        lambda: services.decide_event(
            event=event,
            is_confirmed="confirm" in request.POST,
            decision=request.POST.get("decision", ""),
            by=request.user,
        ),
        "已处理。",
    )


def result(request: SignedInRequest, result_id: int) -> HttpResponse:
    """The published ranking, as it was."""
    found = _result(request, result_id)
    first, last = ends_of(found.facts)
    context = {
        "result": found,
        "scheme": found.scheme,
        "table": found.facts,
        "first": "、".join(first),
        "last": "、".join(last),
        "month": Month(found.year, found.month),
        "cutoff_month": Month(found.year, found.month),
        "reads": reads_county(request.user, found.scheme.county),
    }
    return render(request, "supervision/result.html", context)


def result_xlsx(request: SignedInRequest, result_id: int) -> HttpResponse:
    found = _result(request, result_id)
    response = HttpResponse(ranking_workbook(found), content_type=XLSX_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{found}.xlsx")
    return response


def ledger(request: SignedInRequest, unit_id: int, scheme_id: int, term: int) -> HttpResponse:
    """Every line of a unit's account, and what opens its evidence."""
    units = Unit.objects.visible_to(request.user).exclude(county=None).select_related("county")
    unit = get_object_or_404(units, pk=unit_id)
    found = _seen(request, scheme_id)
    if unit.own_county_id != found.county_id or term not in found.terms:
        raise Http404("no such account")
    if not rules.may_view_score_of(request.user, unit):
        raise Http404("another unit's")
    lines = ScoreLine.objects.visible_to(request.user).of_term(found, term).filter(unit=unit)
    shown = list(
        lines.select_related("rule", "notice_item__notice", "notice_item__withdrawal__notice")
    )
    context = {
        "unit": unit,
        "scheme": found,
        "term_label": found.term_label(term),
        "lines": [(line, _evidence_url(line)) for line in shown],
        "total": sum(line.hundredths for line in shown),
    }
    return render(request, "supervision/ledger.html", context)


def _evidence_url(line: ScoreLine) -> str:
    """The page of the rows that a reckoned line rests on."""
    if not line.evidence:
        return ""
    key, month, unit_id = line.evidence
    if key.startswith("报送质量."):
        name = key.rpartition(".")[2]
        address = reverse("figures:quality_rows", args=[month, name])
    else:
        address = reverse("figures:rows", args=[month, key])
    # Rows open by the unit that reports them; of another part they cannot be narrowed so.
    if line.scheme.part != Part.REPORTING:
        return address
    return f"{address}?{urlencode({'unit': unit_id})}"


def _chosen(
    request: SignedInRequest, found: AssessmentScheme, months: list[Month]
) -> tuple[Month | None, int]:
    """The month to preview, by default the latest, and the term that it belongs to."""
    if not months:
        return None, 1
    asked = request.GET.get("month")
    chosen = [month for month in months if str(month) == asked] if asked else months[:1]
    if not chosen:
        raise Http404("no figures at that month")
    return chosen[0], found.term_of(chosen[0].month)


def _events(found: AssessmentScheme) -> list[tuple[ScoreEvent, bool]]:
    events = ScoreEvent.objects.filter(rule__scheme=found)
    related = events.select_related("rule", "unit", "proposed_by", "decided_by")
    return [(event, event.state == EventState.PROPOSED) for event in related]


def _seen(request: SignedInRequest, scheme_id: int) -> AssessmentScheme:
    visible = AssessmentScheme.objects.visible_to(request.user).select_related("county")
    if not reads_projects(request.user):
        raise Http404
    return get_object_or_404(visible, pk=scheme_id)


def _drafted(request: SignedInRequest, scheme_id: int) -> AssessmentScheme:
    found = _seen(request, scheme_id)
    if not rules.may_draft_scheme(request.user, found.county):
        raise Http404("may not draft")
    return found


def _published(request: SignedInRequest, scheme_id: int) -> AssessmentScheme:
    found = _seen(request, scheme_id)
    if not publishes_result(request.user, found.county):
        raise Http404("not the approver")
    return found


def _result(request: SignedInRequest, result_id: int) -> AssessmentResult:
    if not reads_projects(request.user):
        raise Http404
    results = AssessmentResult.objects.filter(scheme__county=county_of(request.user))
    return get_object_or_404(results.select_related("scheme__county"), pk=result_id)


def _act(
    request: SignedInRequest, found: AssessmentScheme, act: Callable[[], Any], done: str
) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("supervision:scheme", found.pk)
