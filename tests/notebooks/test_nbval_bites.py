"""nbval turns red when one stored value changes. A green run is worth no more than this."""

import json
import os
import re
import subprocess
import sys

from tests.notebooks import files
from tests.tools.refresh import headless_environment

NAME = "01_app_access_token"

# One change in the stored outputs of a cell each; every other cell stays as it is.
CHANGES = {
    "request-code": ("5011271", "5011272"),  # a number in a JSON response
    "response-code": ("bearer", "Bearer"),  # a text in a JSON response
    "token-code": ("20 January", "21 January"),  # a value
    "loaded-code": ("True", "False"),  # a boolean
    "wrong-code": ("invalid client secret", "invalid client secre"),  # Twitch's error text
    "wrong-token-code": ("New Secret", "new Secret"),  # a printed line
    "inside-code": ("client_credentials", "client_credential"),  # the helper's own source
}


def failing_cells(folder) -> tuple[set[str], str]:
    """Run nbval on the folder's copy; return the ids of the cells that failed, and its words."""
    home = folder / "home"
    home.mkdir()
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-rf"]
    command += ["--nbval-cell-timeout=60", "-p", "no:cacheprovider", "-q", "--tb=no"]
    environment = headless_environment(home)
    environment.pop("PYTEST_ADDOPTS", None)  # of the run around this one
    result = subprocess.run(
        [*command, "-c", os.devnull, "--rootdir", str(folder), str(folder)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    code = files.code_cells(files.read(files.path_of(NAME)))
    numbers = map(int, re.findall(r"^FAILED .*::Cell (\d+)", result.stdout, flags=re.M))
    assert "passed" in result.stdout, result.stdout + result.stderr
    return {code[number].id for number in numbers}, result.stdout


def test_each_changed_value_turns_its_cell_red_and_no_other(tmp_path):
    notebook = json.loads(files.path_of(NAME).read_text(encoding="utf-8"))
    for cell_id, (old, new) in CHANGES.items():
        cell = next(each for each in notebook["cells"] if each["id"] == cell_id)
        stored = json.dumps(cell["outputs"])
        assert old in stored, f"{old!r} is not stored in {cell_id}"
        cell["outputs"] = json.loads(stored.replace(old, new, 1))
    (tmp_path / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    failed, said = failing_cells(tmp_path)
    assert failed == set(CHANGES), said
