"""The parts of an organisation's record: changed as a whole, and confirmed."""

from flask import flash, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.opened import hold
from engage.core.pages import page, see_other
from engage.directory import actions, queries
from engage.directory.actions.records import confirm, set_parts
from engage.directory.blueprint import blueprint
from engage.directory.forms_interests import InterestsForm
from engage.directory.forms_records import RecordForm, boxes_of
from engage.directory.kept import compare_saved, kept_page, kept_writable, refuse_merged
from engage.directory.models import Organisation
from engage.directory.queries import records
from engage.directory.rights import WRITE
from engage.taxonomy.queries import all_topics


@blueprint.route("/organisations/<int:organisation_id>/record/", methods=["GET", "POST"])
@requires(WRITE)
def edit_record(organisation_id: int) -> Response:
    """Change codes, addresses, former names and the place among others."""
    hold(Organisation, organisation_id)
    organisation = queries.access_writable(viewer(), organisation_id)
    if elsewhere := kept_page(organisation, ".edit_record", "organisation_id"):
        return elsewhere
    form = RecordForm(data=boxes_of(records.record(organisation)))
    compare_saved(form, organisation)
    if form.validate_on_submit():
        try:
            refuse_merged(organisation)
            set_parts(viewer(), organisation=organisation, parts=form.parts())
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("The record is saved.", "success")
            return see_other(url_for(".one", organisation_id=organisation.id))
    return page("directory/record.html", 422 if form.errors else 200, form=form, organisation=organisation)


@blueprint.route("/organisations/<int:organisation_id>/interests/", methods=["GET", "POST"])
@requires(WRITE)
def interests(organisation_id: int) -> Response:
    """Say in which topics an organisation has an interest."""
    hold(Organisation, organisation_id)
    organisation = queries.access_writable(viewer(), organisation_id)
    if elsewhere := kept_page(organisation, ".interests", "organisation_id"):
        return elsewhere
    form = InterestsForm(topics=[str(topic.id) for topic in queries.topics_of(organisation.id)])
    topics = all_topics()
    form.topics.choices = [SelectChoice(str(topic.id), topic.name) for topic in topics]
    compare_saved(form, organisation)
    if form.validate_on_submit():
        chosen = [topic for topic in topics if str(topic.id) in (form.topics.data or [])]
        try:
            refuse_merged(organisation)
            actions.set_topics(viewer(), organisation=organisation, topics=chosen)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("The interests are saved.", "success")
            return see_other(url_for(".one", organisation_id=organisation.id))
    return page("directory/interests.html", 422 if form.errors else 200, form=form, organisation=organisation)


@blueprint.post("/organisations/<int:organisation_id>/confirm/")
@requires(WRITE)
def confirm_record(organisation_id: int) -> Response:
    """Say that the record is right today."""
    organisation, form = kept_writable(organisation_id), Form()
    if not form.validate_on_submit():
        flash(str(form.form_errors[0]), "warning")
    else:
        confirm(viewer(), organisation=organisation)
        flash("The record is confirmed.", "success")
    return see_other(url_for(".one", organisation_id=organisation.id))
