from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报告"

    def ready(self) -> None:
        from accounts.pages import ways
        from reports.questions import trail
        from reports.ways import WAYS

        trail.register()

        for page, source in WAYS.items():
            ways.register(page, source)
