"""Ready pages: as good as the database says, in every process, for visitors without a session only."""

import gzip

import brotli

PLAIN = "a probe answers bare words"


def get(probe, **headers):
    return probe.http.get("/probe/topics/", headers=headers)


def add(probe, slug):
    probe.post("/probe/topics/", {"slug": slug}, expect=200, unchecked=PLAIN)


def test_a_kept_page_is_served_until_its_scope_changes(probe):
    add(probe, "a")
    first, again = get(probe), get(probe)
    assert first.data == again.data
    assert first.headers["ETag"] == again.headers["ETag"]
    add(probe, "b")
    assert b"<h1>a,b</h1>" in get(probe).data


def test_what_one_process_changes_another_shows_on_the_next_get(probe, database_home, tmp_path):
    from engage.app import create_app
    from engage.core.database import unit_of_work
    from engage.core.permissions import VISITOR
    from engage.taxonomy.actions import add_topic

    other = create_app(probe.app.config["ENGAGE"].model_copy(update={"data_dir": tmp_path}))
    add(probe, "a")
    assert b"<h1>a</h1>" in get(probe).data
    with other.app_context():
        from engage.core.database import db

        with unit_of_work():
            add_topic(VISITOR, slug="b", name="B")
        db.session.remove()
        db.engine.dispose()
    assert b"<h1>b,a</h1>" in get(probe).data


def test_a_browser_that_has_the_page_is_told_so(probe):
    tag = get(probe).headers["ETag"]
    answer = get(probe, **{"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")
    assert "Content-Type" not in answer.headers


def test_the_page_is_compressed_as_the_browser_can(probe):
    plain = get(probe)
    for _ in range(2):
        assert gzip.decompress(get(probe, **{"Accept-Encoding": "gzip"}).data) == plain.data
        assert brotli.decompress(get(probe, **{"Accept-Encoding": "gzip, br"}).data) == plain.data
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Cookie" in plain.headers["Vary"]


def test_a_page_for_somebody_with_a_session_is_private_and_never_kept(probe):
    probe.get("/probe/begin/", unchecked=PLAIN)
    answer = get(probe)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers


def test_a_head_request_has_the_headers_alone(probe):
    get(probe)
    answer = probe.http.head("/probe/topics/")
    assert (answer.status_code, answer.data) == (200, b"")
