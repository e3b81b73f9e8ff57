"""Changes one thing at a time in resolutions/progress/ and asks whether a test notices: what nobody notices is listed.

`script/mutants` prints the survivors and the share of the mutants that were killed; docs/mutants.md
says why they survive. It works on copies under var/mutants, so an interrupted run leaves nothing behind.
"""

import ast
import concurrent.futures
import copy
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "var" / "mutants"
ROOM = Path("resolutions") / "progress"
TESTS = [
    "tests/resolutions/test_edges.py",
    "tests/resolutions/test_verdicts.py",
    "tests/resolutions/test_fair_verdicts.py",
    "tests/resolutions/test_progress.py",
    "tests/resolutions/test_shown.py",
    "tests/resolutions/test_recomputed.py",
    "tests/resolutions/test_progress_properties.py",
]
COMPARED = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
COMPARED |= {ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In}
COUNTED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult}


def mutants(tree):
    """(line, what was done, the changed tree) for each single change."""
    for place, node in enumerate(ast.walk(tree)):
        for words, change in changes(node):
            fresh = copy.deepcopy(tree)
            change(list(ast.walk(fresh))[place])
            yield getattr(node, "lineno", 0), words, fresh


def changes(node):
    if isinstance(node, ast.Compare):
        for number, operator in enumerate(node.ops):
            if other := COMPARED.get(type(operator)):
                yield (
                    f"{type(operator).__name__} → {other.__name__}",
                    lambda n, k=number, o=other: n.ops.__setitem__(k, o()),
                )
    elif isinstance(node, ast.BinOp) and type(node.op) in COUNTED and not is_text(node):
        other = COUNTED[type(node.op)]
        yield f"{type(node.op).__name__} → {other.__name__}", lambda n, o=other: setattr(n, "op", o())
    elif isinstance(node, ast.BoolOp):
        other = ast.And if isinstance(node.op, ast.Or) else ast.Or
        yield f"{type(node.op).__name__} → {other.__name__}", lambda n, o=other: setattr(n, "op", o())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "không còn not", lambda n: (setattr(n, "op", ast.UAdd()), setattr(n, "operand", truth(n.operand)))
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield f"{node.value} → {node.value + 1}", lambda n: setattr(n, "value", n.value + 1)


def truth(operand):
    return ast.Call(ast.Name("bool", ast.Load()), [operand], [])


def is_text(node):
    return any(isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and isinstance(part.value, str))
               for part in (node.left, node.right))  # fmt: skip


def prepare(number):
    """A copy for one worker."""
    there = WORK / str(number)
    shutil.rmtree(there, ignore_errors=True)
    ignored = shutil.ignore_patterns("var", ".venv", ".git", "__pycache__", "*.pyc", "node_modules")
    shutil.copytree(ROOT, there, ignore=ignored, symlinks=True)
    (there / "var").mkdir()
    return there


def is_killed(there, name, source):
    file = there / ROOM / name
    before = file.read_text("utf-8")
    file.write_text(source, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *TESTS]
    env = os.environ | {"RECOMPUTED": "1500", "SHOWN": "1500", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=there, env=env, capture_output=True, timeout=120, check=False)
        return done.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        file.write_text(before, "utf-8")


def main(workers=2):
    todo = []
    for file in sorted((ROOT / ROOM).glob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        todo += [
            (file.name, line, words, ast.unparse(ast.fix_missing_locations(one))) for line, words, one in mutants(tree)
        ]
    places = [prepare(number) for number in range(workers)]
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        shares = [pool.submit(judge, places[number], todo[number::workers]) for number in range(workers)]
        survivors = sorted(one for share in shares for one in share.result())
    for name, line, words in survivors:
        print(f"{name}:{line}: {words}")
    print(
        f"{len(todo) - len(survivors)} trong {len(todo)} bị phát hiện ({(len(todo) - len(survivors)) / len(todo):.1%})."
    )


def judge(there, todo):
    survivors = []
    for number, (name, line, words, source) in enumerate(todo, start=1):
        if not is_killed(there, name, source):
            survivors.append((name, line, words))
        if number % 20 == 0:
            print(f"{number}/{len(todo)}", file=sys.stderr, flush=True)
    return survivors


if __name__ == "__main__":
    main()
