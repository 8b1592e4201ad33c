"""A paper is by the numbers and the pace that were chosen of it, and so is every figure in it."""

import datetime
import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.errors import DomainError
from accounts.trail.audit import audited
from conftest import page_text
from figures.keys import Key
from figures.reckoning import Reckoning
from figures.tests.scene import JUNE, sign_in
from investment.basis import Basis
from investment.models import PaceKind, PaceRule
from investment.services import recognise
from investment.services.recognised import RecognisedBy
from measures.money import WAN
from reports.models import IssuedPaper
from reports.papers.choices import PaperChoices
from reports.papers.comparing import differences_of
from reports.papers.composing import compose
from reports.papers.kinds import kind_named
from reports.papers.services import begin_paper, issue_paper
from reports.papers.tests.test_writing import WORDING, lines_of

pytestmark = pytest.mark.django_db

AUGUST_2 = datetime.date(2019, 8, 2)


@pytest.fixture
def verified(lines):
    """Of the school 1500 were reported and 1200 verified: of all 2800 and 2500 of 6200."""
    lines[2].project.entries.update(
        verified_month_amount=1200 * WAN, verified_year_to_date=1200 * WAN
    )
    return lines


def text_by(county, kind="half_year", **chosen):
    choices = replace(kind_named(kind).begun(county), **chosen)
    return compose(county, kind, JUNE, choices, AUGUST_2)


def keys_of(composed):
    return {run.key for run in composed.document.figures}


def test_a_paper_tells_the_numbers_that_are_chosen_and_says_so(county, verified):
    usual = text_by(county)
    assert "完成投资2500万元，占年度计划的40.3%" in usual.document.text
    assert {Key.parse(key).basis for key in keys_of(usual)} == {None}
    reported = text_by(county, basis="上报")
    assert "完成投资2800万元，占年度计划的45.2%" in reported.document.text
    assert {Key.parse(key).basis for key in keys_of(reported)} == {Basis.REPORTED}
    assert reported.document.text.splitlines()[-1] == "注：本文完成投资为单位上报数，核定数不计。"
    assert "注：本文" not in usual.document.text


def test_what_is_not_recognised_is_told_as_unknown(county, verified, approver):
    text = text_by(county, basis="上级认定").document.text
    assert "完成投资尚未经上级认定" in text
    recognise(
        county=county,
        plan=verified[0].plan,
        month=JUNE,
        amounts={verified[2].project_id: 1100 * WAN},
        paper=RecognisedBy("市发改投资〔2019〕7号", datetime.date(2019, 7, 20)),
        by=approver,
        today=AUGUST_2,
    )
    composed = text_by(county, basis="上级认定")
    assert "完成投资1100万元，占年度计划的17.7%" in composed.document.text
    told = composed.to_write(None).basis
    assert any("上级认定1个" in line for line in told)


