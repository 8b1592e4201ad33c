"""我的项目: what a leader who signs in, or for whom a secretary acts, begins with."""

import datetime
from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from figures.facts import own_list
from figures.selectors import facts_for
from projects.leaders.standing import leader_in_person
from reports.own import wording
from reports.own.selectors import own_cards
from reports.papers.current import address_now
from reports.papers.models import PaperKind
from reports.selectors import dashboard_of, plans_with_rows
from reports.sheets.owed import Owed
from reports.wording import verdict


def own(request: SignedInRequest) -> HttpResponse:
    """Who is no leader, and who begins before any month has figures, is led to the county."""
    or_404(may(request.user, "project.view"))
    county, today = own_county(request), clock.today()
    leader = leader_in_person(request.user, county, today)
    facts = facts_for(request.user) if leader else None
    plans = plans_with_rows(facts) if facts else []
    if leader is None or facts is None or not plans:
        return render(request, "reports/own_empty.html", {"leader": leader})
    cards = own_cards(leader, facts, today)
    who = leader.name if request.user.acts_for else wording.YOU
    context = {
        "leader": leader,
        "cards": cards,
        "heading": wording.heading(who, cards),
        "parts": [
            (word, [(card, wording.change_words(card), _due(card.owed, today)) for card in own])
            for word, own in cards.parts
        ],
        "verdict": verdict(dashboard_of(facts, or_404(own_list(plans)))),
        "month": facts.month,
        "cutoff_month": facts.month,
        "cutoff_facts": facts,
        "sheet_url": address_now(PaperKind.LEADER, leader.pk)
        if may(request.user, "document.download", county)
        else "",
    }
    return render(request, "reports/own.html", context)


def _due(lines: Sequence[Owed], today: datetime.date) -> list[tuple[Owed, str]]:
    return [(each, wording.days_words(each.due_on, today)) for each in lines]
