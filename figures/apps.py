from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "figures"
    verbose_name = "指标"

    def ready(self) -> None:
        from figures import trail

        trail.register()
