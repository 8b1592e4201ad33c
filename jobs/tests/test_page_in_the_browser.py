"""A page of jobs that is open follows them by itself, under the strict policy of pages."""

import pytest

from jobs.carrying import carry_out
from jobs.holding import claim, tell_progress

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_open_page_follows_a_job_to_its_file(page, client, live_server, ask, approver):
    job = ask(number=3)
    faults = []
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/jobs/")
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
