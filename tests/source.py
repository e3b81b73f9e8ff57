"""The project's own files, as the tests about the project itself read them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = [
    "system_errors",
    "vietnamese",
    "monitoring",
    "stale",
    "web",
    "search",
    "desk",
    "audit",
    "backup",
    "doctor",
    "mirror",
    "notices",
    "accounts",
    "proposals",
    "library",
    "resolutions",
    "articles",
    "words",
    "config",
]
BINARY = {".webp", ".png", ".jpg", ".jpeg", ".ico", ".woff2", ".pdf", ".gz", ".docx", ".xlsx", ".odt", ".pptx"}


@cache
def files() -> tuple[Path, ...]:
    """What the repository holds or is about to hold; never .venv/ and var/."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(sorted(path for path in (ROOT / name for name in listed if name) if path.is_file()))


def texts():
    """(path from the root, its text) of every file that holds text."""
    for path in files():
        if path.suffix not in BINARY:
            yield str(path.relative_to(ROOT)), path.read_bytes().decode("utf-8")


def python_files():
    return [path for path in files() if path.suffix == ".py"]


def ours() -> dict[str, Path]:
    """Dotted name -> file, of every module of the site itself."""
    found = {}
    for path in python_files():
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] in PACKAGES and "migrations" not in parts:
            found[".".join(part for part in parts if part != "__init__")] = path
    return found


@cache
def imports(name: str, path: Path) -> tuple[tuple[str, int], ...]:
    """(dotted name, line) of every module that this one imports, however the import is written."""
    return tuple(_imports(name, path))


def _imports(name: str, path: Path):
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            # `from articles import services` names a module; `from articles.models import Article` does not.
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def functions(path: Path):
    """(name, lines of its body without the docstring, line) of every function."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            said = (
                node.body[0].end_lineno if ast.get_docstring(node, clean=False) is not None else node.body[0].lineno - 1
            )
            yield node.name, node.end_lineno - said, node.lineno
