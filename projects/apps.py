from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "项目库"

    def ready(self) -> None:
        from accounts.people import waiting
        from accounts.people.services import UNIT_GUARDS
        from projects import trail
        from projects.intake import PLAN_TABLE, PRELIMINARY_TABLE
        from projects.units_in_use import refuse_while_it_reports
        from projects.waiting import waiting_in_register
        from workbooks.intake import kinds

        trail.register()
        kinds.register(PLAN_TABLE)
        kinds.register(PRELIMINARY_TABLE)
        waiting.register(waiting_in_register)
        UNIT_GUARDS.append(refuse_while_it_reports)
