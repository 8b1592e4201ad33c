"""What the verbs of the register do, refuse and leave behind."""

import datetime

import pytest

from accounts.errors import DomainError, Stale
from accounts.models import AuditEvent, Unit, UnitKind
from accounts.tests.trail import told
from projects.models import (
    LeadOfficial,
    MilestoneKind,
    Part,
    PlanItem,
    Project,
    ProjectUnit,
    Stage,
)
from projects.services import (
    DatesDoNotAgree,
    MilestoneReached,
    NameTaken,
    ReasonNeeded,
    SiteProgress,
    add_alias,
    assign_unit,
    create_project,
    record_milestone,
    record_milestones,
    record_site_progress,
    record_sites,
    set_lead_official,
    take_back_sites,
    update_project,
)
from projects.tests.factories import PlanItemFactory, ProjectFactory

AUGUST_2 = datetime.date(2019, 8, 2)
MARCH_5 = datetime.date(2019, 3, 5)
APRIL_1 = datetime.date(2019, 4, 1)


def last_line():
    return AuditEvent.objects.order_by("sequence").last()


def parts(project, part):
    held = ProjectUnit.objects.filter(project=project, part=part).order_by("from_date")
    return [(p.unit.name, str(p.from_date), p.until and str(p.until)) for p in held]


def test_a_project_is_created_with_unit_official_initials_and_trail(county, unit_a, approver):
    project = create_project(
        county=county,
        by=approver,
        facts={"name": "城南学校建设项目", "total_investment": 5_000_000, "is_productive": False},
        reporting=unit_a,
        on=AUGUST_2,
        lead_official="县长",
    )
    assert project.pinyin.split()[0] == "cnxxjsxm"
    assert parts(project, Part.REPORTING) == [("交通运输局", "2019-08-02", None)]
    assert parts(project, Part.RESPONSIBLE) == [("交通运输局", "2019-08-02", None)]
    lines = AuditEvent.objects.order_by("sequence")
    assert [(line.action, told(line)) for line in lines] == [
        (
            "project.create",
            {
                "项目名称": ["", "城南学校建设项目"],
                "总投资": ["", "500万元"],
                "阶段": ["", "储备"],
            },
        ),
        ("project.update", {"填报单位": ["", "交通运输局"]}),
        ("project.update", {"责任单位": ["", "交通运输局"]}),
        ("project.update", {"包抓领导": ["", "县长"]}),
    ]


def test_a_name_or_alias_in_use_is_refused_however_it_is_typed(project, unit_a, approver):
    add_alias(project=project, name="抽蓄电站", by=approver)
    for name in ("抽水蓄能 电站项目", "抽蓄电站"):
        with pytest.raises(NameTaken):
            create_project(
                county=project.county,
                by=approver,
                facts={"name": name},
                reporting=unit_a,
                on=AUGUST_2,
            )
    assert Project.objects.count() == 1


def test_an_update_raises_the_version_and_tells_old_and_new(project, approver):
    updated = update_project(
        project=project, by=approver, version=1, changes={"total_investment": 120_000_000},
        today=AUGUST_2, reason="概算调整",
    )  # fmt: skip
    assert (updated.total_investment, updated.version) == (120_000_000, 2)
    line = last_line()
    assert (line.action, line.reason) == ("project.update", "概算调整")
    assert line.changes == {"total_investment": [100_000_000, 120_000_000]}


def test_an_update_of_an_older_version_changes_nothing(project, approver):
    update_project(
        project=project, by=approver, version=1, changes={"location": "东河镇"}, today=AUGUST_2
    )
    with pytest.raises(Stale):
        update_project(
            project=project, by=approver, version=1, changes={"location": "西岭镇"}, today=AUGUST_2
        )
    project.refresh_from_db()
    assert (project.location, project.version) == ("东河镇", 2)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"total_investment": 120_000_000}, "总投资"),
        ({"invested_before": 0}, "截至上年底累计完成投资"),
        ({"invested_before_year": 2018}, "上年底所指年度"),
        ({"stage": "suspended"}, "阶段"),
        ({"actual_start": MARCH_5, "location": "东河镇"}, "实际开工日期"),
        ({"substantially_complete_on": MARCH_5}, "基本建成日期"),
        ({"completed_on": MARCH_5}, "竣工日期"),
    ],
)  # fmt: skip
def test_what_published_figures_rest_on_changes_only_with_a_reason(
    project, approver, changes, named
):
    def update(reason):
        update_project(
            project=project, by=approver, version=1, changes=changes, today=AUGUST_2, reason=reason
        )

    with pytest.raises(ReasonNeeded) as refused:
        update("  ")
    assert refused.value.message == f"改了{named}，请写明理由和依据，如批复文号、会议纪要。"
    assert Project.objects.get(pk=project.pk).version == 1
    assert AuditEvent.objects.count() == 0
    update("县发改〔2019〕12号")
    assert last_line().reason == "县发改〔2019〕12号"


