"""A page of a few lines with our own scripts, served to a browser without a server behind it."""

from django.conf import settings

ADDRESS = "https://xushi.test"
SCRIPTS = settings.BASE_DIR / "static" / "js"


class ServedPage:
    """Opens ``body`` with ``scripts`` in ``page``. ``sent`` lists the last parts of the addresses
    that forms were sent to, ``asked`` the questions; ``agrees`` is what they are answered."""

    def __init__(self, page, body: str, *scripts: str):
        self.page, self.sent, self.asked, self.agrees = page, [], [], False
        modules = (f'<script type="module" src="/js/{name}"></script>' for name in scripts)
        self.html = f"<!DOCTYPE html><body>{body}{''.join(modules)}</body>"
        page.route(f"{ADDRESS}/**", self._receive)
        page.on("dialog", self._answer)
        page.goto(f"{ADDRESS}/page")

    def _receive(self, route):
        path = route.request.url.removeprefix(f"{ADDRESS}/")
        if path.startswith("js/"):
            route.fulfill(path=SCRIPTS.parent / path, content_type="text/javascript")
        elif path == "page":
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")
        else:
            self.sent.append(path)
            route.fulfill(status=204)

    def _answer(self, dialog):
        self.asked.append(dialog.message)
        if self.agrees:
            dialog.accept()
        else:
            dialog.dismiss()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()
        self.page.wait_for_timeout(100)

    def unbind(self, script: str) -> None:
        self.page.evaluate(f"import('/js/{script}').then((module) => module.unbind())")
