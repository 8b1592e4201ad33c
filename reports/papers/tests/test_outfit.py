"""In what a paper goes out: 材料, 简报, or 公文 with the paper as its annex."""

import datetime

import pytest
from django.urls import reverse

from documents.tests.opened import opened, rows_of, texts_of
from figures.tests.scene import JUNE, sign_in
from reports.models import WorkingPaper
from reports.papers.choices import Outfit, PaperChoices
from reports.papers.composing import compose
from reports.papers.frozen import FrozenFigures
from reports.papers.models import FileForm
from reports.papers.services import issue_paper
from reports.papers.tests.test_writing import WORDING

JULY_5 = datetime.date(2019, 7, 5)
AUGUST_2 = datetime.date(2019, 8, 2)
NAME = "2019年上半年重点项目建设工作总结"
SIGNED = ["示范县发展和改革局", "2019年7月5日"]


@pytest.fixture
def issued(county, approver, lines):
    def written(kind="half_year", **chosen):
        choices = PaperChoices("发展和改革局", outfit=Outfit(**chosen))
        composed = compose(county, kind, JUNE, choices, AUGUST_2)
        paper = issue_paper(
            county=county,
            kind=kind,
            month=JUNE,
            by=approver,
            today=AUGUST_2,
            issued_on=JULY_5,
            document_number="示发改〔2019〕12号",
            signer="赵局长",
            read=composed.digest,
            choices=choices,
        )
        return paper, opened(paper.files.get(form=FileForm.DOCX).content())

    return written


def test_a_summary_goes_out_as_material_that_is_signed_and_dated(issued):
    _, file = issued()
    texts = texts_of(file)
    assert texts[0].replace("\n", "").endswith(NAME)
    assert texts[-2:] == SIGNED
    assert not file.tables


def test_a_bulletin_has_its_head(issued):
    _, file = issued("bulletin", issue="第6期", copied_to="县委督查室")
    assert texts_of(file)[:4] == [
        "重点项目建设简报",
        "第6期",
        "示发改〔2019〕12号",
        "示范县发展和改革局\t2019年7月5日",
    ]
    assert rows_of(file.tables[-1]) == [["送：县委督查室。"]]


def test_a_notice_has_its_own_head_goes_down_and_is_signed(issued):
    _, file = issued("bulletin", vessel="通报", issue="第6期", addressee="各镇人民政府")
    texts = texts_of(file)
    assert texts[:3] == ["重点项目建设通报", "第6期", "示发改〔2019〕12号"]
    assert "签发人" not in "".join(texts)
    assert "各镇人民政府：" in texts
    assert texts.index(SIGNED[0]) < texts.index(SIGNED[1])


def test_what_goes_up_about_something_says_about_once(issued):
    paper, file = issued("briefing", vessel="公文")
    assert paper.title == "关于报送2019年上半年重点项目建设情况的报告"
    told = "现将《关于2019年上半年重点项目建设情况的汇报》随文报送，请审阅。"
    assert told in texts_of(file)


def test_a_summary_goes_up_as_the_annex_of_a_report(issued):
    paper, file = issued(vessel="公文", addressee="县委、县人民政府")
    texts = texts_of(file)
    assert paper.title == f"关于报送{NAME}的报告"
    assert texts[:2] == ["示范县发展和改革局文件", "示发改〔2019〕12号\t签发人：赵局长"]
    assert texts[3:11] == [
        "县委、县人民政府：",
        f"现将《{NAME}》随文报送，请审阅。",
        "特此报告。",
        f"附件：{NAME}",
        *SIGNED,
        "附件",
        NAME,
    ]
    assert rows_of(file.tables[-1]) == [["示范县发展和改革局办公室\t2019年7月5日印发"]]
    # Its figures, which stand in the annex, are alive and kept.
    kept = FrozenFigures.read(paper.files.get(form=FileForm.FIGURES).content())
    assert set(file.element.xpath("//w:sdtPr/w:alias/@w:val")) == set(kept.printed)
    assert "县级.全部.完成率" in kept.printed
    text = paper.files.get(form=FileForm.TEXT).content().decode()
    assert f"附件：{NAME}" in text.splitlines()


def test_in_what_it_goes_out_is_chosen_before_it_is_issued_and_shown(client, lines, approver):
    sign_in(client, approver)
    page = client.get(reverse("papers:issue"), {"vessel": "公文", "addressee": "县人民政府"})
    composed = page.context["composed"]
    assert composed.document.title == f"关于报送{NAME}的报告"
    assert [annex.title for annex in composed.document.annexes] == [NAME]
    body = page.content.decode()
    assert f"现将《{NAME}》随文报送，请审阅。" in body
    assert "一、重点项目建设进展情况" in body


def test_who_writes_on_a_paper_chooses_in_what_it_goes_out(client, county, lines, approver):
    sign_in(client, approver)
    client.post(reverse("papers:begin"), {"kind": "half_year", "month": str(JUNE)})
    paper = WorkingPaper.objects.get()
    address = reverse("papers:working", args=[paper.pk])
    typed = WORDING | {"vessel": "公文", "addressee": "市发展和改革委员会"}
    typed |= {"version": paper.version}
    assert client.post(address, typed).status_code == 302
    paper.refresh_from_db()
    outfit = Outfit("公文", addressee="市发展和改革委员会")
    assert PaperChoices.read(paper.choices).outfit == outfit
    form = client.get(address).context["form"]
    assert (form["vessel"].initial, form["addressee"].initial) == ("公文", "市发展和改革委员会")
    unheard_of = typed | {"vessel": "令", "version": paper.version}
    assert client.post(address, unheard_of).status_code == 400
