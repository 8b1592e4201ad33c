"""The register's pages: who sees what, and what an edit does."""

import datetime
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEvent
from projects.models import Part, PlanCategory, Project, ProjectUnit, Stage, Tier
from projects.services import update_project
from projects.tests.factories import (
    AnnualPlanFactory,
    CategoryFactory,
    PlanItemFactory,
    ProjectFactory,
)

ROLES_THAT_SEE_ALL = ["reviewer", "approver", "inspector", "leader", "auditor"]

NOTE = re.compile(r'<p class="trail-note">([^<]*)</p>')


@pytest.fixture
def signed_in(client, request):
    """``signed_in("reviewer")``: the test client of the member of the cast."""

    def sign_in(name):
        client.force_login(request.getfixturevalue(name))
        return client

    return sign_in


def names(response):
    return [project.name for project in response.context["page"].object_list]


def typed(project, **changes):
    """The edit form as it is sent back, with ``changes``."""
    return {
        "name": project.name,
        "stage": project.stage,
        "total_investment": "10000",
        "version": project.version,
        **changes,
    }


# --- Who sees what ---------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES_THAT_SEE_ALL)
def test_the_countys_readers_see_every_project(signed_in, project, other_project, role):
    client = signed_in(role)
    assert names(client.get(reverse("projects:list"))) == [project.name, other_project.name]
    assert client.get(reverse("projects:detail", args=[other_project.pk])).status_code == 200


def test_a_reporter_sees_only_the_projects_of_his_unit(signed_in, project, other_project):
    client = signed_in("reporter")
    assert names(client.get(reverse("projects:list"))) == [project.name]
    assert client.get(reverse("projects:detail", args=[project.pk])).status_code == 200


@pytest.mark.parametrize("page", ["detail", "edit", "parts", "history"])
def test_a_project_of_another_unit_is_a_404_for_a_reporter(signed_in, other_project, page):
    client = signed_in("reporter")
    assert client.get(reverse(f"projects:{page}", args=[other_project.pk])).status_code == 404


def test_a_unit_whose_part_has_ended_no_longer_sees_the_project(signed_in, project):
    ProjectUnit.objects.filter(project=project).update(until="2019-07-01")
    response = signed_in("reporter").get(reverse("projects:detail", args=[project.pk]))
    assert response.status_code == 404


@pytest.mark.parametrize("page", ["list", "export", "plans", "import_plan", "create"])
def test_an_administrator_sees_no_projects(signed_in, project, page):
    assert signed_in("administrator").get(reverse(f"projects:{page}")).status_code == 404


@pytest.mark.parametrize(
    ("role", "page"),
    [
        *((role, "edit") for role in ("leader", "inspector", "auditor")),
        *((role, "parts") for role in ("reporter", "reviewer", "leader", "inspector", "auditor")),
    ],
)
def test_only_an_approver_changes_a_project(signed_in, project, role, page):
    url = reverse(f"projects:{page}", args=[project.pk])
    client = signed_in(role)
    assert client.get(url).status_code == 404
    assert client.post(url, typed(project, name="改名")).status_code == 404
    project.refresh_from_db()
    assert (project.name, project.version) == ("抽水蓄能电站项目", 1)


def test_the_history_is_for_those_who_read_the_trail(signed_in, project):
    url = reverse("projects:history", args=[project.pk])
    assert signed_in("approver").get(url).status_code == 200
    assert signed_in("leader").get(url).status_code == 404


def test_a_reporter_sees_of_a_list_only_own_lines(signed_in, project, other_project):
    plan = project.plan_items.get().plan
    client = signed_in("reporter")
    response = client.get(reverse("projects:plan", args=[plan.pk]))
    shown = [item.project for group in response.context["groups"] for item in group.items]
    assert shown == [project]
    [(listed, tally)] = client.get(reverse("projects:plans")).context["plans"]
    assert (listed, tally.both.count) == (plan, 1)


