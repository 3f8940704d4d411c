"""Pictures are drawn the same each time and differ by name."""

import pytest
from PIL import Image

from engage.demo.pictures import MOTIFS, draw

SMALL = (320, 180)


@pytest.mark.parametrize("motif", sorted(MOTIFS))
def test_every_motif_gives_a_picture_with_something_in_it(motif: str) -> None:
    picture = draw(motif, 1, SMALL)
    assert (picture.mode, picture.size) == ("RGB", SMALL)
    assert len(picture.convert("P", palette=Image.Palette.ADAPTIVE).getcolors() or ()) > 20


def test_the_same_name_and_seed_give_the_same_picture() -> None:
    assert draw("valley-morning", 3, SMALL) == draw("valley-morning", 3, SMALL)
    assert draw("valley-morning", 3, SMALL) != draw("valley-night", 3, SMALL)
    assert draw("valley-morning", 3, SMALL) != draw("valley-morning", 4, SMALL)


def test_another_shape_is_filled_to_its_edges() -> None:
    picture = draw("street", 1, (300, 300))
    corners = [picture.getpixel(at) for at in ((2, 2), (297, 2), (2, 297), (297, 297))]
    assert (0, 0, 0) not in corners


def test_an_unknown_motif_is_an_error() -> None:
    with pytest.raises(KeyError):
        draw("volcano", 1, SMALL)
