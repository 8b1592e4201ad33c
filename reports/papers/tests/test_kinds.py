"""A kind of paper is registered, and all that is done with papers is done with it."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Unit
from conftest import page_text
from documents.paragraphs import Document, Paragraph, Style, plain
from documents.runs import runs
from documents.tests.opened import opened, texts_of
from figures.keys import Narrowing, with_cuts
from figures.tests.scene import JUNE, sign_in
from jobs.models import Job
from measures.months import Month
from reports.models import IssuedPaper, WorkingPaper
from reports.papers import kinds
from reports.papers.comparing import bridge_of, differences_of
from reports.papers.current import address_now
from reports.papers.files import LINES_AT_ONCE
from reports.papers.kinds import KindOfPaper, Matter
from reports.papers.models import PaperKind
from reports.papers.selectors import follow
from reports.papers.services import begin_paper, issue_paper, write_paper
from reports.papers.tests.test_pages import AUGUST_2, move
from reports.prose.told import Paper

UNITS = Matter(
    "单位",
    lambda county, user: {
        str(unit.pk): unit.name for unit in Unit.objects.filter(parent=county).order_by("pk")
    },
)


def compose(asked):
    """交通运输局情况: what one unit has completed."""
    unit = Unit.objects.get(pk=asked.choices.about[0])
    group = with_cuts("全部", [Narrowing("填报单位", unit.name)])
    done = Paper(asked.book, asked.choices.for_prose()).of("县级", group=group).count("完成投资")
    return Document(
        asked.facts.month,
        (
            Paragraph(Style.TITLE, plain(f"{unit.name}情况")),
            Paragraph(Style.BODY, runs(f"完成投资{done}万元。")),
        ),
    )


@pytest.fixture
def kind(monkeypatch):
    found = KindOfPaper(PaperKind.CARD, compose, about=UNITS)
    monkeypatch.setattr(kinds, "_registered", kinds._registered | {PaperKind.CARD: found})
    return found


def test_it_is_read_as_it_is_now_and_handed_out_without_being_drafted(
    client, kind, lines, unit_b, leader
):
    sign_in(client, leader)
    page = client.get(address_now(PaperKind.CARD, unit_b.pk))
    assert page.context["composed"].document.text == "水利局情况\n完成投资2300万元。\n"
    address = reverse("papers:now_file", args=["card", "docx"])
    answer = client.get(address, {"about": unit_b.pk, "month": str(JUNE)})
    assert texts_of(opened(answer.content))[:2] == ["水利局情况", "完成投资2300万元。"]
    for about in ("0", "x"):
        assert client.get(address_now(PaperKind.CARD, about)).status_code == 404
    assert client.get(reverse("papers:now", args=["card"])).status_code == 404


def test_no_large_file_is_made_about_what_is_not_offered(client, kind, lines, leader, monkeypatch):
    large = replace(kind, weight=lambda county, month, about: LINES_AT_ONCE + 1)
    monkeypatch.setitem(kinds._registered, PaperKind.CARD, large)
    address = reverse("papers:now_file", args=["card", "docx"])
    assert sign_in(client, leader).get(address, {"about": "0"}).status_code == 404
    assert not Job.objects.exists()


def test_it_is_drafted_about_what_was_chosen_and_written_on(
    client, kind, lines, unit_a, unit_b, reviewer
):
    sign_in(client, reviewer)
    form = client.get(reverse("papers:issued"), {"kind": "card"}).context["form"]
    assert form.fields["about"].choices[:2] == [
        ("", "（请选择单位）"),
        (str(unit_a.pk), "交通运输局"),
    ]
    asked = {"kind": "card", "month": str(JUNE)}
    assert "请选择单位" in page_text(client.post(reverse("papers:begin"), asked))
    client.post(reverse("papers:begin"), asked | {"about": unit_b.pk})
    paper = WorkingPaper.objects.get()
    assert (paper.about, str(paper)) == ((str(unit_b.pk),), "项目简介卡：水利局（截至2019-06-30）")
    boxes = client.get(reverse("papers:working", args=[paper.pk])).context["form"].fields
    assert not {"plan", "naming", "lists", "ticked", "left_out", "highlights"} & set(boxes)
    assert {"decimals", "pace_word", "opening", "next"} <= set(boxes)


def test_it_goes_on_from_the_last_one_about_the_same(kind, lines, county, unit_a, unit_b, reviewer):
    said = {"county": county, "kind": "card", "by": reviewer, "today": AUGUST_2}
    may = begin_paper(month=Month(2019, 5), about=(str(unit_b.pk),), **said)
    write_paper(paper=may, written={"下一步工作": "抓紧。"}, by=reviewer, version=1)
    same, another = (
        begin_paper(month=JUNE, about=(str(unit.pk),), **said) for unit in (unit_b, unit_a)
    )
    assert (same.choices["written"], another.choices["written"]) == ({"下一步工作": "抓紧。"}, {})


def test_it_is_issued_by_command_about_whom_it_is_told_and_in_the_vessel_it_is_told(
    kind, lines, capsys
):
    asked = ("issue_report", "card", "--as-of", "2019-06-30")
    call_command(*asked, "--about", "水利局", "--vessel", "公文")
    paper = IssuedPaper.objects.get(pk=int(capsys.readouterr().out.splitlines()[-1]))
    assert paper.title == "关于报送水利局情况的报告"
    move(lines[2], 1400)
    [changed] = differences_of(paper)
    assert (changed.key, changed.then, changed.now) == (
        "县级.全部.填报单位=水利局.完成投资",
        "2,300",
        "2,200",
    )
    with pytest.raises(CommandError, match="“气象局”不是可选的单位"):
        call_command(*asked, "--about", "气象局")
    with pytest.raises(CommandError, match="“局”不止一个，请写全名"):
        call_command(*asked, "--about", "局")
    with pytest.raises(CommandError, match="请选择单位"):
        call_command(*asked)


def test_it_is_issued_on_the_page_once_it_is_said_about_whom(client, kind, lines, unit_b, approver):
    sign_in(client, approver)
    asked = f"{reverse('papers:issue')}?kind=card&month=2019-06"
    page = client.get(asked)
    assert (page.context["composed"], page.context["fault"]) == (None, "请选择单位")
    asked = f"{asked}&about={unit_b.pk}"
    read = client.get(asked).context["composed"].digest
    said = {"document_number": "22号", "signer": "赵审定", "issued_on": "2019-08-01", "read": read}
    assert client.post(asked, said).status_code == 302
    assert IssuedPaper.objects.get().title == "水利局情况"


def test_papers_that_were_kept_before_they_were_about_anything_are_read(county, lines, approver):
    paper = issue_paper(county=county, kind="annual", month=JUNE, by=approver, today=AUGUST_2)
    kept = {name: value for name, value in paper.choices.items() if name not in ("about", "called")}
    assert kinds.PaperChoices.read(kept).about == ()


def test_it_leads_on_to_a_later_one_about_the_same_and_one_on_the_county_to_none_of_these(
    kind, lines, county, unit_a, unit_b, approver
):
    said = {"county": county, "by": approver, "today": AUGUST_2}
    about = {unit: (str(unit.pk),) for unit in (unit_a, unit_b)}
    may = issue_paper(kind="card", month=Month(2019, 5), about=about[unit_b], **said)
    whole = issue_paper(kind="bulletin", month=Month(2019, 5), **said)
    issue_paper(kind="card", month=JUNE, about=about[unit_a], **said)
    same = issue_paper(kind="card", month=JUNE, about=about[unit_b], **said)
    half = issue_paper(kind="half_year", month=JUNE, **said)
    assert (list(follow(may)), list(follow(whole))) == ([same], [half])
    [done] = [step for step in bridge_of(may, same).steps if step.key.endswith("完成投资")]
    assert (done.first, done.last) == ("300", "2,300")
