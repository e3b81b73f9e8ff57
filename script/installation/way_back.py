"""What of a newer version's migrations the older code may stumble over. Pure: reads the migrations' text.

The database is not taken back with the code: what people wrote since would go with it. Tables and columns that were
only added do not disturb older code; the rest is named, and a restore of the backup is the way back for it.
"""

import ast
from pathlib import Path

HARMLESS = {
    "CreateModel",
    "AddIndex",
    "RemoveIndex",
    "AlterModelOptions",
    "AlterModelManagers",
    "SeparateDatabaseAndState",
}
NAMES = {
    "RemoveField": "bỏ một cột",
    "DeleteModel": "bỏ một bảng",
    "RenameField": "đổi tên một cột",
    "RenameModel": "đổi tên một bảng",
    "AlterField": "đổi một cột",
    "AddField": "thêm một cột mà mã cũ không biết điền",
    "AddConstraint": "thêm một ràng buộc mà mã cũ không biết",
    "RunPython": "đổi dữ liệu",
    "RunSQL": "chạy câu lệnh SQL",
}


def unknown(newer: Path, older: Path) -> list[Path]:
    """Migrations of the newer version that the older one does not have."""
    there = {path.relative_to(older).as_posix() for path in older.glob("*/migrations/0*.py")}
    return sorted(path for path in newer.glob("*/migrations/0*.py") if path.relative_to(newer).as_posix() not in there)


def obstacles(text: str) -> list[str]:
    """What in a migration older code may stumble over, in words; empty when it only adds."""
    calls = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and getattr(getattr(node.func, "value", None), "id", "") == "migrations"
    ]
    found = [node.func.attr for node in calls if node.func.attr not in HARMLESS and not _is_optional(node)]
    return list(dict.fromkeys(NAMES.get(name, name) for name in found))


def _is_optional(node: ast.Call) -> bool:
    """A new column that may stay empty, or that the database fills itself."""
    if node.func.attr != "AddField":
        return False
    fields = [keyword.value for keyword in node.keywords if keyword.arg == "field"] or node.args[2:3]
    kinds = [field for field in fields if isinstance(field, ast.Call)]
    return any(
        getattr(field.func, "attr", "") == "ManyToManyField"
        or any(
            keyword.arg == "db_default" or (keyword.arg == "null" and getattr(keyword.value, "value", False))
            for keyword in field.keywords
        )
        for field in kinds
    )


def sentences(newer: Path, older: Path) -> list[str]:
    """One for each migration that stands in the way."""
    found = []
    for path in unknown(newer, older):
        if words := obstacles(path.read_text("utf-8")):
            found.append(f"{path.parent.parent.name}.{path.stem}: {', '.join(words)}")
    return found
