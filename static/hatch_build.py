"""Builds the style sheet and the script when the package is installed, so that one command installs all."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    """Runs before a wheel, ordinary or editable, is put together."""

    def dependencies(self) -> list[str]:
        """What pip must fetch before the build."""
        packages: list[str] = self._module()["packages_to_build"]()
        return packages

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        if self.target_name != "wheel":
            return
        self._module()["build"](Path(self.root))

    def _module(self) -> dict[str, Any]:
        # By path: importing the package would need all that it depends on.
        return runpy.run_path(str(Path(self.root) / "engage" / "core" / "assets_build.py"))
