"""Reads about people that span tables."""

from people.models import Address, AddressKeptFrom, Person


def kept_from(address: Address) -> set[Person]:
    """Everybody who must not learn this address, its carer's name or its household.

    A rule on anybody who lives at the same place counts, however the lines were typed; a review date ends none.
    """
    standing = AddressKeptFrom._rows.filter(ended_at__isnull=True, address__place=address.place)
    return {each.whom for each in standing.select_related("whom__subject")}
