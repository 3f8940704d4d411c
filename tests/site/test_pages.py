"""What a visitor sees on the public pages."""

from tests.support.publishing import make_plan, make_post


def test_home_shows_what_is_open_and_new(client):
    make_plan("Care closer to home", standfirst="Nursing in each neighbourhood.")
    make_post("The hall was full")
    page = client.get("site.home")
    assert "Care closer to home" in page.words
    assert "The hall was full" in page.words
