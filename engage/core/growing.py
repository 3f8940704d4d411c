"""A file that grows batch by batch, so that who follows a worker that died goes on where the last batch ended."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from flask import Response, abort, current_app, send_file

from engage.core.exporting import ExportFormat, ExportRun, ExportState
from engage.core.tables import Sheet, csv_head, csv_lines, write_workbook

ROWS_BETWEEN_SIGNS = 10_000


def location(run: ExportRun) -> Path:
    """Where a finished file lies."""
    return Path(current_app.config["ENGAGE"].data_dir).resolve() / "exports" / run.key


def remove(run: ExportRun) -> None:
    """Delete the bytes of a file."""
    for path in (location(run), _part(run)):
        path.unlink(missing_ok=True)


def download(run: ExportRun, name: str) -> Response:
    """A file under its name, for one person only; 404 unless it is ready."""
    path = location(run)
    if run.state is not ExportState.READY or not path.exists():
        abort(404)
    answer = send_file(path, as_attachment=True, download_name=name, mimetype=run.format.media_type)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


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

    def add(self, rows: Iterable[Any]) -> None:
        """Write a batch, which is on the disk when this returns; the rows of JSON Lines are objects, others lists."""
        self._append(csv_lines(rows) if self._run.format is ExportFormat.CSV else json_lines(rows))

    @property
    def is_whole(self) -> bool:
        """Whether nobody else wrote into the file: a worker that was taken for dead may have lived."""
        return os.fstat(self._file.fileno()).st_size == self.size

    def _append(self, data: bytes) -> None:
        self._file.write(data)
        self._file.flush()
        os.fsync(self._file.fileno())
        self.size += len(data)

    def finish(self, name: str, alive: Callable[[], None], *beside: Sheet) -> None:
        """Put the whole file in its place, closed.

        `alive` is called now and then while a workbook is made of it, with a sheet of this name and those beside it.
        """
        self._file.close()
        if self._run.format is ExportFormat.XLSX:
            write_workbook(location(self._run), Sheet(name, self._names, _read(self._path, alive)), *beside)
            self._path.unlink()
        else:
            self._path.replace(location(self._run))


def json_lines(rows: Iterable[Any]) -> bytes:
    """Rows as JSON Lines: each stands by itself."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _read(path: Path, alive: Callable[[], None]) -> Iterator[list[object]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if number % ROWS_BETWEEN_SIGNS == 0:
                alive()
            yield json.loads(line)
