"""The notebooks of `docs/notebooks` run from top to bottom, and every cell that should show something does."""

import pathlib

import nbclient
import nbformat
import pytest

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "docs" / "notebooks"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_runs(path):
    notebook = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}})
    client.execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(cells) > 3
    for cell in cells:
        assert cell.outputs, f"nothing came of:\n{cell.source}"
        assert not any(output.output_type == "stream" and output.name == "stderr" for output in cell.outputs)


def test_notebooks_are_there_without_outputs():
    paths = sorted(FOLDER.glob("*.ipynb"))
    assert len(paths) == 2
    for path in paths:
        assert all(not cell.get("outputs") for cell in nbformat.read(path, as_version=4).cells)
