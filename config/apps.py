from django.apps import AppConfig
from django.conf import settings


class XushiConfig(AppConfig):
    """An app for its checks."""

    name = "config"
    verbose_name = "序时"

    def ready(self) -> None:
        from config import checks  # noqa: F401  registers them
        from config.backup.asking import BACKUP
        from jobs import kinds

        kinds.register(BACKUP)

        if settings.CELERY_BROKER_URL:
            # Whoever sends a task sends it by this application.
            from config import celery  # noqa: F401
