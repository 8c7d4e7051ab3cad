"""The web server's entry: refuses to serve with a database role that row security does not bind."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings")
application = get_wsgi_application()

from erp.db.roles import assert_serving_role  # noqa: E402 (Django must be set up first)

assert_serving_role()
