"""Whether somebody who was erased objected at an address."""

import hashlib
import hmac
from collections.abc import Collection

from sqlalchemy import select

from engage.core import tokens
from engage.core.database import db
from engage.directory.models import Channel, ErasedObjection, Purpose

Address = tuple[Channel, str]


def address_hash(address: Address, secret: str = "") -> str:
    """The keyed hash of an address as addresses are compared."""
    text = f"erased objection:{address[0].value}:{address[1]}"
    return hmac.new((secret or tokens.present_key()).encode(), text.encode(), hashlib.sha256).hexdigest()


def hashes_of(addresses: Collection[Address]) -> list[str]:
    """The hashes of addresses, also under keys that were retired."""
    return [address_hash(each, secret) for each in addresses for secret in tokens.all_keys()]


def objected_before(addresses: Collection[Address]) -> list[Purpose]:
    """What somebody with one of these addresses objected to before being erased."""
    if not addresses:
        return []
    wanted = select(ErasedObjection.purpose).where(ErasedObjection.address_hash.in_(hashes_of(addresses)))
    return sorted(db.session.scalars(wanted.distinct()), key=list(Purpose).index)


def erased_objects(email: str, purpose: Purpose) -> bool:
    """Whether somebody with an email address objected to a purpose before being erased."""
    return purpose in objected_before([(Channel.EMAIL, email.strip().lower())])
