"""Writes of the parts of an organisation's record: codes, addresses, names that it had, its place among others."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from engage.core import cache, clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.i18n import today
from engage.core.permissions import Viewer
from engage.directory import domains, verbs
from engage.directory.actions.revising import keep
from engage.directory.actions.wording import reword, words_held
from engage.directory.held import difference, plain
from engage.directory.keys import NO_TELEPHONE, is_telephone, postcode_key
from engage.directory.models import (
    FormerName,
    Organisation,
    OrganisationAddress,
    OrganisationCode,
    OrganisationDomain,
    OrganisationStatus,
    OrganisationSuccession,
    RecordKind,
)
from engage.directory.models.organisations import LONGEST_NAME
from engage.directory.queries.records import Record, record, successors_of
from engage.directory.queries.saying import said_of_organisation, said_of_record
from engage.directory.schemes import SCHEMES

MOST = 30
_CODE = re.compile(r"[A-Za-z0-9./-]{1,40}")
LONGEST = 500
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", re.IGNORECASE)


@dataclass(frozen=True)
class Parts:
    """What staff say of an organisation beside its name; addresses are blocks of lines, codes (scheme, code)."""

    telephone: str
    status: OrganisationStatus
    is_public: bool
    former_names: Sequence[str]
    codes: Sequence[tuple[str, str]]
    addresses: Sequence[str]
    domains: Sequence[str]
    parent: Organisation | None
    successors: Collection[Organisation]


def set_parts(actor: Viewer, *, organisation: Organisation, parts: Parts) -> None:
    """Say all this of an organisation; the same again changes nothing."""
    known = record(organisation)
    before = said_of_record(known)
    _check_parent(organisation, parts.parent)
    changed = [
        *_set_fields(organisation, parts),
        *_set_names(known, parts.former_names),
        *_set_codes(known, parts.codes),
        *_set_addresses(known, parts.addresses),
        *_set_domains(known, parts.domains),
        *_set_successors(known, parts.successors),
    ]
    if not changed:
        return
    held = difference(before, said_of_organisation(organisation))
    ledger.record(
        verbs.ORGANISATION_CHANGED,
        subject_id=organisation.id,
        actor_id=actor.account_id,
        fields=", ".join(sorted(changed)),
        revision_id=keep(RecordKind.ORGANISATION, organisation.id, held),
    )
    cache.bump(cache.SITE)


def confirm(actor: Viewer, *, organisation: Organisation) -> None:
    """Say that what the directory has of an organisation is right today."""
    held = {"last_confirmed_at": [plain(organisation.last_confirmed_at), plain(clock.now())]}
    organisation.last_confirmed_at = clock.now()
    ledger.record(
        verbs.ORGANISATION_CONFIRMED,
        subject_id=organisation.id,
        actor_id=actor.account_id,
        revision_id=keep(RecordKind.ORGANISATION, organisation.id, held),
    )


def _set_fields(organisation: Organisation, parts: Parts) -> list[str]:
    new = {
        "telephone": parts.telephone,
        "status": parts.status,
        "is_public": parts.is_public,
        "parent_id": parts.parent.id if parts.parent else None,
    }
    changed = [field for field, value in new.items() if getattr(organisation, field) != value]
    if "telephone" in changed and parts.telephone and not is_telephone(parts.telephone):
        raise Refused(NO_TELEPHONE, "telephone")
    for field in changed:
        setattr(organisation, field, new[field])
    if "status" in changed:
        organisation.closed_on = today() if parts.status is OrganisationStatus.CLOSED else None
    return changed


def _check_parent(organisation: Organisation, parent: Organisation | None) -> None:
    seen: set[int] = set()
    above = parent
    while above is not None and above.id not in seen:
        if above.id == organisation.id:
            raise Refused(f"{organisation.name} cannot belong to itself or to what belongs to it.", "parent")
        seen.add(above.id)
        above = db.session.get(Organisation, above.parent_id) if above.parent_id else None
    if parent is not None and parent.id != organisation.parent_id and _leads_to([parent], organisation):
        raise Refused(f"{organisation.name} took the place of {parent.name}, and cannot belong to it.", "parent")


def _set_names(known: Record, names: Sequence[str]) -> list[str]:
    names = _few(names, "former_names")
    if names == list(known.former_names):
        return []
    if any(len(name) > LONGEST_NAME for name in set(names) - set(known.former_names)):
        raise Refused(f"Enter names of at most {LONGEST_NAME} characters.", "former_names")
    before = words_held(known.organisation)
    own = known.organisation.id
    rows = select(FormerName.said, FormerName.until).where(FormerName.organisation_id == own)
    until = {row.said: row.until for row in db.session.execute(rows)}
    db.session.execute(delete(FormerName).where(FormerName.organisation_id == own))
    db.session.add_all(FormerName(organisation_id=own, said=name, until=until.get(name)) for name in names)
    reword(known.organisation, before=before)
    return ["former_names"]


def _set_codes(known: Record, codes: Sequence[tuple[str, str]]) -> list[str]:
    """Codes that stay keep what their register said of them."""
    wanted = dict.fromkeys(codes)
    present = {(code.scheme, code.code): code for code in known.codes}
    if set(wanted) == set(present):
        return []
    for scheme, code in wanted:
        if (scheme, code) not in present and scheme in SCHEMES and code and not _CODE.fullmatch(code):
            raise Refused("Use letters, digits, hyphens, full stops and / only in a code, at most 40.", "codes")
        if scheme not in SCHEMES or not code:
            raise Refused(f"Begin each line with one of {', '.join(SCHEMES)}, then the code, as in “ods R0A”.", "codes")
    for pair in set(present) - set(wanted):
        db.session.delete(present[pair])
    for scheme, code in set(wanted) - set(present):
        _check_free(scheme, code)
        db.session.add(OrganisationCode(organisation_id=known.organisation.id, scheme=scheme, code=code))
    db.session.flush()
    return ["codes"]


def _check_free(scheme: str, code: str) -> None:
    owner = db.session.scalars(
        select(Organisation)
        .join(OrganisationCode, OrganisationCode.organisation_id == Organisation.id)
        .where(OrganisationCode.scheme == scheme, OrganisationCode.code == code)
    ).first()
    if owner is not None:
        raise Refused(f"{owner.name} has the code {scheme} {code} already.", "codes")


def _set_addresses(known: Record, addresses: Sequence[str]) -> list[str]:
    wanted = [_address(block) for block in _few(addresses, "addresses")]
    if wanted == [(each.lines, each.postcode) for each in known.addresses]:
        return []
    own = known.organisation.id
    labels = {(each.lines, each.postcode): each.label for each in known.addresses}
    db.session.execute(delete(OrganisationAddress).where(OrganisationAddress.organisation_id == own))
    rows = [
        {
            "organisation_id": own,
            "label": labels.get((lines, postcode), ""),
            "lines": lines,
            "postcode": postcode,
            "postcode_key": postcode_key(postcode),
        }
        for lines, postcode in wanted
    ]
    if rows:
        db.session.execute(insert(OrganisationAddress), rows)
    return ["addresses"]


def _address(block: str) -> tuple[str, str]:
    """The lines of an address, and the postcode if the last of them is one."""
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    postcode = lines.pop().upper() if lines and _POSTCODE.fullmatch(lines[-1]) else ""
    return "\n".join(lines), postcode


def _set_domains(known: Record, said: Sequence[str]) -> list[str]:
    wanted = sorted({each.lower().removeprefix("@").removeprefix("www.") for each in _few(said, "domains")})
    if wanted == list(known.domains):
        return []
    wrong = next((each for each in wanted if not domains.is_own(each)), None)
    if wrong is not None:
        raise Refused(
            f"{wrong} proves nothing: enter a domain at which nobody else has an address, as in northvale.example.",
            "domains",
        )
    own = known.organisation.id
    db.session.execute(delete(OrganisationDomain).where(OrganisationDomain.organisation_id == own))
    db.session.add_all(OrganisationDomain(organisation_id=own, domain=each) for each in wanted)
    return ["domains"]


def _set_successors(known: Record, successors: Collection[Organisation]) -> list[str]:
    wanted, own = {each.id for each in successors}, known.organisation.id
    if wanted == {each.id for each in known.successors}:
        return []
    if own in wanted:
        raise Refused("An organisation cannot take its own place.", "successors")
    _check_circle(known.organisation, successors)
    db.session.execute(delete(OrganisationSuccession).where(OrganisationSuccession.predecessor_id == own))
    db.session.add_all(OrganisationSuccession(predecessor_id=own, successor_id=each) for each in sorted(wanted))
    return ["successors"]


def _check_circle(organisation: Organisation, successors: Collection[Organisation]) -> None:
    """Refuse a place that leads back to where it began, and one that is taken by what belongs to it still."""
    if _leads_to(successors, organisation):
        raise Refused(f"{organisation.name} took the place of one of these itself.", "successors")
    below = next((each for each in successors if each.parent_id == organisation.id), None)
    if below is not None:
        raise Refused(
            f"{below.name} belongs to {organisation.name}. Say first what it belongs to now.",
            "successors",
        )


def _leads_to(begin: Collection[Organisation], organisation: Organisation) -> bool:
    """Whether one of these is an organisation, or what took its place is."""
    seen: set[int] = set()
    ahead = list(begin)
    while ahead:
        one = ahead.pop()
        if one.id == organisation.id:
            return True
        if one.id not in seen:
            seen.add(one.id)
            ahead += successors_of(one.id)
    return False


def _few(lines: Sequence[str], field: str) -> list[str]:
    found = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if len(found) > MOST or any(len(line) > LONGEST for line in found):
        raise Refused(f"Enter at most {MOST}, each of at most {LONGEST} characters.", field)
    return found
