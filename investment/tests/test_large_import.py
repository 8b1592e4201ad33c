"""A large workbook is read and applied in the background: the person comes to the same preview, and
the same is written, once, or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent
from conftest import page_text
from investment.models import EntrySource, MonthlyEntry
from investment.tests.monthly_files import JULY, line, workbook
from jobs.carrying import carry_out
from jobs.holding import claim
from jobs.models import Job, JobState, SentFile
from jobs.sweeping import sweep
from measures.money import WAN
from workbooks.intake.large import APPLY_WORKBOOK
from workbooks.models import Upload, UploadState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _large(monkeypatch):
    monkeypatch.setattr("workbooks.intake.large.READ_AT_ONCE", 10)


@pytest.fixture
def send(client, period, reporter):
    def send(content, name="7月.xlsx"):
        client.force_login(reporter)
        file = SimpleUploadedFile(name, content)
        return client.post(reverse("investment:import_monthly", args=[JULY]), {"file": file})

    return send


def carried_out():
    job = Job.objects.first()
    carry_out(claim(job.pk, "a"))
    job.refresh_from_db()
    return job


@pytest.fixture
def previewed(client, send, project, second_project):
    """Sent and read: the page of the preview."""
    send(workbook(line("镇区道路改造工程", 30), line("客运站迁建工程", 40)))
    return client.get(carried_out().leads_to)


def pressed(client, page, *, without=()):
    shown = [row.line.key for row in page.context["page"].rows if row.line.applies]
    form = {
        "fingerprint": page.context["preview"].fingerprint,
        "shown": shown,
        "row": [key for key in shown if key not in without],
    }
    address = reverse("investment:import_preview", args=[page.context["upload"].pk])
    return client.post(address, form)


def amounts():
    return {e.project.name: e.month_amount for e in MonthlyEntry.objects.select_related("project")}


def test_it_is_read_and_leads_to_its_preview(client, send, project, reporter):
    answer = send(workbook(line("镇区道路改造工程", 30)))
    job = Job.objects.get()
    address = reverse("jobs:job", args=[job.pk])
    assert (answer.url, job.title) == (address, "读取“7月.xlsx”")
    Job.objects.update(state=JobState.RUNNING)
    assert "正在读取文件，读完后自动转到预览。" in page_text(client.get(address))
    Job.objects.update(state=JobState.WAITING)
    assert not Upload.objects.exists()
    assert carried_out().state == JobState.DONE
    upload = Upload.objects.get()
    assert (upload.uploaded_by, upload.state) == (reporter, UploadState.PREVIEWED)
    assert upload.content() == SentFile.objects.get().content()
    preview = client.get(address, follow=True)
    assert preview.redirect_chain[0][0] == reverse("investment:import_preview", args=[upload.pk])
    assert preview.context["preview"].added == 1
    sweep()
    assert not SentFile.objects.exists()


def test_a_file_that_cannot_be_read_is_told_and_not_kept(client, send):
    send(b"PK\3\4 no workbook")
    job = carried_out()
    assert job.state == JobState.FAILED
    assert job.error == (
        "文件“7月.xlsx”已损坏，打不开，请在 Excel 或 WPS 中打开后另存为 .xlsx 再上传"
    )
    assert not Upload.objects.exists()
    shown = page_text(client.get(reverse("jobs:job", args=[job.pk])))
    assert f'href="{reverse("investment:import_monthly", args=[JULY])}">返回原来的页面<' in shown


def test_what_was_ticked_is_written_once_however_often_it_is_pressed(client, previewed):
    first = pressed(client, previewed, without=["7月!4"])
    assert pressed(client, previewed, without=["7月!4"]).url == first.url
    assert (amounts(), Job.objects.filter(kind=APPLY_WORKBOOK.key).count()) == ({}, 1)
    job = carried_out()
    upload = Upload.objects.get()
    assert (job.state, job.error) == (JobState.DONE, "")
    assert amounts() == {"客运站迁建工程": 40 * WAN}
    assert (upload.state, upload.outcome["added"], upload.outcome["left_out"]) == (
        UploadState.APPLIED,
        1,
        1,
    )
    assert EntrySource.objects.count() == 1
    assert client.get(first.url)["Location"] == job.leads_to
    again = client.post(
        reverse("investment:import_preview", args=[upload.pk]), {"fingerprint": "x"}, follow=True
    )
    assert "这个文件此前已经导入，没有重复处理。" in page_text(again)
    assert AuditEvent.objects.filter(action="upload.apply").count() == 1


def test_what_changed_since_the_preview_is_not_written_and_no_tick_is_lost(
    client, previewed, second_project, make_entry
):
    pressed(client, previewed, without=["7月!4"])
    make_entry(second_project)
    job = carried_out()
    assert (job.state, job.error) == (
        JobState.FAILED,
        "预览之后数据有变动，没有导入，请按下面的新预览核对后再确认",
    )
    assert amounts() == {"客运站迁建工程": 100 * WAN}
    upload = Upload.objects.get()
    assert (upload.state, upload.parameters["choice"]["left_out"]) == (
        UploadState.PREVIEWED,
        ["7月!4"],
    )
    shown = page_text(client.get(reverse("jobs:job", args=[job.pk])))
    address = reverse("investment:import_preview", args=[upload.pk])
    assert f'href="{address}">返回原来的页面<' in shown
