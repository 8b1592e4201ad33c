"""上报数, 核定数 and 上级认定数: three numbers of one project, and a figure says by which it is."""

import datetime
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from conftest import page_text
from figures.book import FigureBook, UnknownFigure, check_book
from figures.coverage import coverage_of
from figures.facts import load_facts
from figures.keys import Key
from figures.reckoning import USUAL, Reckoning
from figures.rows_page import rows_page
from figures.tests.scene import JUNE, make_line, sign_in
from figures.writers import rows_workbook
from investment.basis import Basis
from investment.models import PaceKind, PaceRule
from investment.services import recognise, take_back
from investment.services.recognised import RecognisedBy
from measures.money import WAN
from measures.months import Month
from projects.models import Tier

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2019, 8, 2)
PAPER = RecognisedBy("市发改投资〔2019〕7号", datetime.date(2019, 7, 20))
REPORTED, RECOGNISED = Reckoning(Basis.REPORTED), Reckoning(Basis.RECOGNISED)
DONE = "市级.全部.完成投资"


@pytest.fixture
def recognised(county, approver):
    """Registers, in 万元, what the city recognised of a line."""

    def register(line, wan, month=JUNE, paper=PAPER):
        (row,) = recognise(
            county=county,
            plan=line.plan,
            month=month,
            amounts={line.project_id: wan * WAN},
            paper=paper,
            by=approver,
            today=TODAY,
        )
        return row

    return register


@pytest.fixture
def lines(unit_a, unit_b, recognised):
    """On the city's list 滨河路, reported 550, verified 500, recognised 480, and 城南学校, reported
    300 alone; on the county's 老街, reported 100. 1000 is planned of each."""
    road = make_line(unit_a, "滨河路", 1000, {5: 400, 6: 150}, tier=Tier.MUNICIPAL)
    road.project.entries.filter(month=6).update(
        verified_month_amount=100 * WAN, verified_year_to_date=500 * WAN
    )
    school = make_line(unit_b, "城南学校", 1000, {6: 300}, tier=Tier.MUNICIPAL)
    make_line(unit_a, "老街", 1000, {6: 100})
    recognised(road, 480)
    return road, school


def told(book, *names, of="市级.全部", by=""):
    return [book[f"{of}{by}.{name}"].text() for name in names]


NAMES = ("完成投资", "本月完成投资", "完成率", "超序时", "报送数", "落后数")


def test_a_figure_is_by_the_numbers_that_its_key_names(county, lines):
    book = FigureBook(load_facts(county, JUNE))
    assert told(book, *NAMES) == ["800", "400", "40.00", "−10.00", "2", "1"]
    assert told(book, *NAMES, by=".口径=核定") == told(book, *NAMES)
    assert told(book, *NAMES, by=".口径=上报") == ["850", "450", "42.50", "−7.50", "2", "1"]
    # Of 城南学校 the city has recognised nothing: that is not known, and no zero. What 滨河路 had
    # done by May is not known either, nor what of it is June's.
    recognised = ["480", "—", "24.00", "−26.00", "1", "1"]
    assert told(book, *NAMES, by=".口径=上级认定") == recognised
    assert book["市级.全部.口径=上级认定.完成投资"].rows[1].light.word == "未认定"
    assert book["市级.全部.口径=上级认定.未报送数"].text() == "1"
    assert told(book, "完成投资", of="县级.全部", by=".口径=上级认定") == ["—"]
    of_unit = "市级.新建.填报单位=交通运输局"
    assert told(book, "完成投资占比", of=of_unit, by=".口径=上报") == ["64.71"]


def test_a_key_without_a_basis_means_what_it_always_did(county, lines):
    book = FigureBook(load_facts(county, JUNE))
    assert book["市级.全部.口径=核定.完成投资"].key == DONE
    assert book["市级.全部.口径=上报.填报单位=交通运输局.完成投资"].key == (
        "市级.全部.填报单位=交通运输局.口径=上报.完成投资"
    )
    for wrong in ("口径=认定", "口径", "口径=上报.口径=上报", "进度=季度"):
        with pytest.raises(UnknownFigure):
            book[f"市级.全部.{wrong}.完成投资"]
    assert [key for key in book if "口径" in key] == []


def test_a_book_by_another_basis_names_it_in_all_its_keys(county, lines):
    facts = load_facts(county, JUNE)
    book = FigureBook(facts.reckoned(REPORTED))
    figure = book["市级.全部.完成率较上月"]
    assert (figure.key, figure.text()) == ("市级.全部.口径=上报.完成率较上月", "+22.50")
    assert {Key.parse(key).basis for key in book} == {Basis.REPORTED}
    assert book["市级.全部.口径=核定.完成投资"].text() == "800"
    # The same by the book of all the others.
    assert FigureBook(facts)[figure.key] == figure


@pytest.mark.parametrize("reckoning", [USUAL, REPORTED, RECOGNISED])
def test_parts_add_up_by_every_basis(county, lines, reckoning):
    book = FigureBook(load_facts(county, JUNE).reckoned(reckoning))
    check_book(book)
    for start in ("市级", "县级", "市级+县级"):
        whole = book.of(start, "合计", "完成投资").value
        parts = [
            book.of(start, f"合计.{cut}", "完成投资").value
            for cut in ("填报单位=交通运输局", "填报单位=水利局")
            if book.cuts.knows(Key.parse(f"{start}.合计.{cut}.完成投资").cuts[0])
        ]
        assert sum(filter(None, parts)) == (whole or 0)


