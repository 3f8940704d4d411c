"""Passages of plans that a consultation quotes."""

from engage.consultations import queries
from engage.consultations.definition import Definition, Page
from engage.core.database import reading
from engage.publishing.queries import live_blocks
from tests.support.consultations import make_consultation, question
from tests.support.publishing import make_plan, save_text
from tests.support.statements import counted


def quoting(plan, place, key="quoted"):
    block = live_blocks(plan)[place]
    return question(
        key, "information", "We propose", publication_id=plan.id, revision=plan.live_revision, anchor=block.anchor
    )


def test_what_is_quoted_stays_when_its_plan_changes(client):
    plan = make_plan(body="One team.\n\nFrom April.")
    asked = quoting(plan, 0)
    page = Page(key="page", title="Page", questions=(asked, question("aaaa")))
    it = make_consultation(publications=[plan], definition=Definition(pages=(page,)))
    save_text(plan, "Two teams.\n\nFrom April.", publish=True)
    words = client.get("consultations.print_form", slug=it.slug).words
    assert "One team." in words
    assert "Two teams." not in words


def test_what_nobody_may_read_yet_is_quoted_to_nobody(site):
    plan = make_plan(published=False, body="One team.")
    block = queries.quotable(make_consultation(open=False, publications=[plan]))[0][1][0][0]
    number, anchor = int(block.split(":")[1]), block.split(":")[2]
    asked = question("quoted", "information", publication_id=plan.id, revision=number, anchor=anchor)
    with reading():
        assert queries.quotation_of(asked).text == "One team."
        assert queries.public_quotations([asked]) == {}


def test_many_quotations_take_no_more_statements_than_one(site):
    plan = make_plan(body="\n\n".join(f"Passage {number}." for number in range(20)))
    with reading():
        one = [quoting(plan, 0)]
        many = [quoting(plan, place, f"quote{place}") for place in range(20)]
    with reading(), counted() as few:
        assert len(queries.quotations(one)) == 1
    with reading(), counted() as lots:
        assert len(queries.quotations(many)) == 20
    assert len(few) == len(lots)
