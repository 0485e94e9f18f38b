"""Builds the course two folders up, editable: see pyproject.toml beside this file."""

import os
from pathlib import Path

from setuptools.build_meta import (
    build_editable,
    get_requires_for_build_editable,
    prepare_metadata_for_build_editable,
)

os.chdir(Path(__file__).resolve().parents[2])

build_wheel = build_editable
get_requires_for_build_wheel = get_requires_for_build_editable
prepare_metadata_for_build_wheel = prepare_metadata_for_build_editable
