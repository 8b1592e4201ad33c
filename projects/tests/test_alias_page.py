"""Aliases as reference data: a name means one project."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.trail.reference import edition_of
from projects.models import Project, ProjectAlias

ADD = reverse("reference:projects_projectalias_add")
IMPORT = reverse("reference:projects_projectalias_import")


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def school(county):
    return Project.objects.create(county=county, name="城南学校建设项目")


@pytest.fixture
def bridge(county):
    return Project.objects.create(county=county, name="东河大桥")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("城南学校 建设项目", "“城南学校 建设项目”就是项目名称，不必登记为别名。"),
        ("东河 大桥", "县内已有名称或别名为“东河大桥”的项目，请核对是否同一项目。"),
        ("大桥", "县内已有名称或别名为“大桥”的项目，请核对是否同一项目。"),
        ("城南学校", "这个项目已经有这个别名。"),
    ],
)
def test_a_name_that_already_means_a_project_is_no_alias(signed_in, school, bridge, name, message):
    ProjectAlias.objects.create(project=bridge, name="大桥")
    ProjectAlias.objects.create(project=school, name="城南学校")
    form = signed_in.post(ADD, {"name": name, "project": school.pk}).context["adminform"].form
    assert form.non_field_errors() == [message]
    assert ProjectAlias.objects.count() == 2


def test_an_alias_can_be_moved_to_the_project_it_means(signed_in, school, bridge):
    alias = ProjectAlias.objects.create(project=school, name="大桥")
    address = reverse("reference:projects_projectalias_change", args=[alias.pk])
    sent = {"name": "大桥", "project": bridge.pk, "edition": edition_of(alias)}
    assert signed_in.post(address, sent).status_code == 302
    assert ProjectAlias.objects.get().project == bridge


def test_a_file_of_aliases_is_held_to_the_same_rule(signed_in, school, bridge):
    text = "别名,项目\n东河大桥,城南学校建设项目\n大桥,东河大桥\n小桥,西河大桥\n"
    file = SimpleUploadedFile("别名.csv", text.encode())
    outcome = signed_in.post(IMPORT, {"file": file}).context["outcome"]
    assert [str(complaint) for complaint in outcome.complaints] == [
        "第 2 行：县内已有名称或别名为“东河大桥”的项目，请核对是否同一项目。",
        "第 4 行“项目”：县内没有名为“西河大桥”的项目",
    ]
