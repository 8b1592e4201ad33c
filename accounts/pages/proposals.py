"""The two deeds of every page on which proposals stand: who decides answers one, who proposed it
takes it back. A room says where its proposals stand and what is said then::

    answer_change, withdraw_change = proposal_views(
        ProjectProposal,
        seen_by=lambda user: Q(project__in=Project.objects.visible_to(user)),
        to=lambda proposal: redirect("projects:detail", proposal.project_id),
        again=lambda request, proposal, refusal: _page(request, proposal.project_id, refusal),
        accepted="已采纳，项目资料已改。",
        refused="已答复不采纳，项目资料不变。",
    )
"""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Q
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import User
from accounts.pages.deeds import Refusal, deed
from accounts.pages.fields import AnswerForm
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from accounts.trail.proposals import Proposal, ProposalState, answer, kind_for, withdraw

P = TypeVar("P", bound=Proposal)
Words = str | Callable[[P], str]
View = Callable[[SignedInRequest, int], HttpResponse]


def _everyone(user: User) -> Q:
    return Q()


def proposal_views(
    model: type[P],
    *,
    to: Callable[[P], HttpResponse],
    again: Callable[[SignedInRequest, P, Refusal], HttpResponse],
    accepted: Words[P],
    refused: Words[P],
    accepts: str = "accept",
    seen_by: Callable[[User], Q] = _everyone,
) -> tuple[View, View]:
    """The views that answer and withdraw a proposal by its key. 404 for who may do neither, or
    does not see what it is about (``seen_by``). ``accepts`` is the name of the button that accepts.
    Afterwards they go ``to`` where it stands; where it is refused they show that page ``again``."""

    def found(request: SignedInRequest, proposal_id: int) -> P:
        rows = kind_for(model).read().filter(seen_by(request.user), pk=proposal_id)
        return or_404(rows.first())

    @require_POST
    def answer_proposal(request: SignedInRequest, proposal_id: int) -> HttpResponse:
        proposal, kind = found(request, proposal_id), kind_for(model)
        or_404(may(request.user, kind.right, kind.county_of(proposal)))
        form = AnswerForm(request.POST)

        def words(ended: P) -> str:
            said = accepted if ended.state == ProposalState.ACCEPTED else refused
            return said if isinstance(said, str) else said(ended)

        return deed(
            request,
            lambda: answer(
                proposal=proposal,
                is_accepted=accepts in request.POST,
                by=request.user,
                today=clock.today(),
                **form.cleaned_data,
            ),
            form=form,
            done=words,
            to=lambda _: to(proposal),
            again=lambda refusal: again(request, proposal, refusal),
            at=proposal,
        )

    @require_POST
    def withdraw_proposal(request: SignedInRequest, proposal_id: int) -> HttpResponse:
        proposal = found(request, proposal_id)
        or_404(proposal.proposed_by_id == request.user.pk)
        return deed(
            request,
            lambda: withdraw(proposal=proposal, by=request.user),
            done=f"{kind_for(model).words.noun}已撤回。",
            to=lambda _: to(proposal),
            again=lambda refusal: again(request, proposal, refusal),
            at=proposal,
        )

    return answer_proposal, withdraw_proposal
