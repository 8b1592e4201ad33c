from django.apps import AppConfig


class InvestmentConfig(AppConfig):
    name = "investment"
    verbose_name = "进度填报"

    def ready(self) -> None:
        from accounts import due, invariants
        from investment.rebuilding import differences
        from investment.services.reminders import move_periods, remind_units

        invariants.register("月度数字与操作记录", differences)
        due.register("填报期", move_periods)
        due.register("报送提醒", remind_units)
