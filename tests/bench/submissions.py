"""Answering: how fast a page of answers is saved, and how the lists and the exports of many submissions hold up."""

import importlib.util

from tests.bench import submissions_saving
from tests.bench.measure import Figure


def run(scale: float) -> list[Figure]:
    """All figures of submissions."""
    figures = submissions_saving.run(scale)
    if importlib.util.find_spec("tests.bench.submissions_reading") is not None:
        figures += importlib.import_module("tests.bench.submissions_reading").run(scale)
    return figures
