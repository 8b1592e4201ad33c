from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "figures"
    verbose_name = "指标"

    def ready(self) -> None:
        from accounts.pages import beside
        from figures import trail
        from figures.beside import pace_of_entry

        trail.register()
        beside.register("investment.desk.pace", pace_of_entry)
