"""Builds the style sheet and the script when the package is installed, so that one command installs all."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    """Runs before a wheel, ordinary or editable, is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        # By path: importing the package would need all that it depends on.
        module = runpy.run_path(str(root / "engage" / "core" / "assets_build.py"))
        module["build"](root)
