"""临时要数: pasted names become a table with its sums and a sentence, and may be kept."""

import datetime
import io
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.errors import DomainError, NotAllowed, Stale
from accounts.models import AuditEvent
from figures.facts import load_facts
from figures.tests.scene import JUNE, enter, make_line, sign_in
from projects.models import PlanCategory, Project, ProjectAlias
from projects.tests.factories import ProjectFactory
from reports.models import NamedSelection, SelectionKind
from reports.questions import services
from reports.questions.columns import USUAL
from reports.questions.pasted import KnownNames, read_pasted
from reports.questions.pivot import pivot
from reports.questions.services import NameTaken, Stop
from reports.questions.table import Asked, answer

TODAY = datetime.date(2019, 7, 8)


@pytest.fixture
def lines(unit_a, unit_b):
    """A road and a bridge of unit A, a reservoir of unit B that was silent in June."""
    return [
        make_line(unit_a, "县道改造工程", 1000, {5: 100, 6: 300}),
        make_line(unit_a, "清水河大桥", 2000, {6: 800}, category=PlanCategory.CONTINUING),
        make_line(unit_b, "丙水库", 1000, {5: 200}),
    ]


@pytest.fixture
def ids(lines):
    return [line.project_id for line in lines]


def read(county, user, text):
    found = read_pasted(text, KnownNames(county, user))
    return [(each.text, each.project_id) for each in found]


# --- Pasted names -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "县道改造工程\n清水河大桥",
        "1.县道改造工程；\n2、清水河大桥。",
        "（1）县道改造工程\n（2） 清水河 大桥",
        "县道改造工程、清水河大桥",
        "1\t县道改造工程\t交通运输局\n2\t清水河大桥\t交通运输局\n",
        "项目名称\n县道改造工程\n县道改造工程\n清水河大桥",
        "县道的老路、清水河大桥、县道改造工程",
    ],
)
def test_names_are_read_as_they_are_pasted(county, leader, ids, lines, text):
    ProjectAlias.objects.create(project=lines[0].project, name="县道的老路")
    assert [pk for _, pk in read(county, leader, text)] == ids[:2]


def test_a_name_that_nobody_bears_is_asked_about_with_those_that_are_near(county, leader, ids):
    (found,) = read_pasted("清水河大桥工程", KnownNames(county, leader))
    assert found.project_id is None
    assert [near.name for near in found.near] == ["清水河大桥"]


def test_a_name_of_what_one_may_not_see_is_unknown(county, other_reporter, ids):
    assert read(county, other_reporter, "县道改造工程\n丙水库") == [
        ("县道改造工程", None),
        ("丙水库", ids[2]),
    ]


def test_a_code_is_known_as_well_as_a_name(county, leader, lines):
    road, bridge = lines[0].project, lines[1].project
    road.code, bridge.code = "2019-610799-47-03-101644", "SHARED"
    road.save()
    bridge.save()
    assert read(county, leader, "2019-610799-47-03-101644") == [
        ("2019-610799-47-03-101644", road.pk)
    ]


def test_each_unknown_name_of_a_line_is_asked_about_and_no_number(county, leader, ids):
    told = read(county, leader, "县道改造工程、没有的医院、3.5亿元、清水河大桥")
    assert told == [("县道改造工程", ids[0]), ("没有的医院", None), ("清水河大桥", ids[1])]


# --- The answer ---------------------------------------------------------------------------


def answered(county, ids, *columns, by_month=False):
    asked = Asked(tuple(ids), columns or USUAL, JUNE, by_month)
    return answer(asked, load_facts(county, JUNE), Project.objects.in_bulk(ids))


def test_the_sentence_says_the_sums_and_what_they_rest_on(county, ids):
    assert answered(county, ids).sentence == (
        "上述3个项目总投资3亿元，2019年计划投资4000万元，截至6月底累计完成投资1400万元，"
        "占年度计划的35%，欠序时15.0个百分点。其中2个落后。"
        "（3个项目中报送2个；已审定的填报，有核定数的用核定数；没有核定数，均用上报数；年度计划按县级清单。）"
    )


