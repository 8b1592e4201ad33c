"""85 entries reviewed by keys alone: how many presses it takes. Before the queue it was 170 clicks
and 34 pages."""

import pytest
from django.urls import reverse

from investment.models import MonthlyEntry
from investment.tests.county_of_85 import EXPLAINED, make_eighty_five

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BROUGHT_TO_THE_DESK = 1


@pytest.fixture
def eighty_five(county):
    return make_eighty_five(county)


class Keys:
    """A keyboard that counts its presses."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    def press(self, *keys):
        for key in keys:
            self.presses += 1
            self.page.keyboard.press(key)

    def goes(self, *keys):
        with self.page.expect_navigation():
            self.press(*keys)


def test_85_entries_are_judged_by_a_few_presses(page, client, live_server, approver, eighty_five):
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(live_server.url + reverse("investment:queue_now"))
    keys = Keys(page)
    assert (
        page.evaluate("document.querySelector('.desk-decide').getBoundingClientRect().bottom")
        <= 768
    )
    assert "经核不符" in page.content()

    # What is 经核不符 goes back with a ready reason: a digit and Enter.
    keys.press("1")
    keys.goes("Enter")
    # Seven explanations are approved one by one, one is returned.
    for _ in range(EXPLAINED - 1):
        keys.goes("a")
    keys.press("6")
    keys.goes("Enter")
    # 下一条, 上一条: where one wants to look again.
    keys.goes("j")
    keys.goes("k")
    # The other 76 at once, after a look at what that leaves out.
    keys.goes("z")
    assert page.get_by_text("审定这 76 项").count() == 1
    keys.goes("Enter")

    states = MonthlyEntry.objects.values_list("state", flat=True)
    assert (list(states).count("approved"), list(states).count("returned")) == (83, 2)
    assert keys.presses + BROUGHT_TO_THE_DESK == 16


def test_words_that_were_typed_are_asked_about_before_the_page_goes(
    page, client, live_server, approver, eighty_five
):
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(live_server.url + reverse("investment:queue_now"))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.keyboard.press("r")
    page.keyboard.type("6月数不对")
    page.get_by_role("link", name="下一条").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.get_by_label("退回理由").input_value() == "6月数不对"
