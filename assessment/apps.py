from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = "考核"

    def ready(self) -> None:
        from accounts.people import waiting
        from accounts.trail import invariants
        from assessment import trail
        from assessment.ledger import enter_notice, ledger_faults
        from assessment.selectors import points_of_items
        from assessment.waiting import waiting_in_assessment
        from supervision.notices import consequences
        from supervision.notices.announced import when_issued

        trail.register()
        when_issued(enter_notice)
        consequences.register(points_of_items)
        invariants.register("考核台账", ledger_faults)
        waiting.register(waiting_in_assessment)