def test_an_address_changes_without_a_reason(project, approver):
    update_project(
        project=project, by=approver, version=1, changes={"location": "东河镇"}, today=AUGUST_2
    )
    assert (last_line().reason, last_line().changes) == ("", {"location": ["", "东河镇"]})


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        (
            {"actual_start": datetime.date(2019, 8, 3)},
            {"actual_start": "不能晚于今天（2019年8月2日）；还没有发生的请留空。"},
        ),
        (
            {"stage": "substantial"},
            {
                "substantially_complete_on": "阶段是“基本建成”，请填写基本建成日期；"
                "还没有基本建成的请改选阶段。"
            },
        ),
        (
            {"stage": "completed", "substantially_complete_on": MARCH_5},
            {"completed_on": "阶段是“竣工”，请填写竣工日期；还没有竣工的请改选阶段。"},
        ),
        (
            {"actual_start": APRIL_1, "substantially_complete_on": MARCH_5},
            {"substantially_complete_on": "不能早于实际开工日期（2019年4月1日），请核对。"},
        ),
        (
            {"substantially_complete_on": APRIL_1, "completed_on": MARCH_5},
            {"completed_on": "不能早于基本建成日期（2019年4月1日），请核对。"},
        ),
        (
            {"actual_start": APRIL_1, "completed_on": MARCH_5},
            {"completed_on": "不能早于实际开工日期（2019年4月1日），请核对。"},
        ),
    ],
)
def test_dates_are_past_in_order_and_those_that_the_stage_asks_for(
    county, unit_a, project, approver, changes, faults
):
    with pytest.raises(DatesDoNotAgree) as refused:
        update_project(
            project=project, by=approver, version=1, changes=changes, today=AUGUST_2, reason="核对"
        )
    assert refused.value.faults == faults
    with pytest.raises(DatesDoNotAgree) as refused:
        create_project(
            county=county,
            by=approver,
            facts={"name": "城南学校建设项目", **changes},
            reporting=unit_a,
            on=AUGUST_2,
        )
    assert refused.value.faults == faults
    assert (Project.objects.get().version, AuditEvent.objects.count()) == (1, 0)


def test_a_date_is_held_against_those_already_stored(project, approver):
    Project.objects.update(actual_start=APRIL_1, stage="construction")
    with pytest.raises(DatesDoNotAgree) as refused:
        update_project(
            project=project, by=approver, version=1, changes={"completed_on": MARCH_5},
            today=AUGUST_2, reason="核对",
        )  # fmt: skip
    assert refused.value.message == "竣工日期不能早于实际开工日期（2019年4月1日），请核对。"


def test_a_stage_whose_date_is_not_known_does_not_keep_an_address_from_being_mended(
    project, approver
):
    Project.objects.update(stage="completed")
    updated = update_project(
        project=project, by=approver, version=1, changes={"location": "东河镇"}, today=AUGUST_2
    )
    assert (updated.location, updated.stage) == ("东河镇", "completed")


def test_a_former_name_stays_as_an_alias(project, approver):
    update_project(
        project=project, by=approver, version=1, changes={"name": "抽蓄电站一期"}, today=AUGUST_2
    )
    project.refresh_from_db()
    assert [alias.name for alias in project.aliases.all()] == ["抽水蓄能电站项目"]
    assert project.pinyin.split()[0] == "cxdzyq"
    assert list(Project.objects.named_like("抽水蓄能")) == [project]


def test_a_new_reporting_unit_ends_the_former_ones_part_on_that_day(
    project, unit_a, unit_b, approver
):
    assign_unit(project=project, unit=unit_b, part=Part.REPORTING, by=approver, on=AUGUST_2)
    assert parts(project, Part.REPORTING) == [
        ("交通运输局", "2019-01-01", "2019-08-02"),
        ("水利局", "2019-08-02", None),
    ]
    assert told(last_line()) == {"填报单位": ["交通运输局", "水利局"]}


def test_a_part_given_by_mistake_on_the_same_day_is_put_right_in_place(
    project, unit_a, unit_b, approver
):
    assign_unit(project=project, unit=unit_b, part=Part.REPORTING, by=approver, on=AUGUST_2)
    assign_unit(project=project, unit=unit_a, part=Part.REPORTING, by=approver, on=AUGUST_2)
    assert parts(project, Part.REPORTING) == [
        ("交通运输局", "2019-01-01", "2019-08-02"),
        ("交通运输局", "2019-08-02", None),
    ]


def test_several_units_may_supervise_a_project(project, unit_a, unit_b, approver):
    for unit in (unit_a, unit_b, unit_b):
        assign_unit(project=project, unit=unit, part=Part.SUPERVISING, by=approver, on=AUGUST_2)
    assert parts(project, Part.SUPERVISING) == [
        ("交通运输局", "2019-08-02", None),
        ("水利局", "2019-08-02", None),
    ]


