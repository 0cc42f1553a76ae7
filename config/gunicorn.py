"""How gunicorn serves: `gunicorn --config python:config.gunicorn config.wsgi`."""

import os
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30
graceful_timeout = 20
accesslog = None  # the application writes one line a request, without addresses of records
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Refuse to start on a database that may forget."""
    from config.durability import refuse_to_forget

    refuse_to_forget()
