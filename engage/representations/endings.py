"""What follows when somebody no longer speaks for an organisation.

Drafts stand above representations, and say here what becomes of them in the same unit of work.
"""

from collections.abc import Callable

from engage.core.permissions import Viewer

Step = Callable[[Viewer, int, int | None], None]
_steps: list[Step] = []


def follow(step: Step) -> Step:
    """Take a step when an account stops speaking for an organisation, or for any if none is named."""
    if step not in _steps:
        _steps.append(step)
    return step


def ended(actor: Viewer, account_id: int, organisation_id: int | None) -> None:
    """An account no longer speaks for an organisation; None for all of them."""
    for step in _steps:
        step(actor, account_id, organisation_id)
