"""Mutation testing: small faults are put into the code, one at a time. Do the tests notice?

    make mutation                                             300 mutants of four rooms: an hour or two
    make mutation SAMPLE=50 WHERE=src/feedwright/formats      fewer, of some files or folders

cosmic-ray makes the mutants, in copies of the repository, and runs the tests that concern the mutated file.
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
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import mutate_and_test, mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from cosmic_ray.work_item import MutationSpec, WorkerOutcome, WorkResult

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

ROOMS = {
    "catalog": "ids renames sections tombstones deletions restored limits incremental",
    "extensions": "extensions formats extras",
    "formats": "formats extras grammar feeds_read_back every_key",
    "pipeline": "formats ids sections deletions tombstones held_back bad_input incremental",
    "resolve": "formats extras pictures sections feeds_read_back every_key incremental",
}
"""The tests that concern a room of src/feedwright/ (`ids` is tests/test_ids.py), quick ones first."""
FILES = {
    "catalog/announcements.py": "push",
    "catalog/archives.py": "archives",
    "catalog/database.py": "damaged_values read_only",
    "catalog/documents.py": "lost_and_broken",
    "catalog/feed_evidence.py": "restored renames",
    "catalog/fingerprint.py": "fingerprint",
    "catalog/folders.py": "scan publication",
    "catalog/ledger.py": "renames ids restored",
    "catalog/looks.py": "feeds_alone",
    "catalog/media.py": "takedown",
    "catalog/placements.py": "sections old_catalogs",
    "catalog/published_entries.py": "lost_and_broken",
    "catalog/reading.py": "read_only",
    "catalog/recover.py": "restored lost_and_broken",
    "catalog/rereads.py": "incremental",
    "catalog/selection.py": "sections archives indexes",
    "catalog/site_pages.py": "permalinks",
    "catalog/spellings.py": "topics",
    "catalog/standing.py": "status",
    "catalog/steps.py": "old_catalogs",
    "catalog/store.py": "sections",
    "catalog/tables.py": "old_catalogs damaged_values",
    "catalog/tombstones.py": "tombstones",
    "catalog/values.py": "damaged_values",
    "catalog/waiting.py": "status",
    "formats/_document.py": "any_entry",
    "formats/_mends.py": "mends any_entry",
    "formats/_pages.py": "archives",
    "formats/_people.py": "creators",
    "formats/_podcast.py": "extras",
    "pipeline/__init__.py": "partners",
    "pipeline/steps.py": "partners",
    "pipeline/repair.py": "damaged_values",
    "pipeline/rehearsal.py": "dry_run",
    "pipeline/rest.py": "up_to_date",
    "pipeline/announce.py": "push",
    "pipeline/changes.py": "scan",
    "pipeline/copies/": "cost same_bytes",
    "pipeline/copies/correction.py": "corrections",
    "pipeline/copies/far/": "far",
    "pipeline/copies/faults.py": "failures cost",
    "pipeline/copies/footer.py": "footer",
    "pipeline/copies/links.py": "dialects cost",
    "pipeline/copies/looks.py": "feeds_alone",
    "pipeline/copies/previewed.py": "preview",
    "pipeline/elsewhere.py": "state",
    "pipeline/from_named_files.py": "build_files",
    "pipeline/from_objects.py": "publication",
    "pipeline/lists.py": "lists",
    "pipeline/lock.py": "cron faults",
    "pipeline/media.py": "takedown",
    "pipeline/orphans.py": "lost_and_broken",
    "pipeline/own_feeds.py": "own_feeds",
    "pipeline/own_state.py": "state_elsewhere",
    "pipeline/publishing/archives.py": "archives",
    "pipeline/publishing/article_pages.py": "article_pages",
    "pipeline/publishing/cuts.py": "window",
    "pipeline/publishing/edits.py": "feeds_alone",
    "pipeline/publishing/listed.py": "lists",
    "pipeline/publishing/partners.py": "partners",
    "pipeline/publishing/profiles.py": "refusals",
    "pipeline/publishing/section_tree.py": "indexes menu topics",
    "pipeline/publishing/shared_files.py": "indexes menu topics",
    "pipeline/publishing/site_map.py": "site_map",
    "pipeline/purging.py": "publish",
    "pipeline/reading/deleted_since.py": "feeds_alone",
    "pipeline/reading/deletion_limit.py": "deletions",
    "pipeline/reading/identities.py": "renames restored",
    "pipeline/reading/unread.py": "unread",
    "pipeline/recovery.py": "restored faults",
    "pipeline/reserved.py": "topics partners",
    "pipeline/restoring.py": "restore",
    "pipeline/rules.py": "dialects",
    "pipeline/run.py": "partners",
    "pipeline/served.py": "dry_run permissions precompress faults",
    "pipeline/single_feed.py": "one_feed",
    "pipeline/standing.py": "status",
    "pipeline/topics.py": "topics",
    "pipeline/upload.py": "publish",
    "resolve/captions.py": "pictures any_text",
    "resolve/embeds.py": "embeds",
    "resolve/figures.py": "pictures",
    "resolve/measure.py": "metadata any_text pictures",
    "resolve/media_files.py": "takedown",
    "resolve/metadata/": "metadata metadata_formats",
    "resolve/opening.py": "opening",
    "resolve/renditions.py": "pictures",
    "resolve/section.py": "sections",
    "resolve/summary.py": "summary",
}
"""The tests that concern files or folders of a room most. They run before those of the room."""


def main(sample: int, where: list[str]) -> None:
    """Runs a sample of the mutants of files and folders. Prints which tests noticed, and what survived."""
    with tempfile.TemporaryDirectory(prefix="feedwright-mutation-") as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        mutants = drawn(sample, [file for name in where for file in files_of(REPOSITORY / name)])
        pool = ProcessPoolExecutor(AT_ONCE, initializer=enter_a_copy, initargs=(folder,))
        try:
            # All these tests have to pass without a mutant, or the figures mean nothing.
            unchanged = pool.submit(run, [], " ".join([*FILES.values(), *ROOMS.values()]))
            runs = {pool.submit(run, [mutant], tests_of(mutant.module_path)): mutant for mutant in mutants}
            survived = 0
            for number, done in enumerate(as_completed(runs), 1):
                mutant, result = runs[done], done.result()
                survived += not result.is_killed
                outcome = noticed_by(result.output) if result.is_killed else "SURVIVED"
                print(f"{mutant.module_path}:{mutant.start_pos[0]}: {outcome}")
                print(*changed(result.diff), f"{number - survived} of {number} noticed", sep="\n", flush=True)
                if unchanged.done() and unchanged.result().is_killed:
                    sys.exit(f"These tests fail without a mutant:\n{unchanged.result().output}")
        finally:
            pool.shutdown(cancel_futures=True)


def run(mutants: list[MutationSpec], tests: str) -> WorkResult:
    """Runs tests (named as in ROOMS) in this process's copy with these mutants, until one of them fails."""
    files = " ".join(f"tests/test_{name}.py" for name in dict.fromkeys(tests.split()))
    command = f"{sys.executable} -m pytest -x -q -n 0 -p no:cacheprovider {files}"
    result = mutate_and_test(mutants, command, WALL_SECONDS)
    if result.worker_outcome is not WorkerOutcome.NORMAL:
        raise RuntimeError(f"{mutants} could not be run: {result.output}")
    return result


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


def tests_of(file: Path) -> str:
    """The names of the tests that concern a file, which is relative to the repository."""
    inside = file.relative_to("src/feedwright").as_posix()
    first = [names for start, names in FILES.items() if inside.startswith(start)]
    return " ".join([*first, ROOMS[inside.split("/")[0]]])


def enter_a_copy(folder: str) -> None:
    """Makes a new copy of the repository in `folder` the working directory, and limits what runs in it."""
    copy = Path(tempfile.mkdtemp(dir=folder))
    for path in (Path(folder), copy):  # tests run programs as another user, who must be able to enter
        path.chmod(0o755)
    shutil.copytree(REPOSITORY, copy, ignore=LEFT_OUT, dirs_exist_ok=True, symlinks=True)
    os.chdir(copy)
    os.environ["PYTHONPATH"] = str(copy / "src")
    os.nice(10)
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
