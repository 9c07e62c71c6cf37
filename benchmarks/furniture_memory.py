"""Memory of learned furniture: many outlets at once, in the process that crawls them.

    python benchmarks/furniture_memory.py [--outlets 1000] [--blocks 40] [--characters 150] [--limit 100]

Each outlet has so many pieces of furniture, a third of them templates, of so many characters, as they come from the
database: no two share a string. Prints megabytes as Python counts them and as the system does, and what the most that
an outlet can have (`MOST_REPEATED` blocks of full length) takes. Exit 1 where the outlets need more than the limit.
"""

import argparse
import gc
import json
import sys
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from newscrawler.boilerplate.furniture_learning import MOST_REPEATED, furniture_of
from newscrawler.model.furniture import Furniture, Place, RepeatedBlock

MEGABYTE = 1_000_000
_PLACES: tuple[Place, ...] = ("opening", "middle", "tail")
_FIRST_SEEN = datetime(2026, 3, 2, 6, tzinfo=UTC)
_LONGEST = 300  # characters of a block's text that are kept


def main() -> int:
    options = read_options()
    result = {
        "benchmark": "furniture_memory",
        "outlets": options.outlets,
        "blocks": options.blocks,
        "characters": options.characters,
        "python_megabytes": round(python_bytes(options.outlets, options.blocks, options.characters) / MEGABYTE, 1),
        "resident_megabytes": round(resident_bytes(options) / MEGABYTE, 1),
        "largest_outlet_megabytes": round(python_bytes(1, MOST_REPEATED, _LONGEST) / MEGABYTE, 2),
    }
    print(json.dumps(result))
    return int(max(float(result["python_megabytes"]), float(result["resident_megabytes"])) > options.limit)


def python_bytes(outlets: int, blocks: int, characters: int) -> int:
    """What furniture takes as Python counts it."""
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        held = [invented_furniture(number, blocks, characters) for number in range(outlets)]
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    return taken if held else 0


def resident_bytes(options: argparse.Namespace) -> int:
    """What furniture adds to the memory of the process as the system counts it (Linux)."""
    gc.collect()
    before = _resident()
    held = [invented_furniture(number, options.blocks, options.characters) for number in range(options.outlets)]
    gc.collect()
    return _resident() - before if held else 0


def invented_furniture(outlet: int, blocks: int, characters: int) -> Furniture:
    """Furniture with so many blocks that are this outlet's own."""
    chance = Random(outlet)  # noqa: S311 - figures, not secrets
    repeated = [
        RepeatedBlock(
            number=chance.getrandbits(63),
            is_template=number % 3 == 0,
            articles=chance.randint(50, 400),
            of_articles=400,
            place=_PLACES[number % 3],
            first_seen=_FIRST_SEEN + timedelta(minutes=chance.randint(0, 99_999)),
            last_seen=_FIRST_SEEN + timedelta(minutes=chance.randint(99_999, 199_999)),
            text=f"{outlet} {number} {chance.getrandbits(4 * characters):x}"[:characters],
            reason=f"in {chance.randint(50, 400)} of 400 articles of this outlet since 2 Mar 2026",
        )
        for number in range(blocks)
    ]
    return furniture_of(f"xx_invented{outlet}", 400, repeated)


def _resident() -> int:
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, default=1000)
    parser.add_argument("--blocks", type=int, default=40, help="of furniture, of each outlet")
    parser.add_argument("--characters", type=int, default=150, help="of each block")
    parser.add_argument("--limit", type=float, default=100, help="megabytes")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
