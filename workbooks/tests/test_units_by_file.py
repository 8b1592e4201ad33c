"""Units by file go through the services that their pages use, so that the same rules hold."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent, Unit, UnitKind

IMPORT = reverse("reference:accounts_unit_import")
CONFIRM = reverse("reference:accounts_unit_confirm")
EXPORT = reverse("reference:accounts_unit_export", args=["csv"])
TITLES = "单位名称,简称,单位类别,上级单位,排序,启用\n"


@pytest.fixture
def upload(client, administrator):
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")

    def send(text):
        file = SimpleUploadedFile("单位.csv", (TITLES + text).encode())
        return client.post(IMPORT, {"file": file}).context

    return send


def test_units_come_in_with_their_parents_from_the_same_file(upload, client, county):
    token = upload(
        "园区管委会,园区,园区（景区）管委会,示范县,1,是\n招商局,,部门,园区管委会,2,是\n"
    )["token"]
    client.post(CONFIRM, {"token": token})
    told = Unit.objects.exclude(pk=county.pk).values_list("name", "kind", "parent__name", "county")
    assert list(told) == [
        ("园区管委会", UnitKind.COMMITTEE, "示范县", county.pk),
        ("招商局", UnitKind.DEPARTMENT, "园区管委会", county.pk),
    ]
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["unit.create"] * 2


def test_a_unit_that_is_there_is_changed_and_its_version_counts_on(upload, client, unit_a):
    token = upload("交通运输局,交通局,部门,示范县,0,是\n")["token"]
    client.post(CONFIRM, {"token": token})
    unit_a.refresh_from_db()
    assert (unit_a.short_name, unit_a.version) == ("交通局", 2)
    assert AuditEvent.objects.get().changes == {"short_name": ["", "交通局"]}


def test_the_rules_of_the_tree_hold(upload, unit_a, unit_b, reporter):
    outcome = upload("交通运输局,,部门,水利局,0,是\n水利局,,部门,交通运输局,0,是\n")["outcome"]
    assert [str(complaint) for complaint in outcome.complaints] == [
        "第 3 行：不能把“水利局”放到它自己的下级单位之下。"
    ]
    outcome = upload("交通运输局,,部门,示范县,0,否\n")["outcome"]
    assert [str(complaint) for complaint in outcome.complaints] == [
        "第 2 行：“交通运输局”还有 1 个启用的填报员，请先停用或改派。"
    ]


def test_kinds_parents_and_yes_no_are_read_strictly(upload, county):
    outcome = upload("甲局,,县（市、区）,没有的,1,有\n")["outcome"]
    assert [str(complaint) for complaint in outcome.complaints] == [
        "第 2 行“单位类别”：“县（市、区）”不在可选范围内，应为："
        "发展和改革局、部门、镇（街道）、国有公司、园区（景区）管委会",
        "第 2 行“上级单位”：县内没有名为“没有的”的单位",
        "第 2 行“启用”：“有”看不懂，请填写“是”或“否”",
    ]


def test_a_parent_of_another_county_is_no_parent(upload, county):
    Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    [complaint] = upload("甲局,,部门,邻县,1,是\n")["outcome"].complaints
    assert str(complaint) == "第 2 行“上级单位”：县内没有名为“邻县”的单位"


def test_a_name_that_two_units_bear_is_left_to_their_pages(upload, unit_a, unit_b):
    for parent in (unit_a, unit_b):
        Unit.objects.create(parent=parent, name="办公室", kind=UnitKind.DEPARTMENT)
    [complaint] = upload("办公室,,部门,示范县,1,是\n")["outcome"].complaints
    assert str(complaint) == "第 2 行：县内有不止一个“办公室”，请在页面上逐个修改"
    [complaint] = upload("丙科,,部门,办公室,1,是\n")["outcome"].complaints
    told = "第 2 行“上级单位”：县内有不止一个名为“办公室”的单位，无法确定是哪一个"
    assert str(complaint) == told


def test_the_countys_units_are_taken_out_without_the_county_itself(client, auditor, unit_a):
    Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    client.force_login(auditor, backend="django.contrib.auth.backends.ModelBackend")
    content = client.get(EXPORT).content.decode("utf-8-sig")
    titles = TITLES.strip()
    assert content.splitlines() == [titles, "交通运输局,,部门,示范县,0,是"]


def test_a_unit_has_its_form_on_its_own_page_only(client, administrator, unit_a):
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("reference:accounts_unit_changelist")).content.decode()
    assert reverse("accounts:unit", args=[unit_a.pk]) in page
    assert client.get(f"/reference/accounts/unit/{unit_a.pk}/change/").status_code == 404


def test_what_is_left_empty_has_its_default_in_a_new_row_and_stays_in_an_old_one(
    upload, client, county, unit_a
):
    Unit.objects.filter(pk=unit_a.pk).update(position=7)
    token = upload("招商局,,部门,,,\n交通运输局,交通局,部门,,,\n")["token"]
    client.post(CONFIRM, {"token": token})
    told = Unit.objects.filter(county=county).values_list(
        "name", "short_name", "parent", "position", "is_active"
    )
    assert set(told) == {
        ("招商局", "", county.pk, 0, True),
        ("交通运输局", "交通局", county.pk, 7, True),
    }


def test_the_page_of_the_import_shows_what_each_column_may_say(client, administrator):
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get(IMPORT).context["rows"].shown
    assert shown[3:] == [
        ("上级单位", "可不填，新增时为本县", "本县已有的单位，写全名", ["", ""]),
        ("排序", "可不填，新增时为0", "", ["1", "20"]),
        ("启用", "可不填，新增时为是", "是、否", ["是", ""]),
    ]
