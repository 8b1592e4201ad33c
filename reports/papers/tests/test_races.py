"""Two at once: a paper is taken back by one, and a working paper goes out once."""

import pytest

from accounts.errors import DomainError, WrongState
from accounts.tests.crowd import at_once
from figures.tests.scene import JUNE
from reports.models import IssuedPaper
from reports.papers.choices import PaperChoices
from reports.papers.composing import compose
from reports.papers.services import begin_paper, issue_paper, issue_working_paper, write_paper
from reports.papers.tests.test_reissue import AUGUST_2, issue

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_papers_that_take_one_back_at_once_one_is_issued(county, lines, approver):
    first = IssuedPaper.objects.get(pk=issue())

    def take_back():
        return issue_paper(
            county=county,
            kind="half_year",
            month=JUNE,
            by=approver,
            today=AUGUST_2,
            withdraws=first,
            reason="数字有误",
        )

    answers = at_once(take_back, take_back)
    refused = [answer for answer in answers if isinstance(answer, DomainError)]
    assert [type(error) for error in refused] == [WrongState]
    assert IssuedPaper.objects.filter(withdraws=first).count() == 1


def test_a_working_paper_that_is_issued_twice_at_once_goes_out_once(county, lines, approver):
    paper = begin_paper(county=county, kind="half_year", month=JUNE, by=approver, today=AUGUST_2)
    read = compose(county, paper.kind, JUNE, PaperChoices.read(paper.choices), AUGUST_2).digest

    def send_out():
        return issue_working_paper(paper=paper, by=approver, version=1, today=AUGUST_2, read=read)

    answers = at_once(send_out, send_out)
    assert sum(isinstance(answer, DomainError) for answer in answers) == 1
    assert IssuedPaper.objects.count() == 1


def test_nobody_writes_on_a_paper_that_went_out_whatever_version_they_name(county, lines, approver):
    paper = begin_paper(county=county, kind="half_year", month=JUNE, by=approver, today=AUGUST_2)
    read = compose(county, paper.kind, JUNE, PaperChoices.read(paper.choices), AUGUST_2).digest
    issue_working_paper(paper=paper, by=approver, version=1, today=AUGUST_2, read=read)
    paper.refresh_from_db()
    with pytest.raises(WrongState, match="文稿已登记印发，不能再改动"):
        write_paper(paper=paper, written={"开头": "改"}, by=approver, version=paper.version)
