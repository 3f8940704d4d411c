"""A file that grows batch by batch, so that who follows a worker that died goes on where the last batch ended."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

from flask import current_app

from engage.core.exporting import ExportFormat, ExportRun
from engage.core.tables import csv_head, csv_lines, write_workbook

ROWS_BETWEEN_SIGNS = 10_000


def location(run: ExportRun) -> Path:
    """Where a finished file lies."""
    return Path(current_app.config["ENGAGE"].data_dir).resolve() / "exports" / run.key


def remove(run: ExportRun) -> None:
    """Delete the bytes of a file."""
    for path in (location(run), _part(run)):
        path.unlink(missing_ok=True)


def _part(run: ExportRun) -> Path:
    return location(run).with_suffix(".part")


class Growing:
    """The part file of a run, open behind what was noted of it; an Excel workbook is made of it at the end."""

    def __init__(self, run: ExportRun, names: Sequence[str]) -> None:
        """Cut off what was written and not noted; `begins_anew` says that nothing of the file is left."""
        self._run, self._names, self._path = run, names, _part(run)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self.begins_anew = not (self._path.exists() and self._path.stat().st_size >= run.size > 0)
        self.size = 0 if self.begins_anew else run.size

    def __enter__(self) -> "Growing":
        """Open the file at its end."""
        self._file = self._path.open("ab")
        self._file.truncate(self.size)
        if self.size == 0 and self._run.format is ExportFormat.CSV:
            self._append(csv_head(self._names))
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        """Close it, whatever happened."""
        self._file.close()

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """Write a batch, which is on the disk when this returns."""
        self._append(csv_lines(rows) if self._run.format is ExportFormat.CSV else _json_lines(rows))

    def _append(self, data: bytes) -> None:
        self._file.write(data)
        self._file.flush()
        os.fsync(self._file.fileno())
        self.size += len(data)

    def finish(self, sheet: str, alive: Callable[[], None]) -> None:
        """Put the whole file in its place, closed; `alive` is called now and then while a workbook is made of it."""
        self._file.close()
        if self._run.format is ExportFormat.XLSX:
            write_workbook(location(self._run), sheet, self._names, _read(self._path, alive))
            self._path.unlink()
        else:
            self._path.replace(location(self._run))


def _json_lines(rows: Iterable[Sequence[object]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _read(path: Path, alive: Callable[[], None]) -> Iterator[list[object]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if number % ROWS_BETWEEN_SIGNS == 0:
                alive()
            yield json.loads(line)
