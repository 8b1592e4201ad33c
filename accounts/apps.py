from django.apps import AppConfig

from accounts.pages.form_words import say_it_our_way

# A field keeps its words from the moment it is defined: before any form is.
say_it_our_way()


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "单位与用户"

    def ready(self) -> None:
        from accounts.trail import own_words

        own_words.register()
