"""What the address of a combobox answers: a few lines to choose from, with what was typed marked in them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse

from erp.ui.pages import fragment
from erp.ui.requests import Label

MOST = 20


@dataclass(frozen=True)
class Option:
    """A line of a combobox: `value` is sent, `text` stands in the field when it is chosen.

    `extra` goes along for a script of the page, such as an account's own VAT code.
    """

    value: object
    text: str
    label: str
    code: str = ""
    note: Label = ""
    query: str = ""
    extra: str = ""

    @property
    def marked(self) -> list[tuple[str, bool]]:
        """The label in parts, each with whether it is what was typed."""
        at = self.label.casefold().find(self.query.casefold()) if self.query else -1
        if at < 0 or len(self.label.casefold()) != len(self.label):
            return [(self.label, False)]
        end = at + len(self.query)
        parts = [(self.label[:at], False), (self.label[at:end], True), (self.label[end:], False)]
        return [(text, hit) for text, hit in parts if text]


def query_of(request: HttpRequest) -> str:
    """Return what was typed into the combobox or the palette."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:100]


def answer_options(request: HttpRequest, options: Iterable[Option]) -> HttpResponse:
    """Answer a combobox with at most twenty options."""
    query = query_of(request)
    shown = [replace(option, query=query) for option, _ in zip(options, range(MOST), strict=False)]
    return fragment(request, "components/options.html", context={"options": shown})
