"""The folder in which one grouping works: emptied before, and gone after it."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newscrawler.errors import ConfigurationError

FOLDER = "rededupe"
_LOCK = "rededupe.lock"


@contextmanager
def work_folder(data_dir: Path) -> Iterator[Path]:
    """An empty folder in ``data_dir``, for one process at a time. What a killed one left there goes.

    Raises:
        ConfigurationError: another process works there, or it cannot be written to.
    """
    folder = data_dir / FOLDER
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with (data_dir / _LOCK).open("w") as lock:  # the kernel lets go of it, however the process ends
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError as error:
        raise ConfigurationError(f"Another newscrawler db rededupe works in {folder}: wait for its end.") from error
    except PermissionError as error:
        raise ConfigurationError(
            f"{folder} cannot be written to: {error.strerror}. Set NEWSCRAWLER_DATA_DIR."
        ) from error
