"""Finding parties by what is typed: a part of the name, or the beginning of a number.

Row security lets an index serve only comparisons that are leakproof. Numbers and the beginning of a name are; a part of
a name is not, and is asked of the function `crm_parties_named` (migration 0004), which a trigram index serves.
"""

from django.db import connection
from django.db.models import Func, Q, QuerySet, Value

from crm.models import Party

FEW = 500  # Names found by their trigrams; more of them are met soon enough by reading in order.
SHORTEST = 3  # What is shorter has no trigrams: names that begin with it are found.
ORGNR_FROM = 4  # digits
LAST_LETTER = "\U0010ffff"


def matching(parties: QuerySet[Party], text: str) -> QuerySet[Party]:
    """Return parties whose name holds, or whose number is, what was typed; one query more where it has trigrams.

    One or two digits are a number and not the beginning of a name: together, no index would serve them in order.
    """
    text = text.strip()
    numbers = numbered(text)
    if numbers and len(text) < SHORTEST:
        return parties.filter(numbers)
    return parties.filter(named(text) | numbers)


def named(text: str) -> Q:
    """Return the condition that a name holds a text, or begins with a short one."""
    if len(text) < SHORTEST:
        first, end = (Func(Value(t), function="nb_sort") for t in (text, text + LAST_LETTER))
        return Q(sort_name__gte=first, sort_name__lt=end)
    if max(map(len, text.split())) < SHORTEST:
        return Q(name__icontains=text)  # Words that short have hardly a trigram to go by.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM crm_parties_named(%s, %s)", [f"%{without_wildcards(text)}%", FEW + 1]
        )
        found = [pk for (pk,) in cursor.fetchall()]
    return Q(pk__in=found) if len(found) <= FEW else Q(name__icontains=text)


def numbered(text: str) -> Q:
    """Return the condition that one of a party's numbers is a text, or its organisation number begins with it."""
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 18):
        return Q()
    number = int(digits)
    words = Q(customer_number=number) | Q(supplier_number=number) | Q(employee_number=number)
    if len(digits) == 9:
        return words | Q(orgnr=digits)
    return words | orgnr_from(digits) if len(digits) >= ORGNR_FROM else words


def orgnr_from(digits: str) -> Q:
    """Return the condition that an organisation number begins with some digits, as a range of its index."""
    end = str(int(digits) + 1).zfill(len(digits))
    return Q(orgnr__gte=digits, orgnr__lt=end if len(end) == len(digits) else "A")


def without_wildcards(text: str) -> str:
    """Return a text whose signs mean themselves in LIKE."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
