"""A site with a few routes of its own, for the rules that every route obeys."""

import pytest
from flask import Blueprint, request, session
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from engage.core import access, cache, ledger
from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.limits import require
from engage.core.permissions import SEE_STAFF
from engage.taxonomy.models import Topic
from engage.taxonomy.queries import all_topics
from engage.taxonomy.verbs import TOPIC_ADDED
from tests.support.page_client import PageClient
from tests.support.site import make_site

blueprint = Blueprint("probe", __name__, url_prefix="/probe")


class TopicForm(Form):
    """A line and a text."""

    slug = StringField("Slug", [DataRequired(), Length(max=20)])
    body = TextAreaField("Body")


@blueprint.post("/topics/")
@access.public
def add():
    form = TopicForm()
    if not form.validate():
        return "; ".join(form.form_errors + [e for f in form for e in f.errors]) + f" kept={form.body.data}", 422
    db.session.add(topic := Topic(slug=form.slug.data, name=form.slug.data))
    db.session.flush()
    ledger.record(TOPIC_ADDED, subject_id=topic.id, actor_id=None, slug=topic.slug)
    cache.bump("topics")
    return "added", int(request.args.get("status", 200))


@blueprint.get("/topics/")
@access.public
def listed():
    cache.page("topics")
    return "<h1>" + ",".join(topic.slug for topic in all_topics()) + "</h1>" + "x" * 2000


@blueprint.get("/writes/")
@access.public
def writes():
    db.session.add(Topic(slug="by-get", name="x"))
    db.session.flush()
    return "wrote"


@blueprint.post("/careless/")
@access.public
def careless():
    db.session.add(Topic(slug="careless", name="x"))
    return "done"


@blueprint.post("/limited/")
@access.public
def limited():
    from datetime import timedelta

    require("probe", "somebody", most=2, per=timedelta(hours=1))
    return "refused", 422


@blueprint.get("/members/")
@access.signed_in
def members():
    return "members"


@blueprint.post("/members/")
@access.signed_in
def members_write():
    return "written"


@blueprint.get("/staff/")
@access.requires(SEE_STAFF)
def staff():
    return "staff"


@blueprint.post("/broken/")
@access.public
def broken():
    raise RuntimeError("a fault of ours")


@blueprint.get("/unmarked/")
def unmarked():
    return "nobody said who may"


@blueprint.get("/begin/")
@access.public
def begin():
    session["probe"] = 1
    return access.csrf_token()


@blueprint.get("/token/")
@access.public
def token():
    return access.csrf_token()


@blueprint.post("/apart/")
@access.public
def apart():
    with unit_of_work():
        db.session.add(Topic(slug="apart", name="x"))
    db.session.add(Topic(slug="undone", name="x"))
    db.session.flush()
    raise Refused("no")


@pytest.fixture(scope="session")
def probe_site(database_home, tmp_path_factory):
    """The application with the probe's routes."""
    import engage.app as factory

    original = factory._register

    def register(app, features):
        original(app, features)
        app.register_blueprint(blueprint)

    factory._register = register
    try:
        return make_site(database_home, tmp_path_factory.mktemp("probe"))
    finally:
        factory._register = original


@pytest.fixture
def probe(probe_site, database_home):
    """A browser on the probe's routes, over an empty database."""
    with probe_site.app_context():
        database_home.empty()
        probe_site.extensions["engage.cache"].clear()
        yield PageClient(probe_site)
