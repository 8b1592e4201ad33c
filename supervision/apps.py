from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "督查考核"

    def ready(self) -> None:
        from accounts import due, invariants, waiting
        from supervision.ledger import ledger_faults
        from supervision.numbering import numbering_faults
        from supervision.services.order_reminders import remind_of_orders
        from supervision.waiting import waiting_in_supervision

        invariants.register("考核台账", ledger_faults)
        invariants.register("调度单和通报编号", numbering_faults)
        due.register("调度单提醒", remind_of_orders)
        waiting.register(waiting_in_supervision)
