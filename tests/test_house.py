"""The house itself: dependencies, layers, sizes, documentation and what must not stand in a tracked file."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tipbrief.__main__ import OPERATIONS, cli
from tipbrief.settings import read_settings, read_yaml

ROOT = Path(__file__).parents[1]
STAGES = ("documents", "observations", "series", "briefs", "review")
# Names that differ between PyPI and conda-forge or bioconda.
CONDA_NAMES = {"snakemake-minimal": "snakemake"}


def tracked(*patterns: str) -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True)
    return [path for name in listing.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def requirements(lines: list[str]) -> dict[str, Requirement]:
    return {canonicalize_name(r.name): r for r in map(Requirement, lines)}


@pytest.fixture(scope="module")
def declared() -> dict[str, Requirement]:
    """What pyproject.toml asks for, `make test` included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return requirements(project["project"]["dependencies"] + project["dependency-groups"]["test"])


def pins(name: str) -> dict[str, list[str]]:
    """Pinned versions by package; each pin carries a hash."""
    found: dict[str, list[str]] = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / name).read_text().strip()):
        assert "--hash=sha256:" in entry, entry
        requirement = Requirement(entry.split("\\", 1)[0])
        found.setdefault(canonicalize_name(requirement.name), []).append(str(requirement.specifier).removeprefix("=="))
    return found


def test_requirements_pin_what_pyproject_asks_for(declared):
    pinned = pins("requirements.txt")
    assert declared.keys() <= pinned.keys()
    wrong = {n: v for n, r in declared.items() for v in pinned[n] if not r.specifier.contains(v)}
    assert not wrong


def test_tools_of_make_check_are_pinned_to_the_same_versions():
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    pinned, runtime = pins("requirements-check.txt"), pins("requirements.txt")
    for name, requirement in requirements(groups["check"]).items():
        assert all(requirement.specifier.contains(version) for version in pinned[name])
    assert {n: v for n, v in pinned.items() if n in runtime and v != runtime[n]} == {}


def test_the_plugin_for_slurm_is_pinned_within_the_range_of_the_extra():
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["slurm"]
    pinned = pins("requirements-slurm.txt")
    assert all(r.specifier.contains(version) for n, r in requirements(extra).items() for version in pinned[n])
    assert not pinned.keys() & pins("requirements.txt").keys()


def test_environment_asks_for_the_same_ranges(declared):
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    *listed, by_pip = environment["dependencies"]
    conda = requirements([*listed, *by_pip["pip"]])
    for own in ("python", "pip"):
        conda.pop(own)
    named = {CONDA_NAMES.get(name, name): requirement.specifier for name, requirement in conda.items()}
    assert named == {name: requirement.specifier for name, requirement in declared.items()}
    assert environment["channels"] == ["conda-forge", "bioconda"]


def test_python_ranges_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    conda = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    assert any(line.startswith(f"python {project['requires-python']}") for line in conda)


def imported(path: Path) -> set[str]:
    """Absolute names that a module of the package imports, those of `from` with what they take."""
    names = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(ROOT).parent.parts
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *([node.module] if node.module else [])))
            names |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return names


def imported_packages() -> dict[str, set[str]]:
    """Names of the packages that own what the project imports, each with the files that import it."""
    owners = packages_distributions()
    own = {"tipbrief", "tests", *(path.stem for path in tracked("tests/*.py", "bench/*.py"))}
    found: dict[str, set[str]] = {}
    for path in tracked("tipbrief/*.py", "tests/*.py", "bench/*.py"):
        for module in {name.split(".")[0] for name in imported(path)} - sys.stdlib_module_names - own:
            for package in owners.get(module, [module]):
                found.setdefault(canonicalize_name(package), set()).add(str(path.relative_to(ROOT)))
    return found


def test_every_import_is_declared(declared):
    assert {name: files for name, files in imported_packages().items() if name not in declared} == {}


def test_every_dependency_is_imported():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {name for name, files in imported_packages().items() if any(f.startswith("tipbrief/") for f in files)}
    assert requirements(project["dependencies"]).keys() - needed == {"snakemake"}


def stages_in(names: set[str]) -> set[str]:
    return {stage for stage in STAGES for name in names if f"{name}.".startswith(f"tipbrief.{stage}.")}


@pytest.mark.parametrize("path", tracked("tipbrief/*.py"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_stage_imports_another_and_what_they_share_imports_none(path):
    own = set(path.relative_to(ROOT / "tipbrief").parts[:-1][:1])
    assert stages_in(imported(path)) <= own


def test_functions_and_modules_stay_readable():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in tracked("*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 60
    ]
    long += [f"{path.relative_to(ROOT)}" for path in tracked("*.py") if path.read_text().count("\n") > 300]
    assert not long


def test_rule_files_stay_short():
    assert [str(path) for path in tracked("*.smk", "Snakefile") if path.read_text().count("\n") > 120] == []


def test_the_index_of_the_docs_names_every_page():
    index = (ROOT / "docs" / "README.md").read_text()
    pages = {path.name for path in tracked("docs/*.md")} - {"README.md"}
    assert pages == set(re.findall(r"\]\(([\w-]+\.md)\)", index))


def relative_links(page: Path) -> list[str]:
    return re.findall(r"\]\((?![a-z]+:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", tracked("*.md"), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page):
    assert [link for link in relative_links(page) if not (page.parent / link).exists()] == []


def properties(schema: dict, prefix: str = ""):
    for name, entry in schema.get("properties", {}).items():
        yield f"{prefix}{name}", entry
        yield from properties(entry, f"{prefix}{name}.")


@pytest.mark.parametrize("path", tracked("config/schemas/*"), ids=lambda path: path.name)
def test_schemas_are_valid_and_closed(path):
    schema = read_yaml(path)
    Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False


def test_every_key_of_the_configuration_is_described():
    schema = read_yaml(ROOT / "config" / "schemas" / "config.schema.yaml")
    assert [key for key, entry in properties(schema) if not entry.get("description")] == []
    read_settings(ROOT / "config" / "config.yaml")


def test_no_registry_and_no_machine_in_tracked_files():
    # Put together here, so that this file does not hold what it looks for.
    unwanted = re.compile(
        r"https?://[^ \"]*/(?:" + "simple|packages" + r")/|(?:^|[^\w.-])/(?:" + "work|farm|root|home" + r")/"
    )
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {line[:80]}" for line in text.splitlines() if unwanted.search(line)]
    assert not found


def test_the_changelog_is_open_for_the_next_change():
    assert re.search(r"^## Unreleased\n\n- ", (ROOT / "CHANGELOG.md").read_text(), re.M)


def test_commands_named_in_the_docs_exist():
    pages = tracked("README.md", "CONTRIBUTING.md", "docs/*.md")
    named = {word for page in pages for word in re.findall(r"`tipbrief ([a-z]+)", page.read_text(encoding="utf-8"))}
    assert named <= cli.commands.keys() | OPERATIONS.keys()


def test_make_targets_named_in_the_docs_exist():
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.M))
    pages = tracked("README.md", "CONTRIBUTING.md", "docs/*.md", ".ci/run")
    named = {word for page in pages for word in re.findall(r"[`\n]make ([a-z-]+)", page.read_text(encoding="utf-8"))}
    assert {"briefs", "test"} <= named <= targets


@pytest.mark.parametrize("name", [".ci/run"])
def test_shell_scripts_stop_at_the_first_failure(name):
    path = ROOT / name
    assert path.stat().st_mode & 0o111
    assert "set -euo pipefail" in path.read_text()
