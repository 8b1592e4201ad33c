from django.apps import AppConfig


class InvestmentConfig(AppConfig):
    name = "investment"
    verbose_name = "进度填报"

    def ready(self) -> None:
        from accounts import due, invariants, waiting
        from investment.rebuilding import differences
        from investment.services.reminders import move_periods, remind_units
        from investment.waiting import waiting_in_investment

        invariants.register("月度数字与操作记录", differences)
        due.register("填报期", move_periods)
        due.register("报送提醒", remind_units)
        waiting.register(waiting_in_investment)
