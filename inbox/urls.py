"""Addresses below /<company>/inbox/."""

from django.urls import path

from inbox import sending, views

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("waiting/", views.waiting, name="inbox_waiting"),
    path("upload/", views.upload, name="inbox_upload"),
    path("sending/", sending.sending, name="inbox_sending"),
    path("sending/latest/", sending.sending_panel, name="inbox_sending_panel"),
    path("<int:document_id>/", views.document, name="document"),
    path("<int:document_id>/post/", views.document_post, name="document_post"),
    path("<int:document_id>/check/", views.document_check, name="document_check"),
    path(
        "<int:document_id>/enclosed/<int:number>/",
        views.document_enclosure,
        name="document_enclosure",
    ),
    path("<int:document_id>/reject/", views.document_reject, name="document_reject"),
    path("<int:document_id>/reopen/", views.document_reopen, name="document_reopen"),
    path("of-voucher/<int:voucher_id>/", views.document_of_voucher, name="document_of_voucher"),
]
