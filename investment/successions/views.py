"""Pages of a project that is split, merged, replaced or renamed."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import Refusal, deed, sent, typed, unless_held
from accounts.pages.proposals import proposal_views
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from investment.models import ProjectSuccession, SuccessionKind
from investment.successions import rules, selectors, services
from investment.successions.asked import Asked
from investment.successions.effect import EffectOfSuccession, effect_of
from investment.successions.forms import SuccessionForm, TakeBackForm
from projects.models import Project


def succeed(request: SignedInRequest, project_id: int, kind: str) -> HttpResponse:
    """Say what becomes of a project, see what it comes to, and do it, or propose it."""
    project = seen(request, Project.objects, project_id, "county")
    or_404(rules.proposes(request.user, project.county))
    of_kind = SuccessionKind(or_404(kind if kind in SuccessionKind.values else None))
    today = clock.today()
    form = SuccessionForm(
        sent(request),
        project=project,
        kind=of_kind,
        plans=selectors.lists_of_year(
            project, today.year, of_others=of_kind == SuccessionKind.MERGE
        ),
        today=today,
        initial={"from_day": today},
    )
    decides = rules.decides(request.user, project.county)

    def page(
        refusal: Refusal | None = None, effect: EffectOfSuccession | None = None
    ) -> HttpResponse:
        context = {
            "project": project,
            "kind": of_kind,
            "kinds": SuccessionKind.choices,
            "form": form,
            "decides": decides,
            "effect": effect,
            "is_shown": effect is not None,
            "refusal": unless_held(refusal, form),
        }
        return render(request, "investment/succession_form.html", context)

    if request.method != "POST":
        return page()
    if "preview" in request.POST:
        return deed(
            request,
            lambda: services.preview_succession(
                project=project, kind=of_kind, by=request.user, today=today, **_said(form)
            ),
            form=form,
            to=lambda effect: page(effect=effect),
            again=page,
        )
    act = services.succeed if decides else services.propose_succession
    return deed(
        request,
        lambda: act(project=project, kind=of_kind, by=request.user, today=today, **_said(form)),
        form=form,
        done=f"{of_kind.label}已生效。" if decides else f"{of_kind.label}已提出，等待审定员办理。",
        to=lambda made: redirect("investment:succession", made.pk),
        again=page,
    )


def _said(form: SuccessionForm) -> dict[str, Any]:
    names = ("from_day", "document_number", "reason")
    return {name: form.cleaned_data[name] for name in names} | {"asked": form.asked()}


def succession(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, pk)


def _page(request: SignedInRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    found = _found(request, pk)
    decides = rules.decides(request.user, found.county)
    take_back = None
    if decides and found.is_in_force and found.kind != SuccessionKind.RENAME:
        take_back = typed(refusal, TakeBackForm) or TakeBackForm()
    effect = None
    if found.is_waiting and rules.proposes(request.user, found.county):
        effect = effect_of(found.county, found.kind, found.from_day, Asked.read(found.asked))
    context = {
        "succession": found,
        "lines": [(found, ())],
        "asked": selectors.asked_lines(found),
        "shares": [
            (share, selectors.share_in_words(share)) for share in selectors.shares_with_names(found)
        ],
        "effect": effect,
        "decides": decides,
        "take_back_form": take_back,
        "refusal": unless_held(refusal, take_back),
    }
    return render(request, "investment/succession.html", context)


def _found(request: SignedInRequest, pk: int) -> ProjectSuccession:
    return seen(
        request, ProjectSuccession.objects, pk, "county", "project", "proposed_by", "decided_by"
    )


@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    or_404(rules.decides(request.user, found.county))
    form = TakeBackForm(request.POST)
    return deed(
        request,
        lambda: services.take_back_succession(
            succession=found, by=request.user, **form.cleaned_data
        ),
        form=form,
        done="已撤销，项目、清单和投资恢复到变更之前。",
        to=redirect("investment:succession", found.pk),
        again=lambda refusal: _page(request, pk, refusal),
    )


answer_succession, withdraw_succession = proposal_views(
    ProjectSuccession,
    seen_by=lambda user: Q(pk__in=ProjectSuccession.objects.visible_to(user)),
    to=lambda found: redirect("investment:succession", found.pk),
    again=lambda request, found, refusal: _page(request, found.pk, refusal),
    accepted=lambda found: f"已采纳，{found}。",
    refused="已答复不采纳，项目不变。",
)
