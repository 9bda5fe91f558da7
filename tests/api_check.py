#!/usr/bin/env python3
"""Compares api/openapi.yaml with the program's own table of routes, both ways: method, path, summary, who may call, the
`use` of its signature, the path's parameters; and that every reference inside the page resolves.
api_check.py BIN: BIN is the folder of the built programs. Standard library only: the page keeps to two blanks a level."""
import pathlib
import re
import subprocess
import sys

PAGE = pathlib.Path(__file__).resolve().parent.parent / "api" / "openapi.yaml"
METHODS = {"get", "put", "post", "delete"}


def operations(lines):
    """{(METHOD, path): the operation's lines} of the section `paths`."""
    found, path, current, inside = {}, None, None, False
    for line in lines:
        if re.match(r"\S", line):
            inside = line.rstrip() == "paths:"
        elif inside and (match := re.match(r"  (/\S*):\s*$", line)):
            path = match[1]
        elif inside and (match := re.match(r"    ([a-z]+):\s*$", line)) and match[1] in METHODS:
            current = found.setdefault((match[1].upper(), path), [])
        elif inside and current is not None:
            current.append(line)
    return found


def components(lines):
    """Every #/components/<kind>/<name> the page defines."""
    found, kind, inside = set(), None, False
    for line in lines:
        if re.match(r"\S", line):
            inside = line.rstrip() == "components:"
        elif inside and (match := re.match(r"  (\w+):\s*$", line)):
            kind = match[1]
        elif inside and (match := re.match(r"    (\w+):", line)):
            found.add(f"#/components/{kind}/{match[1]}")
    return found


def routes(binaries):
    page = subprocess.run([binaries / "datong", "print", "routes"], check=True, capture_output=True, text=True).stdout
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 6 and cells[1].startswith("/"):
            yield [cells[0], cells[1].replace("{+", "{"), *cells[2:]]  # "{+rest}": OpenAPI has no word for the rest of a path


def compare(described, table):
    named = set()
    for method, path, access, use, _, english in table:
        where = f"{method} {path}"
        lines = described.get((method, path))
        named.add((method, path))
        if lines is None:
            yield f"{where}: is served and not described"
            continue
        text = "\n".join(lines)
        summary = re.search(r"^      summary: (.*)$", text, re.M)
        if summary is None or summary[1].strip("'\"") != english:
            yield f"{where}: summary is not {english!r}"
        if ("security: []" in text) != (access == "open"):
            yield f"{where}: security does not say {access}"
        if use not in ("", "read") and "security: [{session: []}]" not in text and f"Use `{use}`" not in text:
            yield f"{where}: does not say use {use}"
        for name in re.findall(r"{(\w+)}", path):
            if f"name: {name}, in: path" not in text and f"'#/components/parameters/{name.capitalize()}'" not in text:
                yield f"{where}: path parameter {name} is not described"
        if "responses:" not in text or "'200':" not in text:
            yield f"{where}: no answer is described"
    for method, path in sorted(set(described) - named):
        yield f"{method} {path}: is described and not served"


def inside(lines, described):
    known = components(lines)
    for number, line in enumerate(lines, 1):
        for target in re.findall(r"\$ref: '?([^'},\s]+)", line):
            if target.startswith("#") and target not in known:
                yield f"line {number}: {target} is not defined"
    used = "\n".join(lines)
    for name in sorted(known):
        if f"'{name}'" not in used and "securitySchemes" not in name:
            yield f"{name}: is defined and not used"
    ids = [re.search(r"operationId: (\w+)", "\n".join(text)) for text in described.values()]
    if None in ids or len({i[1] for i in ids}) != len(ids):
        yield "operationId is missing or used twice"


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    described = operations(lines)
    table = list(routes(pathlib.Path(arguments[0]).resolve()))
    problems = list(compare(described, table)) + list(inside(lines, described))
    for text in problems:
        print(f"api/openapi.yaml: {text}")
    print(f"{len(table)} routes, {len(described)} described, {len(problems)} problems")
    return 1 if problems or not table else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
