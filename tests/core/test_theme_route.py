"""The theme is a style sheet of its own address, which may be kept for ever."""

from engage.core.theme import theme_url


def test_the_theme_is_served_and_kept(client):
    address = theme_url("#0b5d5e")
    sheet = client.get(address, unchecked="a style sheet is no page")
    assert "text/css" in sheet.headers["Content-Type"]
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "--accent:" in client.http.get(address).get_data(as_text=True)
