"""A file that a row names and that is no longer on the disk."""

from accounts.errors import DomainError


class LostFile(DomainError):
    status = 410

    def __init__(self) -> None:
        super().__init__(
            "这个文件在服务器上找不到了，可能被误删，或没有随备份恢复。登记还在，"
            "请联系系统管理员从备份中找回，或重新上传"
        )
