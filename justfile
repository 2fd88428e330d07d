# The commands of a contributor. `just` lists them, CONTRIBUTING.md explains them.

python := ".venv/bin/python"

default:
    @{{just_executable()}} --list --unsorted

# Install dxnet and all tools of its developers into .venv
install:
    python3 -m venv --without-pip .venv
    python3 -m pip --python .venv install -e '.[dev]'

# Run the tests, or some: just test tests/rules -k DX102
test *arguments:
    {{python}} -m pytest -q -n auto {{arguments}}

# Format, and find what ruff and deptry object to
lint:
    {{python}} -m ruff format .
    {{python}} -m ruff check .
    {{python}} -m deptry .

# Check the types, and the layers of imports of the package as a user installs it
types:
    {{python}} -m mypy
    python3 -m pip --python .venv install -q --no-deps --upgrade --target build/package .
    cd build/package && PYTHONPATH=. ../../.venv/bin/lint-imports --no-cache --config ../../pyproject.toml

# Write the generated pages of docs/
docs:
    {{python}} docs/generate.py

# Begin a rule: just new-rule DX104 "The VLAN is not the native VLAN"
new-rule id title:
    {{python}} scripts/scaffold.py rule {{id}} {{quote(title)}}

# Begin a platform from the nearest one: just new-platform aruba_aoscx cisco_xe
new-platform slug nearest:
    {{python}} scripts/scaffold.py platform {{slug}} --from {{nearest}}

# Write the goldens of every platform; read the difference as you would read code
goldens:
    DXNET_UPDATE_GOLDENS=1 {{python}} -m pytest -q -n auto tests/render tests/platforms

# Prove the templates by daemons, parsers and schemas, and write templates/PROOFS.toml
prove:
    DXNET_PROVE=1 {{python}} -m pytest -q tests/lab tests/checks tests/schemas

# Time the start of the commands
bench:
    {{python}} benchmarks/startup.py --runs 3

# Change the core in a hundred places, and name each change that no test notices
mutants *arguments="--sample 100 --seed 1":
    {{python}} tests/mutation.py {{arguments}}

# Everything that must pass before a change lands; it installs the routing daemons
all:
    .ci/run
