"""A cut-off may be a day: the months are those that have ended, and the pace goes by the day."""

import datetime
from dataclasses import replace

import pytest
from django.urls import reverse

from conftest import page_text
from documents.vessels import MATERIAL
from figures.book import FigureBook
from figures.facts import load_facts
from figures.tests.scene import JUNE, make_line, sign_in
from investment.models import PaceKind, PaceRule
from measures.months import CutOff, Month
from reports.models import WorkingPaper
from reports.papers.comparing import bridge_of, differences_of
from reports.papers.composing import compose
from reports.papers.kinds import kind_named
from reports.papers.services import issue_paper

pytestmark = pytest.mark.django_db

AUGUST_2 = datetime.date(2019, 8, 2)
JULY_15 = datetime.date(2019, 7, 15)
AT_JULY_15 = CutOff(JUNE, JULY_15)
TOLD = "截至7月15日，县级1个重点项目完成投资550万元，占年度计划的55%，超序时0.8个百分点"
LEAD = "县级.全部.超序时"


@pytest.fixture
def line(county, unit_a):
    """55 % at the end of June, where half a month calls for 54.17 %."""
    PaceRule.objects.create(
        county=county,
        from_date="2019-01-01",
        kind=PaceKind.HALVES,
        source="县政发〔2019〕3号",
    )
    return make_line(unit_a, "滨河路", 1000, {6: 550})


@pytest.mark.parametrize(
    ("written", "at", "words", "in_year"),
    [
        ("2019-06", CutOff(JUNE), "2019年6月底", "6月底"),
        ("2019-06-30", CutOff(JUNE), "2019年6月底", "6月底"),
        ("2019-07-15", AT_JULY_15, "2019年7月15日", "7月15日"),
        (
            "2019-01-15",
            CutOff(Month(2018, 12), datetime.date(2019, 1, 15)),
            "2019年1月15日",
            "2019年1月15日",
        ),
    ],
)
def test_a_cut_off_is_written_and_told(written, at, words, in_year):
    assert (CutOff.parse(written), at.words, at.in_year) == (at, words, in_year)
    assert CutOff.parse(str(at)) == at


@pytest.mark.parametrize("written", ["2019", "2019-13", "2019-02-30", "今天"])
def test_what_is_no_cut_off_is_refused(written):
    with pytest.raises(ValueError, match=r"无法识别|月份13不对"):
        CutOff.parse(written)


def test_the_page_of_a_figure_is_at_the_day_and_its_links_keep_it(client, county, line, leader):
    sign_in(client, leader)
    page = client.get(reverse("figures:rows", args=[AT_JULY_15, LEAD]))
    text = page_text(page)
    assert page.context["figure"].text() == "+0.83"
    assert "截至2019年7月15日" in text
    assert reverse("figures:project", args=[AT_JULY_15, line.project_id]) in text
    assert reverse("figures:rows", args=[AT_JULY_15, f"{LEAD[:5]}.口径=上报.超序时"]) in text
    month = reverse("figures:rows", args=[JUNE, LEAD])
    assert client.get(month).context["figure"].text() == "+5.00"
    # A day that is chosen on the page leads to its address.
    assert client.get(month, {"day": "2019-07-15"}).url == (
        reverse("figures:rows", args=[AT_JULY_15, LEAD])
    )
    assert client.get(month, {"day": "七月"}).status_code == 404
    project = page_text(client.get(reverse("figures:project", args=[AT_JULY_15, line.project_id])))
    assert "截至2019年7月15日" in project
    assert "超序时0.8个百分点" in project
    export = client.get(reverse("figures:rows_export", args=[AT_JULY_15, LEAD]))
    assert "2019-07-15" in export["Content-Disposition"]
    # Of a month without figures there is no day either, and the quality of reporting has none.
    assert client.get("/figures/2019-09-15/县级.全部.超序时/").status_code == 404
    assert client.get("/figures/2019-07-15/报送质量.全县.应报数/").status_code == 404


def test_the_front_page_is_at_the_day(client, county, line, leader):
    sign_in(client, leader)
    home = reverse("reports:dashboard")
    page = page_text(client.get(home, {"day": "2019-07-15"}))
    assert TOLD in page
    assert "截至<strong>2019年7月15日</strong>" in page
    assert reverse("figures:rows", args=[AT_JULY_15, LEAD]) in page
    assert TOLD in page_text(client.get(home, {"month": "2019-07-15"}))
    assert "截至6月底" in page_text(client.get(home, {"month": "2019-06", "day": ""}))
    assert client.get(home, {"day": "2019-09-15"}).status_code == 404


def test_a_question_is_answered_at_the_day(client, county, line, reviewer):
    sign_in(client, reviewer)
    asked = {"names": "滨河路", "month": "2019-06", "columns": ["done", "lead"]}
    answer = client.post(reverse("questions:ask"), asked | {"day": "2019-07-15"})
    assert "month=2019-07-15" in answer.url
    page = page_text(client.get(answer.url))
    assert "截至7月15日累计完成投资550万元，占年度计划的55%，超序时0.8个百分点" in page
    refused = client.post(reverse("questions:ask"), asked | {"day": "2019-09-15"})
    assert "2019年8月还没有数据" in page_text(refused)


def test_the_facts_of_a_day_are_those_of_the_command(county, line):
    book = FigureBook(load_facts(county, JUNE, day=JULY_15))
    assert book.facts.cut_off == AT_JULY_15
    assert book[f"{LEAD[:5]}.口径=上报.超序时"].text() == "+0.83"
    assert book[f"{LEAD[:5]}.进度=月数.超序时"].text() == "+5.00"


def test_a_paper_is_begun_at_a_day(client, county, line, reviewer, approver):
    sign_in(client, reviewer)
    asked = {"kind": "half_year", "month": "2019-06", "day": "2019-07-15"}
    address = client.post(reverse("papers:begin"), asked).url
    page = client.get(address)
    text = page.context["composed"].document.text
    assert "截至7月15日，1个县级重点建设项目完成投资550万元，占年度计划的55.0%" in text
    assert "超序时进度（54.2%）0.8个百分点" in text
    assert "双过半" not in text
    assert reverse("figures:rows", args=[AT_JULY_15, LEAD]) in page_text(page)
    paper = WorkingPaper.objects.get()
    assert (paper.as_of, paper.month) == (JULY_15, JUNE)
    assert "数据截至2019年7月15日。" in page.context["composed"].to_write(MATERIAL).basis[0]
    sign_in(client, approver)
    shown = client.get(reverse("papers:issue"), asked)
    assert "超序时进度（54.2%）0.8个百分点" in shown.context["composed"].document.text


@pytest.mark.slow
def test_a_paper_of_a_day_is_issued_and_bridged_from_the_months_end(county, line, approver):
    def issued(day):
        choices = replace(kind_named("half_year").begun(county), day=day)
        read = compose(county, "half_year", JUNE, choices, AUGUST_2).digest
        asked = {"county": county, "kind": "half_year", "month": JUNE, "choices": choices}
        return issue_paper(by=approver, today=AUGUST_2, read=read, **asked)

    june, july = issued(""), issued("2019-07-15")
    assert (june.as_of, july.as_of) == (JUNE.last_day, JULY_15)
    assert differences_of(july) == ()
    steps = {step.key: (step.first, step.last) for step in bridge_of(june, july).steps}
    assert steps["县级.全部.超序时"] == ("+5.0", "+0.8")