def test_a_unit_of_another_county_gets_no_part(project, approver):
    elsewhere = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    stranger = Unit.objects.create(parent=elsewhere, name="交通局", kind=UnitKind.DEPARTMENT)
    with pytest.raises(DomainError) as refused:
        assign_unit(project=project, unit=stranger, part=Part.LOCAL, by=approver, on=AUGUST_2)
    assert refused.value.message == "交通局 不是示范县的单位。"


def test_the_lead_official_is_one_at_a_time(project, approver):
    set_lead_official(project=project, name="县长", by=approver, on=MARCH_5)
    set_lead_official(project=project, name="县委书记", by=approver, on=AUGUST_2)
    held = LeadOfficial.objects.filter(project=project).order_by("from_date")
    assert list(held.values_list("name", "from_date", "until")) == [
        ("县长", MARCH_5, AUGUST_2),
        ("县委书记", AUGUST_2, None),
    ]


def test_a_start_is_kept_and_an_earlier_one_replaces_it(project, approver):
    Project.objects.update(stage=Stage.PRELIMINARY)
    started = record_site_progress(project=project, by=approver, actual_start=APRIL_1)
    assert (started.actual_start, started.stage, started.version) == (APRIL_1, "construction", 2)
    assert last_line().changes == {
        "actual_start": [None, "2019-04-01"],
        "stage": ["preliminary", "construction"],
    }
    later = record_site_progress(project=project, by=approver, actual_start=AUGUST_2)
    assert (later.actual_start, later.version) == (APRIL_1, 2)
    earlier = record_site_progress(project=project, by=approver, actual_start=MARCH_5)
    assert (earlier.actual_start, earlier.version) == (MARCH_5, 3)


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (Stage.CONSTRUCTION, "substantial"),
        (Stage.SUSPENDED, "substantial"),
        (Stage.COMPLETED, "completed"),
        (Stage.ENDED, "ended"),
    ],
)
def test_the_stage_moves_on_to_substantial_completion_but_never_back(
    project, approver, stage, expected
):
    Project.objects.update(stage=stage)
    told = record_site_progress(project=project, by=approver, substantially_complete_on=AUGUST_2)
    assert (told.stage, told.substantially_complete_on) == (expected, AUGUST_2)


def test_what_entries_told_of_completion_and_operation_falls_back_with_them(project, approver):
    Project.objects.update(stage=Stage.CONSTRUCTION)
    built = SiteProgress(project, substantially_complete_on=MARCH_5)
    completed = SiteProgress(project, completed_on=APRIL_1)
    producing = SiteProgress(project, in_production_on=AUGUST_2)
    stages = []
    for change, site in (
        (record_sites, built),
        (record_sites, completed),
        (record_sites, producing),
        (take_back_sites, producing),
        (take_back_sites, completed),
        (take_back_sites, built),
    ):
        assert change(sites=[site], by=approver) == 1
        stages.append(Project.objects.get(pk=project.pk).stage)
    assert stages == [
        "substantial",
        "completed",
        "operation",
        "completed",
        "substantial",
        "construction",
    ]
    assert Project.objects.get(pk=project.pk).completed_on is None


def test_many_sites_are_recorded_in_few_queries(county, approver, django_assert_max_num_queries):
    projects = [ProjectFactory(county=county) for _ in range(30)]
    sites = [SiteProgress(project, actual_start=MARCH_5) for project in projects]
    with django_assert_max_num_queries(12):
        assert record_sites(sites=sites, by=approver) == 30
    assert record_sites(sites=sites, by=approver) == 0
    assert AuditEvent.objects.count() == 30


def test_a_start_reached_moves_the_stage_but_not_the_plan_category(project, approver):
    item = PlanItemFactory(
        project=ProjectFactory(county=project.county, stage=Stage.PRELIMINARY),
        category="preliminary",
        planned_investment=None,
    )
    milestone = record_milestone(
        project=item.project, kind=MilestoneKind.START, reached_on=AUGUST_2, by=approver
    )
    started = Project.objects.get(pk=item.project.pk)
    assert (milestone.reached_on, started.stage) == (AUGUST_2, "construction")
    assert started.actual_start is None
    assert PlanItem.objects.get(pk=item.pk).category == "preliminary"


def test_a_milestone_keeps_the_earliest_day_it_was_known(project, approver):
    reached = [
        MilestoneReached(project, MilestoneKind.FEASIBILITY, day)
        for day in (APRIL_1, AUGUST_2, MARCH_5)
    ]
    assert record_milestones(reached=reached[:1], by=approver) == 1
    assert record_milestones(reached=reached[1:2], by=approver) == 0
    assert record_milestones(reached=reached[2:], by=approver) == 1
    assert [str(m.reached_on) for m in project.milestones.all()] == ["2019-03-05"]
    assert told(last_line()) == {"前期节点 可研": ["2019年4月1日", "2019年3月5日"]}
