from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = "考核"

    def ready(self) -> None:
        from accounts.pages import ways
        from accounts.trail import invariants, proposals
        from assessment import trail
        from assessment.ledger import enter_notice, ledger_faults
        from assessment.proposals import EVENTS
        from assessment.selectors import points_of_items
        from assessment.ways import ways_from_missing_approval
        from supervision.notices import consequences
        from supervision.notices.announced import when_issued

        trail.register()
        when_issued(enter_notice)
        consequences.register(points_of_items)
        invariants.register("考核台账", ledger_faults)
        proposals.register(EVENTS)
        ways.register("projects.missing_approval", ways_from_missing_approval)
