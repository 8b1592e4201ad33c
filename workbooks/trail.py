"""What this room's deeds are called in the trail."""

from accounts.trail import actions

ACTIONS = {
    "upload": (
        "导入文件",
        {"receive": "上传文件", "apply": "确认导入", "discard": "放弃导入", "undo": "撤销导入"},
    ),
    "header": ("列名别名", {"create": "新建列名别名", "update": "修改列名别名"}),
}


def register() -> None:
    actions.register(ACTIONS)
