"""What ``manage.py check --deploy`` says of a site beside Django's own checks."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def hosts_are_named(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Warning(
            "ALLOWED_HOSTS 含有“*”，伪造的主机名也会被接受。",
            hint="请逐个写出访问系统所用的域名或 IP。",
            id="xushi.W001",
        )
    ]


@register(Tags.security, deploy=True)
def lines_are_private(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.HTTPS:
        return []
    return [
        Warning(
            "没有启用 HTTPS，口令和登录凭据在网络上明文传送。",
            hint="请由反向代理提供 HTTPS，并设置 HTTPS=1（docs/operations.md）。",
            id="xushi.W002",
        )
    ]
