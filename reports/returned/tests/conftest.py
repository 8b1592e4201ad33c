"""A county of three lines, of which June went out as a paper that LibreOffice gave back edited."""

import datetime

import pytest

from documents.tests.returned_paper import PAPER, WRITTEN
from figures.book import FigureBook
from figures.facts import load_facts
from figures.tests.scene import JUNE, enter
from measures.money import WAN
from reports.papers.frozen import freeze
from reports.papers.models import FileForm, IssuedFile, IssuedPaper
from reports.papers.tests.conftest import lines

__all__ = ["lines"]


@pytest.fixture
def paper(county, lines, approver):
    """As it was issued, but with words of its own."""
    found = IssuedPaper.objects.create(
        county=county,
        kind="half_year",
        as_of=JUNE.last_day,
        title=PAPER.title,
        issued_on=datetime.date(2019, 7, 5),
        issued_by=approver,
        choices_shape=1,
        template="half_year",
        known_at=0,
    )
    figures = freeze(PAPER, FigureBook(load_facts(county, JUNE))).as_bytes()
    for form, content in ((FileForm.DOCX, WRITTEN), (FileForm.FIGURES, figures)):
        file = IssuedFile(paper=found, form=form, content_type="")
        file.keep(content)
        file.save()
    return found


@pytest.fixture
def september(lines):
    """1100, 1500 and 2600万元 of 1200, 2000 and 3000: ahead of the pace."""
    for line, total in zip(lines, (1100, 1500, 2600), strict=True):
        enter(line.project, 9, month_amount=50 * WAN, year_to_date=total * WAN)
