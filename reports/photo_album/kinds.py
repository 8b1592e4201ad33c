"""Albums as kinds of papers: of a list, a unit or a project."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.errors import DomainError
from accounts.models import Unit, User
from documents.paragraphs import Block, Document, Paragraph, Photo, PhotoRow, Style, plain
from figures.facts import Facts
from measures.months import Month
from projects.models import AnnualPlan, Project
from reports.cards.fitting import cut
from reports.cards.kind import projects_offered
from reports.papers.kinds import KindOfPaper, Matter, ToCompose
from reports.papers.models import PaperKind
from reports.sheets.unit import units_offered
from reports.site_photos import SitePhoto, count_photos, site_photos

LIST, UNIT, PROJECT = "list", "unit", "project"
COLUMNS = 2
HEIGHT, HEIGHT_BESIDE = 76, 50
"""Of a photo in mm: two rows fill a page, and three projects of two months do."""
_ROOM_OF_A_CAPTION = 20
LINES_OF_A_PHOTO = 8
"""As many lines of a list as a photo weighs: some 15 ms."""


@dataclass(frozen=True)
class Scope:
    """What an album is of: ``kind`` is of what, ``key`` which of them."""

    kind: str
    key: str

    @classmethod
    def read(cls, about: str) -> "Scope":
        kind, _, key = about.partition(":")
        return cls(kind, key)

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


def scopes_offered(county: Unit, user: User | None) -> Mapping[str, str]:
    """The lists, the units and the projects that the user sees, in words."""
    plans = AnnualPlan.objects.filter(county=county).in_order()
    found = {str(Scope(LIST, key)): f"{key}清单" for key in plans.values_list("key", flat=True)}
    units, projects = units_offered(county, user), projects_offered(county, user)
    found |= {str(Scope(UNIT, pk)): name for pk, name in units.items()}
    return found | {str(Scope(PROJECT, pk)): name for pk, name in projects.items()}


def compose_album(asked: ToCompose) -> Document:
    """The photos of the month, those of one project of the year up to it. Raises DomainError
    (Chinese) where there are none."""
    scope, month = _scope(asked), asked.facts.month
    projects = _projects(asked.facts, scope)
    is_of_one = scope.kind == PROJECT
    since = Month(month.year, 1) if is_of_one else month
    found = site_photos(projects, month, since)
    photos = [(projects[pk], photo) for pk in projects for photo in found.get(pk, ())]
    until = f"{month.year}年1—{month.month}月" if is_of_one and month.month > 1 else month.label
    if not photos:
        raise DomainError(f"{_titled(asked, scope, until)}没有照片")
    shown = [_photo(project, photo) for project, photo in photos]
    rows = [
        PhotoRow(tuple(shown[at : at + COLUMNS]), COLUMNS, HEIGHT)
        for at in range(0, len(shown), COLUMNS)
    ]
    return _album(asked, f"{_titled(asked, scope, until)}图片台账", rows)


def compose_beside(asked: ToCompose) -> Document:
    """Of each project the latest photo of the month before and that of the month. Raises
    DomainError (Chinese) where neither has any."""
    scope, month = _scope(asked), asked.facts.month
    projects = _projects(asked.facts, scope)
    found = site_photos(projects, month, month.previous())
    if not found:
        both = f"{month.previous().label}和{month.month}月"
        raise DomainError(f"{_titled(asked, scope, both)}没有照片")
    blocks: list[Block] = []
    for pk in projects:
        if pk in found:
            blocks.append(Paragraph(Style.SECTION, plain(projects[pk].name)))
            blocks.append(_beside(projects[pk], found[pk], month))
    return _album(asked, f"{_titled(asked, scope, month.label)}与上月图片对照", blocks)


def _album(asked: ToCompose, title: str, blocks: Sequence[Block]) -> Document:
    heading = Paragraph(Style.TITLE, plain(title))
    return Document(asked.facts.month, (heading, *blocks))


def _beside(project: Project, photos: Sequence[SitePhoto], month: Month) -> PhotoRow:
    places = []
    for word, at in (("上月", month.previous()), ("本月", month)):
        latest = next((photo for photo in photos if photo.month == at), None)
        if latest is None:
            places.append(Photo("", f"{word}（{at.month}月）", f"{at.month}月无照片"))
        else:
            places.append(Photo(latest.place, f"{word}（{_when_and_where(project, latest)}）"))
    return PhotoRow(tuple(places), COLUMNS, HEIGHT_BESIDE)


def _photo(project: Project, photo: SitePhoto) -> Photo:
    """城南学校, below 7月20日，城关镇, below what it shows."""
    lines = [cut(project.name, _ROOM_OF_A_CAPTION, 2), _when_and_where(project, photo)]
    if photo.words.strip():
        lines.append(cut(" ".join(photo.words.split()), _ROOM_OF_A_CAPTION, 1))
    return Photo(photo.place, "\n".join(lines))


def _when_and_where(project: Project, photo: SitePhoto) -> str:
    place = project.town or project.location
    return cut(f"{photo.day}，{place}" if place else photo.day, _ROOM_OF_A_CAPTION - 4, 1)


def _scope(asked: ToCompose) -> Scope:
    return Scope.read(asked.choices.about[0])


def _titled(asked: ToCompose, scope: Scope, when: str) -> str:
    """示范县2019年6月县级重点项目, 交通运输局2019年6月, 城南学校2019年1—6月."""
    if scope.kind == LIST:
        return f"{asked.county.name}{when}{scope.key}重点项目"
    return f"{asked.choices.called}{when}"


def _projects(facts: Facts, scope: Scope) -> dict[int, Project]:
    """In the order of the lists; one query."""
    if scope.kind == PROJECT:
        ids = [int(scope.key)]
    elif scope.kind == UNIT:
        ids = [row.project_id for row in facts.rows if str(row.unit_id) == scope.key]
    else:
        ids = [row.project_id for row in facts.of_list(scope.key)] if facts.has(scope.key) else []
    known = Project.objects.filter(county=facts.county).in_bulk(ids)
    return {pk: known[pk] for pk in dict.fromkeys(ids) if pk in known}


def _weight(county: Unit, month: Month, about: tuple[str, ...]) -> int:
    is_of_one = any(Scope.read(each).kind == PROJECT for each in about)
    if is_of_one:
        return 0
    return count_photos(county, month, month) * LINES_OF_A_PHOTO


def _weight_beside(county: Unit, month: Month, about: tuple[str, ...]) -> int:
    return count_photos(county, month, month.previous()) * LINES_OF_A_PHOTO


ALBUMS = tuple(
    KindOfPaper(
        kind,
        compose,
        about=Matter("范围", scopes_offered),
        chosen=(),
        chapters=(),
        needs_lists=False,
        is_signed=False,
        weight=weight,
    )
    for kind, compose, weight in (
        (PaperKind.PHOTOS, compose_album, _weight),
        (PaperKind.PHOTOS_BESIDE, compose_beside, _weight_beside),
    )
)
