"""A photo dragged onto a row of the sheet, and the sheet on paper, in a real browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from investment.models import Evidence, MonthlyEntry, ReportingPeriod
from investment.tests.test_evidence import OFD, photo
from measures.money import WAN
from measures.months import Month

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

JULY = Month(2019, 7)
DROP = """([row, files]) => {
  const data = new DataTransfer();
  files.forEach(([name, bytes]) => data.items.add(new File([new Uint8Array(bytes)], name)));
  const how = { dataTransfer: data, bubbles: true, cancelable: true };
  const event = (type) => new DragEvent(type, how);
  row.dispatchEvent(event("dragover"));
  return row.dispatchEvent(event("drop"));
}"""


def test_files_dropped_on_a_row_lie_beside_it_and_what_was_typed_stays(clerk):
    row = clerk.page.locator(f"#project-{clerk.projects[0].pk}")
    clerk.type("23", 1)
    files = [["现场.jpg", list(photo())], ["验收.ofd", list(OFD)], ["表.exe", [77, 90]]]
    name = row.locator(".grid-project").element_handle()
    assert clerk.page.evaluate(DROP, [name, files]) is False  # the browser does not open it
    line = row.locator("[data-evidence]")
    expect(line.locator("a").first).to_have_text(re.compile("佐证材料 2"))
    expect(line).to_contain_text("“表.exe”没有上传：只收照片")
    expect(line.locator("img")).to_be_visible()
    assert clerk.box(1).input_value() == "23"
    assert Evidence.objects.filter(project=clerk.projects[0]).count() == 2


def test_a_long_sheet_prints_on_two_pages_and_shows_no_control(clerk, unit_a, live_server):
    period = ReportingPeriod.objects.get()
    for each in clerk.projects:
        MonthlyEntry.objects.create(
            project=each,
            period=period,
            unit=unit_a,
            year=2019,
            month=7,
            month_amount=10 * WAN,
            progress="路面摊铺" * 60,
        )
    clerk.page.goto(live_server.url + reverse("investment:paper", args=[unit_a.pk, JULY]))
    clerk.page.emulate_media(media="print")
    controls = clerk.page.locator("form, summary, button, input, textarea, select, a.button")
    assert [each for each in controls.all() if each.is_visible()] == []
    printed = clerk.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", printed)) == 2
    assert set(re.findall(rb"/MediaBox \[([^]]*)\]", printed)) == {b"0 0 841.91998 594.95996"}