def test_a_list_without_own_lines_is_a_404_for_a_reporter(signed_in, other_project):
    plan = other_project.plan_items.get().plan
    assert signed_in("reporter").get(reverse("projects:plan", args=[plan.pk])).status_code == 404


# --- The list --------------------------------------------------------------------------


@pytest.fixture
def varied(county, unit_a, unit_b):
    """Three projects that differ in everything the list filters by."""
    roads = CategoryFactory(county=county, name="交通")
    mills = CategoryFactory(county=county, name="工业")
    bridge = ProjectFactory(
        county=county, name="汉江大桥工程", code="2019-610799-48-01-000001", category=roads,
        total_investment=300_000_000, investor_type="government", stage=Stage.CONSTRUCTION,
        reporting=unit_a,
    )  # fmt: skip
    mill = ProjectFactory(
        county=county, name="茶叶加工厂项目", category=mills, is_productive=True,
        total_investment=50_000_000, investor_type="private", stage=Stage.PRELIMINARY,
        reporting=unit_b,
    )  # fmt: skip
    airport = ProjectFactory(
        county=county, name="通用机场项目", category=roads, total_investment=None,
        stage=Stage.PRELIMINARY, reporting=unit_a,
    )  # fmt: skip
    municipal = AnnualPlanFactory(county=county, tier=Tier.MUNICIPAL)
    PlanItemFactory(project=bridge, category=PlanCategory.CONTINUING, planned_investment=80_000_000)
    PlanItemFactory(
        plan=municipal, project=bridge, category=PlanCategory.CONTINUING,
        planned_investment=79_990_000,
    )  # fmt: skip
    PlanItemFactory(project=mill, category=PlanCategory.NEW, planned_investment=90_000_000)
    PlanItemFactory(project=airport, category=PlanCategory.PRELIMINARY, planned_investment=None)
    return {"bridge": bridge, "mill": mill, "airport": airport}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=大桥", ["汉江大桥工程"]),
        ("q=hjdq", ["汉江大桥工程"]),
        ("q=610799-48", ["汉江大桥工程"]),
        ("list=市级", ["汉江大桥工程"]),
        ("list=市级&plan_category=new", []),
        ("plan_category=new", ["茶叶加工厂项目"]),
        ("stage=preliminary", ["茶叶加工厂项目", "通用机场项目"]),
        ("productive=true", ["茶叶加工厂项目"]),
        ("productive=false", ["汉江大桥工程", "通用机场项目"]),
        ("investor=government", ["汉江大桥工程"]),
        ("sort=-total", ["汉江大桥工程", "茶叶加工厂项目", "通用机场项目"]),
        ("sort=total", ["茶叶加工厂项目", "汉江大桥工程", "通用机场项目"]),
        ("sort=-annual", ["茶叶加工厂项目", "汉江大桥工程", "通用机场项目"]),
        ("sort=name", ["茶叶加工厂项目", "汉江大桥工程", "通用机场项目"]),
        ("sort=nonsense", ["茶叶加工厂项目", "汉江大桥工程", "通用机场项目"]),
    ],
)
def test_the_list_is_filtered_and_sorted(signed_in, varied, query, expected):
    response = signed_in("leader").get(f"{reverse('projects:list')}?{query}")
    assert names(response) == expected


def test_the_list_is_filtered_by_unit_and_category(signed_in, varied, unit_b):
    client = signed_in("leader")
    url = reverse("projects:list")
    assert names(client.get(url, {"unit": unit_b.pk})) == ["茶叶加工厂项目"]
    category = varied["bridge"].category_id
    assert names(client.get(url, {"category": category})) == ["汉江大桥工程", "通用机场项目"]


def test_the_annual_plan_shown_is_that_of_the_list_chosen(signed_in, varied):
    client = signed_in("leader")
    [by_county] = client.get(f"{reverse('projects:list')}?q=大桥").context["page"]
    [municipal] = client.get(f"{reverse('projects:list')}?list=市级").context["page"]
    assert (by_county.annual_plan, municipal.annual_plan) == (80_000_000, 79_990_000)


