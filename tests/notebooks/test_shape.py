"""Every notebook has the shape that design and nbval rely on."""

import ast
import json
import re
import statistics
from itertools import pairwise

import pytest

from helpers.course import lessons
from tests.notebooks import files
from tests.tools import refresh

TOKEN_LIKE = re.compile(r"\b(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{30,}\b")


def problems(notebook) -> list[str]:
    """Return what is wrong with a notebook's shape, one sentence each."""
    code = files.code_cells(notebook)
    return [
        *_budget(notebook, code),
        *_runs(code),
        *_stored(notebook, code),
        *_headings(notebook),
    ]


def _budget(notebook, code):
    lengths = [len(cell.source.splitlines()) for cell in code]
    if not 15 <= len(notebook.cells) <= 45:
        yield f"{len(notebook.cells)} cells, not 15 to 45"
    if statistics.median(lengths) > 6:
        yield "the median code cell is longer than 6 lines"
    for cell, length in zip(code, lengths, strict=True):
        if length > 15:
            yield f"{cell.id}: {length} lines of code"
        if not cell.source.strip():
            yield f"{cell.id}: an empty cell"
    row = 1  # a code cell needs prose before it, so a row of two is one too many already
    for cell in notebook.cells:
        row = row + 1 if cell.cell_type == "code" else 0
        if row > 1:
            yield f"{cell.id}: a code cell without prose before it"


def _runs(code):
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        yield "a code cell was never run, or ran out of order; nbval would pass it silently"
    for cell in code:
        shows_something = not _ends_silently(cell.source)
        if shows_something and not cell.outputs:
            yield f"{cell.id}: shows something, but its outputs are not stored"


def _ends_silently(source: str) -> bool:
    """Tell whether a cell leaves nothing to show: it ends in an assignment or in a save."""
    statements = ast.parse(source).body
    last = statements[-1] if statements else None
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        return ast.unparse(last.value.func) in ("tokens.save", "checks.all_well")
    return isinstance(last, ast.Assign | ast.Import | ast.ImportFrom | ast.FunctionDef)


def _stored(notebook, code):
    if "widgets" in notebook.metadata:
        yield "metadata.widgets is stored"
    for cell in code:
        stored = json.dumps(cell.outputs)
        if "widget-view" in stored:
            yield f"{cell.id}: a widget view is stored"
        if any(output.output_type == "error" for output in cell.outputs):
            yield f"{cell.id}: an error is stored"
        if any(output.get("name") == "stderr" for output in cell.outputs):
            yield f"{cell.id}: something was printed to stderr"
        if tokens := set(TOKEN_LIKE.findall(stored)) - _public_ids(code):
            yield f"{cell.id}: {min(tokens)[:4]}… looks like a token"
    extra = set(notebook.metadata) - {"kernelspec", "language_info"}
    if extra:
        yield f"metadata that tells about a machine: {sorted(extra)}"


def _public_ids(code) -> set[str]:
    """A client ID is public, and so is the `id` of a stream marker: both may stand in an output."""
    text = json.dumps([cell.outputs for cell in code])
    clients = re.findall(r"[Cc]lient[-_ ](?:ID|Id|id)\W+(?:<[^>]*>\W*)*([a-z0-9]{30})", text)
    return {*clients, *re.findall(r"\bid\W+(?:<[^>]*>\W*)*([0-9a-f]{32})\b", text)}


def _headings(notebook):
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    prose = re.sub(r"```.*?```", "", prose, flags=re.S)
    levels = [len(mark) for mark in re.findall(r"^(#+) ", prose, flags=re.M)]
    if levels.count(1) != 1 or levels[0] != 1:
        yield "there is not exactly one H1, at the top"
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield "a heading level is skipped"


@pytest.fixture(params=files.NAMES)
def name(request):
    return request.param


@pytest.fixture
def notebook(name):
    return files.read(files.path_of(name))


def test_the_shape_is_right(notebook):
    assert problems(notebook) == []


def test_it_opens_as_every_notebook_does(notebook, name):
    opening = notebook.cells[0].source
    lesson = lessons.lesson(name)
    assert opening.startswith(f"# {lesson.title}\n")
    assert "**You need:**" in opening
    assert "**Time:**" in opening
    listed = re.findall(r"^\d+\. (.+)$", opening, flags=re.M)
    headings = re.findall(
        r"^## \d+\. (.+)$",
        "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown"),
        flags=re.M,
    )
    assert listed == headings


def test_it_begins_by_saying_the_mode_and_ends_in_a_checkpoint(notebook, name):
    code = files.code_cells(notebook)
    assert f'begin("{name}")' in code[0].source
    assert "SANDBOX" in json.dumps(code[0].outputs)
    assert code[-1].source == f'checkpoint("{name}")'


def test_its_links_lead_somewhere(notebook):
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for target in re.findall(r"\]\(([^)#]+\.ipynb)", cell.source):
            assert (files.FOLDER / target).is_file(), target


def test_its_navigation_is_the_generated_one(notebook, name):
    bars = [cell.source for cell in notebook.cells if files.has_tag(cell, "navigation")]
    assert bars == [refresh.navigation(name)] * 2


def test_every_picture_has_a_sentence(notebook):
    for cell in notebook.cells:
        if "```mermaid" in cell.source:
            assert "*In words:*" in cell.source


def test_every_notebook_in_the_folder_is_in_the_course():
    found = sorted(path.stem for path in files.FOLDER.glob("*.ipynb"))
    assert found == sorted(files.NAMES)


def test_every_code_cell_id_is_unique_and_stable(notebook):
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z-]+", cell_id) for cell_id in ids), "give new cells a plain id"


# --- the guards themselves are proven to bite ------------------------------------------------


def break_never_run(notebook):
    cell = files.code_cells(notebook)[3]
    cell.execution_count, cell.outputs = None, []


def break_out_of_order(notebook):
    files.code_cells(notebook)[3].execution_count = 99


def break_widget_state(notebook):
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {}}


def break_widget_view(notebook):
    output = files.code_cells(notebook)[1].outputs[0]
    output["data"]["application/vnd.jupyter.widget-view+json"] = {"model_id": "1"}


def break_missing_output(notebook):
    files.code_cells(notebook)[0].outputs = []


def break_long_cell(notebook):
    files.code_cells(notebook)[2].source += "\nx = 1" * 20


def break_cell_count(notebook):
    notebook.cells += [notebook.cells[0]] * 40


def break_prose(notebook):
    notebook.cells = [cell for cell in notebook.cells if cell.id != "loaded"]


def break_headings(notebook):
    notebook.cells[2].source += "\n\n#### Too deep"


def break_second_title(notebook):
    notebook.cells[2].source += "\n\n# Another title"


def break_token(notebook):
    output = files.code_cells(notebook)[0].outputs[0]
    output["data"]["text/plain"] += " 0123456789abcdefghijklmnopqrst"


@pytest.mark.parametrize(
    "damage",
    [each for name, each in sorted(globals().items()) if name.startswith("break_")],
    ids=lambda each: each.__name__,
)
def test_a_broken_shape_is_caught(damage):
    notebook = files.read(files.path_of("01_app_access_token"))
    damage(notebook)
    assert problems(notebook) != []
