"""How script/server runs gunicorn; a production machine has its own unit (docs/operations.md)."""

import os

workers = 2
threads = 4
loglevel = "warning"
control_socket_disable = True  # it would leave a socket in the home directory


def when_ready(server):
    print(os.environ["SERVER_GREETING"], flush=True)
