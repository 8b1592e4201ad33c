"""What the trail calls the deeds of jobs."""

from accounts.trail import actions

ACTIONS = {"job": ("后台任务", {"ask": "提交任务", "cancel": "取消任务"})}


def register() -> None:
    actions.register(ACTIONS)
