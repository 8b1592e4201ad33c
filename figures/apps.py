from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "figures"
    verbose_name = "指标"

    def ready(self) -> None:
        from accounts.pages import beside, first_day, ways
        from figures import trail
        from figures.adjusting import effect_of_adjustment
        from figures.beside import pace_of_entry
        from figures.first_day import light_rule
        from figures.reserve_page import ways_from_roll
        from figures.subjects.own_columns import is_name_of_figures
        from investment.extra import names
        from projects.adjustments import effect

        trail.register()
        ways.register("projects.roll", ways_from_roll)
        names.register(is_name_of_figures)
        first_day.register(40, light_rule)
        effect.register(effect_of_adjustment)
        beside.register("investment.desk.pace", pace_of_entry)
