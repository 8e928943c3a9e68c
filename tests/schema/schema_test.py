#!/usr/bin/python3
"""The JSON Schema of test files takes every test file of the repository, and refuses what drey test refuses.

usage: schema_test.py REPOSITORY

Test files are examples/, the examples of docs/testing.md and the files of tests/testing/*.case, except those that a case says are broken:
broken_files.case has those, and each must be refused unless it is listed below.
"""
import json
import pathlib
import re
import sys

import jsonschema
import yaml

# Broken in ways that a schema does not see: the text of YAML itself, what stands in other files, what depends on other values.
BEYOND_SCHEMA = pathlib.Path(__file__).with_name("beyond_schema")


class Loader(yaml.SafeLoader):
    """Plain scalars as drey reads them: JSON numbers, true, false and null; everything else is text."""

    yaml_implicit_resolvers = {}


NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\Z")
Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(NUMBER.pattern), list("-0123456789"))
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(true|false)\Z"), ["t", "f"])
Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(null)?\Z"), ["n", ""])


def construct_number(loader, node):
    text = loader.construct_scalar(node)
    return int(text) if re.fullmatch(r"-?[0-9]+", text) else float(text)


def construct_tagged(loader, node):
    # JSON of what is there, as text.
    return "" if isinstance(node, yaml.ScalarNode) else json.dumps({})


Loader.add_constructor("tag:yaml.org,2002:float", construct_number)
Loader.add_constructor("!json", construct_tagged)
Loader.add_constructor("!base64", construct_tagged)


def case_files(path):
    """(name, text) of the files that a golden case writes."""
    for section in path.read_text().split(">>> ")[1:]:
        head, _, body = section.partition("\n")
        if head.startswith("file: ") and head.endswith(".test.yaml"):
            yield f"{path.name}: {head[6:]}", body


def test_files(repository):
    for path in sorted((repository / "examples").rglob("*.test.yaml")):
        yield str(path.relative_to(repository)), path.read_text()
    text = (repository / "docs" / "testing.md").read_text()
    for number, block in enumerate(re.findall(r"^```yaml\n(.*?)^```", text, re.S | re.M), 1):
        yield f"docs/testing.md: example {number}", block
    for path in sorted((repository / "tests" / "testing").glob("*.case")):
        if path.name != "broken_files.case":
            yield from case_files(path)


def main():
    repository = pathlib.Path(sys.argv[1])
    schema = json.loads((repository / "runtime" / "testing" / "test-file.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    failures = []
    accepted = 0
    for name, text in test_files(repository):
        accepted += 1
        for error in validator.iter_errors(yaml.load(text, Loader)):
            failures.append(f"{name}: {'/'.join(map(str, error.absolute_path))}: {error.message}")
    beyond = set(BEYOND_SCHEMA.read_text().splitlines())
    refused = 0
    for name, text in case_files(repository / "tests" / "testing" / "broken_files.case"):
        try:
            is_valid = validator.is_valid(yaml.load(text, Loader))
        except yaml.YAMLError:
            is_valid = False
        refused += not is_valid
        if is_valid and name not in beyond:
            failures.append(f"{name}: broken, but the schema takes it")
        if not is_valid and name in beyond:
            failures.append(f"{name}: listed in beyond_schema, but the schema refuses it")
    if accepted < 10 or refused < 5:
        failures.append(f"only {accepted} files to accept and {refused} to refuse were found")
    for failure in failures:
        print(failure)
    print(f"{accepted} test files accepted, {refused} broken ones refused, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
