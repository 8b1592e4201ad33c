from django.apps import AppConfig


class InvestmentConfig(AppConfig):
    name = "investment"
    verbose_name = "进度填报"

    def ready(self) -> None:
        from accounts import published
        from accounts.pages import beside, first_day, ways
        from accounts.people import waiting
        from accounts.trail import actions, due, invariants, proposals
        from investment import trail
        from investment.beside import contacts_of_county, successions_of_project
        from investment.extra import names
        from investment.first_day import is_under_way, months, reporting_rule
        from investment.intake import MONTHLY_TABLE
        from investment.intake.monthly_columns import is_title_of_import
        from investment.intake.recognised import RECOGNISED_TABLE
        from investment.proposals import (
            COLUMNS,
            ENTRIES,
            EXTENSIONS,
            PERIODS,
            PUBLISHING,
            SUCCESSIONS,
        )
        from investment.published_plans import (
            is_reported,
            months_published,
            refuse_published,
        )
        from investment.selectors.invested import invested_by_the_end_of
        from investment.services.consent import consent_by_silence
        from investment.services.publishing import settle_months_before_publishing
        from investment.services.reminders import move_periods, remind_units
        from investment.services.typing import sweep_typed
        from investment.succession import OF_INVESTMENT
        from investment.successions.faults import succession_faults
        from investment.successions.selectors import origin_words
        from investment.successions.services import refuse_of_succession
        from investment.successions.told import successions_told
        from investment.told import corrections_told, evidence_told, months_told
        from investment.unit_targets import trail as trail_of_tasks
        from investment.unit_targets.intake import TASK_TABLE
        from investment.unit_targets.proposals import TASK_CORRECTIONS
        from investment.unit_targets.waiting import waiting_for_tasks
        from investment.waiting import waiting_in_investment
        from investment.ways import ways_from_project
        from investment.weekly.services import remind_of_weeks
        from investment.weekly.waiting import waiting_of_week
        from projects import happenings, origins
        from projects.adjustments import in_force
        from projects.adjustments.taking_back import register_guard
        from projects.mergers import succession
        from projects.turn import invested
        from workbooks.intake import kinds

        trail.register()
        names.register(is_title_of_import)
        first_day.register(30, reporting_rule)
        first_day.register(50, months)
        first_day.end_with(is_under_way)
        register_guard(refuse_published)
        register_guard(refuse_of_succession)
        in_force.register(is_reported)
        published.register(months_published)
        invested.register(invested_by_the_end_of)
        kinds.register(MONTHLY_TABLE)
        kinds.register(RECOGNISED_TABLE)
        kinds.register(TASK_TABLE)
        ways.register("projects.project", ways_from_project)
        happenings.register("月度进度", months_told)
        happenings.register("月度进度", corrections_told)
        happenings.register("照片", evidence_told)
        due.register("填报期", move_periods)
        due.register("报送提醒", remind_units)
        due.register("未保存的填报内容", sweep_typed)
        due.register("代填视同无异议", consent_by_silence)
        due.register("发布月", settle_months_before_publishing)
        due.register("每周动态提醒", remind_of_weeks)
        waiting.register(waiting_in_investment)
        waiting.register(waiting_of_week)
        waiting.register(waiting_for_tasks)
        succession.register(OF_INVESTMENT)
        beside.register("projects.leaders", contacts_of_county)
        actions.register(trail_of_tasks.ACTIONS)
        trail_of_tasks.register()
        beside.register("projects.project", successions_of_project)
        origins.register(origin_words)
        happenings.register("变更", successions_told)
        invariants.register("项目变更", succession_faults)
        for kind in (
            *(ENTRIES, EXTENSIONS, PERIODS, PUBLISHING),
            *(SUCCESSIONS, TASK_CORRECTIONS, COLUMNS),
        ):
            proposals.register(kind)