def test_the_export_holds_exactly_what_the_list_shows(signed_in, varied):
    client = signed_in("leader")
    query = "plan_category=new&sort=-total"
    response = client.get(f"{reverse('projects:export')}?{query}")
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    listed = client.get(f"{reverse('projects:list')}?{query}")
    assert [row[2] for row in rows] == ["合计（1个）", *names(listed)]
    assert rows[1][9:12] == [5000, None, 9000]


def test_a_reporters_export_holds_only_his_units_projects(signed_in, varied):
    response = signed_in("reporter").get(reverse("projects:export"))
    sheet = load_workbook(io.BytesIO(response.content)).active
    names_exported = [row[2].value for row in sheet.iter_rows(min_row=6)]
    assert names_exported == ["汉江大桥工程", "通用机场项目"]


@pytest.mark.parametrize("page", ["list", "export", "plans"])
def test_one_row_and_thirty_cost_the_same_queries(signed_in, county, unit_a, leader, page):
    client = signed_in("leader")
    url = reverse(f"projects:{page}")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    def add_one():
        category = CategoryFactory(county=county)
        PlanItemFactory(project=ProjectFactory(county=county, reporting=unit_a, category=category))

    add_one()
    client.get(url)
    with_one = queries()
    for _ in range(29):
        add_one()
    assert queries() == with_one


def test_one_line_and_thirty_of_a_list_cost_the_same_queries(signed_in, county, unit_a, project):
    client = signed_in("leader")
    url = reverse("projects:plan", args=[project.plan_items.get().plan_id])
    client.get(url)
    with CaptureQueriesContext(connection) as with_one:
        client.get(url)
    for _ in range(29):
        PlanItemFactory(project=ProjectFactory(county=county, reporting=unit_a))
    with CaptureQueriesContext(connection) as with_thirty:
        client.get(url)
    assert len(with_thirty) == len(with_one)


def test_lines_of_a_list_are_numbered_through_its_categories(signed_in, county, unit_a, project):
    plan = project.plan_items.get().plan
    for category in (PlanCategory.NEW, PlanCategory.PRELIMINARY, PlanCategory.NEW):
        other = ProjectFactory(county=county, reporting=unit_a)
        PlanItemFactory(project=other, plan=plan, category=category)
    page = signed_in("leader").get(reverse("projects:plan", args=[plan.pk])).content.decode()
    assert re.findall(r'<td class="num">(\d)</td>', page) == ["1", "2", "3", "4"]


# --- Changing --------------------------------------------------------------------------


def test_an_approver_changes_a_project(signed_in, project):
    url = reverse("projects:edit", args=[project.pk])
    client = signed_in("approver")
    sent = typed(project, total_investment="１２,０００．５", location="东河镇", reason="调整概算")
    assert client.post(url, sent).status_code == 302
    project.refresh_from_db()
    assert (project.total_investment, project.location, project.version) == (
        120_005_000,
        "东河镇",
        2,
    )
    assert AuditEvent.objects.get().reason == "调整概算"


def test_a_stale_edit_shows_both_versions_and_writes_nothing(signed_in, project):
    client = signed_in("approver")
    url = reverse("projects:edit", args=[project.pk])
    client.post(url, typed(project, location="东河镇"))
    response = client.post(url, typed(project, location="西岭镇"))
    assert response.status_code == 409
    assert response.context["refusal"].differences == [("建设地点", "东河镇", "西岭镇")]
    assert '<input type="hidden" name="version" value="2">' in response.content.decode()
    assert Project.objects.get(pk=project.pk).location == "东河镇"


def test_a_form_that_does_not_read_says_why_and_keeps_what_was_typed(signed_in, project):
    url = reverse("projects:edit", args=[project.pk])
    sent = typed(
        project,
        total_investment="一亿",
        actual_start="2019-05-01",
        completed_on="2019-04-01",
    )
    form = signed_in("approver").post(url, sent).context["form"]
    assert set(form.errors) == {"total_investment", "completed_on"}
    assert form.errors["completed_on"] == ["不能早于实际开工日期（2019年5月1日），请核对。"]
    assert form["total_investment"].value() == "一亿"


