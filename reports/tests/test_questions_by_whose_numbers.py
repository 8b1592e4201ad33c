"""A question is answered by the numbers that are asked for, and says so."""

import pytest
from django.urls import reverse

from conftest import page_text
from figures.tests.scene import make_line, sign_in
from measures.money import WAN

pytestmark = pytest.mark.django_db


def test_a_question_is_answered_by_the_numbers_that_are_asked_for(client, unit_a, leader):
    line = make_line(unit_a, "滨河路", 1000, {6: 550})
    line.project.entries.update(verified_month_amount=500 * WAN, verified_year_to_date=500 * WAN)
    sign_in(client, leader)

    def told(basis):
        asked = {"p": line.project_id, "c": "done.rate", "month": "2019-06", "basis": basis}
        return page_text(client.get(reverse("questions:table"), asked))

    assert "截至6月底累计完成投资500万元，占年度计划的50%" in told("")
    reported = told("上报")
    assert "截至6月底累计完成投资550万元，占年度计划的55%" in reported
    assert "累计完成（上报数）" in reported
    assert "已审定的填报，用单位上报数，核定数不计" in reported
    recognised = told("上级认定")
    assert "截至6月底尚无上级认定的完成投资" in recognised
    assert "1个项目中上级认定0个；用上级认定数，没有认定的不计、不作零" in recognised
    address = reverse("questions:table")
    wrong = client.get(address, {"p": line.project_id, "basis": "旁人"})
    assert wrong.status_code == 404
