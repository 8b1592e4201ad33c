"""What the trail calls the deeds of papers."""

from accounts.trail import actions

ACTIONS = {
    "paper": (
        "公文",
        {
            "begin": "起草文稿",
            "write": "修改文稿",
            "word": "改写文稿的句子",
            "register": "文稿印发",
            "issue": "登记印发",
        },
    )
}


def register() -> None:
    actions.register(ACTIONS)
