"""The invented region that the demonstration shows, read from the files beside this module.

`load_content()` promises that what it returns is whole: every reference leads somewhere, every time makes
sense, every quoted block is found once. The loader that builds the site can therefore be plain.
Times are days from now, so that the demonstration is always of today.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import frontmatter
import yaml
from pydantic import TypeAdapter

from engage.demo.content_rules import check
from engage.demo.content_types import (
    Account,
    Area,
    Author,
    Comment,
    Content,
    Names,
    Organisation,
    Page,
    Plan,
    Post,
    Reason,
    Section,
    Topic,
)

FOLDER = Path(__file__).with_name("content")

T = TypeVar("T")


def load_content(folder: Path = FOLDER) -> Content:
    """Read and check the whole demonstration; raises ValueError that names the file or the reference."""
    people = _yaml(folder / "people.yaml")
    accounts = {group: _many(people[group], Account, f"people.yaml {group}") for group in people}
    content = Content(
        areas=_list(folder / "areas.yaml", Area),
        topics=_list(folder / "topics.yaml", Topic),
        organisations=_list(folder / "organisations.yaml", Organisation),
        sections=_list(folder / "post_sections.yaml", Section),
        reasons=_list(folder / "moderation_reasons.yaml", Reason),
        staff=accounts["staff"],
        officials=accounts["officials"],
        members=accounts["members"],
        names=TypeAdapter(Names).validate_python(_yaml(folder / "names.yaml")),
        plans=_documents(folder / "plans", Plan),
        posts=_documents(folder / "posts", Post),
        pages=_documents(folder / "pages", Page),
        comments=(),
        files=folder / "files",
    )
    content = replace(content, comments=tuple(_comments(folder / "comments", content)))
    check(content)
    return content


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _list(path: Path, kind: type[T]) -> tuple[T, ...]:
    return _many(_yaml(path), kind, path.name)


def _many(rows: list[dict[str, Any]], kind: type[T], source: str) -> tuple[T, ...]:
    adapter = TypeAdapter(kind)
    return tuple(_valid(adapter, row, f"{source}, entry {number}") for number, row in enumerate(rows, 1))


def _valid(adapter: TypeAdapter[T], row: dict[str, Any], source: str) -> T:
    try:
        return adapter.validate_python(row)
    except ValueError as error:
        raise ValueError(f"{source}: {error}") from error


def _documents(folder: Path, kind: type[T]) -> tuple[T, ...]:
    adapter = TypeAdapter(kind)
    return tuple(_document(adapter, path) for path in sorted(folder.glob("*.md")))


def _document(adapter: TypeAdapter[T], path: Path) -> T:
    post = frontmatter.load(str(path))
    if post.get("slug") != path.stem:
        raise ValueError(f"{path.name}: the slug differs from the name of the file")
    return _valid(adapter, {**post.metadata, "body": post.content}, path.name)


def _comments(folder: Path, content: Content) -> Iterator[Comment]:
    """Oldest first, so that whoever builds the site meets a comment before its replies."""
    adapter = TypeAdapter(Comment)
    known = {account.key: account for account in content.accounts}
    found = [
        _valid(adapter, _comment_fields(row, group["publication"], known), f"{path.name}: {row['text'][:40]}")
        for path in sorted(folder.glob("*.yaml"))
        for group in _yaml(path)
        for row in group["comments"]
    ]
    yield from sorted(found, key=lambda comment: -comment.days_ago)


def _comment_fields(row: dict[str, Any], publication: str, known: dict[str, Account]) -> dict[str, Any]:
    return {**row, "publication": publication, "author": _author(row["author"], known)}


def _author(written: str, known: dict[str, Account]) -> Author:
    """An account's key, or a guest as `Name`, `Name | role` or `Name | role | organisation`."""
    if account := known.get(written):
        return Author(account.name, account.title, account.organisation, account.email, account.key)
    name, role, organisation, *_ = [part.strip() for part in f"{written}||".split("|")]
    address = ".".join("".join(c if c.isalnum() and c.isascii() else " " for c in name.lower()).split())
    return Author(name, role or None, organisation or None, f"{address}@example.org", None)
