"""A long paper is issued in the background: whole or not at all, and its number is nobody's until
it stands."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent, RoleAssignment
from conftest import page_text
from documents.printing import compiling
from figures.tests.scene import JUNE, sign_in
from jobs.carrying import carry_out
from jobs.holding import claim
from jobs.models import Job, JobState
from reports.models import IssuedPaper, WorkingPaper
from reports.papers.models import IssuedFile
from reports.papers.services import begin_paper, write_paper
from reports.papers.tests.test_pages import AUGUST_2, ISSUE, SCAN, digest_on, move, post

NUMBER = "示发改〔2019〕21号"


@pytest.fixture(autouse=True)
def _long(monkeypatch):
    monkeypatch.setattr("reports.papers.issuing.LINES_AT_ONCE", 0)


@pytest.fixture
def working(county, lines, approver):
    said = {"county": county, "by": approver, "today": AUGUST_2}
    return begin_paper(kind="half_year", month=JUNE, **said)


def registered(client, paper):
    page = client.get(reverse("papers:working", args=[paper.pk]))
    said = {"document_number": NUMBER, "signer": "赵审定", "issued_on": "2019-08-01"}
    said |= {"read": digest_on(page), "version": paper.version}
    return client.post(reverse("papers:register", args=[paper.pk]), said)


def carried_out(job):
    carry_out(claim(job.pk, "a"))
    job.refresh_from_db()
    return job


def test_what_was_read_goes_out_with_its_scan_once_its_files_are_written(client, lines, approver):
    sign_in(client, approver)
    page = client.get(ISSUE)
    scan = SimpleUploadedFile("稿纸.pdf", SCAN, "application/pdf")
    answer = post(client, read=digest_on(page), scan=scan)
    job = Job.objects.get()
    address = reverse("jobs:job", args=[job.pk])
    assert answer.url == address
    assert job.title == f"登记印发半年工作总结（截至2019年6月底，{NUMBER}）"
    assert "没有制成的，文号不占用" in page_text(client.get(address))
    assert not IssuedPaper.objects.exists()
    assert carried_out(job).state == JobState.DONE
    paper = IssuedPaper.objects.get()
    assert (paper.document_number, paper.issued_by, paper.as_of) == (
        NUMBER,
        approver,
        JUNE.last_day,
    )
    assert dict(paper.files.values_list("form", "content_type"))["scan"] == "application/pdf"
    assert paper.files.get(form="scan").content() == SCAN
    text = paper.files.get(form="text").content().decode()
    assert text == page.context["composed"].document.text
    assert client.get(address)["Location"] == reverse("papers:paper", args=[paper.pk])
    assert list(AuditEvent.objects.filter(action="paper.issue").values_list("actor_name")) == [
        (approver.signature,)
    ]


def test_a_second_press_finds_the_same_job_and_after_its_end_nothing_to_issue(
    client, working, approver
):
    sign_in(client, approver)
    first = registered(client, working)
    assert registered(client, working).url == first.url
    carried_out(Job.objects.get())
    assert WorkingPaper.objects.get().issued == IssuedPaper.objects.get()
    said = {"document_number": NUMBER, "signer": "赵审定", "issued_on": "2019-08-01"}
    again = client.post(
        reverse("papers:register", args=[working.pk]), said | {"read": "x", "version": 1}
    )
    assert again.status_code == 404
    assert IssuedPaper.objects.count() == 1


@pytest.mark.parametrize("meanwhile", ["a figure moved", "somebody wrote", "the right ended"])
def test_where_it_is_not_issued_nothing_of_it_stays(client, working, lines, approver, meanwhile):
    sign_in(client, approver)
    registered(client, working)
    job = Job.objects.get()
    if meanwhile == "a figure moved":
        move(lines[0], 999)
        told = "打开页面之后数字有变动，正文已按现在的数字写成，请看过后再印发"
    elif meanwhile == "somebody wrote":
        write_paper(paper=working, written={}, by=approver, version=1)
        told = "打开页面之后文稿又有改动，请看过后再保存"
    else:
        RoleAssignment.objects.filter(user=approver).update(role="leader")
        told = "您已没有办理这项任务的权限，没有办理"
    carried_out(job)
    assert (job.state, job.error) == (JobState.FAILED, told)
    assert (IssuedPaper.objects.count(), IssuedFile.objects.count()) == (0, 0)
    assert WorkingPaper.objects.get().issued is None
    shown = page_text(client.get(reverse("jobs:job", args=[job.pk])))
    assert told in shown
    assert f'href="{reverse("papers:working", args=[working.pk])}">返回原来的页面<' in shown


def test_what_can_be_said_at_once_stands_at_its_field(client, lines, approver):
    sign_in(client, approver)
    page = client.get(ISSUE)
    answer = post(client, read=digest_on(page), issued_on="2019-08-03")
    assert answer.status_code == 400
    assert "印发日期不能晚于今天" in page_text(answer)
    assert not Job.objects.exists()


def test_a_paper_too_long_for_a_picture_goes_out_without_one_and_says_so(
    client, lines, approver, monkeypatch
):
    """The picture is the largest of what is laid out: it alone runs out."""
    bounds = replace(compiling.BOUNDS, output=100_000)
    monkeypatch.setattr(compiling, "BOUNDS", bounds)
    sign_in(client, approver)
    post(client, read=digest_on(client.get(ISSUE)))
    job = carried_out(Job.objects.get())
    paper = IssuedPaper.objects.get()
    assert job.result == f"已登记印发：{paper}；长图太长，没有制作"
    forms = paper.files.values_list("form", flat=True)
    assert list(forms) == ["text", "docx", "pdf", "xlsx", "figures"]
