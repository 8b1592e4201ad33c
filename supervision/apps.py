from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "督查"

    def ready(self) -> None:
        from accounts.pages import beside, search, ways
        from accounts.people import waiting
        from accounts.trail import due, invariants
        from projects import happenings
        from projects.mergers import succession
        from projects.rolls import roll as rolls
        from supervision import told, trail
        from supervision.beside import open_of_entry
        from supervision.numbering.services import numbering_faults
        from supervision.orders.reminders import remind_of_orders
        from supervision.search import (
            find_meetings,
            find_notices,
            find_orders,
            find_problems,
        )
        from supervision.stop_work.roll import AUTHORITY_ORDERS, ways_from_order
        from supervision.succession import OF_SUPERVISION
        from supervision.waiting import waiting_in_supervision

        trail.register()
        search.register("问题", find_problems)
        search.register("调度单", find_orders)
        search.register("联席会议", find_meetings)
        search.register("督查通报", find_notices)
        invariants.register("调度单和通报编号", numbering_faults)
        due.register("调度单提醒", remind_of_orders)
        succession.register(OF_SUPERVISION)
        waiting.register(waiting_in_supervision)
        rolls.register(AUTHORITY_ORDERS)
        ways.register("projects.roll_line", ways_from_order)
        for source in (
            told.problems_told,
            told.orders_told,
            told.decisions_told,
            told.findings_told,
            told.notices_told,
        ):
            happenings.register("督查督办", source)
        beside.register("investment.desk", open_of_entry)
