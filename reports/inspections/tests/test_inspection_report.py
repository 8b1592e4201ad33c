"""督查报告: what visits saw, asked for by when, and what was mended since."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from conftest import page_text
from documents.paragraphs import PhotoRow
from figures.tests.scene import JUNE, make_line, sign_in
from reports.papers.choices import PaperChoices
from reports.papers.composing import compose
from reports.papers.current import address_now
from reports.papers.kinds import kind_named
from reports.papers.models import IssuedPaper, PaperKind
from reports.papers.services import issue_paper
from reports.papers.tests.test_pages import AUGUST_2
from supervision.orders.services import close_order, issue_order
from supervision.tests.scene_inspections import TODAY, picture
from supervision.visits import services as visits

JULY_20 = date(2019, 7, 20)


@pytest.fixture
def school(unit_a):
    return make_line(unit_a, "城南学校", 1000, {6: 500}).project


@pytest.fixture
def road(unit_b):
    return make_line(unit_b, "城北公路", 1000, {6: 500}).project


def visit_on(county, by, day, kind="joint", looks_back_at=None):
    return visits.record_inspection(
        county=county, kind=kind, visited_on=day, team="县委督查室、发改局",
        looks_back_at=looks_back_at, by=by, today=TODAY,
    )  # fmt: skip


@pytest.fixture
def visit(county, inspector, approver, school, road, unit_a):
    """Of three findings one became a problem with an order that is closed, one was settled on the
    spot, one waits; one that was recorded by mistake is void."""
    visit = visit_on(county, inspector, JULY_20)

    def found(project, text):
        return visits.add_finding(inspection=visit, project=project, text=text, by=inspector)

    land = found(school, "30亩用地未批。")
    visits.add_photo(finding=land, content=picture(), by=inspector)
    land.refresh_from_db()
    problem = visits.raise_finding(
        finding=land, category="land", severity="general", suggestion="", by=inspector,
        version=land.version, today=JULY_20,
    )  # fmt: skip
    order = issue_order(
        problem=problem, addressee=unit_a, request="请办结用地手续。", workdays=5, by=approver,
        today=date(2019, 7, 22),
    )  # fmt: skip
    close_order(order=order, text="已批复", by=approver, version=order.version, today=TODAY)
    fence = found(road, "围挡破损。")
    visits.settle_finding(finding=fence, settled="当场更换。", by=inspector, version=fence.version)
    found(road, "台账不全。")
    void = found(school, "记错的。")
    visits.void_finding(finding=void, reason="记错", by=inspector, version=void.version)
    return visit


def report_on(county, *visits, **chosen):
    kind = kind_named(PaperKind.INSPECTION)
    choices = replace(kind.begun(county, tuple(str(each.pk) for each in visits)), **chosen)
    return compose(county, PaperKind.INSPECTION, JUNE, choices, AUGUST_2).document


def test_a_report_tells_where_one_went_what_was_found_asked_and_mended(county, visit):
    document = report_on(county, visit)
    assert document.text.splitlines() == [
        "关于2019年7月20日重点项目月度联合督查情况的报告",
        "一、督查安排",
        "2019年7月20日，县委督查室、发改局开展月度联合督查，实地查看城南学校、城北公路2个项目，"
        "涉及交通运输局、水利局，发现问题3个。",
        "二、发现的问题",
        "（一）用地问题1个",
        "城南学校（交通运输局）：30亩用地未批。",
        "（二）现场解决的问题1个",
        "城北公路（水利局）：围挡破损。",
        "（三）待处理的问题1个",
        "城北公路（水利局）：台账不全。",
        "三、整改要求",
        "交通运输局：城南学校，请办结用地手续，2019年7月29日前办结（〔2019〕1号调度单）。",
        "四、整改情况",
        "1．城南学校（交通运输局）：〔2019〕1号调度单2019年8月2日办结。",
        "2．城北公路（水利局）：现场解决，当场更换。",
        "附件1：督查发现问题清单",
        "序号\t项目\t填报单位\t发现的情况\t类别\t处理",
        "1\t城南学校\t交通运输局\t30亩用地未批\t用地\t〔2019〕1号调度单，已办结，期限2019年7月29日",
        "2\t城北公路\t水利局\t围挡破损\t—\t现场解决",
        "3\t城北公路\t水利局\t台账不全\t—\t待处理",
        "附件2：现场照片",
        "城南学校 7月20日，30亩用地未批",
    ]
    [row] = document.annexes[1].blocks
    assert isinstance(row, PhotoRow)


def test_a_second_look_tells_what_became_of_what_it_looked_back_at(county, visit, inspector):
    second = visit_on(county, inspector, date(2019, 8, 1), "second_look", visit)
    assert report_on(county, second).text.splitlines() == [
        "关于2019年8月1日重点项目回头看情况的报告",
        "一、督查安排",
        "2019年8月1日，县委督查室、发改局对2019年7月20日的月度联合督查开展回头看，没有发现问题。",
        "二、整改情况",
        "1．城南学校（交通运输局）：〔2019〕1号调度单2019年8月2日办结。",
        "2．城北公路（水利局）：现场解决，当场更换。",
    ]
    both = report_on(county, second, visit, written={"下一步工作": "抓紧整改。"})
    assert [p.text for p in both.paragraphs][-4:] == [
        "1．城南学校（交通运输局）：〔2019〕1号调度单2019年8月2日办结。",
        "2．城北公路（水利局）：现场解决，当场更换。",
        "五、下一步工作",
        "抓紧整改。",
    ]
    assert both.title == "关于2019年7月20日至8月1日重点项目督查情况的报告"


def test_it_is_issued_and_handed_out_again(county, visit, approver):
    paper = issue_paper(
        county=county, kind=PaperKind.INSPECTION, month=JUNE, by=approver, today=TODAY,
        document_number="示发改〔2019〕31号", about=(str(visit.pk),),
    )  # fmt: skip
    kept = {file.form: file.content() for file in paper.files.all()}
    assert (str(paper), sorted(kept)) == (
        "关于2019年7月20日重点项目月度联合督查情况的报告（示发改〔2019〕31号）",
        ["docx", "figures", "pdf", "picture", "text", "xlsx"],
    )
    assert (
        PaperChoices.read(IssuedPaper.objects.get().choices).called
        == "2019年7月20日（月度联合督查）"
    )


def test_it_is_a_press_from_the_visit_and_404_for_who_does_not_read_it(
    client, county, visit, inspector, reporter
):
    sign_in(client, inspector)
    page = page_text(client.get(reverse("supervision:inspection", args=[visit.pk])))
    word = reverse("papers:now_file", args=["inspection", "docx"]) + f"?about={visit.pk}"
    assert f'href="{word}">督查报告（Word）</a>' in page
    assert client.get(word).headers["Content-Type"].endswith("wordprocessingml.document")
    address = address_now(PaperKind.INSPECTION, visit.pk)
    assert "30亩用地未批" in page_text(client.get(address))
    sign_in(client, reporter)
    assert client.get(address).status_code == 404
