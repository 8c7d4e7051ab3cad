"""How a view answers: a page or a fragment of it, a way on, a toast."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from erp.ui.requests import Label

LEVELS = {
    "success": messages.SUCCESS,
    "info": messages.INFO,
    "warning": messages.WARNING,
    "error": messages.ERROR,
}


def page(
    request: HttpRequest,
    template: str,
    partial: str | None = None,
    *,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page, or with one partial of it when htmx asks for a part.

    The partial, the DOM id that it replaces and the name given here are the same word. A boosted link and a step
    back in the history get the whole page. Toasts ride along with a fragment.
    """
    part = partial is not None and wants_fragment(request)
    name = f"{template}#{partial}" if part else template
    response = render(request, name, dict(context or {}), status=status)
    if part:
        response.write(_toasts(request))
    patch_vary_headers(response, ["HX-Request"])
    return response


def fragment(
    request: HttpRequest,
    template: str,
    *,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with a template that is always a fragment: a panel, a drawer's content, a list of options."""
    response = render(request, template, dict(context or {}), status=status)
    response.write(_toasts(request))
    patch_vary_headers(response, ["HX-Request"])
    return response


def go_to(request: HttpRequest, to: Any, toast: Label | None = None) -> HttpResponse:
    """Send the browser on: `to` is an address, the name of a URL, or an object that has a page.

    htmx is told to load it whole (HX-Redirect), everybody else is redirected.
    """
    url = resolve_url(to)
    if toast is not None:
        _remember(request, toast, "success", "")
    if HtmxDetails(request):
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)


def toast(
    request: HttpRequest, message: Label, *, level: str = "success", detail: Label = ""
) -> None:
    """Show a short message with this answer or the next page; level is success, info, warning or error."""
    _remember(request, message, level, detail)


def wants_fragment(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of the page that it stands on."""
    htmx = HtmxDetails(request)
    return (
        bool(htmx)
        and not htmx.boosted
        and not htmx.history_restore_request
        and htmx.request_type != "full"
    )


def _remember(request: HttpRequest, message: Label, level: str, detail: Label) -> None:
    messages.add_message(request, LEVELS[level], f"{message}\n{detail}" if detail else str(message))


def _toasts(request: HttpRequest) -> str:
    waiting = list(messages.get_messages(request))
    return render_to_string("components/toasts_oob.html", {"messages": waiting}) if waiting else ""
