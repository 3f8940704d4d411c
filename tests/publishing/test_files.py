"""Files are served to those who may see a publication that holds them, as what they are."""

from datetime import timedelta

import pytest
import time_machine

from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.files import rendition_location
from engage.core.permissions import VISITOR
from engage.publishing import actions, queries
from tests.support.accounts import make_account
from tests.support.publishing import make_plan, make_post, save_text, store_file, store_picture


def attach(publication, stored, *, inline=False):
    with unit_of_work():
        return actions.attach(VISITOR, publication=publication, stored=stored, title="A file", inline=inline)


def test_a_document_is_kept_and_a_picture_is_shown(site, client):
    document, picture = store_file(), store_picture()
    attach(make_plan(), document)
    make_post(picture=picture, picture_alt="A nurse")
    got = client.get(document.path)
    assert got.headers["Content-Disposition"] == "attachment; filename=figures.csv"
    assert got.headers["Content-Type"].startswith("text/csv")
    shown = client.get(picture.path)
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Content-Type"] == "image/jpeg"
    for answer in (got, shown):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_browser_that_has_the_file_is_told_so(site, client):
    stored = store_file()
    attach(make_plan(), stored)
    first = client.http.get(stored.path, buffered=True)
    again = client.http.get(stored.path, headers={"If-None-Match": first.headers["ETag"]}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")
    part = client.http.get(stored.path, headers={"Range": "bytes=0-3"}, buffered=True)
    assert (part.status_code, part.data) == (206, b"year")


@pytest.mark.parametrize("role", [None, "member", "moderator"])
def test_the_files_of_a_draft_are_secret(site, client, role):
    document, picture = store_file(), store_picture()
    attach(make_plan(published=False), document)
    make_post(published=False, picture=picture, picture_alt="A nurse")
    if role:
        client.sign_in(make_account(roles=[] if role == "member" else [role]))
    for stored in (document, picture):
        client.get(stored.path, expect=404)


def test_who_edits_sees_the_files_of_a_draft(site, client):
    stored = store_file()
    attach(make_plan(published=False), stored)
    client.sign_in(make_account(roles=["author"]))
    assert client.get(stored.path).status == 200


def test_an_embargo_covers_the_files_until_its_minute(site, client):
    now, stored = clock.now(), store_file()
    attach(make_plan(at=now + timedelta(hours=1)), stored)
    client.get(stored.path, expect=404)
    with time_machine.travel(now + timedelta(hours=1, seconds=1), tick=False):
        client.get(stored.path)


def test_a_picture_in_a_draft_of_a_public_text_is_secret_until_it_is_published(site, client):
    plan, picture = make_plan(), store_picture()
    attach(plan, picture, inline=True)
    save_text(plan, f"Text.\n\n![A nurse]({picture.path})")
    client.get(picture.path, expect=404)
    with unit_of_work():
        actions.publish(VISITOR, publication=plan)
    client.get(picture.path)


def test_the_smaller_rendition_is_as_secret_as_the_picture(site, client):
    picture = store_picture(width=1000, height=500)
    post = make_post(published=False, picture=picture, picture_alt="A nurse")
    client.get(picture.small_path, expect=404)
    with unit_of_work():
        actions.publish(VISITOR, publication=post)
    card_path = f"{picture.path}?width=320"
    paths = (picture.path, picture.small_path, card_path)
    whole, small, card = (client.http.get(path, buffered=True) for path in paths)
    assert len(card.data) < len(small.data) < len(whole.data)
    assert len({answer.headers["ETag"] for answer in (whole, small, card)}) == 3
    lead = client.get(queries.path_of(post)).select(".figure--lead img")[0]
    assert lead.get("srcset") == f"{card_path} 320w, {picture.small_path} 640w, {picture.path} 1000w"
    assert client.get("site.posts").select(".teaser__picture")[0].get("srcset") == lead.get("srcset")


def test_a_picture_from_before_there_were_cards_is_served_in_the_next_larger_size(site, client):
    picture = store_picture(width=1000, height=500)
    make_post(picture=picture, picture_alt="A nurse")
    card = rendition_location(picture, 320)
    card.unlink()
    assert rendition_location(picture, 320) == rendition_location(picture, 640)
    found = client.http.get(f"{picture.path}?width=320", buffered=True)
    assert found.data == rendition_location(picture, 640).read_bytes()


def test_a_small_picture_has_the_renditions_that_are_smaller_than_it(site):
    picture = store_picture(width=500, height=250)
    assert picture.srcset == f"{picture.path}?width=320 320w, {picture.path} 500w"
    assert store_picture(width=300, height=150).srcset == ""


def test_a_picture_in_a_text_says_its_size_and_its_renditions(site, client):
    plan, picture = make_plan(), store_picture(width=1000, height=500)
    attach(plan, picture, inline=True)
    save_text(plan, f"Text.\n\n![A nurse]({picture.path})")
    with unit_of_work():
        actions.publish(VISITOR, publication=plan)
    shown = client.get(queries.path_of(plan)).select(".prose img")[0]
    assert [shown.get(name) for name in ("src", "width", "height")] == [picture.path, "1000", "500"]
    assert picture.small_path in shown.get("srcset")
    save_text(plan, "No picture any more.", publish=True)
    old = client.get("site.plan_version", slug=plan.slug, number=2).select(".prose img")[0]
    assert picture.small_path in old.get("srcset")
    client.get(picture.path)


def test_a_removed_file_is_gone_for_visitors_even_with_a_copy(site, client):
    plan, stored = make_plan(), store_file()
    attachment = attach(plan, stored)
    tag = client.http.get(stored.path, buffered=True).headers["ETag"]
    with unit_of_work():
        actions.detach(VISITOR, publication=plan, attachment=attachment)
    assert client.http.get(stored.path, headers={"If-None-Match": tag}).status_code == 404


def test_a_file_has_one_address(site, client):
    stored = store_file()
    attach(make_plan(), stored)
    client.get(f"/files/{stored.key}/other.csv", expect=404)
    client.get("/files/0000000000/figures.csv", expect=404)
