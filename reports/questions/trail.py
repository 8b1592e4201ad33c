"""What the trail calls the deeds of selections."""

from accounts.trail import actions

ACTIONS = {
    "selection": (
        "临时名单",
        {"keep": "保存名单", "change": "修改名单", "withdraw": "撤销名单"},
    ),
}


def register() -> None:
    actions.register(ACTIONS)
