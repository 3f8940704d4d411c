"""The import rule: down the shelf, and down within a feature."""

from engage.shelves import SHELVES
from tests.house.source import ROOT, imports, layer, modules

ORDER = {
    "models": 0,
    "verbs": 0,
    "rights": 0,
    "queries": 1,
    "actions": 2,
    "forms": 2,
    "mails": 2,
    "views": 3,
    "jobs": 3,
    "commands": 3,
}
TOP = {"app", "commands", "shelves"}


def shelf_of(name):
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "engage" else None


def test_a_feature_reaches_only_features_before_it():
    places = {shelf: position for position, shelf in enumerate(SHELVES)}
    wrong = []
    for name, tree in modules().items():
        here = shelf_of(name)
        if here is None or here in TOP:
            continue
        for target in imports(tree):
            there = shelf_of(target)
            if there is None or there in (here, "core", "shelves"):
                continue
            if here == "core" or there in TOP or places.get(there, -1) >= places[here]:
                wrong.append(f"{name} imports {target}")
    assert not wrong, "move it down the shelf, or let the upper feature read the ledger:\n" + "\n".join(wrong)


def test_inside_a_feature_imports_go_down():
    wrong = []
    for name, tree in modules().items():
        mine = ORDER.get(layer(name))
        if mine is None or shelf_of(name) == "core":
            continue
        for target in imports(tree):
            if shelf_of(target) == shelf_of(name):
                other = ORDER.get(layer(target))
                if other is not None and other > mine:
                    wrong.append(f"{name} imports {target}")
    assert not wrong, "views, jobs and commands use actions, actions use queries, queries use models:\n" + "\n".join(
        wrong
    )


def test_every_feature_stands_on_the_shelf():
    folders = {path.name for path in (ROOT / "engage").iterdir() if (path / "__init__.py").exists()}
    assert folders - {"core"} == set(SHELVES)


def test_imports_make_no_circle():
    graph = {name: {target for target in imports(tree) if target in modules()} for name, tree in modules().items()}
    done, path = set(), []

    def visit(name):
        if name in done:
            return
        assert name not in path, "a circle: " + " → ".join([*path[path.index(name) :], name])
        path.append(name)
        for target in sorted(graph[name] - {name}):
            visit(target)
        path.pop()
        done.add(name)

    for name in graph:
        visit(name)


def test_no_module_hides_behind_a_package_of_its_name():
    hidden = [path for path in (ROOT / "engage").rglob("*.py") if (path.with_suffix("") / "__init__.py").exists()]
    assert not hidden, f"Python finds the package first, and these are never run: {hidden}"
