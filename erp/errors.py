"""Errors that are foreseen: worded for the person at the screen, all problems at once; and a world that is silent."""

from dataclasses import dataclass
from typing import ClassVar, Protocol


@dataclass(frozen=True)
class Problem:
    """What is wrong, and the field it is wrong at; an empty field means the whole."""

    message: str
    field: str = ""


class FormLike(Protocol):
    """What `add_to` needs of a form."""

    @property
    def fields(self) -> object: ...

    def add_error(self, field: str | None, error: str) -> None: ...


class BusinessError(Exception):
    """A refusal that an action foresees. Carries every problem; `code` is stable and for machines."""

    code: ClassVar[str] = "refused"

    def __init__(self, *problems: Problem) -> None:
        assert problems, "a refusal says why"
        self.problems = problems
        super().__init__("; ".join(str(problem.message) for problem in problems))

    def add_to(self, form: FormLike) -> None:
        """Put each problem at the form's field of its name, or above the form."""
        for problem in self.problems:
            known = problem.field in form.fields  # type: ignore[operator]
            form.add_error(problem.field if known else None, problem.message)


class TransportError(Exception):
    """A system outside gave no proper answer: the same call may be made again, after `retry_after` seconds if told.

    Only this is retried by itself. What a system refuses is an error of its client, and goes to a person.
    """

    def __init__(self, message: str, *, retry_after: int | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message)
