"""What stands around the texts: details, addresses, organisations and their rights, timetable, files."""

import json
from datetime import date

import pytest
from werkzeug.exceptions import NotFound

from engage.accounts.session import viewer_for
from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.directory import actions as directory
from engage.publishing import actions, queries
from engage.publishing.actions import MilestoneLine, OrganisationPart, WorkstreamLine
from engage.publishing.models import Attachment, MilestoneState, OrganisationRole, PublicationKind
from engage.publishing.speaking import reply_organisations
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.publishing import make_plan, make_post, make_section, store_file, store_picture


def area(code, parent=None):
    with unit_of_work():
        return add_area(VISITOR, code=code, name=f"Area {code}", kind=AreaKind.PLACE, parent=parent)


def organisation(slug="north-vale"):
    with unit_of_work():
        return directory.add_organisation(VISITOR, slug=slug, name=f"The {slug} board")


def member_of(organisation, *roles):
    account = make_account(roles=roles)
    with unit_of_work():
        directory.add_member(VISITOR, organisation=organisation, account=account)
    return viewer_for(account)


def details(publication):
    return json.loads(queries.latest_revision(publication).details)


def test_areas_and_topics_are_kept_and_found(site):
    place = area("E1")
    with unit_of_work():
        topic = add_topic(VISITOR, slug="carers", name="Carers")
    plan = make_plan(areas=[place], topics=[topic])
    make_plan()
    from engage.core import clock

    assert queries.area_ids(plan.id) == {place.id}
    assert [row.id for row in queries.listed_plans(clock.now(), area_ids=[place.id])] == [plan.id]
    assert [row.id for row in queries.listed_plans(clock.now(), topic_id=topic.id)] == [plan.id]
    assert details(plan)["Areas"] == ["Area E1"]


def test_a_grant_for_an_area_reaches_its_plans_only(site):
    town, city = area("E1"), area("E2")
    editor = viewer_for(make_account(roles=["editor"], area=town))
    inside, outside, nowhere = make_plan(areas=[town, city]), make_plan(areas=[city]), make_plan()
    assert queries.may_edit(editor, inside)
    assert queries.may_approve(editor, inside)
    assert not queries.may_edit(editor, outside)
    assert not queries.may_edit(editor, nowhere)
    with pytest.raises(Refused, match="areas that you look after"), unit_of_work():
        actions.create_plan(editor, title="Elsewhere", body="Text", areas=[city])
    with pytest.raises(Refused, match="Keep at least one"), unit_of_work():
        actions.set_details(editor, publication=inside, areas=[city])


def test_an_author_writes_and_does_not_publish(site):
    author = viewer_for(make_account(roles=["author"]))
    plan = make_plan()
    assert queries.may_edit(author, plan)
    assert not queries.may_approve(author, plan)


def test_an_organisation_empowers_its_staff_as_stated(site):
    board, plan = organisation(), make_plan()
    parts = {"edit": "may_edit", "approve": "may_approve", "reply": "may_reply"}
    officer, outsider = member_of(board, "officer"), viewer_for(make_account(roles=["officer"]))
    member = member_of(board)
    for right in parts.values():
        with unit_of_work():
            part = OrganisationPart(board, OrganisationRole.LEAD, **{right: True})
            actions.set_organisations(VISITOR, plan=plan, parts=[part])
        assert queries.may_edit(officer, plan) is (right in ("may_edit", "may_approve"))
        assert queries.may_approve(officer, plan) is (right == "may_approve")
        assert [row.id for row in reply_organisations(officer, plan.id)] == ([board.id] if right == "may_reply" else [])
        assert not queries.may_edit(outsider, plan)
        assert not queries.may_edit(member, plan)
        assert reply_organisations(outsider, plan.id) == []


def test_who_may_reply_on_a_plan_may_reply_on_the_post_that_answers_it(site):
    board = organisation()
    plan = make_plan(owner=board)
    answer, other = make_post(answers=plan), make_post()
    officer = member_of(board, "officer")
    assert [row.id for row in reply_organisations(officer, answer.id)] == [board.id]
    assert reply_organisations(officer, other.id) == []


def test_an_organisation_can_have_two_parts(site):
    board, plan = organisation(), make_plan()
    parts = [OrganisationPart(board, OrganisationRole.LEAD), OrganisationPart(board, OrganisationRole.FUNDER)]
    with unit_of_work():
        actions.set_organisations(VISITOR, plan=plan, parts=parts)
    assert len(details(plan)["Organisations"]) == 2


def test_timetable_and_workstreams_are_replaced_whole_and_enter_the_history(site):
    plan, place = make_plan(), area("E1")
    for title in ("Board meets", "Council meets"):
        with unit_of_work():
            actions.set_milestones(
                VISITOR, plan=plan, milestones=[MilestoneLine(date(2027, 3, 1), title, MilestoneState.DONE)]
            )
            actions.set_workstreams(
                VISITOR, plan=plan, workstreams=[WorkstreamLine(title, lead="Ada Obi", areas=[place])]
            )
    assert details(plan)["Timetable"] == ["1 March 2027: Council meets (done)"]
    assert details(plan)["Workstreams"] == ["Council meets; Ada Obi; Area E1"]
    number = plan.latest_revision
    with unit_of_work():
        actions.set_milestones(
            VISITOR, plan=plan, milestones=[MilestoneLine(date(2027, 3, 1), "Council meets", MilestoneState.DONE)]
        )
    assert plan.latest_revision == number


