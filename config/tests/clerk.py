"""A reporter before the sheet of July, in a real browser."""

from django.urls import reverse
from playwright.sync_api import expect

from conftest import PASSWORD
from measures.months import Month

JULY = Month(2019, 7)


class Clerk:
    """A reporter before the sheet of July, in ``page``."""

    def __init__(self, page, server, unit, projects):
        self.page, self.server, self.projects = page, server, projects
        self.address = server.url + reverse("investment:entry", args=[unit.pk, JULY])

    def sign_in(self, person, password=PASSWORD):
        self.page.goto(f"{self.server.url}{reverse('accounts:sign_in')}?next=/account/password/")
        self.page.get_by_label("用户名").fill(person.username)
        self.page.get_by_label("密码").fill(password)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="登录").click()

    def open(self):
        self.page.goto(self.address)
        return self

    def box(self, place=0, column="month_amount"):
        return self.page.locator(f"[name=p{self.projects[place].pk}-{column}]")

    def type(self, text, place=0, column="month_amount"):
        self.box(place, column).fill(text)

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def send(self):
        """Press the button, and agree to what is about to be sent."""
        self.press("保存并报送")
        self.press("确认报送")

    def says(self, words):
        """The line beside the buttons comes to say this; words may be a pattern."""
        expect(self.page.locator("[data-keeping-status]")).to_have_text(words, timeout=10000)

    def offered(self):
        lines = self.page.locator("[data-offer]").all()
        return [" ".join(line.inner_text().split()) for line in lines]

    def copies(self):
        """The texts that this machine has kept, of whomever."""
        return self.page.evaluate(
            "Object.keys(localStorage).filter(key => key.startsWith('xushi:typed:')).sort()"
            ".map(key => JSON.parse(localStorage[key]).text)"
        )
