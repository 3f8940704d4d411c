"""Places in lists of likely doubles, as they stand in an address."""

Place = tuple[int, int, int]


def place_in(said: str) -> Place | None:
    """The place (score and both ids) behind which a list goes on; nothing for what is none."""
    parts = said.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return None
    return int(parts[0]), int(parts[1]), int(parts[2])
