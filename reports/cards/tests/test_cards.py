"""项目简介卡: what one tells, that it takes one page whatever is told, and who reads it."""

import io
import re
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from pypdf import PdfReader

from conftest import page_text
from documents.paragraphs import PhotoRow, Table
from documents.pdf import pdf_document
from figures.tests.scene import JUNE, enter, make_line, sign_in
from measures.money import WAN
from projects.models import LeadOfficial
from reports.cards.fitting import LongWords, cut, fitted
from reports.papers.composing import compose
from reports.papers.current import address_now
from reports.papers.kinds import kind_named
from reports.papers.models import PaperKind
from reports.papers.outfit import vessel_of
from reports.papers.tests.test_pages import AUGUST_2
from reports.questions.services import keep
from reports.questions.table import Asked
from supervision.orders.services import issue_order
from supervision.problems.services import raise_problem
from supervision.tests.scene_inspections import picture
from supervision.visits import services as visits

TODAY = date(2019, 6, 28)


@pytest.fixture
def road(unit_a, unit_b):
    line = make_line(unit_a, "城南公路", 1000, {5: 300}, planned_completion="2020-10-31")
    project = line.project
    enter(project, 6, month_amount=265 * WAN, year_to_date=565 * WAN,
          progress="路基完成。", problem="缺资金。")  # fmt: skip
    project.unit_parts.create(unit=unit_b, part="construction", from_date="2019-01-01")
    LeadOfficial.objects.create(project=project, name="常务副县长", from_date="2019-01-01")
    project.total_investment, project.content = 4000 * WAN, "新建二级公路12公里"
    project.location = "城关镇"
    project.save()
    return project


@pytest.fixture
def visit(county, inspector):
    return visits.record_inspection(
        county=county, kind="joint", visited_on=date(2019, 6, 20), team="督查室",
        looks_back_at=None, by=inspector, today=TODAY,
    )  # fmt: skip


def add_photos(visit, project, by, *sizes):
    finding = visits.add_finding(inspection=visit, project=project, text="现场无人施工。", by=by)
    for size in sizes:
        visits.add_photo(finding=finding, content=picture(size), by=by)
    return finding


def paper_about(county, *projects):
    kind = kind_named(PaperKind.CARD)
    choices = kind.begun(county, tuple(str(each.pk) for each in projects))
    return compose(county, PaperKind.CARD, JUNE, choices, AUGUST_2).document


def test_a_rate_just_below_the_pace_does_not_seem_to_be_it_and_no_reason_is_none(county, unit_a):
    near = make_line(unit_a, "近路", 10_000, {6: 4996}).project
    told = paper_about(county, near).text
    assert "完成率\t49.96%\t序时进度\t50.0%\n亮灯\t黄灯：略低于序时进度0.04个百分点" in told
    assert "存在问题\t未报原因" in told


def pages_of(county, document):
    vessel = vessel_of(county, PaperKind.CARD, kind_named(PaperKind.CARD).begun(county))
    pages = PdfReader(io.BytesIO(pdf_document(document, vessel))).pages
    return [re.sub(r"\s", "", page.extract_text()) for page in pages]


def test_a_card_tells_a_project_on_one_page(county, road, visit, approver, inspector, unit_a):
    problem = raise_problem(
        project=road, category="land", severity="general", text="30亩用地未批。", suggestion="",
        source="manual", by=approver, today=TODAY,
    )  # fmt: skip
    issue_order(
        problem=problem, addressee=unit_a, request="请办结用地手续。", workdays=5, by=approver,
        today=TODAY,
    )  # fmt: skip
    add_photos(visit, road, inspector, (800, 600), (600, 800))
    document = paper_about(county, road)
    assert document.text.splitlines() == [
        "城南公路项目简介卡",
        "数据截至2019年6月底",
        "建设地点\t城关镇",
        "清单和分类\t县级新建\t项目类别\t未填报",
        "建设单位\t水利局\t填报单位\t交通运输局",
        "责任单位\t交通运输局\t包抓领导\t常务副县长",
        "总投资\t4000万元\t年度计划投资\t1000万元",
        "开工\t2019年1月15日\t计划竣工\t2020年10月",
        "本月完成投资\t265万元\t本年累计完成\t565万元",
        "完成率\t56.5%\t序时进度\t50.0%",
        "亮灯\t绿灯：超序时进度6.5个百分点",
        "建设规模 及内容\t新建二级公路12公里",
        "形象进度\t路基完成。",
        "存在问题\t缺资金。 【用地】30亩用地未批。",
        "调度事项\t交通运输局：请办结用地手续，2019年7月5日前办结（〔2019〕1号调度单，待签收）",
        "6月20日，月度联合督查：现场无人施工\t6月20日，月度联合督查：现场无人施工",
    ]
    assert len(pages_of(county, document)) == 1
    of_it = "县级.合计.项目=城南公路"
    assert [(run.key, run.text) for run in document.figures] == [
        (f"{of_it}.总投资", "4000万元"),
        (f"{of_it}.年度计划投资", "1000万元"),
        (f"{of_it}.本月完成投资", "265万元"),
        (f"{of_it}.完成投资", "565万元"),
        (f"{of_it}.完成率", "56.5%"),
        (f"{of_it}.序时进度", "50.0%"),
    ]


def test_what_nobody_reported_is_said_and_is_not_zero(county, unit_a):
    line = make_line(unit_a, "城北学校", None)
    line.project.total_investment = None
    line.project.save()
    told = dict(row[:2] for row in cells_of(paper_about(county, line.project)))
    assert told == {
        "建设地点": "未填报",
        "清单和分类": "县级新建",
        "建设单位": "未填报",
        "责任单位": "交通运输局",
        "总投资": "未填报",
        "开工": "2019年1月15日",
        "本月完成投资": "未填报",
        "完成率": "—",
        "亮灯": "不亮灯：前期项目或未安排年度投资，不按序时评价",
        "建设规模\n及内容": "未填报",
        "形象进度": "未填报",
        "存在问题": "未填报",
    }


