"""What the trail calls the deeds of papers."""

from accounts.trail import actions

ACTIONS = {"paper": ("公文", {"issue": "登记印发"})}


def register() -> None:
    actions.register(ACTIONS)
