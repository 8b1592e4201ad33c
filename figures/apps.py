from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "figures"
    verbose_name = "指标"

    def ready(self) -> None:
        from accounts.pages import beside, first_day
        from figures import trail
        from figures.beside import pace_of_entry
        from figures.first_day import light_rule

        trail.register()
        first_day.register(40, light_rule)
        beside.register("investment.desk.pace", pace_of_entry)
