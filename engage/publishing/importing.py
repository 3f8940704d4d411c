"""Taking in folders of Markdown: posts with front matter, and a plan in several files."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from flask import current_app

from engage.core import files, i18n
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.core.text import clean_line, import_markdown, split_blocks
from engage.publishing import actions, queries
from engage.publishing.models import Plan, Post, PostSection, Publication, PublicationKind
from engage.taxonomy import queries as taxonomy
from engage.taxonomy.models import Area, Topic

KNOWN = frozenset(
    {"title", "slug", "section", "standfirst", "date", "byline", "picture", "topics", "areas", "question", "answers"}
    | {"draft", "published", "comments"}
)
_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")
_LOCAL_LINK = re.compile(r"(\]\()(?![a-z]+:|/|#)([^)\s]+\.[A-Za-z0-9]{2,5})((?:\s+\"[^\"\n]*\")?\))")
_HEADING = re.compile(r" {0,3}#{1,6}\s+(.+?)\s*#*\s*$")


@dataclass(frozen=True)
class PostFile:
    """One post as its file says it."""

    path: Path
    facts: Mapping[str, Any]
    body: str

    @property
    def slug(self) -> str:
        """The address: said, or the file's name without its date."""
        dated = _DATED_NAME.fullmatch(self.path.stem)
        return str(self.facts.get("slug") or (dated[2] if dated else self.path.stem)).lower().replace("_", "-")

    @property
    def moment(self) -> datetime:
        """When it was or becomes public: said, or in the file's name, or today."""
        dated = _DATED_NAME.fullmatch(self.path.stem)
        said = self.facts.get("date") or (dated and dated[1]) or i18n.today()
        return _moment(said)


def _moment(said: object) -> datetime:
    if isinstance(said, str):
        try:
            said = datetime.fromisoformat(said)
        except ValueError as error:
            raise Refused(f"“{said}” is not a date. Write it as 2026-03-12.") from error
    if not isinstance(said, datetime):
        said = datetime.combine(said if isinstance(said, date) else i18n.today(), time())
    return said if said.tzinfo else i18n.moment_from_local(said, current_app.config["ENGAGE"].zone)


