from django.apps import AppConfig


class InvestmentConfig(AppConfig):
    name = "investment"
    verbose_name = "进度填报"

    def ready(self) -> None:
        from accounts import invariants
        from investment.rebuilding import differences

        invariants.register("月度数字与操作记录", differences)
