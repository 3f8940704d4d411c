"""Roles and permissions: each permission is named `feature:thing:action`, says what it allows, and whom."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person with an account may be."""

    MEMBER = "member"
    AUTHOR = "author"
    EDITOR = "editor"
    MODERATOR = "moderator"
    OFFICER = "officer"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role as people call it."""
        return "Engagement officer" if self is Role.OFFICER else self.value.capitalize()


STAFF = frozenset(Role) - {Role.MEMBER}


@dataclass(frozen=True)
class Permission:
    """What may be done, in a sentence, and by which roles; `whole` takes a role that is not limited to areas."""

    name: str
    says: str
    roles: frozenset[Role]
    whole: bool = False

    @property
    def holders(self) -> list[Role]:
        """The roles that have it, in their usual order."""
        return [role for role in Role if role in self.roles]


_permissions: dict[str, Permission] = {}


def declare(name: str, says: str, *roles: Role, whole: bool = False) -> Permission:
    """Declare a permission; administrators hold every one.

    A `whole` one is about what cannot be told apart by areas, so that a role in some areas does not give it.
    """
    if name in _permissions:
        raise ValueError(f"{name} is declared twice")
    _permissions[name] = Permission(name, says, frozenset(roles) | {Role.ADMINISTRATOR}, whole)
    return _permissions[name]


def declared() -> dict[str, Permission]:
    """All permissions by name."""
    return dict(_permissions)


@dataclass(frozen=True)
class Grant:
    """A role that somebody holds: everywhere, or in these areas (an area with all below it)."""

    role: Role
    area_ids: frozenset[int] | None = None

    def gives(self, permission: Permission) -> bool:
        """Whether the grant gives a permission anywhere."""
        return self.role in permission.roles and not (permission.whole and self.area_ids is not None)

    def covers(self, area_ids: Collection[int]) -> bool:
        """Whether the grant reaches a thing of these areas; a thing without areas is reached only from everywhere."""
        return self.area_ids is None or bool(self.area_ids.intersection(area_ids))


@dataclass(frozen=True)
class Viewer:
    """Who is looking: an account with its grants, or a visitor who is not signed in."""

    account_id: int | None = None
    name: str = ""
    email: str = ""
    grants: tuple[Grant, ...] = field(default=())
    role_title: str = ""
    organisation_name: str = ""

    @property
    def signed_in(self) -> bool:
        """Whether this is a person with an account."""
        return self.account_id is not None

    @property
    def is_staff(self) -> bool:
        """Whether any grant is a staff role."""
        return any(grant.role in STAFF for grant in self.grants)

    def may(self, permission: Permission, area_ids: Collection[int] | None = None) -> bool:
        """Whether the viewer holds the permission at all, or for a thing of the given areas."""
        return any(grant.gives(permission) and (area_ids is None or grant.covers(area_ids)) for grant in self.grants)

    def scope(self, permission: Permission) -> frozenset[int] | None:
        """The areas within which the viewer holds the permission; None means everywhere, empty means nowhere."""
        held = [grant.area_ids for grant in self.grants if grant.gives(permission)]
        if any(areas is None for areas in held):
            return None
        return frozenset().union(*(areas for areas in held if areas is not None))


VISITOR = Viewer()
SEE_STAFF = declare("core:staff:see", "See the staff pages' front door.", *STAFF)