def read_text(path: Path) -> str:
    """The text of a file, in UTF-8 or else as older Windows programs write it."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_post(path: Path) -> PostFile:
    """One file of a folder of posts; refuses front matter that cannot be read."""
    try:
        parsed = frontmatter.loads(read_text(path))
    except yaml.YAMLError as error:
        problem = " ".join(str(error).split())
        raise Refused(f"The front matter cannot be read: {problem}") from error
    return PostFile(path, parsed.metadata, import_markdown(parsed.content))


def import_post(post_file: PostFile, default_section: str | None, *, write_files: bool) -> str:
    """Add or change one post in the running unit of work: `added`, `changed` or `unchanged`."""
    facts = post_file.facts
    section = _section(facts.get("section") or default_section)
    known = known_at(PublicationKind.POST, post_file.slug)
    before = known and _state(known)
    title = clean_line(str(facts.get("title") or _first_heading(post_file.body) or post_file.path.stem))
    standfirst = str(facts.get("standfirst") or "")
    if known is None:
        known = actions.create_post(
            VISITOR, section=section, title=title, slug=post_file.slug, standfirst=standfirst, body=post_file.body
        )
    assert isinstance(known, Post)  # noqa: S101 - the kind was asked for
    _describe(known, section, post_file)
    body = _with_files(known, post_file.path.parent, post_file.body, write_files=write_files)
    _set_picture(known, post_file, write_files=write_files)
    _save(known, title, standfirst, body)
    if not facts.get("draft") and facts.get("published") is not False:
        actions.publish(VISITOR, publication=known, at=None if before and before[2] else post_file.moment)
    return "added" if before is None else "unchanged" if before == _state(known) else "changed"


def _state(publication: Publication) -> tuple[int, int | None, bool]:
    return publication.latest_revision, publication.live_revision, publication.live_revision is not None


def known_at(kind: PublicationKind, slug: str) -> Publication | None:
    """The publication at an address, now or once."""
    return queries.publication_by_slug(kind, slug) or queries.publication_by_old_slug(kind, slug)


def _section(slug: object) -> PostSection:
    found = queries.post_section(str(slug)) if slug else None
    if found is None:
        known = ", ".join(row.slug for row in queries.post_sections()) or "none yet"
        said = f"There is no section “{slug}”" if slug else "It names no section"
        raise Refused(f"{said}. Sections are: {known}. Add one at /staff/publishing/sections/new/ or use --section.")
    return found


def _describe(post: Post, section: PostSection, post_file: PostFile) -> None:
    facts = post_file.facts
    byline = facts.get("byline") or {}
    byline = byline if isinstance(byline, dict) else {"name": byline}
    lines: dict[str, Any] = {f"byline_{part}": str(byline.get(part) or "") for part in ("name", "role", "organisation")}
    actions.set_details(
        VISITOR,
        publication=post,
        section=section,
        dated=i18n.local(post_file.moment).date(),
        areas=[_area(code) for code in _several(facts.get("areas"))],
        topics=[_topic(slug) for slug in _several(facts.get("topics"))],
        answers=_answered(facts.get("answers")),
        **lines,
    )


def _several(value: object) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


def _area(code: str) -> Area:
    found = taxonomy.area_by_code(code)
    if found is None:
        raise Refused(f"There is no area with the code “{code}”.")
    return found


def _topic(slug: str) -> Topic:
    found = taxonomy.topic_by_slug(slug)
    if found is None:
        raise Refused(f"There is no topic with the address “{slug}”.")
    return found


def _answered(slug: object) -> Plan | None:
    found = known_at(PublicationKind.PLAN, str(slug)) if slug else None
    if slug and not isinstance(found, Plan):
        raise Refused(f"There is no plan “{slug}” that it could answer.")
    return found if isinstance(found, Plan) else None


def _set_picture(post: Post, post_file: PostFile, *, write_files: bool) -> None:
    said = post_file.facts.get("picture")
    if not said:
        return
    said = said if isinstance(said, dict) else {"file": said}
    path = _beside(post_file.path.parent, str(said.get("file") or ""))
    if path is None:
        raise Refused(f"The picture “{said.get('file')}” is not in the folder.")
    stored = _stored(post, files.accept_picture(path.name, path.read_bytes()), write_files=write_files)
    if stored is not None:
        alt, caption = str(said.get("alt") or ""), str(said.get("caption") or "")
        actions.set_picture(VISITOR, post=post, stored=stored, alt=alt, caption=caption)


def _beside(folder: Path, name: str) -> Path | None:
    path = (folder / name).resolve()
    return path if name and path.is_file() and path.is_relative_to(folder.resolve()) else None


def _with_files(publication: Publication, folder: Path, body: str, *, write_files: bool) -> str:
    """The body with its links to files of the folder leading to files of the site."""

    def settle(found: re.Match[str]) -> str:
        path = _beside(folder, found[2])
        if path is None or path.suffix.lower() in (".md", ".markdown"):
            return found[0]
        is_picture = found.string[: found.start()].rpartition("[")[0].endswith("!")
        accept = files.accept_picture if is_picture else files.accept_document
        stored = _stored(publication, accept(path.name, path.read_bytes()), write_files=write_files)
        if stored is None:
            return found[0]
        actions.attach(VISITOR, publication=publication, stored=stored, title=path.name, inline=is_picture)
        return f"{found[1]}{stored.path}{found[3]}"

    return _LOCAL_LINK.sub(settle, body)


def _stored(publication: Publication, accepted: files.Accepted, *, write_files: bool) -> files.StoredFile | None:
    known = queries.same_file(publication.id, accepted.data)
    return files.store(accepted) if known is None and write_files else known


def _first_heading(body: str) -> str | None:
    found = next((block for block in split_blocks(body) if block.kind == "heading"), None)
    return found.text if found else None


def _save(publication: Publication, title: str, standfirst: str, body: str) -> None:
    actions.save_revision(
        VISITOR,
        publication=publication,
        base_revision=publication.latest_revision,
        title=title,
        standfirst=standfirst,
        body=body,
    )


def plan_text(folder: Path, title: str | None) -> tuple[str, str, int]:
    """The title and the body of a plan whose sections are the folder's Markdown files in the order of their names.

    Also their number. A first heading that is the title stands no second time in the body.
    """
    paths = markdown_files(folder)
    if not paths:
        raise Refused(f"There are no Markdown files (.md) in {folder}.")
    body = "\n\n".join(import_markdown(read_text(path)) for path in paths)
    first = _first_heading(body)
    lines = body.split("\n")
    at = next((index for index, line in enumerate(lines) if _HEADING.match(line)), None)
    if first is not None and at is not None and (title is None or clean_line(title) == clean_line(first)):
        body = "\n".join([*lines[:at], *lines[at + 1 :]]).strip("\n")
    return clean_line(title or first or folder.name), body, len(paths)


def import_plan(folder: Path, title: str | None, slug: str | None, *, publish: bool, write_files: bool) -> str:
    """Add or change a plan in the running unit of work: `added`, `changed` or `unchanged`."""
    title, body, _ = plan_text(folder, title)
    slug = slug or actions.slug_from(title, "plan")
    known = known_at(PublicationKind.PLAN, slug)
    before = known and _state(known)
    if known is None:
        known = actions.create_plan(VISITOR, title=title, slug=slug, body=body)
    standfirst = queries.latest_revision(known).standfirst
    _save(known, title, standfirst, _with_files(known, folder, body, write_files=write_files))
    if publish:
        actions.publish(VISITOR, publication=known)
    return "added" if before is None else "unchanged" if before == _state(known) else "changed"


def markdown_files(folder: Path) -> list[Path]:
    """The Markdown files of a folder by name."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in (".md", ".markdown"))


def unknown_facts(post_files: list[PostFile]) -> Counter[str]:
    """What the front matter says that a post does not have, and how often."""
    return Counter(str(name) for post_file in post_files for name in post_file.facts if name not in KNOWN)
