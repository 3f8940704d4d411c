"""The demonstration's content is whole, and says so clearly when it is not."""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from engage.core.text import plain_comment, split_blocks
from engage.demo.content import FOLDER, load_content
from engage.demo.content_blocks import block_texts, figure_names, with_pictures
from engage.demo.content_types import Content


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


@pytest.fixture
def spoil(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the content with one thing changed in one file."""

    def change(name: str, old: str, new: str) -> Path:
        folder = tmp_path / "content"
        shutil.copytree(FOLDER, folder)
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return change


def test_there_is_as_much_as_the_demonstration_promises(content: Content) -> None:
    assert len(content.plans) == 8
    assert len(content.posts) == 30
    assert 290 <= len(content.comments) <= 340
    assert len(content.names.first) * len(content.names.last) > 200


def test_comments_are_in_every_state(content: Content) -> None:
    states = Counter(comment.state for comment in content.comments)
    assert states["waiting"] >= 12
    assert states["rejected"] >= 8
    assert states["reported"] >= 6
    assert states["hidden"] >= 2
    assert states["withdrawn"] >= 2
    assert states["published"] > 250


def test_one_post_is_old_one_is_to_come_and_one_is_withdrawn(content: Content) -> None:
    assert any(post.offset < -5 * 366 for post in content.posts)
    assert any(post.offset > 0 for post in content.posts)
    assert any(post.withdrawn for post in content.posts)


def test_there_is_one_account_of_each_role(content: Content) -> None:
    assert len({account.role for account in content.staff}) == len(content.staff) == 7
    assert all(account.email == f"{account.role}@northvale.example" for account in content.staff)


def test_comments_come_oldest_first(content: Content) -> None:
    ages = [comment.days_ago for comment in content.comments]
    assert ages == sorted(ages, reverse=True)


def test_only_telephone_numbers_kept_for_fiction_are_used() -> None:
    for path in (path for path in FOLDER.rglob("*") if path.is_file()):
        numbers = re.findall(r"\b0\d{4} ?\d{6}\b", path.read_text(encoding="utf-8"))
        assert all(number.startswith("01632 960") for number in numbers), path.name


def test_only_addresses_kept_for_examples_are_used() -> None:
    for path in (path for path in FOLDER.rglob("*") if path.is_file()):
        text = path.read_text(encoding="utf-8")
        hosts = re.findall(r"[\w.-]+@([\w.-]*\w)", text) + re.findall(r"https?://([\w.-]+)", text)
        assert all(host.endswith(".example") or host == "example.org" for host in hosts), path.name


def test_guests_have_an_address_of_their_own(content: Content) -> None:
    guests = {(c.author.name, c.author.email) for c in content.comments if c.author.account is None}
    assert all(re.fullmatch(r"[a-z0-9.]+@example\.org", email) for _, email in guests)


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("areas.yaml", "parent: england", "parent: atlantis", "no parent atlantis"),
        ("topics.yaml", "slug: stroke", "slug: strokes", "no topic stroke"),
        (
            "plans/carers-plan.md",
            "organisation: pennerdale-carers-circle",
            "organisation: nobody",
            "no organisation",
        ),
        ("plans/carers-plan.md", "standfirst:", "stand_first:", "stand_first"),
        (
            "comments/care-closer-to-home.yaml",
            "block: Nothing would",
            "block: Nothing could",
            "0 blocks open with",
        ),
        (
            "comments/care-closer-to-home.yaml",
            "reply_to: gordon-first",
            "reply_to: gordon-last",
            "replies to nothing",
        ),
        (
            "comments/care-closer-to-home.yaml",
            "days_ago: 45.83",
            "days_ago: 50",
            "comments were not open then",
        ),
        ("comments/care-closer-to-home.yaml", "reason: repeated", "reason: dull", "a reason from the list"),
        ("plans/care-closer-to-home.md", "role: partner, may: [reply]", "role: partner", "may not reply there"),
        ("pages/help.md", "(/account/sign-in/)", "(/account/nowhere/)", "links to /account/nowhere/"),
    ],
)
def test_what_does_not_hold_together_is_named(
    spoil: Callable[[str, str, str], Path], name: str, old: str, new: str, complaint: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(complaint)):
        load_content(spoil(name, old, new))


def test_block_texts_are_plain_and_leave_out_headings() -> None:
    table = "| h | i |\n|---|---|\n| 1 | 2 |"
    body = f"## A\n\nOne *two*\nthree [link](/x/).\n\n- a\n- b\n\n{table}\n\n![Alt](picture:x)\n\n> q"
    assert block_texts(body) == ("One two three link.", "a b", "h i 1 2", "Alt", "q")


def test_every_body_is_rendered_as_it_was_meant(content: Content) -> None:
    for plan in content.plans:
        kinds = Counter(block.kind for block in split_blocks(with_pictures(plan.body, "/files/{}".format)))
        assert kinds["table"] >= 1, plan.slug
        assert kinds["quote"] >= 1, plan.slug
        assert kinds["figure"] == len(figure_names(plan.body)), plan.slug


def test_every_quotation_has_a_speaker(content: Content) -> None:
    for item in content.items:
        for block in split_blocks(item.body):
            assert block.kind != "quote" or "pull-quote" in block.html, block.text


def test_every_comment_says_something_once_it_is_cleaned(content: Content) -> None:
    for comment in content.comments:
        assert plain_comment(comment.text).strip(), comment.text