def test_the_rows_stand_as_they_were_asked_for(county, ids):
    backwards = answered(county, ids[::-1])
    assert [row.project_id for row, _ in backwards.lines] == ids[::-1]
    assert [text for _, text in backwards.foot][:4] == ["合计 3 个", "", "30,000", "4,000"]


def test_a_project_on_no_list_is_named_and_counts_in_no_sum(county, unit_a, ids):
    wood = ProjectFactory(county=county, name="前山林场", reporting=unit_a)
    found = answered(county, [ids[0], wood.pk])
    assert found.unlisted == ("前山林场",)
    assert found.sentence.startswith("上述2个项目，其中在本年清单内的1个总投资1亿元，")
    assert "另1个不在本年清单内，没有计入" in found.sentence


def test_a_part_of_a_listed_package_is_told_to_stand_in_it(county, unit_a, lines):
    whole = lines[0].project
    part = ProjectFactory(county=county, name="县道一标", reporting=unit_a, package=whole)
    found = answered(county, [part.pk])
    assert (found.unlisted, found.packaged) == (
        (),
        ("县道一标随打包项目“县道改造工程”列入，投资在其中",),
    )


def test_months_stand_side_by_side(county, ids):
    found = answered(county, ids, "done", by_month=True)
    assert [title for title, _ in found.heads][-2:] == ["5月完成", "6月完成"]
    assert [text for _, text in found.foot][-2:] == ["300", "1,100"]


def test_a_rate_is_taken_anew_in_every_cell_of_a_pivot(county, ids):
    facts = load_facts(county, JUNE)
    table = pivot(facts, facts.rows, "填报单位", "规模", "完成率")
    told = {
        place: [None if figure is None else figure.number() for figure in figures]
        for place, figures in table.rows
    }
    assert table.heads == ("5000万元以下", "合计")
    assert told == {
        "交通运输局": ["40.00", "40.00"],
        "水利局": ["20.00", "20.00"],
        "合计": ["35.00", "35.00"],
    }


def test_a_cell_in_which_nothing_stands_is_no_zero(county, ids):
    facts = load_facts(county, JUNE)
    road, bridge, _ = facts.rows
    table = pivot(facts, [replace(road, stage="suspended"), bridge], "项目", "阶段", "项目数")
    told = [[figure and figure.value for figure in figures] for _, figures in table.rows]
    assert told[-1][-1] == 2
    assert sum(each is None for figures in told for each in figures) == 2


# --- Pages --------------------------------------------------------------------------------


def ask(client, user, names, **typed):
    form = {"names": names, "columns": ["unit", "done"], "month": "2019-06", **typed}
    return sign_in(client, user).post(reverse("questions:ask"), form)


def test_pasted_names_lead_to_a_table_that_has_an_address_of_its_own(client, leader, ids):
    response = ask(client, leader, "清水河大桥\n县道改造工程")
    asked = parse_qs(urlsplit(response.url).query)
    assert asked == {"p": [f"{ids[1]}.{ids[0]}"], "c": ["unit.done"], "month": ["2019-06"]}
    page = client.get(response.url)
    assert page.context["answer"].sentence.startswith("上述2个项目")
    assert "清水河大桥" in page.content.decode()


def test_a_doubtful_name_is_chosen_and_nothing_that_was_pasted_is_lost(client, leader, ids):
    names = "县道改造工程\n清水河大桥工程\n没有的项目"
    page = ask(client, leader, names)
    assert page.status_code == 200
    form = page.context["form"]
    assert (form["names"].value(), form["meant_0"].label) == (names, "清水河大桥工程")
    meant = {"named_0": "清水河大桥工程", "meant_0": str(ids[1])}
    done = ask(client, leader, names, **meant, named_1="没有的项目", meant_1="0")
    assert f"p={ids[0]}.{ids[1]}" in done.url
    assert client.get(done.url).context["left_out"] == "没有的项目"


