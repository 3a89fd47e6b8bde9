"""Validates ADF documents, a file each or (.jsonl) a line each, against Atlassian's schema.

    adf_schema.py SCHEMA FILE...

An array of items in the schema (draft 4) says what the first two children may be and nothing of the
others: here the last one holds for all that follow, as the schema's authors mean it.
"""
import json
import sys

import jsonschema


def close_tuples(schema):
    if isinstance(schema, dict):
        if isinstance(schema.get("items"), list):
            schema["additionalItems"] = schema["items"][-1]
        for value in schema.values():
            close_tuples(value)
    elif isinstance(schema, list):
        for value in schema:
            close_tuples(value)


def deepest(error):
    """Of the alternatives that all failed, the one that went furthest."""
    while error.context:
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return error


def documents(paths):
    for path in paths:
        with open(path, encoding="utf-8") as file:
            if path.endswith(".jsonl"):
                yield from ((f"{path}:{number}", line) for number, line in enumerate(file, 1))
            else:
                yield path, file.read()


def main(schema_path, *paths):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    close_tuples(schema)
    validator = jsonschema.Draft4Validator(schema)
    count = 0
    invalid = 0
    for name, text in documents(paths):
        count += 1
        error = next(validator.iter_errors(json.loads(text)), None)
        if error:
            place = deepest(error)
            where = ".".join(str(step) for step in place.absolute_path)
            print(f"{name}: {where}: {place.message[:300]}")
            invalid += 1
    print(f"{count} documents, {invalid} invalid")
    return 1 if invalid or not count else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
