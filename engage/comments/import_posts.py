"""`engage import posts`: posts as publishing takes them in, with the question to their readers."""

from collections import Counter
from pathlib import Path

import click

from engage.comments import actions, queries
from engage.core import terminal
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.core.text import clean_line
from engage.publishing import importing
from engage.publishing.commands import FOLDER, say_outcome, step
from engage.publishing.models import PublicationKind

LONGEST_QUESTION = 500


@click.command("posts", epilog="Example: engage import posts old-site/news --section news --dry-run")
@click.argument("folder", type=FOLDER)
@click.option("--section", help="The section of posts that name none.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@terminal.in_app
def posts(folder: Path, section: str | None, dry_run: bool) -> None:
    """Take in a folder of Markdown files with front matter, each as a post with its date.

    Front matter: title, slug, section, standfirst, date, byline (name, role, organisation), picture (file, alt,
    caption), topics, areas, answers (a plan's slug), question (put to the readers above the comment form), comments
    (open or closed), draft. A post that was taken in before is changed or left.
    """
    paths = importing.markdown_files(folder)
    if not paths:
        terminal.fail(f"There are no Markdown files (.md) in {folder}.")
    counts: Counter[str] = Counter()
    read: list[importing.PostFile] = []
    with terminal.progress(paths, "Posts") as watched:
        for path in watched:
            counts[_post(path, section, dry_run, read)] += 1
    _say_ignored(read)
    say_outcome(counts)
    if counts["refused"]:
        terminal.fail(f"{counts['refused']} files were refused, for the reasons above. Mend them and run this again.")


def _post(path: Path, section: str | None, dry_run: bool, read: list[importing.PostFile]) -> str:
    try:
        post_file = importing.read_post(path)
        read.append(post_file)
        with step(dry_run):
            outcome = importing.import_post(post_file, section, write_files=not dry_run)
            if _ask(post_file) and outcome == "unchanged":
                outcome = "changed"
    except Refused as refusal:
        terminal.say_wrong(f"{path.name}: {refusal.sentence}")
        return "refused"
    return outcome


def _ask(post_file: importing.PostFile) -> bool:
    """Put the question to the readers, and open or close comments if the file says so. Whether anything changed."""
    facts = post_file.facts
    post = importing.known_at(PublicationKind.POST, post_file.slug)
    if post is None or not {"question", "comments"} & set(facts):
        return False
    held = queries.thread_of(post.id)
    question, is_open = held.question, held.is_open
    if "question" in facts:
        question = _question(facts["question"])
    if "comments" in facts:
        is_open = _openness(facts["comments"])
    if (question, is_open) == (held.question, held.is_open):
        return False
    actions.set_thread(
        VISITOR,
        publication=post,
        mode=held.mode,
        is_open=is_open,
        closes_at=held.closes_at if is_open else None,
        closed_reason="" if is_open else held.closed_reason,
        question=question,
    )
    return True


def _question(said: object) -> str:
    question = clean_line(str(said or ""))
    if len(question) > LONGEST_QUESTION:
        raise Refused(f"The question must be {LONGEST_QUESTION} characters or fewer.")
    return question


def _openness(said: object) -> bool:
    words = {"open": True, "true": True, "closed": False, "false": False}
    if str(said).lower() not in words:
        raise Refused(f"Comments can be “open” or “closed”, not “{said}”.")
    return words[str(said).lower()]


def _say_ignored(read: list[importing.PostFile]) -> None:
    for name, count in importing.unknown_facts(read).most_common():
        terminal.say_wrong(f"“{name}” in the front matter of {count} files means nothing here and was left out.")
