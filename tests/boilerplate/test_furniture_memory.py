"""Furniture of many outlets is small: the benchmark's own figure, of fewer outlets."""

import json
import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "furniture_memory.py"


def test_fifty_outlets_take_under_five_megabytes() -> None:
    command = [sys.executable, str(BENCHMARK), "--outlets", "50"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert 0 < told["python_megabytes"] < 5
    assert 0 < told["largest_outlet_megabytes"] < 1
