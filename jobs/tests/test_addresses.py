"""A large file of a page is made in the background by the same view, under the same right."""

import pytest
from django.urls import reverse

from accounts.models import RoleAssignment
from conftest import page_text
from figures.tests.scene import JUNE, make_line, sign_in
from jobs import addresses
from jobs.carrying import carry_out
from jobs.holding import claim
from jobs.models import Job, JobState

pytestmark = pytest.mark.django_db

KEY = "县级.全部.项目数"
FILES = {
    "figures:rows_export": [JUNE, KEY],
    "figures:quality_export": [JUNE],
    "projects:export": [],
    "reports:monthly_xlsx": [JUNE, "县级"],
    "reports:summary_xlsx": [JUNE],
}


@pytest.fixture
def line(unit_a):
    return make_line(unit_a, "甲公路", 1000, {month: 10 * month for month in range(1, 7)})


@pytest.fixture
def _all_is_large(monkeypatch):
    told = addresses.LargeFile

    def large(**about):
        return told(**about | {"rows": about["rows"] * 100_000})

    for module in (
        "figures.views.rows",
        "figures.views.quality",
        "projects.views.register",
        "reports.views.monthly",
        "reports.views.summary",
    ):
        monkeypatch.setattr(f"{module}.LargeFile", large)


def done():
    job = Job.objects.get()
    carry_out(claim(job.pk, "a"))
    job.refresh_from_db()
    return job


def test_a_small_file_comes_at_once(client, line, leader):
    sign_in(client, leader)
    for name, arguments in FILES.items():
        answer = client.get(reverse(name, args=arguments))
        assert (answer.status_code, "attachment" in answer["Content-Disposition"]) == (200, True)
    assert not Job.objects.exists()


@pytest.mark.usefixtures("_all_is_large")
@pytest.mark.parametrize("name", FILES)
def test_a_large_one_is_made_in_the_background(client, line, leader, name):
    address = f"{reverse(name, args=FILES[name])}?sort=-name"
    answer = sign_in(client, leader).get(address)
    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:job", args=[job.pk])
    shown = page_text(client.get(answer["Location"]))
    assert f"“{job.title}”约有" in shown
    assert "行，在后台制作，制成后在本页下载。" in shown
    assert client.get(address)["Location"] == answer["Location"]
    done()
    assert (Job.objects.get().state, Job.objects.get().error) == (JobState.DONE, "")
    made = client.get(reverse("jobs:download", args=[job.pk]))
    assert made.content[:4] == b"PK\3\4"
    assert made["Content-Disposition"].startswith("attachment; filename*=utf-8''")


@pytest.mark.usefixtures("_all_is_large")
def test_whose_right_ended_gets_neither_the_work_nor_the_file(client, line, leader):
    address = reverse("reports:monthly_xlsx", args=FILES["reports:monthly_xlsx"])
    sign_in(client, leader).get(address)
    role = RoleAssignment.objects.filter(user=leader)
    role.update(role="administrator")
    job = done()
    assert (job.state, job.error) == (
        JobState.FAILED,
        "您已没有办理这项任务的权限，没有办理",
    )
    role.update(role="leader")
    client.get(address)
    job = Job.objects.first()
    carry_out(claim(job.pk, "a"))
    fetched = reverse("jobs:download", args=[job.pk])
    assert client.get(fetched).status_code == 200
    role.update(role="administrator")
    assert client.get(fetched).status_code == 404


@pytest.mark.usefixtures("_all_is_large")
def test_what_is_gone_meanwhile_is_told(client, line, leader):
    sign_in(client, leader).get(reverse("reports:monthly_xlsx", args=[JUNE, "县级"]))
    line.plan.key = "别的"
    line.plan.save()
    job = done()
    assert job.state == JobState.FAILED
    assert job.error in (addresses.GONE, "您已没有办理这项任务的权限，没有办理")
