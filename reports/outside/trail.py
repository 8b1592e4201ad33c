"""What the trail calls the deeds of facts from outside."""

from accounts.trail import actions

ACTIONS = {"outside": ("外部数据", {"enter": "登记外部数据", "void": "作废外部数据"})}


def register() -> None:
    actions.register(ACTIONS)
