"""``schema``: what stored documents look like, as JSON Schema."""

import argparse
import json
from collections.abc import Sequence

from newscrawler.operations.output import Output
from newscrawler.settings import Environment
from newscrawler.storage.documents.conversion import json_schema
from newscrawler.storage.documents.document_kinds import SHAPES


def run(options: argparse.Namespace, environment: Environment, output: Output) -> int:  # noqa: ARG001 - one signature
    """The exit code of ``schema``."""
    return print_schemas(options.documents or sorted(SHAPES), output)


def print_schemas(names: Sequence[str], output: Output) -> int:
    """The schema of each named document: readable, or with ``--json`` one a line."""
    for name in names:
        schema = json_schema(name)
        output.row(schema)
        output.line(json.dumps(schema, indent=2, ensure_ascii=False))
    return 0
