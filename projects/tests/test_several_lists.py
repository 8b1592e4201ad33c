"""A county keeps as many lists in a tier as it has: files are read into the one that is meant."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from openpyxl import Workbook

from accounts.trail.rebuilding import differences
from projects.intake import apply_plan, preview_plan
from projects.intake.lists import recognised
from projects.listnames import key_of, name_in, spoken_key, tier_in, wording
from projects.models import AnnualPlan, PlanItem, Tier
from projects.tests.conftest import TODAY
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory, ProjectFactory
from workbooks.intake.previews import Verdict
from workbooks.models import Upload

HEADS = ("序号", "项目名称", "计划类别", "责任单位", "年度计划投资")


def workbook(title, rows, heads=HEADS):
    book = Workbook()
    sheet = book.active
    for line in ((title,), ("单位：万元",), heads, *rows):
        sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


ONE = ((1, "经开区道路", "新建", "交通局", 1000),)


def preview(content, county, year=2012):
    return preview_plan(content, county=county, year=year, today=TODAY)


def by_command(tmp_path, content, *options, year=2012):
    file = tmp_path / "plan.xlsx"
    file.write_bytes(content)
    stream = io.StringIO()
    call_command("import_plan", str(file), "--year", str(year), *options, stdout=stream)
    return stream.getvalue()


def lists():
    return list(AnnualPlan.objects.in_order().values_list("key", "tier", "name"))


@pytest.mark.parametrize(
    ("title", "name", "tier"),
    [
        ("2012年县“361”行动计划重点项目表", "县“361”行动计划", Tier.COUNTY),
        ("列入市“1346”行动计划", "市“1346”行动计划", Tier.MUNICIPAL),
        ("列入省“861”行动计划（万元）", "省“861”行动计划", Tier.PROVINCIAL),
        ("列入省级计划", "", Tier.PROVINCIAL),
        ("2019年全县重点建设项目计划表", "", None),
        ("2021年“十四五”重点项目计划表", "", None),
        ("2019年省、市级重点项目", "", None),
        ("2019年挂牌督办项目", "", Tier.LISTED),
    ],
)
def test_a_title_says_of_which_list_it_is(title, name, tier):
    assert (name_in(title), tier_in(title)) == (name, tier)


def test_a_key_is_made_of_a_name_and_is_nobody_elses():
    assert key_of("县“361”行动计划", set()) == "县361"
    assert key_of("县“361”行动计划", {"县361"}) == "县3612"
    assert (spoken_key("县361"), spoken_key("县级")) == ("“县361”", "县级")


@pytest.mark.django_db
def test_the_file_of_a_county_list_leaves_a_second_list_of_the_tier_alone(sample_county, plan_file):
    """The 85 lines were written into the list 县361 once: it was the first of its tier."""
    second = AnnualPlanFactory(
        county=sample_county, year=2019, key="县361", name="2019年县“361”行动计划"
    )
    project = PlanItem.objects.filter(plan__key="县级").first().project
    PlanItemFactory(plan=second, project=project, planned_investment=1, position=1)

    again = preview(plan_file, sample_county, 2019)

    assert again.open_lists == []
    assert {line.verdict for line in again.lines} == {Verdict.UNCHANGED}
    assert [(choice.key, choice.is_new) for choice in again.choices] == [
        ("县级", False),
        ("省级", False),
        ("市级", False),
    ]


@pytest.mark.django_db
def test_a_file_that_nothing_names_is_asked_about_where_a_tier_has_several_lists(county):
    AnnualPlanFactory(county=county, year=2012, key="县361", name="县“361”行动计划")
    AnnualPlanFactory(county=county, year=2012, key="县级", name="县级重点项目")

    found = preview(workbook("2012年重点项目计划表", ONE), county)

    [asked] = found.open_lists
    assert (asked.key, [plan.key for plan in asked.others]) == ("县级", ["县361", "县级"])
    assert (found.applicable, found.is_unusable) == ([], False)


@pytest.mark.django_db
def test_a_command_takes_the_usual_list_of_the_tier_or_the_one_that_is_named(county, tmp_path):
    AnnualPlanFactory(county=county, year=2012, key="县361", name="县“361”行动计划")
    AnnualPlanFactory(county=county, year=2012, key="县级", name="县级重点项目")
    content = workbook("2012年重点项目计划表", ONE)

    by_command(tmp_path, content)
    assert list(PlanItem.objects.values_list("plan__key", flat=True)) == ["县级"]
    by_command(tmp_path, content, "--list", "县级", "--name", "县“361”行动计划")
    assert sorted(PlanItem.objects.values_list("plan__key", flat=True)) == ["县361", "县级"]
    with pytest.raises(CommandError, match="没有指标名为“无”的清单"):
        by_command(tmp_path, content, "--list", "无")


@pytest.mark.django_db
def test_a_title_and_columns_make_the_lists_that_they_name(county, tmp_path):
    heads = (*HEADS, "列入市“1346”行动计划", "其中：列入省“861”行动计划（万元）")
    content = workbook(
        "2012年县“361”行动计划重点项目表",
        (
            (1, "经开区道路", "新建", "交通局", 1000, 600, None),
            (2, "水厂", "续建", "水利局", 500, None, 40),
        ),
        heads,
    )

    by_command(tmp_path, content)

    assert lists() == [
        ("省861", "provincial", "2012年省“861”行动计划"),
        ("市1346", "municipal", "2012年市“1346”行动计划"),
        ("县361", "county", "2012年县“361”行动计划"),
    ]
    assert list(
        PlanItem.objects.order_by("plan__key", "position").values_list(
            "plan__key", "project__name", "planned_investment"
        )
    ) == [
        ("县361", "经开区道路", 1000_0000),
        ("县361", "水厂", 500_0000),
        ("市1346", "经开区道路", 600_0000),
        ("省861", "水厂", 40_0000),
    ]
    assert "没有变化 2 个" in by_command(tmp_path, content)
    assert differences(AnnualPlan, PlanItem) == []


@pytest.mark.django_db
def test_on_a_page_a_person_confirms_a_list_that_is_not_known(county):
    content = workbook("2012年县“361”行动计划重点项目表", ONE)

    found = preview(content, county)

    assert [(c.name, c.key, c.tier_label) for c in found.open_lists] == [
        ("2012年县“361”行动计划", "县361", "县级")
    ]
    assert found.applicable == []


@pytest.mark.django_db
def test_the_next_file_is_known_by_the_title_of_the_first(county):
    content = workbook("2012年重点项目计划表", ONE)
    apply_plan(preview(content, county), by=None)
    AnnualPlanFactory(county=county, year=2012, key="县361", name="县“361”行动计划")

    again = preview(content, county)

    assert ([c.key for c in again.choices], again.unchanged) == (["县级"], 1)
    assert AnnualPlan.objects.get(key="县级").titles == "重点项目计划表"


@pytest.mark.django_db
def test_a_list_of_the_year_before_says_how_this_years_is_to_be_called(county):
    AnnualPlanFactory(
        county=county, year=2011, tier=Tier.MUNICIPAL, key="三六一", name="2011年“361”行动计划"
    )
    found = preview(workbook("2012年“361”行动计划项目表", ONE), county)
    assert [(c.name, c.key, c.tier) for c in found.open_lists] == [
        ("2012年“361”行动计划", "三六一", "municipal")
    ]


@pytest.mark.django_db
def test_a_line_keeps_the_name_as_its_list_prints_it(county):
    project = ProjectFactory(county=county, name="经济开发区道路工程")
    project.aliases.create(name="经开区道路")
    apply_plan(preview(workbook("2012年重点项目计划表", ONE), county), by=None)
    [item] = project.plan_items.all()
    assert item.listed_name == "经开区道路"
    assert preview(workbook("2012年重点项目计划表", ONE), county).unchanged == 1


@pytest.mark.django_db
def test_a_line_that_was_taken_off_is_put_on_again_by_the_file(county):
    content = workbook("2012年重点项目计划表", ONE)
    apply_plan(preview(content, county), by=None)
    PlanItem.objects.update(is_dropped=True)

    found = preview(content, county)
    [change] = found.lines
    assert [(e.label, e.shown_old, e.shown_new) for e in change.edits] == [
        ("县级已退出", "是", "否")
    ]
    apply_plan(found, by=None)
    assert PlanItem.objects.get().is_dropped is False


@pytest.mark.django_db
def test_an_upload_of_our_own_table_puts_no_project_on_a_list_that_it_is_not_on(county):
    AnnualPlanFactory(county=county, year=2012)
    AnnualPlanFactory(county=county, year=2012, key="挂牌", tier=Tier.LISTED)
    heads = (*HEADS, "列入清单", "列入挂牌计划")
    rows = (
        (1, "经开区道路", "新建", "交通局", 1000, "挂牌", 1000),
        (2, "水厂", "续建", "水利局", 5, "挂牌", None),
    )
    found = preview(workbook("重点项目一览表", rows, heads), county)
    assert [[listed.key for listed in line.line.lists] for line in found.lines] == [["挂牌"], []]
    assert [f.message for f in found.findings.errors] == [
        "写明列入挂牌，而没有这些清单的计划投资，请补上"
    ]


def test_of_two_names_that_fit_the_longer_counts():
    plans = [
        AnnualPlan(pk=1, key="市级", name="2012年市级重点项目"),
        AnnualPlan(pk=2, key="市级民生", name="2012年市级民生工程"),
    ]
    assert recognised("2012年市级民生工程项目表", plans) == plans[1]
    assert recognised("2012年市级项目表", plans) == plans[0]
    assert recognised("2012年项目表", plans) is None
    assert wording("2012年 县“361”行动计划（试行）") == "县361行动计划"


# --- By page ------------------------------------------------------------------------------


@pytest.fixture
def office(client, reviewer):
    client.force_login(reviewer)
    return client


def sent_by_page(office, content):
    file = SimpleUploadedFile("计划.xlsx", content)
    return office.post(reverse("projects:import_plan"), {"file": file, "year": 2012}).url


def confirm_list(office, url, **answers):
    filled = {f"list0-{name}": value for name, value in answers.items()}
    return office.post(f"{url}lists/", filled, follow=True)


@pytest.mark.django_db
def test_a_person_makes_the_list_that_a_file_names_and_then_imports(office):
    url = sent_by_page(office, workbook("2012年县“361”行动计划项目表", ONE))
    page = office.get(url)
    assert page.context["preview"].waits_for == "请先确认文件属于哪个清单，确认之前不能导入。"
    assert Upload.objects.get().is_unusable is False

    page = confirm_list(office, url, which="", name="县“361”行动计划", key="县361", tier="county")
    fingerprint = page.context["preview"].fingerprint
    office.post(url, {"fingerprint": fingerprint})

    assert lists() == [("县361", "county", "县“361”行动计划")]
    assert PlanItem.objects.get().plan.key == "县361"


@pytest.mark.django_db
def test_a_person_chooses_a_list_that_there_is(office, county):
    AnnualPlanFactory(county=county, year=2012, key="县361", name="县“361”行动计划")
    AnnualPlanFactory(county=county, year=2012, key="县级", name="县级重点项目")
    url = sent_by_page(office, workbook("2012年重点项目计划表", ONE))

    page = confirm_list(office, url, which="县361")
    office.post(url, {"fingerprint": page.context["preview"].fingerprint})

    assert PlanItem.objects.get().plan.key == "县361"


@pytest.mark.django_db
def test_a_new_list_takes_no_key_that_another_has_and_what_was_typed_stays(office, county):
    AnnualPlanFactory(county=county, year=2012, key="县361", name="县“三六一”计划")
    url = sent_by_page(office, workbook("2012年县“861”行动计划项目表", ONE))

    page = confirm_list(office, url, which="", name="新的", key="县361", tier="county")

    assert page.status_code == 400
    [form] = page.context["refusal"].forms
    assert (form.errors, form["name"].value()) == (
        {"key": ["已有清单用这个指标名，请另取一个，或选那个清单。"]},
        "新的",
    )
    page = confirm_list(office, url, which="", name="新的", key="县.861", tier="county")
    [form] = page.context["refusal"].forms
    assert form.errors == {"key": ["指标名里不能有空格、顿号和 . = + - % 这些符号。"]}
