"""What somebody types into the lines of a list is cleaned like everything else, and said."""

from tests.support.accounts import make_account
from tests.support.publishing import make_plan


def test_characters_that_are_taken_out_of_a_line_are_said_at_it(site, client):
    client.sign_in(make_account(roles=["editor"]))
    plan = make_plan()
    page = client.get("publishing_staff.milestones", publication_id=plan.id)
    typed = page.form() | {"do": "save", "lines-0-title": "The board \u202edecides", "lines-0-on": "2027-03-01"}
    page = client.post("publishing_staff.milestones", typed, publication_id=plan.id, expect=422)
    assert page.words.count("were taken out of your text") == 2
    assert page.form()["lines-0-title"] == "The board decides"
    client.post("publishing_staff.milestones", page.form() | {"do": "save"}, publication_id=plan.id)
