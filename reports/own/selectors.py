"""What a leader reads of their own projects (我包抓的, 我分管的), worst first."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from figures.facts import Facts
from figures.order import worst_first
from figures.plan_fact import PlanFact
from projects.leaders.standing import LED, LOOKED_AFTER, OwnProject, own_projects
from projects.models import Leader
from reports.sheets.owed import Owed, owed
from reports.site_photos import SitePhoto, site_photos
from supervision.models import Problem


@dataclass(frozen=True)
class OwnCard:
    """One project. ``change`` is by how many points its lead moved since the month before, None
    where that is not known. ``cause`` is what the bureau has on it as an open problem, else what
    the unit said this month; "" where nobody said anything."""

    row: PlanFact
    reasons: tuple[str, ...]
    change: Fraction | None
    cause: str
    is_problem: bool
    owed: Sequence[Owed]
    photo: SitePhoto | None

    @property
    def lags(self) -> bool:
        return self.row.light.lag is not None


@dataclass(frozen=True)
class OwnCards:
    """``led`` are those that the leader answers for, ``looked_after`` the others of what they look
    after; ``unlisted`` stand on no list of the year."""

    led: Sequence[OwnCard]
    looked_after: Sequence[OwnCard]
    unlisted: Sequence[OwnProject]

    @property
    def parts(self) -> list[tuple[str, Sequence[OwnCard]]]:
        """By the word of why they are the leader's, without a part that has none."""
        both = ((LED, self.led), (LOOKED_AFTER, self.looked_after))
        return [(word, own) for word, own in both if own]


def own_cards(leader: Leader, facts: Facts, today: datetime.date) -> OwnCards:
    """At the cut-off of the facts; what is owed and open as of ``today``. A constant number of
    queries."""
    own = own_projects(leader, facts.month.last_day)
    lines = {each.project.pk: facts.line_of(each.project.pk) for each in own}
    ids = [pk for pk, row in lines.items() if row is not None]
    before = _leads_before(facts, ids)
    problems = _open_problems(ids)
    due = _owed_by_project(leader, ids, today)
    photos = site_photos(ids, facts.month)
    reasons = {each.project.pk: each.reasons for each in own}

    def card(row: PlanFact) -> OwnCard:
        pk, problem = row.project_id, problems.get(row.project_id, "")
        then = before.get(pk)
        return OwnCard(
            row,
            reasons[pk],
            None if row.lead is None or then is None else row.lead - then,
            problem or row.problem or "",
            bool(problem),
            due.get(pk, ()),
            next(iter(photos.get(pk, ())), None),
        )

    rows = worst_first(row for row in lines.values() if row is not None)
    cards = [card(row) for row in (*_lagging(rows), *(r for r in rows if r.light.lag is None))]
    return OwnCards(
        [each for each in cards if LED in each.reasons],
        [each for each in cards if LED not in each.reasons],
        [each for each in own if lines[each.project.pk] is None],
    )


def _lagging(rows: Sequence[PlanFact]) -> list[PlanFact]:
    return [row for row in rows if row.light.lag is not None]


def _leads_before(facts: Facts, projects: Collection[int]) -> Mapping[int, Fraction | None]:
    """At the end of the month before, of the same year."""
    if facts.month.month == 1 or not projects:
        return {}
    then = facts.at(facts.month.previous())
    lines = {pk: then.line_of(pk) for pk in projects}
    return {pk: row.lead for pk, row in lines.items() if row is not None}


def _open_problems(projects: Collection[int]) -> Mapping[int, str]:
    """The text of each project's open problem, a major one before others, then the latest."""
    found = Problem.objects.open().filter(project__in=projects)
    texts: dict[int, str] = {}
    for project, text in found.order_by("-severity", "-raised_on", "-pk").values_list(
        "project", "text"
    ):
        texts.setdefault(project, text)
    return texts


def _owed_by_project(
    leader: Leader, projects: Collection[int], today: datetime.date
) -> Mapping[int, Sequence[Owed]]:
    due: dict[int, list[Owed]] = defaultdict(list)
    for each in owed(leader.county, projects, today):
        if each.project_id is not None:
            due[each.project_id].append(each)
    return due
