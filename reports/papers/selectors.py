"""What pages and commands read of issued papers."""

from django.db.models import QuerySet

from accounts.models import Unit
from figures.facts import load_facts
from figures.order import laggards
from files.lost import LostFile
from measures.months import Month
from projects.models import PlanCategory
from projects.selectors import most_lines
from reports.outside.book import PaperBook
from reports.papers.choices import PaperChoices
from reports.papers.files import FORMS, LINES_OF_ONE, name_in
from reports.papers.kinds import kind_named, kinds
from reports.papers.models import FileForm, IssuedFile, IssuedPaper, WorkingPaper
from reports.papers.writing import Moved, Offered, moved_in, offered

SUFFIXES = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/json": "json",
}


def paper_numbered(number: int) -> IssuedPaper | None:
    return IssuedPaper.objects.select_related("county").filter(pk=number).first()


def lines_told(county: Unit, kind: str, month: Month, about: tuple[str, ...]) -> int:
    """How long a paper would be, in lines of the year's lists, at most: all of them, or of several
    things that it is about, each by itself (``reports.papers.files``)."""
    how = kind_named(kind)
    if how.weight is not None:
        return how.weight(county, month, about)
    matter = how.about
    if matter is not None and matter.is_several:
        return len(about) * LINES_OF_ONE
    return most_lines(county, month.year)


def file_of(paper: IssuedPaper, form: str) -> IssuedFile | None:
    return paper.files.select_related("paper").filter(form=form).first()


def name_of(file: IssuedFile) -> str:
    """As the file is called where it is saved: 关于…的总结.docx, …发文稿纸.pdf."""
    title, form = file.paper.title, FileForm(file.form)
    if form in FORMS:
        return name_in(form, title)
    return f"{title}{file.get_form_display()}.{SUFFIXES[file.content_type]}"


def text_of(paper: IssuedPaper) -> list[str]:
    """The paragraphs that went out; none where the file is lost, which verify tells."""
    try:
        return paper.files.get(form=FileForm.TEXT).content().decode().splitlines()
    except LostFile:
        return []


def follow(paper: IssuedPaper) -> QuerySet[IssuedPaper]:
    """The papers of a later cut-off of the same year, issued after it: of one that is about
    something those of its kind about the same, of one on the county all that are."""
    later = IssuedPaper.objects.filter(
        county=paper.county_id,
        as_of__gt=paper.as_of,
        as_of__year=paper.as_of.year,
        known_at__gte=paper.known_at,
    )
    if about := paper.choices.get("about"):
        return later.filter(kind=paper.kind, choices__about=about)
    return later.filter(kind__in=[each.kind for each in kinds() if each.about is None])


def last_before(
    county: Unit, kind: str, month: Month, about: tuple[str, ...] = ()
) -> WorkingPaper | None:
    """The paper of the kind, about the same, that people wrote for an earlier cut-off."""
    earlier = WorkingPaper.objects.filter(county=county, kind=kind, as_of__lt=month.last_day)
    last_first = earlier.order_by("-as_of", "-pk")
    return next((paper for paper in last_first if paper.about == about), None)


def moved_on(paper: WorkingPaper) -> list[Moved]:
    """The sentences written by hand of which a figure moved since."""
    choices = PaperChoices.read(paper.choices)
    if not choices.seen and not choices.own:
        return []
    book = _book_of(paper)
    moved = list(moved_in(choices.written.values(), choices.seen, book))
    for own in choices.own.values():
        moved += moved_in([own.text], own.seen, book)
    return moved


def lists_of(paper: WorkingPaper) -> list[str]:
    """The keys of the year's lists."""
    return _book_of(paper).facts.keys


def lagging_in(paper: WorkingPaper) -> dict[int, str]:
    """Projects that may be named: those that lag, worst first, then the preliminary ones."""
    rows = _book_of(paper).facts.rows
    early = [row for row in rows if row.category == PlanCategory.PRELIMINARY]
    return {row.project_id: row.project_name for row in (*laggards(rows), *early)}


def offered_for(paper: WorkingPaper, asked: str) -> list[Offered]:
    return offered(asked, _book_of(paper)) if asked.strip() else []


def _book_of(paper: WorkingPaper) -> PaperBook:
    choices = PaperChoices.read(paper.choices)
    return PaperBook(
        load_facts(paper.county, paper.month, day=choices.until, reckoning=choices.reckoning)
    )
