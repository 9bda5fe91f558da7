#!/usr/bin/env python3
"""Reads the tree and names whatever breaks the rules of the house: who may include what, where third parties may stand,
names, sizes, links and citations. No arguments; run from anywhere. Exit 1 when something breaks; there is no list of
exceptions."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SRC = ROOT / "src"

# Who may include whom: a module may include modules of lower levels only, and never one beside it.
LEVELS = {"base": 0, "domain": 1, "crypto": 1, "document": 2, "app": 3, "store": 4, "http": 4, "client": 4,
          "programs": 5}

# Where a third party's headers may stand: path prefixes below src/.
THIRD_PARTY = {
    "openssl/": ["crypto/"],
    "argon2": ["crypto/"],
    "libxml/": ["document/"],
    "libxml2/": ["document/"],
    "boost/json": ["document/json/boost_json"],
    "harfbuzz/": ["programs/fonts/"],
    "unicode/": ["document/pinyin"],
    "libdeflate": ["document/"],
    "qrencode": ["document/pdf/"],
    "qpdf/": ["document/pdf/reader"],
    "png": ["document/pdf/"],
    "zstd": ["store/"],  # messages are compressed where they are stored; nothing on the wire is
    "zdict": ["store/"],
    "sqlite3": ["store/sqlite/"],
    "boost/asio": ["http/beast"],
    "boost/beast": ["http/beast"],
    "CLI/": ["programs/"],
    "CLI11": ["programs/"],
    "spdlog/": ["programs/"],
    "fmt/": ["programs/"],
    "toml": ["programs/"],
}
TEST_ONLY = ("gtest/", "gmock/", "rapidcheck")
# base and domain stay pure, so that the same rules run in the browser: no threads, files, streams or chance in either;
# in domain no clock and no floating point besides. base has a calendar, one log sink (check.cpp), one counter (IdMaker).
IMPURE = {"thread", "mutex", "shared_mutex", "condition_variable", "future", "random", "filesystem", "fstream", "iostream",
          "regex", "sys/stat.h", "unistd.h", "fcntl.h", "sys/socket.h"}
IMPURE_IN_DOMAIN = {"atomic", "chrono", "ctime", "cmath"}
IMPURE_WORDS = re.compile(r"\b(fopen|freopen|getenv|system_clock|steady_clock|rand|random_device|clock_gettime)\b")
IMPURE_WORDS_IN_DOMAIN = re.compile(r"\b(float|double|printf|fprintf|puts|strtod|stod|thread_local)\b")
LINES_MAX = 1000

problems = []


def problem(path, text, line=None):
    place = path.relative_to(ROOT) if isinstance(path, pathlib.Path) else path
    problems.append(f"{place}{':' + str(line) if line else ''}: {text}")


def lines_of(path):
    return path.read_text(encoding="utf-8").split("\n")


def sources(*suffixes):
    return sorted(p for p in SRC.rglob("*") if p.suffix in suffixes and p.is_file())


def module_of(path):
    return path.relative_to(SRC).parts[0]


def is_for_tests(path):
    return "test" in path.stem.split("_") or path.stem.endswith("_tests")


INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


def includes(path):
    for number, line in enumerate(lines_of(path), 1):
        if found := INCLUDE.match(line):
            yield number, found[1], found[2]


def check_includes():
    for path in sources(".cpp", ".hpp"):
        module = module_of(path)
        if module not in LEVELS:
            problem(path, f"module {module} has no level")
            continue
        relative = path.relative_to(SRC).as_posix()
        for number, quote, name in includes(path):
            if quote == '"':
                check_own(path, module, name, number)
                continue
            for prefix, places in THIRD_PARTY.items():
                if name.startswith(prefix) and not any(relative.startswith(place) for place in places):
                    if not (is_for_tests(path) and any(place.startswith(module + "/") for place in places)):
                        problem(path, f"<{name}> is allowed only in {', '.join(places)}", number)
            if name.startswith("boost/") and not any(name.startswith(p) for p in THIRD_PARTY):
                if not relative.startswith(("http/beast", "document/json/boost_json")):
                    problem(path, f"<{name}>: Boost stands in http/beast* and document/json/boost_json* only", number)
            if name.startswith(TEST_ONLY) and not is_for_tests(path):
                problem(path, f"<{name}> outside a test", number)
            forbidden = {"base": IMPURE, "domain": IMPURE | IMPURE_IN_DOMAIN}.get(module, set())
            if name in forbidden and not is_for_tests(path):
                problem(path, f"<{name}>: {module} is pure", number)


def check_own(path, module, name, number):
    if not (SRC / name).is_file():
        problem(path, f'"{name}" is not written from src/', number)
        return
    target = name.split("/")[0]
    if target == "programs" and module != "programs":
        problem(path, "nobody includes programs", number)
    elif target != module and LEVELS.get(target, 9) >= LEVELS[module]:
        problem(path, f'"{name}": {module} may include lower levels only', number)
    if not name.endswith((".hpp", ".def", ".inc")):
        problem(path, f'"{name}" is no header', number)


def check_purity():
    for path in sources(".cpp", ".hpp"):
        module = module_of(path)
        if module not in ("base", "domain") or is_for_tests(path):
            continue
        for number, line in enumerate(lines_of(path), 1):
            code = re.sub(r'"(?:[^"\\\\]|\\\\.)*"', '""', line).split("//")[0]
            found = IMPURE_WORDS.search(code) or (module == "domain" and IMPURE_WORDS_IN_DOMAIN.search(code))
            if found:
                problem(path, f"{found[0]}: {module} is pure", number)


def first(candidates):
    return next((candidate for candidate in candidates if candidate), None)


def check_circles():
    """The folders of domain form no circle; files directly in domain/ count as one folder each."""
    arrows = {}

    def node(relative):
        parts = relative.split("/")
        return parts[1] if len(parts) > 2 else parts[1].split(".")[0].split("_")[0]

    for path in sources(".cpp", ".hpp"):
        if module_of(path) != "domain" or is_for_tests(path):
            continue
        here = node(path.relative_to(SRC).as_posix())
        for _, quote, name in includes(path):
            if quote == '"' and name.startswith("domain/") and node(name) != here:
                arrows.setdefault(here, set()).add(node(name))

    def circle_from(at, trail):
        if at in trail:
            return trail[trail.index(at):] + [at]
        return first(circle_from(following, trail + [at]) for following in sorted(arrows.get(at, ())))

    found = first(circle_from(start, []) for start in sorted(arrows))
    if found:
        problem("src/domain", f"circle {' -> '.join(found)}")


def check_headers():
    for path in sources(".hpp"):
        text = lines_of(path)
        if text[0] != "#pragma once":
            problem(path, "does not begin with #pragma once")
        elif not text[1].startswith("//"):
            problem(path, "does not say what it is in its first lines", 2)


def check_names():
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|^\s*#\s*if\s+0\b|\bDISABLED_")
    for path in sources(".cpp", ".hpp", ".def", ".inc") + sorted(p for p in (ROOT / "tests").rglob("*.cpp")):
        if not re.fullmatch(r"[a-z0-9_]+(\.[a-z]+)+", path.name):
            problem(path, "file names are snake_case")
        text = lines_of(path)
        if len(text) > LINES_MAX:
            problem(path, f"{len(text)} lines, more than {LINES_MAX}")
        for number, line in enumerate(text, 1):
            if found := words.search(line):
                problem(path, f"{found[0].strip()} has no place here", number)
            if line.endswith((" ", "\t")):
                problem(path, "blank at the end of the line", number)


def check_tests():
    """A test stands beside what it tests and holds tests; a file with tests is named so that the build finds it."""
    for path in sources(".cpp"):
        has_tests = re.search(r"^\s*(TEST|TEST_F|TEST_P|TYPED_TEST)\(", path.read_text(encoding="utf-8"), re.M)
        if path.name.endswith("_test.cpp") and not has_tests:
            problem(path, "is named a test and has none")
        if has_tests and not path.name.endswith("_test.cpp"):
            problem(path, "has tests but is not named *_test.cpp: the build would put it into the product")


def check_tables():
    """Every table of rows (*.def, *.inc) is included somewhere."""
    included = {name for path in sources(".cpp", ".hpp") for _, _, name in includes(path)}
    for path in sources(".def", ".inc"):
        if path.relative_to(SRC).as_posix() not in included:
            problem(path, "is included by nobody")


def pages():
    found = sorted(p for p in ROOT.glob("*.md"))
    for folder in ("docs", "data", "tests", "api"):
        found += sorted((ROOT / folder).rglob("*.md"))
    return found


def anchors(text):
    found = set()
    for heading in re.findall(r"^#+ (.*)$", text, re.M):
        plain = re.sub(r"[`*]", "", heading).strip().lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return found


def check_links():
    generated = ROOT / "docs" / "generated"
    for path in pages():
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)
        for target in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            file = (path.parent / name).resolve() if name else path
            if not file.exists():
                problem(path, f"link to {target} leads nowhere")
            elif anchor and file.suffix == ".md" and generated not in file.parents:
                if anchor not in anchors(file.read_text(encoding="utf-8")):
                    problem(path, f"link to {target}: no such heading")


def check_citations():
    """Every decision that is cited has its page; every source of a rule is explained."""
    decisions = {p.name[:4] for p in (ROOT / "docs" / "decisions").glob("[0-9][0-9][0-9][0-9]-*.md")}
    cited = {}
    places = sources(".cpp", ".hpp", ".def") + sorted((ROOT / "data").rglob("*.csv")) + pages()
    for path in places:
        for number in re.findall(r"\bD-(\d{4})\b", path.read_text(encoding="utf-8")):
            cited.setdefault(number, path)
    for number, path in sorted(cited.items()):
        if number not in decisions:
            problem(path, f"cites D-{number}, which has no page in docs/decisions")
    explained = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    keys = set()
    for path in sorted((SRC / "domain").glob("rules_*.def")):
        for source in re.findall(r'^RULE\([^"]*"([^"]*)"', path.read_text(encoding="utf-8"), re.M):
            for key in re.split(r"[;,] ", source):
                keys.add(key.strip())
    for key in sorted(keys):
        section = re.match(r"(?:IQD )?(\d+\.\d+)", key)
        wanted = f"IQD {section[1]}" if section else re.sub(r"^E4-.*", "E4-nn", re.sub(r" V\d\d$", "", key))
        if key.startswith(("D-", "parameter ")):
            continue
        if f"| {wanted} |" not in explained:
            problem("docs/sources.md", f"does not explain {wanted} (cited as {key!r})")


def check_fixtures():
    listed = (ROOT / "tests" / "data" / "README.md").read_text(encoding="utf-8")
    for path in sorted((ROOT / "tests" / "data").rglob("*")):
        name = path.relative_to(ROOT / "tests" / "data").as_posix()
        if path.is_file() and name != "README.md" and f"`{name}`" not in listed:
            problem(path, "has no line in tests/data/README.md")


def main():
    for check in (check_includes, check_purity, check_circles, check_headers, check_names, check_tests, check_tables,
                  check_links, check_citations, check_fixtures):
        check()
    for text in problems:
        print(text)
    files = len(sources(".cpp", ".hpp", ".def", ".inc"))
    print(f"{files} source files, {len(pages())} pages, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
