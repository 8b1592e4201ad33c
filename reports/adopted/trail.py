"""What the trail calls the deeds of adopted documents."""

from accounts.trail import actions

ACTIONS = {
    "adopted": (
        "采用的文稿",
        {
            "adopt": "采用文稿",
            "settle": "确认文稿的数字",
            "template": "修改文稿的模板",
            "restore": "恢复文稿的旧模板",
            "withdraw": "停用文稿",
        },
    ),
}


def register() -> None:
    actions.register(ACTIONS)
