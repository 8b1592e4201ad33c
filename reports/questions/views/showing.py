"""What both a question and a kept selection show: the answer, and its pivot."""

from collections.abc import Sequence
from typing import Any

from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from figures.months import ShownMonth
from figures.reckoning import Reckoning
from figures.selectors import facts_for
from investment.basis import Basis
from projects.models import Project
from reports.questions.pivot import CUTS, PIVOTED, Pivot, pivot
from reports.questions.table import Answer, Asked, answer


def read_answer(request: SignedInRequest, asked: Asked) -> Answer:
    seen_here = Project.objects.visible_to(request.user).filter(pk__in=asked.projects)
    projects = or_404(seen_here.only("name", "package_id").in_bulk())
    facts = or_404(facts_for(request.user, asked.month, day=asked.day))
    if asked.basis is not Basis.VERIFIED:
        facts = facts.reckoned(Reckoning(asked.basis))
    return answer(asked, facts, projects)


def shown(request: SignedInRequest, found: Answer, months: Sequence[ShownMonth]) -> dict[str, Any]:
    return {
        "answer": found,
        "month": found.asked.month,
        "cut_off": found.asked.at,
        "cutoff_month": found.asked.month,
        "months": months,
        "bases": list(Basis),
        "cuts": _cuts(request, found),
        "pivoted": PIVOTED,
        "pivot": _pivot(request, found),
        "asked_of_pivot": _asked_of_pivot(request, found),
        "left_out": request.GET.get("left_out", ""),
        "hidden": [
            (name, value)
            for name, values in request.GET.lists()
            for value in values
            if name not in ("down", "across", "of", "day")
        ],
    }


def _cuts(request: SignedInRequest, found: Answer) -> list[str]:
    """Leaders are a cut for who may read of all of them."""
    sees_leaders = may(request.user, "leaders.view", found.facts.county)
    return [name for name, cut in CUTS.items() if sees_leaders or not cut.is_of_people]


def _asked_of_pivot(request: SignedInRequest, found: Answer) -> tuple[str, str, str]:
    """Which cut stands down and which across, two different ones, and of which indicator."""
    cuts = _cuts(request, found)
    asked = [request.GET.get(name) for name in ("down", "across")]
    down = asked[0] if asked[0] in cuts else cuts[0]
    others = [cut for cut in cuts if cut != down]
    across = (
        asked[1]
        if asked[1] in others
        else next((cut for cut in ("填报单位", "阶段") if cut in others), others[0])
    )
    name = request.GET.get("of")
    return down, across, name if name in PIVOTED else "完成投资"


def _pivot(request: SignedInRequest, found: Answer) -> Pivot | None:
    if "down" not in request.GET or not found.rows:
        return None
    return pivot(found.facts, found.rows, *_asked_of_pivot(request, found))
