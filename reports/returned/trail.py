"""What the trail calls the deeds of returned papers."""

from accounts.trail import actions

ACTIONS = {"returned": ("收回的 Word 稿", {"take_back": "收回 Word 稿"})}


def register() -> None:
    actions.register(ACTIONS)
