"""Pages of jobs that are open follow them by themselves, under the strict policy of pages."""

import pytest

from jobs.carrying import carry_out
from jobs.holding import claim, tell_progress
from jobs.tests.kinds import LEADING

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def opened(page, client, live_server, approver):
    """Opens an address as the approver; what the console complains of."""
    faults = []
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    def open_page(address):
        page.goto(f"{live_server.url}{address}")
        return faults

    return open_page


def test_an_open_page_follows_a_job_to_its_file(page, opened, ask):
    job = ask(number=3)
    faults = opened("/jobs/")
    page.get_by_text("等候", exact=True).wait_for()
    held = claim(job.pk, "a")
    tell_progress(held, 5, 12)
    page.get_by_text("已办 5/12").wait_for()
    carry_out(held)
    page.get_by_text("第3号已制成").wait_for()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="3.txt").click()
    assert fetched.value.suggested_filename == "3.txt"
    assert not page.get_by_role("button", name="取消").count()
    assert faults == []


def test_the_page_of_a_job_goes_on_once_to_where_it_leads(page, opened, ask):
    job = ask(LEADING, 7)
    faults = opened(f"/jobs/{job.pk}/")
    page.get_by_text("等候", exact=True).wait_for()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    carry_out(claim(job.pk, "a"))
    page.wait_for_url("**/jobs/?led=7")
    page.get_by_text("已登记。").wait_for()
    # Asked by itself, then gone through as a page: not once more, however slow the next one is.
    assert [url.rpartition("/jobs")[2] for url in asked if "/jobs/" in url][-3:] == [
        f"/{job.pk}/",
        f"/{job.pk}/",
        "/?led=7",
    ]
    assert faults == []
