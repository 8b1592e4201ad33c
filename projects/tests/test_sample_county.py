"""What the sample county's workbooks come to: the published totals of the first document."""

from django.db.models import Count, Sum

from accounts.models import AuditEvent, Unit, UnitKind
from accounts.tests.trail import told
from projects.intake import apply_plan, preview_plan, preview_preliminary
from projects.models import (
    MILESTONE_ORDER,
    AnnualPlan,
    LeadOfficial,
    Milestone,
    Part,
    PlanCategory,
    PlanItem,
    Project,
    ProjectCategory,
    ProjectUnit,
    Stage,
)
from projects.tests.conftest import JUNE_30, TODAY

WAN = 10_000


def lines(key):
    return PlanItem.objects.filter(plan__key=key)


def test_the_lists_hold_the_published_numbers_and_sums(sample_county):
    counted = {
        (key, category): (count, amount)
        for key, category, count, amount in PlanItem.objects.values_list("plan__key", "category")
        .annotate(Count("pk"), Sum("planned_investment"))
        .order_by()
    }
    assert counted == {
        ("县级", "new"): (51, 431_000 * WAN),
        ("县级", "continuing"): (34, 624_300 * WAN),
        ("县级", "preliminary"): (19, None),
        ("市级", "new"): (14, 167_667 * WAN),
        ("市级", "continuing"): (16, 358_333 * WAN),
        ("市级", "preliminary"): (9, None),
        ("省级", "new"): (1, 48_000 * WAN),
        ("省级", "continuing"): (3, 165_000 * WAN),
    }


def test_the_lists_carry_their_names_and_keys(sample_county):
    names = set(AnnualPlan.objects.values_list("year", "tier", "key", "name"))
    assert names == {
        (2019, "county", "县级", "2019年县级重点建设项目"),
        (2019, "municipal", "市级", "2019年市级重点建设项目"),
        (2019, "provincial", "省级", "2019年省级重点建设项目"),
    }


def test_a_project_has_its_own_figure_in_each_list(sample_county):
    """镇区道路改造工程: 531 on the county list, 530 on the municipal one."""
    figures = PlanItem.objects.filter(project__name="镇区道路改造工程").values_list(
        "plan__key", "planned_investment"
    )
    assert dict(figures) == {"县级": 531 * WAN, "市级": 530 * WAN}
    differing = [
        item.project.name
        for item in lines("市级").exclude(category=PlanCategory.PRELIMINARY)
        if lines("县级").get(project=item.project).planned_investment != item.planned_investment
    ]
    assert differing == ["镇区道路改造工程"]


def test_a_row_is_read_to_its_last_fact(sample_county):
    project = Project.objects.get(name="抽水蓄能电站项目")
    facts = {
        "code": project.code,
        "category": project.category.name,
        "is_productive": project.is_productive,
        "investor_type": project.investor_type,
        "total_investment": project.total_investment,
        "invested_before": project.invested_before,
        "invested_before_year": project.invested_before_year,
        "years": (project.construction_start_year, project.construction_end_year),
        "content": project.content,
        "stage": project.stage,
        "pinyin": project.pinyin,
    }
    assert facts == {
        "code": "2017-610799-13-01-100000",
        "category": "能源",
        "is_productive": False,
        "investor_type": "government",
        "total_investment": 860_000 * WAN,
        "invested_before": 242_890 * WAN,
        "invested_before_year": 2018,
        "years": (2017, 2022),
        "content": "抽水蓄能电站项目主体工程及配套设施",
        "stage": "construction",
        "pinyin": "csxndzxm choushuixunengdianzhanxiangmu",
    }
    assert [official.name for official in project.lead_officials.all()] == ["县委书记"]


def test_the_planned_month_is_its_first_day(sample_county):
    item = lines("县级").get(project__name="镇区道路改造工程")
    assert item.planned_start.isoformat() == "2019-01-01"
    assert lines("县级").get(project__name="抽水蓄能电站项目").planned_start is None


def test_productive_projects_are_counted_as_published(sample_county):
    productive = lines("县级").filter(
        project__is_productive=True, category__in=["new", "continuing"]
    )
    sums = productive.aggregate(count=Count("pk"), amount=Sum("planned_investment"))
    assert sums == {"count": 49, "amount": 677_100 * WAN}


