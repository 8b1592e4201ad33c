from django.apps import AppConfig


class XushiConfig(AppConfig):
    """An app for its checks."""

    name = "config"
    verbose_name = "序时"

    def ready(self) -> None:
        from config import checks  # noqa: F401  registers them
