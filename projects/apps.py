from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "项目库"

    def ready(self) -> None:
        from accounts.pages import first_day, search, ways
        from accounts.people import acting, waiting
        from accounts.people.services import UNIT_GUARDS
        from accounts.trail import due, invariants, proposals
        from projects import happenings, trail
        from projects.adjustments import trail as adjustments
        from projects.approvals.roll import APPROVALS
        from projects.approvals.told import approvals_told
        from projects.first_day import lists
        from projects.funds.roll import FUNDS
        from projects.gaps.roll import GAPS
        from projects.happenings import told
        from projects.intake import PLAN_TABLE, PRELIMINARY_TABLE
        from projects.invariants import package_faults, part_faults
        from projects.journal import told as journal
        from projects.journal.waiting import notes_to_read
        from projects.leaders.standing import acted_for, whom_secretaries_act_for
        from projects.mergers import succession
        from projects.mergers.parts import PARTS
        from projects.mergers.tree import TREE
        from projects.mergers.ways import ways_from_unit, ways_from_units
        from projects.milestones.roll import MILESTONES
        from projects.proposals import LEADERS, LISTS, MASTER_DATA, MERGERS
        from projects.reserve.roll import RESERVE
        from projects.reserve.ways import ways_from_line, ways_from_roll
        from projects.rolls import returned
        from projects.rolls import roll as rolls
        from projects.rolls.due import remind_of_lines, what_falls_due
        from projects.rolls.intake.kind import RollTable
        from projects.search import find_leaders, find_projects, find_units
        from projects.suspension.roll import SUSPENSIONS
        from projects.turn.waiting import projects_left_out
        from projects.units_in_use import refuse_while_it_reports
        from workbooks.intake import kinds

        trail.register()
        happenings.register("计划", told.lists_told)
        happenings.register("计划", told.adjustments_told)
        happenings.register("前期节点", told.milestones_told)
        happenings.register("手续", approvals_told)
        happenings.register("项目资料", told.own_days_told)
        happenings.register("项目资料", told.details_told)
        happenings.register("项目资料", told.answering_told)
        happenings.register("项目资料", told.officials_told)
        happenings.register("记事", journal.notes_told)
        happenings.register("照片", journal.photos_told)
        search.register("项目", find_projects)
        search.register("单位", find_units)
        search.register("领导", find_leaders)
        waiting.register(projects_left_out)
        waiting.register(notes_to_read)
        waiting.register(returned.returned_waits)
        acting.register(whom_secretaries_act_for, acted_for)
        first_day.register(20, lists)
        adjustments.register()
        kinds.register(PLAN_TABLE)
        kinds.register(PRELIMINARY_TABLE)
        proposals.register(MASTER_DATA)
        proposals.register(LISTS)
        invariants.register("打包项目", package_faults)
        invariants.register("填报单位前后相接", part_faults)
        proposals.register(MERGERS)
        proposals.register(LEADERS)
        succession.register(PARTS)
        due.register("台账到期提醒", remind_of_lines)
        waiting.register(what_falls_due)
        rolls.of_each(lambda roll: kinds.register(RollTable(roll)))
        rolls.register(RESERVE)
        rolls.register(SUSPENSIONS)
        rolls.register(GAPS)
        rolls.register(FUNDS)
        rolls.register(APPROVALS)
        rolls.register(MILESTONES)
        succession.register(TREE)
        ways.register("accounts.unit", ways_from_unit)
        ways.register("accounts.units", ways_from_units)
        ways.register("projects.roll", ways_from_roll)
        ways.register("projects.roll_line", ways_from_line)
        UNIT_GUARDS.append(refuse_while_it_reports)
