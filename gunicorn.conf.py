"""What gunicorn does wherever it is started in this directory: by ``make run`` or by systemd."""

import logging
import sys

from config.log_lines import LineFormatter

control_socket_disable = True


def on_starting(server):
    """Its own lines too tell of addresses that came from outside."""
    for handler in server.log.error_log.handlers:
        handler.setFormatter(LineFormatter(server.log.error_fmt, server.log.datefmt))


def post_worker_init(worker):
    """The first process that has loaded the product says so: not before, it might not answer."""
    if worker.age > 1:
        return
    from django.conf import settings

    from config.version import VERSION

    address = worker.sockets[0]
    logging.getLogger("xushi.start").info("Xushi %s answers on %s/", VERSION, address)
    if settings.XUSHI_DEMO:
        sys.stdout.write(f"Xushi answers on {address}/ (stop it with Ctrl-C).\n")
        sys.stdout.flush()