def test_a_click_opens_the_rows_by_the_papers_numbers(client, county, verified, reviewer):
    paper = begin_paper(county=county, kind="half_year", month=JUNE, by=reviewer, today=AUGUST_2)
    sign_in(client, reviewer)
    address = reverse("papers:working", args=[paper.pk])
    typed = WORDING | {"basis": "上报", "next": "已完成{县级.全部.完成投资}。", "version": 1}
    assert client.post(address, typed).url == address
    page = client.get(address)
    assert "已完成2800万元。" in lines_of(page)
    key = "县级.全部.口径=上报.完成投资"
    opened = reverse("figures:rows", args=[JUNE, key])
    assert opened in page_text(page)
    rows = client.get(opened).context["page"]
    assert (rows.figure.text(), [row.done // WAN for row in rows.rows]) == (
        "2800",
        [500, 800, 1500],
    )
    # Changed back, what people wrote follows.
    assert client.post(address, typed | {"basis": "核定", "version": 2}).url == address
    assert "已完成2500万元。" in lines_of(client.get(address))


@pytest.mark.slow
def test_what_was_issued_keeps_its_basis_when_it_is_held_against_today(county, verified, approver):
    choices = replace(kind_named("half_year").begun(county), basis="上报")
    composed = compose(county, "half_year", JUNE, choices, AUGUST_2)
    paper = issue_paper(
        county=county,
        kind="half_year",
        month=JUNE,
        by=approver,
        today=AUGUST_2,
        choices=choices,
        read=composed.digest,
    )
    school = verified[2].project.entries.get()
    with audited(by=approver) as audit:
        school.verified_year_to_date = 900 * WAN
        school.save()
        audit.record(
            school,
            "entry.verify",
            county=county,
            changes={"verified_year_to_date": [1200 * WAN, 900 * WAN]},
        )
    assert differences_of(paper) == ()
    with audited(by=approver) as audit:
        school.month_amount = school.year_to_date = 1600 * WAN
        school.save()
        audit.record(
            school,
            "entry.correct",
            county=county,
            changes={
                "month_amount": [1500 * WAN, 1600 * WAN],
                "year_to_date": [1500 * WAN, 1600 * WAN],
            },
        )
    changed = {each.key: each for each in differences_of(paper)}
    done = changed["县级.全部.口径=上报.完成投资"]
    kinds = [cause.kind for cause in done.causes]
    assert (done.then, done.now, kinds) == ("2,800", "2,900", ["更正"])


# --- Pace --------------------------------------------------------------------------------


def test_a_paper_is_held_against_the_pace_that_is_chosen(county, verified):
    with pytest.raises(DomainError) as error:
        text_by(county, pace="季度目标")
    assert error.value.message == (
        "县级没有设定“按季度目标”的进度规则，请先在“进度规则”里设定（可以仅供选用）"
    )
    PaceRule.objects.create(
        county=county,
        from_date=datetime.date(2019, 1, 1),
        kind=PaceKind.QUARTERS,
        shares="15,35,70,100",
        source="县政发〔2019〕3号",
        is_for_choice=True,
    )
    usual, quarters = text_by(county), text_by(county, pace="季度目标")
    assert "低于序时进度9.7个百分点" in usual.document.text
    assert "超季度目标（35.0%）5.3个百分点" in quarters.document.text
    assert "注：本文序时进度按季度目标（县政发〔2019〕3号）。" in quarters.document.text
    assert {Key.parse(key).pace for key in keys_of(quarters)} == {PaceKind.QUARTERS}
    assert "均衡进度" in text_by(county, pace="月数", pace_word="均衡进度").document.text


WORDS_OF_JULY_20 = "完成投资2800万元，占年度计划的45.2%，低于序时进度（54.2%）9.0个百分点"


@pytest.fixture
def half_months(county):
    """A rule that may be chosen."""
    PaceRule.objects.create(
        county=county,
        from_date=datetime.date(2019, 1, 1),
        kind=PaceKind.HALVES,
        source="县政发〔2019〕3号",
        is_for_choice=True,
    )


def told_by(*command):
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.mark.slow
def test_a_command_issues_by_the_numbers_the_pace_and_the_day_that_it_names(
    county, verified, half_months
):
    asked = ("--as-of", "2019-07-20", "--basis", "上报", "--pace", "半月")
    *_, number = told_by("issue_report", "half_year", *asked).splitlines()
    paper = IssuedPaper.objects.get(pk=number)
    choices = PaperChoices.read(paper.choices)
    assert (paper.as_of, choices.until) == (datetime.date(2019, 7, 20),) * 2
    assert choices.reckoning == Reckoning(Basis.REPORTED, PaceKind.HALVES)
    text = paper.files.get(form="text").content().decode()
    assert "截至7月20日，3个县级重点建设项目" + WORDS_OF_JULY_20 in text


def test_a_command_writes_the_summary_by_the_numbers_the_pace_and_the_day_that_it_names(
    county, verified, half_months
):
    asked = ("--as-of", "2019-07-20", "--basis", "上报", "--pace", "半月")
    text = told_by("summary", *asked)
    assert "截至7月20日，3个县级重点建设项目" + WORDS_OF_JULY_20 in text
    assert "完成投资为单位上报数，核定数不计；序时进度已过半月数 ÷ 24" in text
    assert "完成投资2500万元，占年度计划的40.3%" in told_by("summary", "--as-of", "2019-06-30")
    with pytest.raises(CommandError, match=r"县级没有设定“.+”的进度规则"):
        told_by("summary", "--as-of", "2019-06-30", "--pace", "当月定值")
