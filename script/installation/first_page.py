"""`first_page.py HOST PATH …`: asks this code for its first pages, in this process, before anybody else sees them.

Run by the version's own Python in its own folder. Ends with 1 and names the page that fails.
"""

import os
import sys

sys.path.insert(0, os.getcwd())

from django.test import Client

from config.wsgi import application  # noqa: F401 - it reads the settings, and says what is missing

AS_NGINX_DOES = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}
FAULT = 500


def main(host, paths):
    visitor = Client(raise_request_exception=False, HTTP_HOST=host, **AS_NGINX_DOES)
    for path in paths:
        if (status := visitor.get(path).status_code) >= FAULT:
            sys.exit(f"{path} trả lời {status} với mã mới.")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
