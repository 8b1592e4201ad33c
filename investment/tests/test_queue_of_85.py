"""85 entries judged by the queue, as pages and forms alone carry it: how often a person presses.
Before the queue it was 170 clicks and 34 pages. The same walk by keys is in config/tests."""

import re

import pytest
from django.urls import reverse

from investment.models import MonthlyEntry
from investment.tests.county_of_85 import EXPLAINED, make_eighty_five
from measures.months import Month

pytestmark = pytest.mark.django_db


class Desk:
    """Follows the queue from page to page and counts what the person pressed."""

    def __init__(self, client):
        self.client, self.presses = client, 1
        self.page = client.get(reverse("investment:queue_now"), follow=True)

    def press(self, name, **typed):
        """A button of the page: sent to where it says, then on to where that leads."""
        self.presses += 1
        entry = self.page.context["entry"]
        address = reverse(f"investment:{name}", args=[entry.as_month, entry.pk])
        assert address in self.page.content.decode()
        sent = {"version": entry.version, **typed}
        self.page = self.client.post(address, sent, follow=True)


@pytest.mark.slow
def test_85_entries_take_twelve_presses_and_two_reasons(client, approver, county):
    make_eighty_five(county)
    client.force_login(approver)
    desk = Desk(client)
    desk.press("queue_return", reason="现场没有，请核实")
    for _ in range(EXPLAINED - 1):
        desk.press("queue_approve")
    desk.press("queue_return", reason="情况说明不清楚")
    rest = client.get(reverse("investment:queue_rest", args=[Month(2019, 7)]))
    clear = re.findall(r'name="entry" value="([0-9]+:[0-9]+)"', rest.content.decode())
    client.post(reverse("investment:queue_rest", args=[Month(2019, 7)]), {"entry": clear})
    desk.presses += 2
    states = list(MonthlyEntry.objects.values_list("state", flat=True))
    assert (states.count("approved"), states.count("returned")) == (83, 2)
    assert desk.presses == 12
