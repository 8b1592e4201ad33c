"""How the trail tells what became of an uploaded workbook; what the deeds here are called."""

from accounts.trail import actions
from accounts.trail.words import tell_key

UPLOAD = "workbooks.upload"
ACTIONS = {
    "upload": (
        "导入文件",
        {
            "receive": "上传文件",
            "apply": "确认导入",
            "discard": "放弃导入",
            "undo": "撤销导入",
            "seal": "登记升级前的导入来源",
        },
    ),
    "column": ("列的指定", {"say": "指定列", "revoke": "撤销列的指定"}),
    "header": ("列名别名", {"create": "新建列名别名", "update": "修改列名别名"}),
}


def register() -> None:
    actions.register(ACTIONS)
    tell_key(UPLOAD, "put_back", "撤销", words=lambda count: f"{count}项")
    tell_key(UPLOAD, "left", "保留", words=lambda count: f"{count}项")
