"""All addresses. What belongs to a company stands below its short name."""

from django.conf import settings
from django.urls import include, path

from erp.access.views import start

handler500 = "erp.faults.server_error"

company_urls = [
    path("", include("erp.ui.company_urls")),
    path("", include("erp.access.company_urls")),
    path("", include("erp.audit.urls")),
    path("", include("erp.logo.urls")),
    path("files/", include("erp.files.urls")),
    path("jobs/", include("erp.jobs.urls")),
    path("parties/", include("crm.urls")),
    path("accounting/", include("accounting.urls")),
    path("inbox/", include("inbox.urls")),
]

urlpatterns = [
    path("", start, name="start"),
    path("account/", include("erp.access.urls")),
    *([path("styleguide/", include("erp.ui.urls"))] if settings.STYLE_GUIDE else []),
    path("companies/", include("accounting.founding.urls")),
    path("<slug:company>/", include(company_urls)),
]
