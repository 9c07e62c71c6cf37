"""The reader of documentation is itself checked: it must notice what a page shows and a command does not print."""

from pathlib import Path

import pytest
from transcript import Shell, Step, difference, steps_of

PAGE = """Text.

```console
$ export NAME=harbour
$ echo "$NAME"
harbour
```

```console
$ cat > file.toml <<'EOF'
name = "x"
EOF
$ cat file.toml
name = "x"
```
"""


def test_commands_and_what_is_shown_below_them_are_read(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    assert steps_of(page) == [
        Step("export NAME=harbour", ()),
        Step('echo "$NAME"', ("harbour",)),
        Step("cat > file.toml <<'EOF'\nname = \"x\"\nEOF", ()),
        Step("cat file.toml", ('name = "x"',)),
    ]


def test_variables_and_folder_last_from_command_to_command(tmp_path: Path) -> None:
    shell = Shell(tmp_path, {"PATH": "/usr/bin:/bin"})
    assert shell.type("mkdir in; cd in; export NAME='a b'; false") == (1, "")
    assert shell.type('pwd; echo "$NAME"') == (0, f"{tmp_path}/in\na b\n")


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        (("a 1", "b 2"), "a 1\nb 2\n"),
        (("a", "...", "d"), "a\nb\nc\nd\n"),
        (("a", "..."), "a\nb\n"),
        (("a long line ...",), "a long line, and its end\n"),
        (("57e3faa0  x",), "883826d2   x\n"),
        (("run a1b2c3d4 took 12 s",), "run 12345678 took 7 s\n"),
        ((), "whatever\n"),
    ],
)
def test_what_fits(shown: tuple[str, ...], printed: str) -> None:
    assert difference(shown, printed) is None


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        (("a", "b"), "a\n"),
        (("a",), "a\nb\n"),
        (("a", "c"), "a\nb\nc\n"),
        (("a", "...", "e"), "a\nb\nc\nd\n"),
        (("12 articles",), "13 articles\n"),
        (("abandoned",), "deadened\n"),
    ],
)
def test_what_does_not(shown: tuple[str, ...], printed: str) -> None:
    assert difference(shown, printed) is not None
