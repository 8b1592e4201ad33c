"""Issuing on a page, handing out, what moved since, and the way to a later paper."""

import datetime
import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.trail.audit import audited
from accounts.trail.facts import changed_since, facts_of
from conftest import page_text
from figures.tests.scene import JUNE, enter, sign_in
from investment.models import MonthlyEntry
from measures.money import WAN
from measures.months import Month
from reports.models import IssuedPaper
from reports.papers.choices import PaperChoices
from reports.papers.services import issue_paper

AUGUST_2 = datetime.date(2019, 8, 2)
SCAN = b"%PDF-1.4\nstartxref\n0\n%%EOF\n"
ISSUE = reverse("papers:issue")


def digest_on(page):
    return re.search(r'name="read" value="(\w+)"', page.content.decode())[1]


def post(client, **typed):
    said = {"document_number": "示发改〔2019〕21号", "signer": "赵审定", "issued_on": "2019-08-01"}
    return client.post(f"{ISSUE}?kind=half_year&month=2019-06", said | typed)


@pytest.fixture
def paper(county, lines, approver):
    return issue_paper(county=county, kind="half_year", month=JUNE, by=approver, today=AUGUST_2)


def move(line, amount):
    """Another total of June, told by the trail."""
    entry = MonthlyEntry.objects.get(project=line.project, month=6)
    before = facts_of(entry)
    entry.month_amount = entry.year_to_date = amount * WAN
    entry.save()
    with audited(by=None) as audit:
        county = line.project.county
        changes = changed_since(before, entry)
        audit.record(entry, "entry.correct", county=county, changes=changes)


def test_what_was_read_is_registered_with_its_number_and_its_scan(client, lines, approver):
    sign_in(client, approver)
    page = client.get(ISSUE)
    assert page.context["month"] == JUNE
    scan = SimpleUploadedFile("稿纸.pdf", SCAN, "application/pdf")
    answer = post(client, read=digest_on(page), scan=scan)
    paper = IssuedPaper.objects.get()
    assert answer.url == reverse("papers:paper", args=[paper.pk])
    assert (paper.document_number, paper.signer, paper.issued_on, paper.issued_by) == (
        "示发改〔2019〕21号",
        "赵审定",
        datetime.date(2019, 8, 1),
        approver,
    )
    assert [file.form for file in paper.files.all()] == [
        "text",
        "docx",
        "pdf",
        "xlsx",
        "picture",
        "figures",
        "scan",
    ]
    handed = client.get(reverse("papers:download", args=[paper.pk, "scan"]))
    assert (handed.content, handed.headers["Content-Type"]) == (SCAN, "application/pdf")
    text = client.get(reverse("papers:download", args=[paper.pk, "text"])).content
    assert text == page.context["composed"].document.text.encode()


def test_what_is_chosen_is_what_goes_out_and_is_kept(client, lines, approver):
    sign_in(client, approver)
    asked = f"{ISSUE}?kind=half_year&month=2019-06&decimals=2"
    page = client.get(asked)
    said = {"document_number": "21号", "signer": "赵审定", "issued_on": "2019-08-01"}
    answer = client.post(asked, said | {"read": digest_on(page)})
    paper = IssuedPaper.objects.get()
    assert answer.url == reverse("papers:paper", args=[paper.pk])
    assert PaperChoices.read(paper.choices) == PaperChoices("发展和改革局", decimals=2)
    text = paper.files.get(form="text").content().decode()
    assert "45.16%" in text
    assert client.get(f"{ISSUE}?decimals=7").status_code == 404


def test_the_charts_of_a_bulletin_are_left_out_where_their_box_is_not_ticked(
    client, lines, approver
):
    sign_in(client, approver)

    def charts(**asked):
        page = client.get(ISSUE, {"kind": "bulletin", "month": "2019-06"} | asked)
        return page.context["asked"]["charts"].value(), len(
            page.context["composed"].document.charts
        )

    shown = charts()
    assert (shown[0], shown == charts(decimals=1, charts="on")) == (True, True)
    assert charts(decimals=1) == (False, 0)
    assert shown[1] > 0


