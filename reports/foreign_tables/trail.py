"""What the trail calls the deeds of forms."""

from accounts.trail import actions

ACTIONS = {
    "table": ("套表", {"adopt": "登记套表", "confirm": "确认对应关系", "fill": "填套表"}),
}


def register() -> None:
    actions.register(ACTIONS)
