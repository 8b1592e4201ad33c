"""基础数据: what its pages show, to whom, and what they leave in the trail. Project categories and
aliases stand for all tables: what is tested here is the base that they share."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from accounts.models import AuditEvent, Role, RoleAssignment, Unit, UnitKind
from accounts.tests.trail import told
from accounts.trail.reference import change_reference, edition_of
from projects.models import Project, ProjectAlias, ProjectCategory

INDEX = reverse("reference:index")
LIST = reverse("reference:projects_projectcategory_changelist")
ADD = reverse("reference:projects_projectcategory_add")
ADD_ALIAS = reverse("reference:projects_projectalias_add")


def page_of(row):
    name = f"reference:{row._meta.app_label}_{row._meta.model_name}_change"
    return reverse(name, args=[row.pk])


def lines():
    """The trail: who, what, which, and the changes in words."""
    lines = AuditEvent.objects.order_by("sequence")
    return [(e.actor_name, e.action, e.object_label, told(e)) for e in lines]


@pytest.fixture
def other_county(db):
    return Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)


@pytest.fixture
def category(county):
    return ProjectCategory.objects.create(county=county, name="交通", position=1)


@pytest.fixture
def foreign(other_county):
    return ProjectCategory.objects.create(county=other_county, name="邻县类别", position=1)


@pytest.fixture
def asked_by(client):
    """A client signed in as somebody."""

    def sign_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def test_the_index_names_each_table_with_its_count(asked_by, administrator, category, foreign):
    tables = asked_by(administrator).get(INDEX).context["tables"]
    assert {table["name"]: table["count"] for table in tables} == {
        "角色名称": 0,
        "单位": 0,
        "用户": 1,
        "单位联系人": 0,
        "填报口径": 0,
        "列名别名": 0,
        "常用退回理由": 0,
        "节假日": 0,
        "项目类别": 1,
        "项目别名": 0,
        "开工认定要件": 0,
        "乡镇（街道）": 0,
        "规模分档": 0,
        "资金来源": 0,
        "手续事项": 0,
        "前期节点目录": 0,
    }


def test_rows_of_another_county_are_neither_listed_nor_found(
    asked_by, administrator, category, foreign
):
    client = asked_by(administrator)
    assert list(client.get(LIST).context["cl"].queryset) == [category]
    assert client.get(page_of(foreign)).status_code == 404
    sent = {"name": "改名", "position": "1", "edition": edition_of(foreign)}
    assert client.post(page_of(foreign), sent).status_code == 404
    assert ProjectCategory.objects.get(pk=foreign.pk).name == "邻县类别"


def test_only_projects_of_the_county_can_be_chosen(asked_by, administrator, county, other_county):
    own = Project.objects.create(county=county, name="城南学校")
    theirs = Project.objects.create(county=other_county, name="邻县大桥")
    client = asked_by(administrator)
    form = client.get(ADD_ALIAS).context["adminform"].form
    assert list(form.fields["project"].queryset) == [own]
    answer = client.post(ADD_ALIAS, {"name": "大桥", "project": theirs.pk})
    assert "project" in answer.context["adminform"].form.errors
    assert ProjectAlias.objects.count() == 0


def test_the_county_of_a_new_row_is_the_administrators_whatever_was_sent(
    asked_by, administrator, county, other_county
):
    sent = {"name": "交通", "position": "3", "county": other_county.pk}
    assert asked_by(administrator).post(ADD, sent).status_code == 302
    row = ProjectCategory.objects.get()
    assert (row.county, row.name, row.position) == (county, "交通", 3)


def test_a_new_row_leaves_a_line_and_no_log_entry(asked_by, administrator, county):
    asked_by(administrator).post(ADD, {"name": "交通", "position": "3"})
    assert lines() == [
        ("周管理", "category.create", "交通", {"名称": ["", "交通"], "排序": ["", "3"]})
    ]
    assert AuditEvent.objects.get().county == county
    assert LogEntry.objects.count() == 0


def test_a_change_leaves_the_old_and_the_new_of_what_changed(asked_by, administrator, category):
    sent = {"name": "交通", "position": "7", "edition": edition_of(category)}
    assert asked_by(administrator).post(page_of(category), sent).status_code == 302
    assert lines() == [("周管理", "category.update", "交通", {"排序": ["1", "7"]})]


def test_saving_what_already_stands_leaves_no_line(asked_by, administrator, category):
    sent = {"name": "交通", "position": "1", "edition": edition_of(category)}
    assert asked_by(administrator).post(page_of(category), sent).status_code == 302
    assert lines() == []


def test_a_related_row_stands_in_the_trail_by_its_name(asked_by, administrator, county):
    project = Project.objects.create(county=county, name="城南学校建设项目")
    asked_by(administrator).post(ADD_ALIAS, {"name": "城南学校", "project": project.pk})
    changes = {"别名": ["", "城南学校"], "项目": ["", "城南学校建设项目"]}
    assert lines() == [("周管理", "alias.create", "城南学校", changes)]


def test_a_double_is_refused_in_words_and_what_was_typed_stays(asked_by, administrator, category):
    answer = asked_by(administrator).post(ADD, {"name": "交通", "position": "9"})
    form = answer.context["adminform"].form
    assert answer.status_code == 400
    assert form.non_field_errors() == ["本县已经有这个名称的项目类别。"]
    assert form["position"].value() == "9"
    assert ProjectCategory.objects.count() == 1
    assert lines() == []


def test_a_stale_form_changes_nothing_and_gets_the_others_values(asked_by, administrator, category):
    read = edition_of(category)
    ProjectCategory.objects.filter(pk=category.pk).update(name="公路", position=2)
    client = asked_by(administrator)
    sent = {"name": "铁路", "position": "5", "edition": read}
    answer = client.post(page_of(category), sent)
    assert answer.status_code == 409
    refusal = answer.context["refusal"]
    assert refusal.sentence == "“公路”刚被别人修改过，您的修改没有保存。"
    assert refusal.differences == [("名称", "公路", "铁路"), ("排序", "2", "5")]
    category.refresh_from_db()
    assert (category.name, category.position, lines()) == ("公路", 2, [])


def test_after_seeing_the_others_values_what_is_sent_again_holds(asked_by, administrator, category):
    client = asked_by(administrator)
    sent = {"name": "铁路", "position": "5", "edition": "gone"}
    shown = client.post(page_of(category), sent).context["adminform"].form
    again = sent | {"edition": shown["edition"].value()}
    assert client.post(page_of(category), again).status_code == 302
    category.refresh_from_db()
    assert category.name == "铁路"


def test_a_form_without_an_edition_counts_as_stale(asked_by, administrator, category):
    answer = asked_by(administrator).post(page_of(category), {"name": "铁路", "position": "5"})
    assert answer.status_code == 409


def test_a_model_with_a_version_gets_its_next_one(administrator, county, unit_a):
    edition = edition_of(unit_a)
    unit_a.short_name = "交通局"
    change_reference(
        row=unit_a,
        edition=edition,
        action="unit.update",
        county=county,
        taken="重名",
        by=administrator,
    )
    assert (unit_a.short_name, unit_a.version) == ("交通局", 2)


def test_an_auditor_sees_a_row_without_a_form(asked_by, auditor, category):
    page = asked_by(auditor).get(page_of(category)).content.decode()
    assert "交通" in page
    assert "保存" not in page


@pytest.mark.parametrize("address", [ADD, f"{LIST}import/"])
def test_an_auditor_finds_no_page_to_add_or_bring_in(asked_by, auditor, address):
    assert asked_by(auditor).get(address).status_code == 404
    assert asked_by(auditor).post(address, {"name": "交通", "position": "1"}).status_code == 404
    assert ProjectCategory.objects.count() == 0


def test_an_auditor_cannot_change_a_row(asked_by, auditor, category):
    sent = {"name": "铁路", "position": "1", "edition": edition_of(category)}
    assert asked_by(auditor).post(page_of(category), sent).status_code == 404
    category.refresh_from_db()
    assert category.name == "交通"


def test_an_administrator_of_one_county_who_audits_another_changes_only_his_own(
    asked_by, auditor, other_county, category
):
    """The county shown is that of the first role; the right is asked for that county."""
    RoleAssignment.objects.create(user=auditor, role=Role.ADMINISTRATOR, unit=other_county)
    sent = {"name": "铁路", "position": "1", "edition": edition_of(category)}
    assert asked_by(auditor).post(page_of(category), sent).status_code == 404


def test_nothing_can_be_deleted(asked_by, administrator, category):
    client = asked_by(administrator)
    assert client.post(f"{LIST}{category.pk}/delete/", {"post": "yes"}).status_code == 404
    client.post(LIST, {"action": "delete_selected", "_selected_action": [category.pk]})
    assert ProjectCategory.objects.count() == 1


def test_the_admins_own_windows_and_sign_in_do_not_exist(asked_by, administrator):
    client = asked_by(administrator)
    for address in ("login/", "logout/", "password_change/", "jsi18n/", "autocomplete/", "r/1/1/"):
        assert client.get(f"{INDEX}{address}").status_code == 404
    assert client.get(f"{ADD}?_popup=1").status_code == 404


def test_staff_of_djangos_kind_are_nobody_here(asked_by, leader):
    leader.is_staff = leader.is_superuser = True
    leader.save()
    assert asked_by(leader).get(INDEX).status_code == 404


def test_a_row_shows_what_was_done_with_it(asked_by, administrator, category):
    client = asked_by(administrator)
    client.post(
        page_of(category), {"name": "公路", "position": "1", "edition": edition_of(category)}
    )
    page = client.get(page_of(category)).content.decode()
    assert "修改项目类别" in page
    assert "<del>交通</del>" in page


def test_the_pages_ask_for_nothing_that_is_not_served(asked_by, administrator, category):
    """The admin's own sheets and scripts are not collected (config/served_files.py)."""
    client = asked_by(administrator)
    for address in (INDEX, LIST, f"{LIST}?q=无", ADD, page_of(category), f"{LIST}import/"):
        page = client.get(address).content.decode()
        assert "/static/admin/" not in page
        assert "<style" not in page
        assert " style=" not in page
        assert " on" + "click=" not in page


def test_a_list_asks_as_much_of_one_row_as_of_thirty(
    asked_by, administrator, county, django_assert_num_queries
):
    client = asked_by(administrator)
    project = Project.objects.create(county=county, name="城南学校")
    ProjectAlias.objects.create(project=project, name="别名")
    aliases = reverse("reference:projects_projectalias_changelist")
    client.get(aliases)
    with django_assert_num_queries(5):
        client.get(aliases)
    ProjectAlias.objects.bulk_create(
        ProjectAlias(
            project=Project.objects.create(county=county, name=f"项目{n}"), name=f"别名{n}"
        )
        for n in range(29)
    )
    with django_assert_num_queries(5):
        client.get(aliases)