def test_the_form_asks_at_its_field_why_an_amount_is_another(signed_in, project):
    url = reverse("projects:edit", args=[project.pk])
    client = signed_in("approver")
    assert "改投资、阶段、日期时必填" in client.get(url).content.decode()
    form = client.post(url, typed(project, total_investment="12000")).context["form"]
    assert form.errors == {"reason": ["改了总投资，请写明理由和依据，如批复文号、会议纪要。"]}
    assert form["total_investment"].value() == "12000"
    project.refresh_from_db()
    assert (project.total_investment, project.version) == (100_000_000, 1)


def test_the_form_tells_of_a_day_to_come_and_of_a_date_that_the_stage_asks_for(signed_in, project):
    url = reverse("projects:edit", args=[project.pk])
    sent = typed(project, stage="completed", actual_start="2019-08-03", reason="竣工验收")
    form = signed_in("approver").post(url, sent).context["form"]
    assert form.errors == {
        "actual_start": ["不能晚于今天（2019年8月2日）；还没有发生的请留空。"],
        "completed_on": ["阶段是“竣工”，请填写竣工日期；还没有竣工的请改选阶段。"],
    }


def test_a_stale_edit_is_told_as_such_and_not_asked_for_a_reason(signed_in, project):
    client = signed_in("approver")
    url = reverse("projects:edit", args=[project.pk])
    client.post(url, typed(project, total_investment="12000", reason="概算批复"))
    response = client.post(url, typed(project, location="西岭镇"))
    assert response.status_code == 409
    assert response.context["refusal"].differences == [
        ("总投资（万元）", "12,000", "10,000"),
        ("建设地点", "", "西岭镇"),
    ]


def test_a_former_total_investment_stands_beside_the_present_one(signed_in, project):
    client = signed_in("approver")
    edit = reverse("projects:edit", args=[project.pk])
    client.post(edit, typed(project, total_investment="12000", reason="概算批复"))
    client.post(edit, typed(project, total_investment="12000", location="东河镇", version=2))
    client.post(edit, typed(project, total_investment="13000", reason="二次调整", version=3))
    page = signed_in("reporter").get(reverse("projects:data", args=[project.pk]))
    former = page.context["former_totals"]
    assert [(f.amount, f.reason) for f in former] == [
        (120_000_000, "二次调整"),
        (100_000_000, "概算批复"),
    ]
    assert "2019年8月2日前为 12,000万元；二次调整" in " ".join(page.content.decode().split())


def test_the_history_of_a_new_project_tells_its_values_and_not_that_there_were_none(
    signed_in, county, unit_b
):
    client = signed_in("approver")
    sent = {"name": "第三水厂项目", "stage": "reserve", "reporting": unit_b.pk, "code": "2019-1"}
    client.post(reverse("projects:create"), sent)
    url = reverse("projects:history", args=[Project.objects.get().pk])
    page = client.get(url).content.decode()
    # PostgreSQL keeps the fields of a line in an order of its own.
    told = next(note for note in NOTE.findall(page) if "第三水厂项目" in note)
    assert set(told.split("；")) == {
        "项目名称 第三水厂项目",
        "项目代码 2019-1",
        "阶段 储备",
    }
    assert '<p class="trail-note">填报单位：水利局</p>' in page
    assert "（空）" not in page
    assert "<ins>" not in page


def test_the_history_tells_old_and_new_of_a_change(signed_in, project):
    client = signed_in("approver")
    edit = reverse("projects:edit", args=[project.pk])
    client.post(
        edit, typed(project, total_investment="12000", location="东河镇", reason="概算批复")
    )
    page = client.get(reverse("projects:history", args=[project.pk])).content.decode()
    assert '<p class="trail-note">总投资：<del>10,000万元</del> → <ins>12,000万元</ins></p>' in page
    assert '<p class="trail-note">建设地点：东河镇</p>' in page
    assert "原因：概算批复" in page


