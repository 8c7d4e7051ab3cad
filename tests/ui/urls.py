"""The addresses that the tests of the user interface stand on."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest, **where: object) -> HttpResponse:
    return HttpResponse("nothing")


company_urls = [
    path("", nothing, name="home"),
    path("", include("erp.ui.company_urls")),
    path("vouchers/", nothing, name="vouchers"),
    path("vouchers/new/", nothing, name="voucher_new"),
    path("parties/<int:pk>/defaults/", nothing, name="party_defaults"),
]

urlpatterns = [
    path("", nothing, name="start"),
    path("preferences/", nothing, name="preferences_save"),
    path("styleguide/", include("erp.ui.urls")),
    path("<slug:company>/", include(company_urls)),
]