@pytest.mark.parametrize(
    "wrong", [{"named_0": "丙水厍"}, {"meant_0": "999999"}], ids=["mended since", "not offered"]
)
def test_a_choice_is_for_the_name_it_was_made_for_among_what_was_offered(
    client, leader, ids, wrong
):
    meant = {"named_0": "清水河大桥工程", "meant_0": str(ids[1])} | wrong
    page = ask(client, leader, "清水河大桥工程", **meant)
    assert (page.status_code, page.context["doubtful"]) == (200, 1)


def test_too_many_names_are_refused_before_any_is_searched(client, leader, ids):
    page = ask(client, leader, "\n".join(f"没有的项目{n}" for n in range(501)))
    assert page.context["form"].errors["names"] == ["一次最多500个项目，请缩小范围。"]
    assert "没有取数，请按提示改正。" in page.content.decode()


def test_nothing_that_is_known_is_said_at_the_field(client, leader, ids):
    page = ask(client, leader, "没有的项目", named_0="没有的项目", meant_0="0")
    assert page.context["form"].errors["names"] == [
        "没有认出任何项目，请核对名称，或到项目库按条件筛选。"
    ]


def test_what_one_may_not_see_is_left_out_of_the_table(client, other_reporter, ids):
    page = sign_in(client, other_reporter).get(
        reverse("questions:table"), {"p": ".".join(map(str, ids)), "month": "2019-06"}
    )
    assert [row.project_name for row in page.context["answer"].rows] == ["丙水库"]
    hidden = client.get(reverse("questions:table"), {"p": str(ids[0])})
    assert hidden.status_code == 404


def test_the_workbook_has_the_rows_the_sums_and_the_sentence(client, leader, ids):
    response = sign_in(client, leader).get(
        reverse("questions:table_xlsx"), {"p": ".".join(map(str, ids)), "c": "planned.done"}
    )
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_col=4)]
    assert rows[0] == ["序号", "项目名称", "年度计划投资", "累计完成"]
    assert rows[4] == [None, "合计（3个）", 4000, 1400]
    assert "上述3个项目" in rows[5][0]


def test_ticked_projects_and_a_filter_lead_to_the_table(client, leader, ids):
    address = reverse("questions:from_list")
    ticked = sign_in(client, leader).get(address, {"project": ids[:2]})
    assert ticked.url.endswith(f"p={ids[0]}.{ids[1]}")
    filtered = client.get(address, {"all": "1", "q": "水库"})
    assert filtered.url.endswith(f"p={ids[2]}")
    assert client.get(address).url == reverse("projects:list")


# --- Kept under a name --------------------------------------------------------------------


@pytest.fixture
def kept(county, reviewer, ids):
    asked = Asked(tuple(ids), ("unit", "done"), JUNE)
    return services.keep(
        county=county,
        name="上半年观摩",
        kind=SelectionKind.VISIT,
        asked=asked,
        by=reviewer,
    )


def change(kept, stops, by, *, is_shared=False):
    return services.change(
        selection=kept, stops=stops, by=by, version=1, is_shared=is_shared, today=TODAY
    )


def test_a_selection_is_kept_with_its_stops_and_told(kept, ids):
    assert [stop.project_id for stop in kept.selected.all()] == ids
    event = AuditEvent.objects.get(action="selection.keep")
    assert (event.object_label, len(event.rows)) == ("上半年观摩", 3)


def test_a_name_is_kept_once_by_one_person(county, kept, reviewer, ids):
    asked = Asked((ids[0],), USUAL, JUNE)
    with pytest.raises(NameTaken):
        services.keep(county=county, name="上半年观摩", asked=asked, by=reviewer)


def test_stops_change_their_order_and_leave(kept, reviewer, ids):
    stops = [Stop(ids[2], 1, "9:30到"), Stop(ids[0], 2, "")]
    change(kept, stops, reviewer, is_shared=True)
    told = [(stop.project_id, stop.note) for stop in kept.selected.all()]
    assert told == [(ids[2], "9:30到"), (ids[0], "")]
    with pytest.raises(Stale):
        change(kept, stops, reviewer, is_shared=True)


def test_the_last_project_does_not_leave(kept, reviewer):
    with pytest.raises(DomainError, match="名单至少留一个项目；不要了请撤销名单。"):
        change(kept, [], reviewer)


