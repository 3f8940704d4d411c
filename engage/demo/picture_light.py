"""The colours of a picture: one light for each time of day."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Light:
    """Colours that belong together, far to near."""

    sky: tuple[str, str]
    sun: str
    cloud: str
    hills: tuple[str, str, str, str]
    ground: str
    road: str
    walls: tuple[str, str, str]
    roof: str
    window: str
    accent: str
    tree: tuple[str, str]
    dark: str
    pale: str


LIGHTS = {
    "day": Light(
        ("#bfe0ea", "#eef6ee"), "#fff3c9", "#ffffff", ("#b4d3cf", "#8fbfae", "#6aa58a", "#4a8a6c"),
        "#7fb277", "#6d7580", ("#f4e6d0", "#e2b48c", "#d98f6c"), "#8c4a3c", "#5d8aa6", "#d9483b",
        ("#2f6f57", "#4c9069"), "#22343c", "#fbf7ee",
    ),
    "morning": Light(
        ("#f9d5b8", "#fdf1dc"), "#fff6df", "#fffaf0", ("#e3c9bd", "#b9b3b0", "#8ba39a", "#5f8a7d"),
        "#8fae7e", "#77747a", ("#faebd7", "#e9bd97", "#c9806a"), "#7b4a4a", "#6c94a4", "#c8553d",
        ("#3d6e60", "#628f74"), "#2c3742", "#fffaf2",
    ),
    "evening": Light(
        ("#3d4f7c", "#f2a07b"), "#ffd9a0", "#e8a48f", ("#8c6d8c", "#675a80", "#4a4a70", "#343a5a"),
        "#3c4a57", "#39405a", ("#b98a84", "#96697a", "#744f6a"), "#3a2f4c", "#ffd98a", "#f0674c",
        ("#26354a", "#34485a"), "#1a2036", "#fde9cf",
    ),
    "autumn": Light(
        ("#d6e2e0", "#f7ecd6"), "#ffeeb8", "#ffffff", ("#c6cdbd", "#b5ab80", "#b98c4e", "#96672f"),
        "#a89552", "#76706c", ("#f3e3c8", "#d9a777", "#b76d4c"), "#6b3a34", "#56798a", "#c1442e",
        ("#a4542a", "#cf8438"), "#32302e", "#fdf6e8",
    ),
    "winter": Light(
        ("#c9d6e2", "#f1f3f4"), "#ffffff", "#ffffff", ("#d5dfe6", "#bccbd6", "#dfe8ec", "#c5d5dc"),
        "#eef3f4", "#8c97a3", ("#e9ddd0", "#c49f8a", "#a66f62"), "#6d7683", "#f4cf86", "#c9473c",
        ("#3e5b5c", "#5d7b78"), "#28353f", "#ffffff",
    ),
    "night": Light(
        ("#131c3a", "#34486e"), "#f4efd8", "#2a3b62", ("#2d3f66", "#263659", "#1e2c4c", "#18243f"),
        "#1c2b42", "#1a2238", ("#4c5678", "#3f4768", "#343b5a"), "#222a48", "#ffd47a", "#f26b5b",
        ("#152238", "#1c2c44"), "#0d1428", "#e9edf6",
    ),
}  # fmt: skip


def light_for(name: str, chance: random.Random) -> Light:
    """The light that the name asks for (`street-night`), or one of the daylight ones by chance."""
    for time, light in LIGHTS.items():
        if time in name.split("-"):
            return light
    return LIGHTS[chance.choice(("day", "day", "morning", "autumn"))]
