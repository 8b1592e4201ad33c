"""A figure is found while a sentence is being typed, and pressed into it."""

import pytest
from django.urls import reverse

from conftest import PASSWORD
from figures.tests.scene import JUNE
from reports.models import WorkingPaper
from reports.papers.choices import PaperChoices
from reports.papers.services import begin_paper
from reports.papers.tests.test_pages import AUGUST_2

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_figure_is_pressed_into_the_sentence_that_is_being_typed(
    page, live_server, county, lines, reviewer
):
    paper = begin_paper(county=county, kind="half_year", month=JUNE, by=reviewer, today=AUGUST_2)
    page.goto(f"{live_server.url}{reverse('accounts:sign_in')}")
    page.get_by_label("用户名").fill(reviewer.username)
    page.get_by_label("密码").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="登录").click()
    page.goto(live_server.url + reverse("papers:working", args=[paper.pk]))
    box = page.locator("textarea[name=next]")
    box.click()
    page.keyboard.insert_text("现已完成，")
    page.keyboard.press("ArrowLeft")
    page.get_by_label("找数字").fill("县级.全部.完成投资")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("button", name="写入").first.click()
    assert box.input_value() == "现已完成{县级.全部.完成投资}，"
    with page.expect_navigation():
        page.get_by_role("button", name="保存", exact=True).click()
    kept = PaperChoices.read(WorkingPaper.objects.get().choices)
    assert kept.written == {"下一步工作": "现已完成{县级.全部.完成投资}，"}
    assert "现已完成2800万元，" in page.locator("article").inner_text()
    page.locator("#sentences summary", has_text="县级重点建设项目完成投资").click()
    own = page.locator("#sentences details[open] textarea")
    own.fill("已占")
    page.get_by_label("找数字").fill("县级.全部.完成率")
    page.get_by_role("button", name="查找").click()
    page.locator("[data-insert='{县级.全部.完成率}']").click()
    assert own.input_value() == "已占{县级.全部.完成率}"
    with page.expect_navigation():
        page.locator("#sentences details[open]").get_by_role("button", name="保存这一句").click()
    assert "已占45.2%" in page.locator("article").inner_text()