def test_every_project_has_one_reporting_unit_which_is_the_responsible_one(sample_county):
    parts = ProjectUnit.objects.values_list("project", "unit", "part", "from_date", "until")
    reporting = {part[:2] for part in parts if part[2] == Part.REPORTING}
    responsible = {part[:2] for part in parts if part[2] == Part.RESPONSIBLE}
    assert len(parts) == 208
    assert len(reporting) == 104
    assert reporting == responsible
    assert {(part[3].isoformat(), part[4]) for part in parts} == {("2019-01-01", None)}


def test_units_are_made_with_the_kind_their_name_tells(sample_county):
    kinds = dict(
        Unit.objects.exclude(kind=UnitKind.COUNTY).values_list("kind").annotate(Count("pk"))
    )
    assert kinds == {"bureau": 1, "department": 10, "township": 4, "company": 1, "committee": 2}
    assert set(Unit.objects.exclude(kind=UnitKind.COUNTY).values_list("county", "parent")) == {
        (sample_county.pk, sample_county.pk)
    }


def test_categories_and_officials_are_kept(sample_county):
    assert ProjectCategory.objects.filter(county=sample_county).count() == 15
    assert LeadOfficial.objects.filter(until=None).count() == 85


def test_preliminary_projects_stand_at_their_furthest_milestone(sample_county):
    furthest: dict[int, str] = {}
    for milestone in Milestone.objects.order_by("pk"):
        held = furthest.setdefault(milestone.project_id, milestone.kind)
        furthest[milestone.project_id] = max(held, milestone.kind, key=MILESTONE_ORDER.get)
    counts: dict[str, int] = {}
    for kind in furthest.values():
        counts[kind] = counts.get(kind, 0) + 1
    assert counts == {
        "start": 2,
        "working_drawings": 2,
        "feasibility": 4,
        "expert_review": 1,
        "initiated": 10,
    }
    assert set(Milestone.objects.values_list("reached_on", flat=True)) == {JUNE_30}


def test_a_preliminary_project_that_started_stays_preliminary_on_its_lists(sample_county):
    project = Project.objects.get(name="石墨烯产业园建设项目")
    assert project.stage == Stage.CONSTRUCTION
    assert project.actual_start is None
    assert set(project.plan_items.values_list("plan__key", "category", "planned_investment")) == {
        ("县级", "preliminary", None),
        ("市级", "preliminary", None),
    }


def counts(preview):
    return preview.added, preview.changed, preview.unchanged, preview.refused


def test_the_same_files_twice_change_nothing(sample_county, plan_file, preliminary_file):
    lines_before = AuditEvent.objects.count()
    plan = preview_plan(plan_file, county=sample_county, year=2019, today=TODAY)
    preliminary = preview_preliminary(
        preliminary_file, county=sample_county, year=2019, as_of=JUNE_30, today=TODAY
    )
    apply_plan(plan, by=None)
    assert counts(plan) == (0, 0, 85, 0)
    assert counts(preliminary) == (0, 0, 19, 0)
    assert list(plan.findings) == list(preliminary.findings) == []
    assert AuditEvent.objects.count() == lines_before
    assert set(Project.objects.values_list("version", flat=True)) == {1}


def test_every_added_project_unit_category_and_list_leaves_an_audit_line(sample_county):
    counts = dict(AuditEvent.objects.values_list("action").annotate(Count("pk")).order_by())
    assert counts == {
        "category.create": 15,
        "project.create": 104,
        "unit.create": 18,
        "plan.import": 5,
    }
    line = AuditEvent.objects.get(action="project.create", object_label="抽水蓄能电站项目")
    assert line.actor_name == "系统"
    assert told(line)["总投资"] == ["", "860,000万元"]
    plan = AnnualPlan.objects.get(tier="county")
    assert told(line)[f"{plan}年度计划投资"] == ["", "55,000万元"]


def test_applying_a_plan_takes_few_queries(county, plan_file, django_assert_max_num_queries):
    preview = preview_plan(plan_file, county=county, year=2019, today=TODAY)
    # One or two more where SQLite takes the rows in smaller batches.
    with django_assert_max_num_queries(34):
        apply_plan(preview, by=None)