def test_the_notes_of_the_office_do_not_go_out(paper):
    assert "报送情况" not in paper.files.get(form="text").content().decode()


def test_what_moved_since_it_was_read_is_not_issued(client, lines, approver):
    sign_in(client, approver)
    read = digest_on(client.get(ISSUE))
    move(lines[2], 1400)
    answer = post(client, read=read)
    assert answer.status_code == 409
    assert "打开页面之后数字有变动，正文已按现在的数字写成，请看过后再印发" in page_text(answer)
    assert "示发改〔2019〕21号" in page_text(answer)
    assert digest_on(answer) != read
    assert not IssuedPaper.objects.exists()


def test_a_scan_that_is_none_is_told_and_nothing_is_kept(client, lines, approver):
    sign_in(client, approver)
    scan = SimpleUploadedFile("稿纸.pdf", b"text", "application/pdf")
    answer = post(client, read=digest_on(client.get(ISSUE)), scan=scan)
    assert answer.status_code == 400
    assert "不是 PDF、JPEG 或 PNG 文件" in page_text(answer)
    assert not IssuedPaper.objects.exists()


def test_a_withdrawn_paper_says_by_which(client, county, paper, approver):
    later = issue_paper(
        county=county,
        kind="half_year",
        month=JUNE,
        by=approver,
        today=AUGUST_2,
        withdraws=paper,
        reason="数字有误",
    )
    sign_in(client, approver)
    page = page_text(client.get(reverse("papers:paper", args=[paper.pk])))
    link = f'<a href="{reverse("papers:paper", args=[later.pk])}">{later}</a>'
    assert f"这份公文已由{link}撤销，理由：数字有误。" in page
    listed = page_text(client.get(reverse("papers:issued")))
    assert (listed.count(">已撤销<"), listed.count(">有效<")) == (1, 1)


def test_what_moved_since_stands_on_a_page_with_its_cause(client, paper, lines, leader):
    sign_in(client, leader)
    address = reverse("papers:differences", args=[paper.pk])
    assert "印发以来没有变动" in page_text(client.get(address))
    move(lines[2], 1400)
    [done] = [c for c in client.get(address).context["changed"] if c.key == "县级.全部.完成投资"]
    assert (done.then, done.now, [cause.kind for cause in done.causes]) == (
        "2,800",
        "2,700",
        ["更正"],
    )


@pytest.mark.slow
def test_a_later_paper_is_reached_from_an_earlier_one(client, county, paper, lines, approver):
    enter(lines[0].project, 7, month_amount=100 * WAN, year_to_date=600 * WAN)
    july = issue_paper(
        county=county, kind="bulletin", month=Month(2019, 7), by=approver, today=AUGUST_2
    )
    sign_in(client, approver)
    address = reverse("papers:bridge", args=[paper.pk, july.pk])
    assert address in client.get(reverse("papers:paper", args=[paper.pk])).content.decode()
    bridge = client.get(address).context["bridge"]
    [done] = [step for step in bridge.steps if step.key == "县级.全部.完成投资"]
    assert done.name == "县级重点项目的完成投资"
    assert (done.first, done.restated, done.last) == ("2,800", "2,800", "2,900")
    back = client.get(reverse("papers:bridge", args=[july.pk, paper.pk]))
    assert back.status_code == 404


def test_a_lost_file_is_told_where_it_is_missed(client, paper, approver):
    for file in paper.files.all():
        default_storage.delete(file.file.name)
    sign_in(client, approver)
    page = page_text(client.get(reverse("papers:paper", args=[paper.pk])))
    assert "正文的文件不见了" in page
    assert client.get(reverse("papers:differences", args=[paper.pk])).status_code == 410
    assert client.get(reverse("papers:download", args=[paper.pk, "docx"])).status_code == 410


def test_the_kind_that_is_begun_is_no_field_to_be_seen(client, approver, county):
    page = sign_in(client, approver).get(reverse("papers:issued")).content.decode()
    assert page.count('<input type="hidden" name="kind"') == 1
    assert "Kind" not in page
