"""Python's collector of what nobody holds any more, at rest while very many objects are made that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Make many thousand rows of a file: the collector would walk through all of them again and again, for nothing.

    Only for work that ends within seconds or minutes and makes few circles; whoever else put it to rest wakes it.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()
