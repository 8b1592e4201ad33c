"""The page of a project with one of its tabs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts import clock
from accounts.pages.deeds import Refusal
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from figures.months import default_month
from figures.project_page import ProjectPage, chart_of, curve_title, project_page
from figures.selectors import facts_for
from investment.views.projects import year_page
from measures.months import CutOff
from projects import happenings
from projects.journal import rules as journal
from projects.journal.views import journal_of
from projects.models import JournalNote, Project
from projects.selectors import shown_year
from projects.views.register import details_of
from reports.one_page.head import owed_on, units_of
from reports.one_page.photos import photos_seen
from reports.papers.current import address_now
from reports.papers.models import PaperKind
from reports.photo_album.kinds import PROJECT, Scope
from supervision.problems.views import chain_page

HAPPENINGS_A_PAGE = 40
PHOTOS_A_PAGE = 60

Context = dict[str, Any]


@dataclass(frozen=True)
class Tab:
    """A tab: what it is called, the name of its address, and what it shows."""

    label: str
    url_name: str
    context: Callable[..., Context]
    takes_year: bool = False

    def address(self, project: Project, year: int) -> str:
        return reverse(self.url_name, args=[project.pk, year] if self.takes_year else [project.pk])


def show(
    request: SignedInRequest,
    project_id: int,
    tab: str,
    *,
    refusal: Refusal | None = None,
    **asked: Any,
) -> HttpResponse:
    """The project with its ``tab`` open; ``asked`` is what the tab takes (``projects.one_page``).
    404 for who may not see the project."""
    project = seen(request, Project.objects, project_id, "county", "category")
    shown = TABS[tab]
    year = asked.get("year") or clock.today().year
    context = {
        "project": project,
        "tab": tab,
        "tab_label": shown.label,
        "tabs": [(name, each.label, each.address(project, year)) for name, each in TABS.items()],
        "section": f"reports/one_page/_{tab}.html",
        "refusal": refusal,
        "today": clock.today(),
    }
    if refusal is not None and tab == "journal":
        asked["refusal"] = refusal
    return render(
        request, "reports/one_page/page.html", context | shown.context(request, project, **asked)
    )


# --- What each tab shows -------------------------------------------------------------------


def _overview(
    request: SignedInRequest, project: Project, at: CutOff | None = None, key: str | None = None
) -> Context:
    """How it stands at the published month, or at the cut-off that is asked for: above the fold who
    answers for it, the money against plan and pace, and who owes what by when."""
    user, today = request.user, clock.today()
    page = _standing(request, project, at, key)
    photos = photos_seen(user, project)
    context: Context = {
        "page": page,
        "parts": page.units if page else units_of(project),
        "official": page.row.lead_official if page else _official(project),
        "owed": owed_on(user, project, today),
        "photo": photos[0] if photos else None,
        "project_year": (project, page.facts.month.year if page else shown_year(user, today)),
        "papers_now": _papers_now(request, project, page if at else None),
    }
    if page is None:
        return context
    cut_off = at or CutOff(page.facts.month)
    return context | {
        "row": page.row,
        "month": page.facts.month,
        "cut_off": cut_off,
        "cutoff_month": page.facts.month,
        "cutoff_facts": page.facts,
        "curve_title": curve_title(page),
        "curve_chart": chart_of(page),
    }


def _standing(
    request: SignedInRequest, project: Project, at: CutOff | None, key: str | None
) -> ProjectPage | None:
    """None where no list has the project at the published month; 404 for a cut-off or a list that
    is asked for and has it not."""
    if at is not None:
        facts = or_404(facts_for(request.user, at.month, day=at.day))
        return or_404(project_page(facts, project.pk, key))
    month = default_month(project.county)
    found = facts_for(request.user, month) if month else None
    return project_page(found, project.pk) if found else None


def _official(project: Project) -> str:
    held = project.lead_officials.filter(until=None).values_list("name", flat=True)
    return held.first() or ""


def _papers_now(
    request: SignedInRequest, project: Project, page: ProjectPage | None
) -> Mapping[str, str]:
    """The papers about it as they are now, of the month that is asked for."""
    if not may(request.user, "document.download", project.county):
        return {}
    month = page.facts.month if page else None
    album = str(Scope(PROJECT, str(project.pk)))
    return {
        "简介卡": address_now(PaperKind.CARD, project.pk, month=month),
        "图片台账": address_now(PaperKind.PHOTOS, album),
    }


def _months(request: SignedInRequest, project: Project, year: int) -> Context:
    return year_page(request.user, project, year)


def _supervision(request: SignedInRequest, project: Project) -> Context:
    return chain_page(request.user, project)


def _photos(request: SignedInRequest, project: Project) -> Context:
    page = Paginator(photos_seen(request.user, project), PHOTOS_A_PAGE)
    return {
        "photos": page.get_page(request.GET.get("page")),
        "writes": journal.writes_journal(request.user, project),
    }


def _papers(request: SignedInRequest, project: Project) -> Context:
    """The documents that the rooms tell of, each once."""
    told: dict[tuple[str, str], happenings.Happening] = {}
    for each in happenings.told_of(request.user, project):
        if each.paper:
            told.setdefault((each.paper, each.url), each)
    return {
        "papers": list(told.values()),
        "papers_now": _papers_now(request, project, None),
    }


def _data(request: SignedInRequest, project: Project) -> Context:
    return details_of(request.user, project)


def _journal(
    request: SignedInRequest,
    project: Project,
    corrects: JournalNote | None = None,
    refusal: Refusal | None = None,
) -> Context:
    return journal_of(request.user, project, corrects=corrects, refusal=refusal)


def _timeline(request: SignedInRequest, project: Project) -> Context:
    """What is still to come, and what happened, the latest first and a page at a time."""
    topic = request.GET.get("topic", "")
    or_404(not topic or topic in happenings.topics())
    told = happenings.told_of(request.user, project, topic)
    today = clock.today()
    happened = [each for each in told if not each.is_planned]
    to_come = [each for each in told if each.is_planned and each.day >= today]
    page = Paginator(happened, HAPPENINGS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "happened": page,
        "to_come": to_come[::-1] if page.number == 1 else [],
        "topic": topic,
        "topics": happenings.topics(),
        "writes": journal.writes_journal(request.user, project),
    }


TABS: dict[str, Tab] = {
    "overview": Tab("概况", "projects:detail", _overview),
    "timeline": Tab("全程", "projects:timeline", _timeline),
    "months": Tab("各月进度", "investment:project", _months, takes_year=True),
    "supervision": Tab("问题和督办", "supervision:project", _supervision),
    "photos": Tab("照片", "projects:album", _photos),
    "papers": Tab("文件", "projects:papers", _papers),
    "data": Tab("资料", "projects:data", _data),
    "journal": Tab("记事", "projects:journal", _journal),
}
