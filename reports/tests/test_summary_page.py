"""The half-year summary on screen and as a Word file."""

import pytest
from django.urls import reverse

from documents.tests.opened import opened, texts_of
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from measures.money import WAN
from measures.months import Month
from projects.models import AnnualPlan, Part, PlanItem, Project, ProjectUnit, Tier
from projects.tests.factories import MilestoneFactory

JUNE = Month(2019, 6)


@pytest.fixture
def listed(county, unit_a):
    """One new project of unit A on the county list, half done by June."""
    plan = AnnualPlan.objects.create(
        county=county, year=2019, tier=Tier.COUNTY, name="2019年县级重点项目", key="县级"
    )
    project = Project.objects.create(
        county=county, name="<b>城南</b>学校建设项目", actual_start="2019-02-01"
    )
    ProjectUnit.objects.create(
        project=project, unit=unit_a, part=Part.REPORTING, from_date="2019-01-01"
    )
    PlanItem.objects.create(
        plan=plan, project=project, category="new", planned_investment=1000 * WAN
    )
    period = ReportingPeriod.objects.create(county=county, year=2019, month=6, due_on="2019-07-05")
    MonthlyEntry.objects.create(
        project=project,
        period=period,
        year=2019,
        month=6,
        unit=unit_a,
        year_to_date=565 * WAN,
        state=EntryState.APPROVED,
    )
    return project


def get(client, user, name, *arguments, **query):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(f"reports:{name}", args=arguments), query)


def test_every_figure_of_the_page_opens_its_rows(client, listed, leader):
    page = get(client, leader, "summary", JUNE).content.decode()
    address = reverse("figures:rows", args=[JUNE, "县级.全部.完成率"])
    assert f'<a class="figure-link" href="{address}">56.5%</a>' in page


def test_a_name_with_markup_is_shown_as_it_is(client, listed, leader):
    page = get(client, leader, "summary", JUNE).content.decode()
    assert "&lt;b&gt;城南&lt;/b&gt;学校建设项目" in page


def test_the_word_file_says_what_the_page_says(client, listed, approver):
    answer = get(client, approver, "summary_docx", JUNE)
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    document = opened(answer.content)
    texts = texts_of(document)
    assert texts[0] == "示范县发展和改革局2019年上半年\n重点项目建设工作总结"
    assert any("完成投资565万元，占年度计划的56.5%" in text for text in texts)
    assert round(document.sections[0].page_width.mm) == 210


def test_without_a_month_the_latest_approved_one_is_opened(client, listed, leader):
    answer = get(client, leader, "summary_latest")
    assert answer.url == reverse("reports:summary", args=[JUNE])
    answer = get(client, leader, "summary_latest", month="2019-05")
    assert answer.url == reverse("reports:summary", args=[Month(2019, 5)])


def test_a_month_that_is_none_is_not_found(client, listed, leader):
    assert get(client, leader, "summary_latest", month="2019-13").status_code == 404


def test_before_anything_is_approved_the_page_says_what_to_do(client, county, leader):
    page = get(client, leader, "summary_latest").content.decode()
    assert "还没有已审定的月份" in page


def test_a_year_without_lists_has_no_summary(client, listed, leader):
    assert get(client, leader, "summary", Month(2018, 6)).status_code == 404


@pytest.mark.parametrize("name", ["summary", "summary_docx"])
def test_parts_that_do_not_add_up_are_refused_by_name(client, listed, approver, name):
    PlanItem.objects.filter(project=listed).update(category="preliminary", planned_investment=None)
    MilestoneFactory(project=listed, kind="unheard_of", reached_on="2019-06-01")
    answer = get(client, approver, name, JUNE)
    assert answer.status_code == 409
    assert "县级.前期.项目数1个，分项合计0个，相差1个" in answer.content.decode()


def test_a_reporter_is_not_given_the_countys_document(client, listed, reporter):
    assert get(client, reporter, "summary", JUNE).status_code == 404
    assert get(client, reporter, "summary_docx", JUNE).status_code == 404
    assert get(client, reporter, "summary_latest").status_code == 404
