"""What the trail's lines are called: every action code, ``<noun>.<verb>``, and its Chinese name."""

GROUPS = {
    "session": "登录",
    "user": "用户",
    "unit": "单位",
    "project": "项目",
    "plan": "计划清单",
    "upload": "导入文件",
    "period": "填报期",
    "entry": "月度进度",
    "signed": "签章表",
}

ACTION_LABELS = {
    "session.sign_in": "登录",
    "session.sign_out": "退出",
    "session.fail": "登录失败",
    "session.lock": "暂停登录",
    "user.create": "新建用户",
    "user.update": "修改用户",
    "user.password": "签发临时密码",
    "user.change_password": "修改密码",
    "user.disable": "停用用户",
    "user.enable": "启用用户",
    "unit.create": "新建单位",
    "unit.update": "修改单位",
    "project.create": "新建项目",
    "project.update": "修改项目",
    "plan.import": "导入计划清单",
    "upload.receive": "上传文件",
    "upload.apply": "确认导入",
    "upload.discard": "放弃导入",
    "period.open": "开启填报期",
    "period.extend": "延期",
    "period.close": "关闭填报期",
    "period.reopen": "重新开启填报期",
    "upload.undo": "撤销导入",
    "entry.save": "填报",
    "entry.submit": "上报",
    "entry.withdraw": "撤回",
    "entry.return": "退回",
    "entry.review": "审核通过",
    "entry.approve": "审定",
    "entry.verify": "核定",
    "entry.correct": "更正",
    "entry.key": "代录",
    "entry.confirm": "确认代录",
    "entry.object": "对代录提出异议",
    "signed.keep": "上传签章表",
    "signed.void": "作废签章表",
    "entry.undo": "撤销导入",
}


def group_of(action: str) -> str:
    return action.partition(".")[0]
