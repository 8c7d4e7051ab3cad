"""The user interface kernel: shell, components, forms, tables, and the registries that other apps fill.

Owns how a page is answered (`page`, `go_to`, `toast`), what the shell shows, and the templates below
`templates/components/`. It knows no domain and no rights: it reads what the middleware has put on the request
(company, companies, permissions) and asks the registries.
"""

from erp.ui.pages import go_to, page, toast

__all__ = ["go_to", "page", "toast"]
