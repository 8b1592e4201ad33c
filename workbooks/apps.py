from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "workbooks"
    verbose_name = "电子表格"

    def ready(self) -> None:
        from workbooks import trail

        trail.register()
