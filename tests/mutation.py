"""Mutation testing: small faults are put into the code, one at a time. Do the tests notice?

    make mutation                                             300 mutants of four rooms: an hour or two
    make mutation SAMPLE=50 WHERE=src/feedwright/formats      fewer, of some files or folders

cosmic-ray makes the mutants, in copies of the repository, and runs the tests that run the mutated line. All
tests are run once before, to see which these are (coverage.py).

Places in the code are drawn first, always the same ones for the same code, then one of the mutants that are
possible at each: so a comparison, which can become five others, counts as much as a `not`. Annotations and
`frozen=True` are left out, because no result depends on them, and so is `is` instead of `==`, which means the
same for most values.
"""

from __future__ import annotations

import ast
import os
import random
import re
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import mutate_and_test, mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from cosmic_ray.work_item import MutationSpec, WorkerOutcome, WorkResult
from coverage import CoverageData

REPOSITORY = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv*", ".feedwright", ".*_cache", ".hypothesis", "node_modules")
SEED = 14
AT_ONCE = 2
CPU_SECONDS = 600
"""Of one process. A mutant that takes longer counts as noticed."""
WALL_SECONDS = 3600
"""Only for a mutant that waits for ever."""
MEMORY = 3 << 30
"""Bytes of data of one process, for a mutant that never stops to collect."""

MOST_TESTS = 600
"""Of one mutant. If more run its line, half are those that run least else, and the others are drawn."""


def main(sample: int, where: list[str]) -> None:
    """Runs a sample of the mutants of files and folders. Prints which tests noticed, and what survived."""
    with tempfile.TemporaryDirectory(prefix="feedwright-mutation-") as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        mutants = drawn(sample, [file for name in where for file in files_of(REPOSITORY / name)])
        with ProcessPoolExecutor(1, initializer=enter_a_copy, initargs=(folder,)) as alone:
            tests = alone.submit(
                covering_tests, [(mutant.module_path, lines_of(mutant)) for mutant in mutants]
            )
        pool = ProcessPoolExecutor(AT_ONCE, initializer=enter_a_copy, initargs=(folder, True))
        try:
            runs = {pool.submit(run, *pair): pair[0] for pair in zip(mutants, tests.result(), strict=True)}
            survived = 0
            for number, done in enumerate(as_completed(runs), 1):
                mutant, result = runs[done], done.result()
                survived += not result.is_killed
                outcome = noticed_by(result.output) if result.is_killed else "SURVIVED"
                print(f"{mutant.module_path}:{mutant.start_pos[0]}: {outcome}")
                print(*changed(result.diff), f"{number - survived} of {number} noticed", sep="\n", flush=True)
        finally:
            pool.shutdown(cancel_futures=True)


def run(mutant: MutationSpec, tests: list[str]) -> WorkResult:
    """Runs these tests in this process's copy with the mutant, until one of them fails."""
    options = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--hypothesis-profile", "no-shrinking"]
    pytest = [sys.executable, "-m", "pytest", *options, *tests]
    result = mutate_and_test([mutant], shlex.join(pytest), WALL_SECONDS)
    if result.worker_outcome is not WorkerOutcome.NORMAL:
        raise RuntimeError(f"{mutant} could not be run: {result.output}")
    return result


def covering_tests(places: list[tuple[Path, range]]) -> list[list[str]]:
    """The tests that run the lines of each place: found by running all of them, once, without a mutant."""
    settings = {"COVERAGE_FILE": str(Path.cwd() / ".coverage"), "COVERAGE_CORE": "ctrace"}
    measured = ["--cov=feedwright", "--cov-context=test", "--cov-report="]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *measured],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"These tests fail without a mutant:\n{done.stdout[-10_000:]}")
    data = CoverageData(settings["COVERAGE_FILE"])
    data.read()
    by_file = {file: lines_by_test(data, str(Path.cwd() / file)) for file in {file for file, _ in places}}
    width = Counter(test for lines in by_file.values() for test, numbers in lines.items() for _ in numbers)
    return [chosen(by_file[file], lines, width) for file, lines in places]


def lines_by_test(data: CoverageData, file: str) -> dict[str, set[int]]:
    """The lines of a file that each test runs. What runs when the file is imported belongs to no test."""
    lines: dict[str, set[int]] = defaultdict(set)
    for number, contexts in data.contexts_by_lineno(file).items():
        for context in contexts:
            if context:
                lines[context.rpartition("|")[0]].add(number)
    return lines


