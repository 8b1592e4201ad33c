"""乡镇（街道） and 规模分档: a project's town is called as the county calls it, its size by bands
that hold from a day on."""

import datetime

import pytest
from django.urls import reverse

from accounts.trail.rebuilding import differences
from measures.money import YI
from projects.bands import Band, band_of, bands
from projects.forms import ProjectForm
from projects.intake import preview_plan
from projects.models import Project, SizeBand, Town
from projects.services import update_project
from projects.tests.factories import ProjectFactory
from projects.towns import Towns

pytestmark = pytest.mark.django_db

JUNE_30, AUGUST_2 = datetime.date(2019, 6, 30), datetime.date(2019, 8, 2)
TOWN_CELLS = {"R3": "所在乡镇", "R7": "城关镇政府", "R8": "西岭镇"}
BAND = reverse("reference:projects_sizeband_add")


@pytest.fixture
def towns(county):
    for place, name in enumerate(("城关镇", "东河镇", "东河乡", "滨江街道"), start=1):
        Town.objects.create(county=county, name=name, position=place)
    return Towns(county)


def test_a_town_is_found_as_it_is_called(towns):
    called = (
        "城关镇",
        "城关镇人民政府",
        "城关",
        "滨江街道办事处",
        "滨江",
        "东河镇",
        "东河",
        "西岭镇",
    )
    assert [towns.meant_by(text) for text in called] == [
        "城关镇",
        "城关镇",
        "城关镇",
        "滨江街道",
        "滨江街道",
        "东河镇",
        "",
        "",
    ]


def test_a_projects_town_is_chosen_and_another_is_kept_with_a_hint(county, towns):
    project = ProjectFactory(county=county, name="城南水厂")
    given = ProjectForm(instance=project, county=county, today=AUGUST_2).initial
    for typed, kept, warned in (("城关", "城关镇", []), ("西岭镇", "西岭镇", ["西岭镇"])):
        form = ProjectForm({**given, "town": typed}, county=county, today=AUGUST_2)
        form.is_valid()
        assert form.cleaned_data["town"] == kept
        assert form.warnings == [
            f"属地“{name}”不在乡镇（街道）表中，已照填写的保存，请核对。" for name in warned
        ]
    assert form.fields["town"].widget.attrs["list"] == "towns"


def test_what_a_project_was_keeps_its_town(county, approver):
    project = ProjectFactory(county=county, name="城南水厂", town="城关镇")
    update_project(
        project=project, by=approver, version=1, changes={"town": "东河镇"}, today=AUGUST_2
    )
    project.refresh_from_db()
    assert (project.town, project.former_details.get().town) == ("东河镇", "城关镇")


def test_an_import_calls_towns_by_their_names_and_warns_of_another(
    county, towns, plan_file, edited
):
    content = edited(plan_file, TOWN_CELLS)
    preview = preview_plan(content, county=county, year=2019, today=AUGUST_2)
    told = [change.line.facts.get("town") for change in preview.lines][:3]
    assert told == ["城关镇", "西岭镇", None]
    said = [finding.message for finding in preview.findings if "属地" in finding.message]
    assert said == ["属地“西岭镇”不在乡镇（街道）表中，照原样读入，请核对"]


def test_bands_hold_from_their_day_and_a_total_stands_in_one(county):
    def keep(name, low, high, since):
        SizeBand.objects.create(county=county, name=name, low=low, high=high, from_date=since)

    keep("5亿元以上", 5 * YI, None, "2019-01-01")
    keep("5亿元以下", 0, 5 * YI, "2019-01-01")
    keep("10亿元以上", 10 * YI, None, "2019-08-01")
    assert bands(county, datetime.date(2018, 12, 31)) == []
    june = bands(county, JUNE_30)
    assert june == [Band("5亿元以上", 5 * YI, None), Band("5亿元以下", 0, 5 * YI)]
    assert [band.name for band in bands(county, AUGUST_2)] == ["10亿元以上"]
    assert [band_of(total, june) for total in (None, 5 * YI, 5 * YI - 1)] == [None, *june]
    assert band_of(YI, bands(county, AUGUST_2)) is None


def test_an_administrator_keeps_bands_that_do_not_meet(client, administrator, county):
    client.force_login(administrator)
    first = {"name": "1亿至5亿元", "low": "10,000", "high": "50000", "from_date": "2019-01-01"}
    client.post(BAND, first)
    row = SizeBand.objects.get()
    assert (row.low, row.high) == (YI, 5 * YI)
    assert differences(SizeBand) == []
    page = client.post(BAND, first | {"name": "2亿元以上", "low": "20000", "high": ""})
    assert "与“1亿至5亿元”重叠，一个总投资只能在一档里。" in page.content.decode()
    page = client.post(BAND, first | {"name": "空档", "low": "90000", "high": "80000"})
    assert "“至”要大于“自”。" in page.content.decode()
    client.post(BAND, first | {"name": "5亿元以上", "low": "50000", "high": ""})
    assert SizeBand.objects.count() == 2
    shown = client.get(reverse("reference:projects_sizeband_changelist")).content.decode()
    assert "50,000" in shown
    assert "不限" in shown


def test_a_projects_page_tells_its_band(client, county, approver):
    SizeBand.objects.create(county=county, name="亿元以上", low=YI, from_date="2019-01-01")
    project = ProjectFactory(county=county, name="城南水厂", total_investment=2 * YI, town="城关镇")
    client.force_login(approver)
    page = client.get(reverse("projects:data", args=[project.pk])).content.decode()
    assert '<small class="sub">亿元以上</small>' in page
    assert "<dt>属地</dt><dd>城关镇</dd>" in page
    assert Project.objects.get().town == "城关镇"
