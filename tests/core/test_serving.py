"""The processes of a site."""

import os
import socket

from engage.core.serving import Together


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_site_lives_in_the_folder_in_which_it_was_started(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("ENGAGE_DATA_DIR=data\n")
    together = Together(dict(os.environ), 1, free_port())
    try:
        assert not together.wait_until_up(0)
        assert together.wait_until_up()
        assert not together.has_ended()
    finally:
        together.stop()
    assert together.has_ended()
    assert (tmp_path / "data").is_dir()