def test_work_does_not_end_before_it_starts(site):
    plan = make_plan()
    line = WorkstreamLine("Build", starts=date(2027, 2, 1), ends=date(2027, 1, 1))
    with pytest.raises(Refused, match="must not end"), unit_of_work():
        actions.set_workstreams(VISITOR, plan=plan, workstreams=[line])


def test_years_do_not_run_backwards(site):
    with pytest.raises(Refused, match="not be before"):
        make_plan(first_year=2030, last_year=2028)


def test_an_address_is_never_given_to_another(site):
    plan = make_plan("Nursing at home")
    with unit_of_work():
        actions.change_slug(VISITOR, publication=plan, slug="nurses")
    other = make_plan("Nursing at home")
    assert other.slug == "nursing-at-home-2"
    for slug in ("nursing-at-home", "nurses"):
        with pytest.raises(Refused, match="taken"), unit_of_work():
            actions.change_slug(VISITOR, publication=other, slug=slug)
    with unit_of_work():
        actions.change_slug(VISITOR, publication=plan, slug="nursing-at-home")
    assert queries.publication_by_old_slug(PublicationKind.PLAN, "nurses").id == plan.id
    assert queries.publication_by_old_slug(PublicationKind.PLAN, "nursing-at-home") is None


@pytest.mark.parametrize("slug", ["", "Nurses", "two words", "-a", "a--b", "é", "a" * 81, "a/b"])
def test_an_address_has_a_plain_shape(site, slug):
    plan = make_plan()
    with pytest.raises(Refused, match="lower-case"), unit_of_work():
        actions.change_slug(VISITOR, publication=plan, slug=slug)


def test_an_old_address_of_a_draft_tells_nothing(site):
    plan = make_plan("Secret plan", published=False)
    with unit_of_work():
        actions.change_slug(VISITOR, publication=plan, slug="other")
    for slug in ("secret-plan", "other"):
        with pytest.raises(NotFound):
            queries.access_publication(VISITOR, PublicationKind.PLAN, slug)


def test_titles_without_latin_letters_have_an_address(site):
    assert [make_plan("خطة").slug, make_plan("计划").slug] == ["plan", "plan-2"]


def test_a_file_is_attached_once_and_can_be_removed(site):
    plan = make_plan()
    with unit_of_work():
        first = actions.attach(VISITOR, publication=plan, stored=store_in_unit(), title="Figures")
        again = actions.attach(VISITOR, publication=plan, stored=store_in_unit(), title="Figures")
    assert first.id == again.id
    assert details(plan)["Files"] == ["Figures (figures.csv)"]
    with unit_of_work():
        actions.detach(VISITOR, publication=plan, attachment=db.session.get(Attachment, first.id))
    assert "Files" not in details(plan)


def store_in_unit():
    from engage.core import files

    return files.store(files.accept_document("figures.csv", b"a,b\n1,2\n"))


def test_a_picture_needs_words_for_those_who_cannot_see_it(site):
    post, picture = make_post(), store_picture()
    with pytest.raises(Refused, match="cannot see"), unit_of_work():
        actions.set_picture(VISITOR, post=post, stored=picture, alt=" ")
    with unit_of_work():
        actions.set_picture(VISITOR, post=post, stored=picture, alt="A nurse at a door", caption="Hallowby")
    assert details(post)["Picture"] == ["nurse.jpg", "A nurse at a door", "Hallowby"]


def test_related_publications_are_named_once_and_never_the_same(site):
    plan, other = make_plan(), make_plan("Other")
    with unit_of_work():
        actions.set_related(VISITOR, publication=plan, others=[(other, ""), (other, "What the council said")])
    assert details(plan)["Read more"] == ["What the council said"]
    with pytest.raises(Refused, match="itself"), unit_of_work():
        actions.set_related(VISITOR, publication=plan, others=[(plan, "")])


def test_a_post_moves_to_another_section(site):
    post, blog = make_post(), make_section("blog", "Blog")
    with unit_of_work():
        actions.set_details(VISITOR, publication=post, section=blog, byline_name="Ada Obi", dated=date(2026, 1, 2))
    assert (post.section.slug, details(post)["Byline"], details(post)["Date"]) == (
        "blog",
        ["Ada Obi"],
        ["2 January 2026"],
    )


def test_pages_about_the_site_are_rendered_when_written(site):
    for _ in range(2):
        with unit_of_work():
            page = actions.save_page(VISITOR, slug="about", title="About", body="## Who\n\nWe are <b>we</b>.")
    assert page.html.startswith("<h2>Who</h2>")
    assert "<b>" not in page.html
    assert [row.slug for row in queries.site_pages()] == ["about"]


def test_a_stored_file_knows_its_kind(site):
    assert store_file().kind == "CSV"