def chosen(by_test: dict[str, set[int]], lines: range, width: Counter[str]) -> list[str]:
    """The tests for a mutant in these lines, those that run least first.

    Lines that no test runs are run at import, or in processes that are not measured: the tests of the file.
    """
    found = [test for test, numbers in by_test.items() if not numbers.isdisjoint(lines)] or list(by_test)
    found.sort(key=lambda test: (width[test], test))
    if len(found) > MOST_TESTS:
        narrow, others = found[: MOST_TESTS // 2], found[MOST_TESTS // 2 :]
        found = narrow + random.Random(SEED).sample(others, MOST_TESTS - len(narrow))
    return found


def lines_of(mutant: MutationSpec) -> range:
    """The lines of the innermost statement around a mutant; of a compound one, the lines before its body.

    A statement outside of functions runs when its file is imported, by whichever test is the first to do so:
    for it, these are all lines of the file.
    """
    source = (REPOSITORY / mutant.module_path).read_text(encoding="utf-8")
    line = mutant.start_pos[0]
    around = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt) and first_line(node) <= line <= (node.end_lineno or 0)
    ]
    innermost = max(around, key=lambda node: (node.lineno, -(node.end_lineno or 0)))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    if not any(isinstance(node, functions) for node in around if node is not innermost):
        return range(1, source.count("\n") + 1)
    body = getattr(innermost, "body", None)
    return range(innermost.lineno, body[0].lineno if body else (innermost.end_lineno or line) + 1)


def first_line(node: ast.stmt) -> int:
    """The line in which a statement begins: a decorator's, if it has any."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])


def files_of(path: Path) -> list[Path]:
    """The Python files at `path`, relative to the repository."""
    found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return [file.relative_to(REPOSITORY) for file in found]


def drawn(sample: int, files: list[Path]) -> list[MutationSpec]:
    """One mutant at each of `sample` places in the files, which are relative to the repository."""
    places: dict[tuple[Path, tuple[int, int]], list[MutationSpec]] = defaultdict(list)
    rng = random.Random(SEED)
    for file in files:
        declarations = list(declared(ast.parse((REPOSITORY / file).read_text(encoding="utf-8"))))
        for mutant in mutants_of(file, rng):
            if not any(start <= mutant.start_pos < end for start, end in declarations):
                places[file, mutant.start_pos].append(mutant)
    chosen: dict[str, MutationSpec] = {}
    for place in rng.sample(sorted(places), len(places)):
        if len(chosen) == sample:
            break
        mutant = rng.choice(places[place])
        if code := mutated(mutant):
            chosen.setdefault(code, mutant)
    print(f"{len(chosen)} mutants, of {len(places)} places", flush=True)
    return list(chosen.values())


def mutated(mutant: MutationSpec) -> str | None:
    """The mutated file. None where cosmic-ray fails (dotted names of exceptions) or makes no Python."""
    source = (REPOSITORY / mutant.module_path).read_text(encoding="utf-8")
    try:
        code: str = mutate_code(source, get_operator(mutant.operator_name)(), mutant.occurrence)
        compile(code, str(mutant.module_path), "exec")
    except (AttributeError, SyntaxError):
        return None
    return code


def mutants_of(file: Path, rng: random.Random) -> Iterator[MutationSpec]:
    """The mutants of a file. Where several operators can replace one, `rng` draws one for the whole file."""
    replacements = defaultdict(list)
    for name in sorted(operator_names()):
        if not get_operator(name).arguments() and means_something(name.removeprefix("core/")):
            replacements[name.rpartition("_")[0] or name].append(name)
    nodes = list(ast_nodes(get_ast_from_path(REPOSITORY / file)))
    for name in map(rng.choice, replacements.values()):
        operator = get_operator(name)()
        ranges = (found for node in nodes for found in operator.mutation_positions(node))
        for occurrence, (start, end) in enumerate(ranges):
            yield MutationSpec(file, name, occurrence, start, end)


def means_something(operator: str) -> bool:
    """False for what changes nothing, and for `is` in place of another comparison, or the reverse."""
    kind, *sides = operator.split("_")
    return kind != "NoOp" and (
        kind != "ReplaceComparisonOperator" or len({side[:2] == "Is" for side in sides}) == 1
    )


def declared(tree: ast.AST) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where annotations and the keywords of classes (`frozen=True`) stand: (line, column) and its end."""
    for node in ast.walk(tree):
        found = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        for part in [*found, *(node.keywords if isinstance(node, ast.ClassDef) else [])]:
            if part is not None:
                yield (part.lineno, part.col_offset), (part.end_lineno or 0, part.end_col_offset or 0)


def enter_a_copy(folder: str, limited: bool = False) -> None:
    """Makes a new copy of the repository in `folder` the working directory, and can limit what runs in it."""
    copy = Path(tempfile.mkdtemp(dir=folder))
    for path in (Path(folder), copy):  # tests run programs as another user, who must be able to enter
        path.chmod(0o755)
    shutil.copytree(REPOSITORY, copy, ignore=LEFT_OUT, dirs_exist_ok=True, symlinks=True)
    os.chdir(copy)
    os.environ["PYTHONPATH"] = str(copy / "src")
    os.nice(10)
    if limited:
        for limit, most in ((resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_DATA, MEMORY)):
            resource.setrlimit(limit, (most, most))


def noticed_by(output: str | None) -> str:
    """The test that failed, out of what pytest says; or that there was none, because a limit ended it all."""
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", output or "", re.MULTILINE)
    return f"noticed by {failed[1]}" if failed else "noticed by a limit"


def changed(diff: str | None) -> list[str]:
    """The lines of a diff that differ."""
    return [line for line in (diff or "").splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
