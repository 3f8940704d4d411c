"""Writing what a row of a table says of an organisation: as if each part had been changed by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.directory import queries
from engage.directory.actions.organisations import add_organisation, change_organisation, set_areas, set_topics
from engage.directory.actions.records import Parts, set_parts
from engage.directory.keys import slug_of
from engage.directory.models import Organisation, OrganisationStatus
from engage.directory.queries.kinds import is_kind
from engage.directory.queries.records import record
from engage.directory_data.organisation_rows import several
from engage.directory_data.queries.incoming import Terms, organisations_called
from engage.taxonomy.models import Area, Topic

_PLAIN = ("name", "short_name", "description", "website", "email")
_PARTS = ("telephone", "status", "is_public", "former_names", "codes", "addresses", "domains", "parent", "successors")


def add_from_row(actor: Viewer, *, said: Mapping[str, str], terms: Terms) -> Organisation:
    """Add an organisation that a row describes; raises Refused for what cannot be."""
    _check_kind(said)
    slug = said.get("slug") or _free_slug(said["name"])
    told = {name: said[name] for name in (*_PLAIN, "kind") if name in said}
    made = add_organisation(actor, slug=slug, **told)  # type: ignore[arg-type]
    _set_the_rest(actor, made, said, terms)
    return made


def change_from_row(actor: Viewer, *, organisation: Organisation, said: Mapping[str, str], terms: Terms) -> None:
    """Change of an organisation what a row says otherwise; raises Refused for what cannot be."""
    _check_kind(said)
    if any(name in said for name in (*_PLAIN, "kind")):
        kind = queries.kinds_by_id().get(organisation.kind_id or 0)
        held = {name: getattr(organisation, name) for name in _PLAIN} | {"kind": kind.slug if kind else ""}
        told = {name: said.get(name, value) for name, value in held.items()}
        change_organisation(actor, organisation=organisation, **told)
    _set_the_rest(actor, organisation, said, terms)


def _check_kind(said: Mapping[str, str]) -> None:
    """A slip of the keyboard makes no kind."""
    if "kind" in said and not is_kind(slug_of(said["kind"])):
        raise Refused(f"there is no kind “{said['kind'][:60]}”")


def _free_slug(name: str) -> str:
    wanted = slug_of(name) or "organisation"
    number = 1
    slug = wanted
    while queries.is_taken(slug):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _set_the_rest(actor: Viewer, organisation: Organisation, said: Mapping[str, str], terms: Terms) -> None:
    if "areas" in said:
        set_areas(actor, organisation=organisation, areas=_rows(Area, said["areas"], terms.areas, "area"))
    if "topics" in said:
        set_topics(actor, organisation=organisation, topics=_rows(Topic, said["topics"], terms.topics, "topic"))
    if any(name in said for name in _PARTS):
        set_parts(actor, organisation=organisation, parts=_parts(organisation, said))


def _rows(kind: Any, text: str, known: Mapping[str, int], what: str) -> Sequence[Any]:
    named = several(text)
    lost = next((each for each in named if each.casefold() not in known), None)
    if lost is not None:
        raise Refused(f"there is no {what} “{lost[:60]}”")
    return db.session.scalars(select(kind).where(kind.id.in_([known[each.casefold()] for each in named]))).all()


def _parts(organisation: Organisation, said: Mapping[str, str]) -> Parts:
    """What the record has of the parts, but for those that the row says."""
    held = record(organisation)
    parts = Parts(
        telephone=organisation.telephone,
        status=organisation.status,
        is_public=organisation.is_public,
        former_names=held.former_names,
        codes=[(code.scheme, code.code) for code in held.codes],
        addresses=["\n".join(filter(None, (each.lines, each.postcode))) for each in held.addresses],
        domains=held.domains,
        parent=held.parent,
        successors=held.successors,
    )
    return replace(parts, **{name: _READ[name](said[name]) for name in _PARTS if name in said})


def _status(text: str) -> OrganisationStatus:
    if text.casefold() not in set(OrganisationStatus):
        raise Refused(f"“{text[:40]}” is not a status: {', '.join(OrganisationStatus)}")
    return OrganisationStatus(text.casefold())


def _yes(text: str) -> bool:
    if text.casefold() not in ("yes", "no"):
        raise Refused(f"“{text[:40]}” is neither yes nor no")
    return text.casefold() == "yes"


def _codes(text: str) -> list[tuple[str, str]]:
    pairs = [part.partition(" ") for part in several(text)]
    return [(scheme, code.strip()) for scheme, _, code in pairs]


def _organisations(text: str) -> list[Organisation]:
    named = several(text)
    meant = organisations_called(named)
    for name in named:
        if len(meant.get(name, ())) != 1:
            many = "more than one organisation is" if meant.get(name) else "no organisation in the directory is"
            raise Refused(f"{many} called “{name[:80]}”")
    return list(queries.organisations_by_id([next(iter(meant[name])) for name in named]))


def _parent(text: str) -> Organisation:
    named = text.replace(";", " ")
    return _organisations(named)[0]


_READ: Mapping[str, Any] = {
    "telephone": str,
    "status": _status,
    "is_public": _yes,
    "former_names": several,
    "codes": _codes,
    "addresses": lambda text: text.split("\n\n"),
    "domains": several,
    "parent": _parent,
    "successors": _organisations,
}