def test_another_sees_it_when_it_is_shared_and_changes_nothing(kept, approver, reviewer, ids):
    assert not NamedSelection.objects.visible_to(approver)
    kept.is_shared = True
    kept.save()
    assert NamedSelection.objects.visible_to(approver).get() == kept
    with pytest.raises(NotAllowed):
        services.withdraw(selection=kept, by=approver, version=1)


def test_a_unit_keeps_its_own_and_shares_none(county, reporter, ids):
    asked = Asked((ids[0],), USUAL, JUNE)
    own = services.keep(county=county, name="自用", asked=asked, by=reporter)
    with pytest.raises(NotAllowed):
        stops = [Stop(ids[0], 1, "")]
        change(own, stops, reporter, is_shared=True)


def test_what_was_given_up_is_shown_no_more_and_its_name_is_free(county, kept, reviewer, ids):
    services.withdraw(selection=kept, by=reviewer, version=1)
    assert not NamedSelection.objects.visible_to(reviewer)
    asked = Asked((ids[0],), USUAL, JUNE)
    assert services.keep(county=county, name="上半年观摩", asked=asked, by=reviewer).pk != kept.pk


def test_the_page_of_a_visit_arranges_its_stops_and_prints_the_route(client, kept, reviewer, ids):
    page = sign_in(client, reviewer).get(reverse("questions:selection", args=[kept.pk]))
    assert [place.project_id for place in page.context["places"]] == ids
    arranged = {f"position_{ids[0]}": "3", f"position_{ids[1]}": "1", f"position_{ids[2]}": "2"}
    typed = {"version": "1", "place": "县政府", "on": "2019-07-10", **arranged}
    client.post(reverse("questions:selection", args=[kept.pk]), typed)
    response = client.get(reverse("questions:selection_xlsx", args=[kept.pk]))
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["线路表", "台账"]
    names = [row[1].value for row in book["线路表"].iter_rows(min_row=4, max_row=6)]
    assert names == ["清水河大桥", "丙水库", "县道改造工程"]
    assert "集合地点：县政府" in book["线路表"]["A2"].value


def test_a_fixed_selection_stays_at_its_month_and_another_goes_on(client, county, reviewer, ids):
    asked = Asked((ids[0],), USUAL, JUNE)
    fixed = services.keep(county=county, name="六月", asked=asked, by=reviewer, is_fixed=True)
    assert (fixed.year, fixed.month) == (2019, 6)
    going_on = services.keep(county=county, name="逐月", asked=asked, by=reviewer)
    enter(Project.objects.get(pk=ids[0]), 7, month_amount=1, year_to_date=4_000_001)
    sign_in(client, reviewer)
    shown = [
        client.get(reverse("questions:selection", args=[each.pk])).context["month"].month
        for each in (fixed, going_on)
    ]
    assert shown == [6, 7]


def test_who_sees_a_project_no_more_finds_it_on_no_page_and_no_sheet(
    client, county, reporter, ids, unit_a
):
    asked = Asked(tuple(ids), USUAL, JUNE)
    own = services.keep(
        county=county, name="路线", kind=SelectionKind.TOUR, asked=asked, by=reporter
    )
    page = sign_in(client, reporter).get(reverse("questions:selection", args=[own.pk]))
    assert "丙水库" not in page.content.decode()
    response = client.get(reverse("questions:selection_xlsx", args=[own.pk]))
    book = load_workbook(io.BytesIO(response.content))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "县道改造工程" in cells
    assert "丙水库" not in cells


def test_leaders_are_a_dimension_for_who_may_read_of_all_of_them(client, inspector, reviewer, ids):
    query = {"p": str(ids[0]), "month": "2019-06", "down": "包抓领导", "across": "阶段"}
    seen = {
        user: sign_in(client, user).get(reverse("questions:table"), query).context["asked_of_pivot"]
        for user in (inspector, reviewer)
    }
    assert seen[inspector][0] == "项目类别"
    assert seen[reviewer][0] == "包抓领导"
