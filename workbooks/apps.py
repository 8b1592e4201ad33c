from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "workbooks"
    verbose_name = "电子表格"

    def ready(self) -> None:
        from accounts.trail import due, invariants
        from jobs import kinds
        from workbooks import trail
        from workbooks.intake.large import APPLY_WORKBOOK, READ_WORKBOOK
        from workbooks.sealing import seal_faults, seal_those_of_before

        trail.register()
        kinds.register(READ_WORKBOOK)
        kinds.register(APPLY_WORKBOOK)
        invariants.register("导入来源", seal_faults)
        due.register("导入来源", seal_those_of_before)