def cells_of(document):
    [table] = [block for block in document.blocks if isinstance(block, Table)]
    return [["".join(run.text for run in cell) for cell in row] for row in table.rows]


def test_the_longest_of_everything_takes_one_page_each(
    county, road, unit_a, unit_b, visit, approver, inspector
):
    road.name, road.location, road.content = "长" * 200, "处" * 200, "建设内容，" * 1000
    road.save()
    road.entries.update(progress="进度" * 1000, problem="问题" * 1000)
    for unit, name in ((unit_a, "局"), (unit_b, "厅")):
        unit.name = name * 100
        unit.save()
    for number in range(6):
        problem = raise_problem(
            project=road, category="funds", severity="general", text=f"{number}{'难' * 300}",
            suggestion="", source="manual", by=approver, today=TODAY,
        )  # fmt: skip
        issue_order(
            problem=problem, addressee=unit_a, request="办" * 300, workdays=5, by=approver,
            today=TODAY,
        )  # fmt: skip
    add_photos(visit, road, inspector, (600, 800), (800, 600))
    short = make_line(unit_a, "城北学校", 100, {6: 1}).project
    document = paper_about(county, road, short)
    first, second = pages_of(county, document)
    assert (first[:7], second[:8]) == ("重点项目简介卡", "城北学校项目简介卡"[:8])
    assert first.count("……") >= 4
    assert document.title == f"{'长' * 200}等2个项目简介卡"
    assert not [block for block in document.blocks if isinstance(block, PhotoRow)]
    road.name = "城南公路"
    road.save()
    for unit, name in ((unit_a, "交通运输局"), (unit_b, "水利局")):
        unit.name = name
        unit.save()
    document = paper_about(county, road)
    [row] = [block for block in document.blocks if isinstance(block, PhotoRow)]
    assert (len(pages_of(county, document)), row.columns, row.height) == (1, 2, 40)


def test_long_words_are_cut_where_their_lines_end():
    assert cut("一二三四五六七八", 4, 2) == "一二三四五六七八"
    assert cut("一二三四五六七八九", 4, 2) == "一二三四五六……"
    assert cut("一，\n二三四五六七八九", 4, 2) == "一，\n二三……"
    rows = [LongWords("甲", "短"), LongWords("乙", "字" * 40), LongWords("丙", "字" * 40)]
    assert [len(row.text) for row in fitted(rows, 10, 6)] == [1, 30, 20]


def test_a_card_is_two_presses_from_the_project_and_from_the_list(client, county, road, leader):
    sign_in(client, leader)
    address = address_now(PaperKind.CARD, road.pk)
    page = page_text(client.get(reverse("projects:detail", args=[road.pk])))
    assert f'<a class="button" href="{address}">简介卡</a>' in page
    page = page_text(client.get(address))
    assert "城南公路项目简介卡" in page
    word = reverse("papers:now_file", args=["card", "docx"])
    assert f"{word}?month=2019-06&amp;about={road.pk}" in page
    ticked = client.get(reverse("reports:cards_from_list"), {"project": road.pk})
    assert ticked.url == address
    every = client.get(reverse("reports:cards_from_list"), {"all": 1})
    assert every.url == address
    none = client.get(reverse("reports:cards_from_list"))
    assert none.url == reverse("projects:list")


def test_the_cards_of_a_selection_are_one_file(client, county, road, unit_a, approver):
    other = make_line(unit_a, "城北学校", 100, {6: 1}).project
    asked = Asked((other.pk, road.pk), (), JUNE)
    kept = keep(county=county, asked=asked, name="领导调研", kind="list", by=approver)
    sign_in(client, approver)
    address = address_now(PaperKind.CARD, other.pk, road.pk, month=JUNE)
    page = page_text(client.get(reverse("questions:selection", args=[kept.pk])))
    assert f'<a class="button" href="{address.replace("&", "&amp;")}">简介卡</a>' in page
    page = page_text(client.get(address))
    assert re.findall("<h1.*?>(.*?)</h1>", page) == [
        "项目简介卡：城北学校等2个项目",
        "城北学校项目简介卡",
        "城南公路项目简介卡",
    ]


def test_a_photo_that_is_lost_is_a_sentence_in_its_place_on_page_and_paper(
    client, county, road, visit, inspector, leader
):
    finding = add_photos(visit, road, inspector, (80, 60))
    default_storage.delete(finding.photos.get().file.name)
    sign_in(client, leader)
    page = page_text(client.get(address_now(PaperKind.CARD, road.pk)))
    caption = "6月20日，月度联合督查：现场无人施工"
    assert f'<p class="muted">照片缺失</p><figcaption>{caption}</figcaption>' in page
    assert ">Word 文档</a>" in page
    assert ">Excel 数据表</a>" in page
    [told] = pages_of(county, paper_about(county, road))
    assert f"照片缺失{caption}" in told


def test_a_card_of_what_one_may_not_see_is_404(client, county, road, reporter, approver):
    from accounts.models import Unit, UnitKind
    from projects.models import Project

    other = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    theirs = Project.objects.create(county=other, name="邻县公路")
    sign_in(client, approver)
    assert client.get(address_now(PaperKind.CARD, theirs.pk)).status_code == 404
    assert client.get(address_now(PaperKind.CARD, 999_999)).status_code == 404
    sign_in(client, reporter)
    assert client.get(address_now(PaperKind.CARD, road.pk)).status_code == 404