def test_what_is_recognised_stands_until_a_later_document(county, lines, recognised, approver):
    road, school = lines

    def of_june():
        book = FigureBook(load_facts(county, JUNE))
        return told(book, "完成投资", "完成率", by=".口径=上级认定")

    recognised(road, 500)
    assert of_june() == ["500", "25.00"]
    zero = recognised(school, 0)
    assert of_june() == ["500", "25.00"]
    later = RecognisedBy("市发改投资〔2019〕9号", datetime.date(2019, 7, 30))
    take_back(amounts=[zero], paper=later, by=approver, today=TODAY)
    rows = FigureBook(load_facts(county, JUNE))["市级.全部.口径=上级认定.完成投资"].rows
    assert [row.done for row in rows] == [500 * WAN, None]
    # A later month is told from it, and says what is June's share of it.
    recognised(road, 560, Month(2019, 7))
    july = FigureBook(load_facts(county, Month(2019, 7)))
    assert told(july, "完成投资", "本月完成投资", by=".口径=上级认定") == ["560", "60"]
    assert told(july, "完成投资") == ["800"]


def test_the_words_say_by_whose_numbers_it_is(county, lines):
    book = FigureBook(load_facts(county, JUNE))
    page = rows_page(book.by(RECOGNISED), "市级.全部.口径=上级认定.完成投资", scope="示范县")
    assert page.heading == "市级重点项目的完成投资（上级认定数）"
    assert page.about == [
        ("认定情况", "2个项目中上级认定1个"),
        ("数据口径", "用上级认定数，没有认定的不计、不作零"),
    ]
    heads = [head.title for head in page.heads]
    assert "累计完成（上级认定数）" in heads
    assert "6月认定" in heads
    assert coverage_of(page.figure.rows).in_full == (
        "2个单位中有上级认定的1个，2个项目中上级认定1个"
    )
    sheet = load_workbook(io.BytesIO(rows_workbook(page))).active
    titles = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "累计完成（上级认定数）" in titles
    assert "本月认定" in titles
    reported = rows_page(book.by(REPORTED), "市级.全部.口径=上报.完成投资", scope="示范县")
    assert reported.figure.basis == "已审定的填报，用单位上报数，核定数不计"
    assert reported.heading == "市级重点项目的完成投资（上报数）"


def test_a_figures_page_opens_by_its_basis_and_offers_the_others(client, county, lines, leader):
    def text(key):
        address = reverse("figures:rows", args=[JUNE, key])
        return page_text(sign_in(client, leader).get(address))

    usual, reported = text(DONE), text("市级.全部.口径=上报.完成投资")
    assert "500" in usual
    assert "550" in reported
    assert "市级重点项目的完成投资（上报数）" in reported
    assert reverse("figures:rows", args=[JUNE, "市级.全部.口径=上级认定.完成投资"]) in reported
    assert reverse("figures:rows", args=[JUNE, DONE]) in reported
    address = reverse("figures:rows", args=[JUNE, "市级.全部.口径=旁人.完成投资"])
    assert client.get(address).status_code == 404


def test_the_command_prints_by_the_basis_and_the_pace_that_are_asked(county, lines):
    def printed(*asked):
        out = io.StringIO()
        call_command("figures", "--as-of", "2019-06-30", *asked, stdout=out)
        return {key: figure["value"] for key, figure in json.loads(out.getvalue()).items()}

    assert printed("--key", DONE, "--basis", "上报") == {DONE: "850"}
    assert printed("--basis", "上报")["市级.全部.口径=上报.完成投资"] == "850"
    with pytest.raises(CommandError, match="没有“市级"):
        printed("--key", "市级.全部.超序时", "--pace", "季度目标")


# --- Pace --------------------------------------------------------------------------------


@pytest.fixture
def for_choice(county):
    """Rules that move no figure by themselves."""

    def keep(kind, shares, plan=None, since=datetime.date(2019, 1, 1)):
        PaceRule.objects.create(
            county=county,
            plan=plan,
            from_date=since,
            kind=kind,
            shares=shares,
            source="县政发〔2019〕3号",
            is_for_choice=True,
        )

    return keep


def test_a_figure_is_held_against_the_pace_that_its_key_names(county, lines, for_choice):
    for_choice(PaceKind.QUARTERS, "20,45,75,100")
    for_choice(PaceKind.CURVE, "0,0,10,20,30,35,55,65,75,85,95,100")
    for_choice(PaceKind.FIXED, "62.5", since=datetime.date(2019, 6, 1))
    book = FigureBook(load_facts(county, JUNE))
    names = ("序时进度", "超序时", "落后数")
    assert told(book, *names) == ["50.00", "−10.00", "1"]
    assert told(book, *names, by=".进度=月数") == ["50.00", "−10.00", "1"]
    assert told(book, *names, by=".进度=半月") == ["50.00", "−10.00", "1"]
    assert told(book, *names, by=".进度=季度目标") == ["45.00", "−5.00", "1"]
    assert told(book, *names, by=".进度=进度曲线") == ["35.00", "+5.00", "1"]
    assert told(book, *names, by=".进度=当月定值") == ["62.50", "−22.50", "2"]
    both = book["市级.全部.口径=上报.进度=季度目标.超序时"]
    assert (both.text(), both.indicator.formula.lower.basis_over(both.rows)) == (
        "−2.50",
        "按季度目标（县政发〔2019〕3号）",
    )
    # Of July nobody told a percentage.
    assert book.at(Month(2019, 7)).get("市级.全部.进度=当月定值.超序时") is None


def test_a_pace_that_a_list_has_no_rule_of_is_no_figure(county, lines, for_choice):
    for_choice(PaceKind.QUARTERS, "20,45,75,100", plan=lines[0].plan)
    book = FigureBook(load_facts(county, JUNE))
    assert book["市级.全部.进度=季度目标.序时进度"].text() == "45.00"
    for start in ("县级", "市级+县级"):
        with pytest.raises(UnknownFigure):
            book[f"{start}.全部.进度=季度目标.序时进度"]
