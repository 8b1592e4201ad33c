"""A meeting and a visit printed by who may work on them: what a bureau circulates, and no form."""

import pytest
from django.urls import reverse

from conftest import PASSWORD
from supervision.tests.scene_meetings import *  # noqa: F403 - the same scene
from supervision.tests.scene_meetings import TODAY
from supervision.visits import services as inspections

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CONTROLS = "form, summary, button, input, textarea, select, a.button"


@pytest.fixture
def printed(page, live_server, approver):
    """Opens a page on paper, and tells its words and how many controls it shows."""
    page.goto(f"{live_server.url}{reverse('accounts:sign_in')}")
    page.fill("[name=username]", approver.username)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)

    def show(name, key):
        page.goto(f"{live_server.url}{reverse(name, args=[key])}")
        page.emulate_media(media="print")
        shown = [each for each in page.locator(CONTROLS).all() if each.is_visible()]
        return page.locator("#content").inner_text(), len(shown)

    return show


def test_a_meeting_prints_its_agenda_and_decisions_and_no_form(decision, printed):
    text, controls = printed("supervision:meeting", decision.item.meeting_id)
    assert controls == 0
    for words in ("1．研究解决城南学校用地问题", "由交通运输局牵头调剂用地指标", "2019-08-31"):
        assert text.count(words) == 1
    assert text.count("滞后项目") == 0


def test_a_visit_prints_what_was_found_and_no_form(county, decision, approver, printed):
    visit = inspections.record_inspection(
        county=county,
        kind="joint",
        visited_on=TODAY,
        team="发改局",
        looks_back_at=None,
        by=approver,
        today=TODAY,
    )
    project = decision.item.problem.project
    inspections.add_finding(inspection=visit, project=project, text="停工", by=approver)
    text, controls = printed("supervision:inspection", visit.pk)
    assert (controls, text.count("停工"), text.count("未处理")) == (0, 1, 1)
