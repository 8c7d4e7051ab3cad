"""The state of a list, which stands wholly in the address: sort, filters, search, place."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

SEARCH, SORT, AFTER, BEFORE, EXPORT = "q", "sort", "after", "before", "export"


@dataclass(frozen=True)
class State:
    """The parameters of one table; `prefix` keeps apart several tables of one page."""

    path: str
    params: QueryDict
    prefix: str = ""

    @classmethod
    def of(cls, request: HttpRequest, prefix: str) -> "State":
        """Return the state that a request's address holds."""
        return cls(request.path, request.GET, prefix)

    def name(self, name: str) -> str:
        """Return the name that a parameter has in the address."""
        return f"{self.prefix}{name}"

    def get(self, name: str) -> str:
        """Return a parameter, without what PostgreSQL cannot store."""
        return self.params.get(self.name(name), "").replace("\x00", "").strip()

    def url(self, **changes: str | None) -> str:
        """Return the address with changes; None takes a parameter out. The place in the list is left."""
        params = self._without_place()
        for name, value in changes.items():
            params.pop(self.name(name), None)
            if value is not None:
                params[self.name(name)] = value
        return f"{self.path}?{params.urlencode()}" if params else self.path

    def hidden(self, *but: str) -> list[tuple[str, str]]:
        """Return what a GET form must send along to keep the state, but for its own fields."""
        own = {self.name(name) for name in but}
        return [
            (name, value)
            for name, values in self._without_place().lists()
            if name not in own
            for value in values
        ]

    def _without_place(self) -> QueryDict:
        params = self.params.copy()
        for name in (AFTER, BEFORE, EXPORT):
            params.pop(self.name(name), None)
        return params
