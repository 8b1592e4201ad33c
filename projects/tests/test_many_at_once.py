"""In one deed for many: a change of unit, official or category of projects that were ticked."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.trail.rebuilding import differences
from projects.models import FormerDetails, LeadOfficial, Part, Project, ProjectUnit
from projects.services import assign_unit, create_project, set_lead_official, update_project
from projects.tests.factories import CategoryFactory

MANY = reverse("projects:many")
AUGUST_1, AUGUST_12 = datetime.date(2019, 8, 1), datetime.date(2019, 8, 12)


@pytest.fixture(autouse=True)
def in_august(monkeypatch):
    monkeypatch.setattr("accounts.clock.today", lambda: AUGUST_12)


@pytest.fixture
def projects(county, unit_a, approver):
    return [
        create_project(
            county=county,
            by=approver,
            facts={"name": name, "stage": "construction"},
            reporting=unit_a,
            on=datetime.date(2019, 1, 1),
            lead_official="王县长",
        )
        for name in ("引水工程", "抽水蓄能电站项目", "客运站迁建工程")
    ]


@pytest.fixture
def signed_in(client, request):
    def sign_in(name):
        client.force_login(request.getfixturevalue(name))
        return client

    return sign_in


def typed(projects, **changes):
    told = ",".join(f"{project.pk}:{project.version}" for project in projects)
    return {"projects": told, "on": "2019-08-01", "document": "政办发〔2019〕32号"} | changes


def holders(part, day):
    held = ProjectUnit.objects.on(day).filter(part=part).order_by("project")
    return [row.unit.name for row in held]


def test_unit_official_and_category_pass_on_from_the_day_and_each_project_tells_of_it(
    signed_in, projects, county, unit_b
):
    industry = CategoryFactory(county=county, name="工业")
    lines = AuditEvent.objects.count()
    chosen = projects[:2]
    answer = signed_in("approver").post(
        MANY,
        typed(chosen, reporting=unit_b.pk, lead_official="李副县长", category=industry.pk),
    )
    assert answer.url == reverse("projects:list")
    assert holders(Part.REPORTING, datetime.date(2019, 7, 31)) == ["交通运输局"] * 3
    assert holders(Part.REPORTING, AUGUST_1) == ["水利局", "水利局", "交通运输局"]
    assert holders(Part.RESPONSIBLE, AUGUST_1) == ["交通运输局"] * 3
    officials = LeadOfficial.objects.filter(until=None).order_by("project")
    assert [row.name for row in officials] == ["李副县长", "李副县长", "王县长"]
    assert [project.category for project in Project.objects.all()] == [industry, industry, None]
    assert [(row.category_id, row.until) for row in FormerDetails.objects.all()] == [
        (None, AUGUST_1)
    ] * 2
    new = AuditEvent.objects.filter(sequence__gt=lines).order_by("sequence")
    assert [(line.object_id, line.action, line.reason) for line in new] == [
        (project.pk, "project.update", "政办发〔2019〕32号") for project in chosen
    ]
    assert differences(Project, ProjectUnit, LeadOfficial, FormerDetails) == []


def test_what_is_so_already_is_passed_over(signed_in, projects, unit_b, approver):
    assign_unit(project=projects[0], unit=unit_b, part="reporting", by=approver, on=AUGUST_1)
    lines = AuditEvent.objects.count()
    client = signed_in("approver")
    client.post(MANY, typed(projects[:2], reporting=unit_b.pk))
    assert AuditEvent.objects.count() == lines + 1
    again = client.post(MANY, typed(projects[:2], reporting=unit_b.pk))
    assert again.status_code == 400
    assert "所选项目已经都是这样，没有要改的。" in again.content.decode()


def test_where_one_cannot_none_is_changed(signed_in, projects, unit_b, approver):
    set_lead_official(project=projects[1], name="赵县长", by=approver, on=datetime.date(2019, 8, 5))
    answer = signed_in("approver").post(
        MANY, typed(projects, reporting=unit_b.pk, lead_official="李副县长")
    )
    assert answer.status_code == 400
    assert answer.context["form"].errors == {
        "on": [
            "一个项目也没有改：抽水蓄能电站项目现在的单位或领导是后来才登记的，"
            "请填2019年8月5日或以后的日期，或不选这些项目。"
        ]
    }
    assert holders(Part.REPORTING, AUGUST_12) == ["交通运输局"] * 3


def test_where_another_was_faster_none_is_changed(signed_in, projects, unit_b, approver):
    update_project(
        project=projects[2],
        by=approver,
        version=1,
        changes={"location": "城南"},
        today=AUGUST_12,
    )
    answer = signed_in("approver").post(MANY, typed(projects, reporting=unit_b.pk))
    assert answer.status_code == 409
    assert answer.context["refusal"].sentence == (
        "客运站迁建工程的资料刚被他人修改，一个项目也没有改，请核对后再提交。"
    )
    assert holders(Part.REPORTING, AUGUST_12) == ["交通运输局"] * 3
    assert f"{projects[2].pk}:2" in answer.content.decode()


def test_the_list_offers_its_ticked_rows_or_all_that_the_filter_shows(signed_in, projects):
    client = signed_in("approver")
    ticked = client.get(MANY, {"project": [projects[0].pk, projects[2].pk]})
    assert [each.name for each in ticked.context["projects"]] == ["引水工程", "客运站迁建工程"]
    filtered = client.get(MANY, {"q": "工程", "all": "1"})
    assert [each.name for each in filtered.context["projects"]] == ["引水工程", "客运站迁建工程"]
    assert client.get(MANY).url == reverse("projects:list")
    assert "修改列表的全部 3 个" in client.get(reverse("projects:list")).content.decode()


def test_it_leads_back_to_the_list_with_its_filter(signed_in, projects, unit_b):
    client = signed_in("approver")
    asked = f"{MANY}?q=%E5%B7%A5%E7%A8%8B&project={projects[0].pk}&all=1"
    back = f"{reverse('projects:list')}?q=%E5%B7%A5%E7%A8%8B"
    assert f'href="{back}">取消' in client.get(asked).content.decode()
    assert client.post(asked, typed(projects[:1], reporting=unit_b.pk)).url == back


def test_a_reviewer_has_neither_boxes_nor_page(signed_in, projects):
    client = signed_in("reviewer")
    assert client.get(MANY, {"all": "1"}).status_code == 404
    assert "成批" not in client.get(reverse("projects:list")).content.decode()
