"""What only the owner may read: the file by which a shell finds the running pipeline."""

import subprocess
from pathlib import Path

from services.local import private

URL = "postgresql://dateline:it's $HOME `id`@127.0.0.1:1/dateline"


def test_a_shell_that_reads_the_file_hands_the_settings_on_to_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "environment"
    with private.environment(path, {"DATELINE_DATABASE_URL": URL}):
        assert path.stat().st_mode & 0o777 == 0o600
        script = '. "$1" && printenv DATELINE_DATABASE_URL'
        shown = subprocess.run(
            ["/bin/sh", "-c", script, "sh", path], check=True, capture_output=True, text=True
        )
    assert shown.stdout == f"{URL}\n"


def test_a_readable_file_left_by_a_killed_process_is_replaced_and_none_stays(tmp_path: Path) -> None:
    path = tmp_path / "environment"
    path.write_text("export DATELINE_BOOTSTRAP=gone:1\n")
    path.chmod(0o644)
    with private.environment(path, {"DATELINE_BOOTSTRAP": "127.0.0.1:9"}):
        assert path.read_text() == "export DATELINE_BOOTSTRAP=127.0.0.1:9\n"
        assert path.stat().st_mode & 0o777 == 0o600
    assert not path.exists()
