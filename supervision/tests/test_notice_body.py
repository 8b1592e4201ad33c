"""What a notice says: parts that make their whole, and items that name their project."""

import re
from dataclasses import replace

import pytest

from conftest import page_text
from figures.book import FigureBook
from figures.facts import load_facts
from figures.models import LightScheme
from figures.tests.scene import JUNE, enter, make_line, sign_in
from investment.models import EntryState
from measures.money import WAN
from supervision.notices import lagging
from supervision.notices.body import compose_body
from supervision.notices.kept import NoticeBody
from supervision.notices.services import add_item, draft_notice, escalate_order
from supervision.tests.test_notices import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(county, line, inspector, today):
    return draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=today)


@pytest.fixture
def body(client, notice, inspector):
    """The notice as its page shows it."""

    def read():
        page = sign_in(client, inspector).get(f"/supervision/notices/{notice.pk}/")
        return [paragraph.text for paragraph in page.context["body"].paragraphs]

    return read


@pytest.fixture
def every_light(unit_a, unit_b, line):
    """Beside the red one: two green, an amber, one not due, two silent, one that waits, and one
    without a plan."""
    make_line(unit_a, "学校", 1000, {6: 500})
    make_line(unit_a, "医院", 1000, {6: 600})
    make_line(unit_b, "水厂", 1000, {6: 450})
    later = make_line(unit_b, "泵站", 1000, {6: 0}, planned_start="2019-09-01")
    later.project.actual_start = None
    later.project.save()
    make_line(unit_b, "水库", 1000)
    make_line(unit_b, "渠道", 1000)
    waits = make_line(unit_b, "堤防", 1000).project
    enter(waits, 6, month_amount=500 * WAN, state=EntryState.SUBMITTED)
    make_line(unit_b, "闸门", None, {6: 10})


def test_the_lights_of_the_overview_add_up_to_the_projects(body, every_light):
    overview = body()[2]
    whole, lights = overview.split("亮灯情况：")
    assert lights == (
        "绿灯2个，黄灯1个，红灯1个，未到期1个，未报2个，待审定1个，不亮灯1个"
        "（9个项目中报送7个，其中待审定1个）。"
    )
    counted = [int(number) for number in re.findall(r"(\d+)个", lights.split("（")[0])]
    assert sum(counted) == int(re.search(r"项目(\d+)个", whole)[1]) == 9


def test_a_light_that_no_project_shows_is_left_out(body):
    assert body()[2] == (
        "截至2019年6月底，县级重点建设项目1个，年度计划投资1000万元，完成投资200万元，"
        "占年度计划的20%，欠序时30.0个百分点。亮灯情况：红灯1个（已报送）。"
    )


def test_a_green_light_is_not_called_on_pace_where_the_county_is_lenient(county, body):
    """Green and 达序时 are two sets: the county's own rule may let a laggard be green."""
    LightScheme.objects.create(
        county=county,
        from_date="2019-01-01",
        family="points",
        green_limit=40,
        amber_limit=50,
        source="本县规定",
    )
    assert body()[2].endswith("亮灯情况：绿灯1个（已报送）。")


def test_an_overview_of_nothing_has_no_parts(county, client, inspector, today, unit_a):
    make_line(unit_a, "规划展馆", None, category="preliminary")
    drafted = draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=today)
    page = sign_in(client, inspector).get(f"/supervision/notices/{drafted.pk}/")
    assert page.context["body"].paragraphs[2].text == (
        "截至2019年6月底，县级重点建设项目（计划未印发）0个，年度计划投资0万元，"
        "各项目均未报送完成投资。"
    )
    assert len(load_facts(county, JUNE).rows) == 1


def test_an_item_names_its_project(notice, project, unit_a, unit_b, inspector, body):
    def named(text, unit=unit_a, part="responsible", about=project):
        add_item(
            notice=notice,
            kind="criticise",
            unit=unit,
            part=part,
            project=about,
            text=text,
            by=inspector,
        )

    named("落后序时42个百分点。")
    named("滨河路用地没有移交")
    named("对滨河路督促不力", unit_b, "linked")
    named("包抓不力", unit_b, "linked", about=None)
    assert body()[-4:] == [
        "1．交通运输局（责任单位）：滨河路，落后序时42个百分点。",
        "2．交通运输局（责任单位）：滨河路用地没有移交。",
        "3．水利局（包抓单位）：对滨河路督促不力。",
        "4．水利局（包抓单位）：包抓不力。",
    ]


def test_an_overdue_order_names_its_project_once(notice, order, inspector, body):
    from supervision.tests.conftest import NEXT_WEEK

    escalate_order(order=order, notice=notice, by=inspector, today=NEXT_WEEK)
    assert body()[-1] == (
        "交通运输局（承办单位）：滨河路用地问题，〔2019〕1号调度单要求8月9日前办结，逾期3天未回复。"
    )


def test_the_table_of_items_names_the_project_too(client, notice, project, unit_a, inspector):
    for text in ("进度滞后", "滨河路用地没有移交"):
        add_item(
            notice=notice,
            kind="criticise",
            unit=unit_a,
            part="responsible",
            project=project,
            text=text,
            by=inspector,
        )
    html = page_text(sign_in(client, inspector).get(f"/supervision/notices/{notice.pk}/"))
    assert re.findall(r'<td class="col-text">(.*?)</td>', html) == [
        "滨河路，进度滞后",
        "滨河路用地没有移交",
    ]


def test_more_than_ten_that_lag_stand_in_a_table_behind_it(notice, unit_a):
    for number in range(1, 11):
        make_line(unit_a, f"第{number}路", 1000, {6: 400})
    body = compose_body(notice)
    said = [paragraph.text for paragraph in body.paragraphs]
    assert said[said.index("二、滞后项目") + 1] == "投资滞后11个，名单附后。"
    [ranking, lagging] = body.document.annexes
    assert (lagging.title, len(lagging.blocks[0].rows)) == ("进度滞后项目名单", 11)
    first = [(text_of(cell), cell[0].key) for cell in lagging.blocks[0].rows[0]]
    assert first == [
        ("1", ""),
        ("滨河路", ""),
        ("交通运输局", ""),
        ("投资滞后", ""),
        ("−30.0", "县级.全部.项目=滨河路.超序时"),
        ("未报原因", ""),
    ]
    assert body.table == ranking.blocks[0]
    kept = NoticeBody.read(body.as_kept(), JUNE)
    assert kept.document == body.document


def test_two_laggards_that_were_called_alike_have_each_its_own_number(county, unit_a, line):
    """As where one was renamed and another came to bear its name."""
    for number in range(1, 9):
        make_line(unit_a, f"第{number}路", 1000, {6: 400})
    make_line(unit_a, "学校", 1000, {6: 100})
    make_line(unit_a, "小学", 1000, {6: 300})
    facts = load_facts(county, JUNE)
    names = {"小学": "学校"}
    rows = [
        row.with_values(project_name=names.get(row.project_name, row.project_name))
        for row in facts.rows
    ]
    book = FigureBook(replace(facts, rows=tuple(rows)))
    [annex] = lagging.annexes(book, "县级")
    said = [[(text_of(cell), cell[0].key) for cell in row] for row in annex.blocks[0].rows]
    assert [row[4] for row in said if row[1][0] == "学校"] == [("−40.0", ""), ("−20.0", "")]