def test_a_name_in_use_is_refused_on_the_form(signed_in, project, other_project):
    url = reverse("projects:edit", args=[project.pk])
    response = signed_in("approver").post(url, typed(project, name=other_project.name))
    assert response.status_code == 400
    assert response.context["form"].errors == {
        "name": ["县内已有名称或别名为“引水工程”的项目，请核对是否同一项目。"]
    }


def test_an_approver_enters_a_project_with_its_reporting_unit(signed_in, county, unit_b):
    sent = {
        "name": "第三水厂项目",
        "stage": "reserve",
        "reporting": unit_b.pk,
        "lead_official": "县长",
        "total_investment": "2.5亿元",
    }
    response = signed_in("approver").post(reverse("projects:create"), sent)
    project = Project.objects.get()
    assert response.url == reverse("projects:data", args=[project.pk])
    assert (project.name, project.total_investment, project.pinyin) == (
        "第三水厂项目",
        250_000_000,
        "dsscxm disanshuichangxiangmu",
    )
    assert project.unit_parts.get(part=Part.REPORTING).unit == unit_b


def test_an_approver_changes_unit_official_and_alias(signed_in, project, unit_b):
    client = signed_in("approver")
    url = reverse("projects:parts", args=[project.pk])
    changes = [
        {"what": "unit", "part": "reporting", "unit": unit_b.pk, "on": "2019-08-02"},
        {"what": "official", "name": "县长", "on": "2019-08-02"},
        {"what": "alias", "name": "抽蓄电站"},
    ]
    for sent in changes:
        assert client.post(url, sent).status_code == 302
    assert project.unit_parts.get(part=Part.REPORTING, until=None).unit == unit_b
    assert project.lead_officials.get().name == "县长"
    assert project.aliases.get().name == "抽蓄电站"
    again = client.post(url, {"what": "alias", "name": project.name})
    assert again.status_code == 400
    assert again.context["forms"]["alias"].errors == {
        "name": ["“抽水蓄能电站项目”就是项目名称，不必登记为别名。"]
    }


def test_a_handover_is_registered_when_it_has_come(signed_in, project, unit_b):
    client = signed_in("approver")
    sent = {"what": "unit", "part": Part.REPORTING, "unit": unit_b.pk, "on": "2020-01-01"}
    page = client.post(reverse("projects:parts", args=[project.pk]), sent).content.decode()
    assert "不能填以后的日期，请到交接那一天再登记。" in page
    assert not ProjectUnit.objects.filter(project=project, unit=unit_b).exists()


def test_a_project_registered_in_mid_year_is_its_units_for_the_whole_year(signed_in, unit_b):
    client = signed_in("approver")
    sent = {"name": "第三水厂项目", "stage": "reserve", "reporting": unit_b.pk}
    client.post(reverse("projects:create"), sent)
    part = ProjectUnit.objects.get(part=Part.REPORTING)
    assert (part.unit, str(part.from_date)) == (unit_b, "2019-01-01")


def test_a_project_renamed_within_the_year_is_shown_with_its_former_name(
    signed_in, project, approver
):
    update_project(
        project=project,
        by=approver,
        version=project.version,
        changes={"name": "抽水蓄能综合项目"},
        today=datetime.date(2019, 8, 12),
    )
    client = signed_in("approver")
    both = client.get(reverse("projects:list"), {"q": "抽水蓄能电站项目"}).content.decode()
    assert "抽水蓄能综合项目" in both
    assert "（原名：抽水蓄能电站项目）" in both
    page = client.get(reverse("projects:data", args=[project.pk])).content.decode()
    assert "抽水蓄能电站项目（2019年8月12日前）" in page


def test_a_total_that_was_put_right_never_stood(signed_in, project):
    client = signed_in("approver")
    edit = reverse("projects:edit", args=[project.pk])
    client.post(edit, typed(project, total_investment="12000", reason="录错", kind="correction"))
    page = signed_in("reporter").get(reverse("projects:data", args=[project.pk]))
    assert "原登记为 10,000万元，2019年8月2日更正；录错" in " ".join(page.content.decode().split())
