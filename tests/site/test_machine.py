"""What machines ask for."""

import io
import json

from PIL import Image
from sqlalchemy import select, update

from engage.app import create_app
from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.core.settings import Settings
from engage.site.health import VERSIONS
from tests.support.publishing import make_plan


def test_a_live_process_answers_without_the_database(client):
    assert client.get("site.live").statements == []
    assert json.loads(client.http.get("/health/live").get_data(as_text=True)) == {"status": "alive"}


def test_a_ready_site_says_so_and_tells_of_a_silent_worker(client):
    said = json.loads(client.http.get("/health/ready").get_data(as_text=True))
    assert said["status"] == "ready"
    assert said["worker"] == "silent"
    jobs.run("worker.beat")
    client.get("site.ready")
    assert json.loads(client.http.get("/health/ready").get_data(as_text=True))["worker"] == "at work"


def test_a_site_with_missing_migrations_is_not_ready(client):
    present = db.session.scalar(select(VERSIONS.c.version_num))
    change = update(VERSIONS)
    with unit_of_work():
        db.session.execute(change.values(version_num="0001"))
    try:
        client.get("site.ready", expect=503)
    finally:
        with unit_of_work():
            db.session.execute(change.values(version_num=present))


def test_icons_are_where_browsers_look(client):
    assert "/static/" in client.get("site.favicon", expect=302).location
    client.get("site.logo", expect=404)


def test_a_publication_has_a_preview_card_once_it_is_public(client):
    plan = make_plan("Care closer to home " * 9)
    draft = make_plan("Nobody knows", published=False)
    address = client.get("site.plan", slug=plan.slug).select("meta[property='og:image']")[0].get("content")
    answer = client.http.get(address.removeprefix("http://127.0.0.1:8000"))
    assert Image.open(io.BytesIO(answer.get_data())).size == (1200, 630)
    client.get("site.preview_card", publication_id=plan.id)
    client.get("site.preview_card", publication_id=draft.id, expect=404)


def test_a_site_without_its_tables_is_not_ready(tmp_path):
    empty = create_app(Settings(data_dir=tmp_path))
    with empty.app_context():
        answer = empty.test_client().get("/health/ready")
        db.engine.dispose()
    assert answer.status_code == 503
    assert answer.json["database"] == "reachable"
    assert answer.json["migrations"] == "missing"
