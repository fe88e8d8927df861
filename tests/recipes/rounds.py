"""What the rounds of the Python recipes have in common: where the server is, how they are run, and
what the API says, against which they are measured."""

import json
import sys
import traceback
import urllib.request

SLUG = "iran-2018-arrested"
# The words of the one quote in Persian whose bounds are open above.
PERSIAN = "بیش از هزار نفر نفر در روزهای اخیر بازداشت شدهاند"


def place():
    """The server's address and the folder of the recipe, from the command line."""
    if len(sys.argv) != 3:
        sys.exit(f"usage: python {sys.argv[0]} BASE_URL FOLDER")
    return sys.argv[1].rstrip("/"), sys.argv[2]


def run(rounds):
    """Runs each round, tells of each, and ends the process."""
    failed = 0
    for name, start in rounds.items():
        try:
            start()
            print(f"ok      {name}")
        except Exception:
            failed += 1
            print(f"FAILED  {name}", file=sys.stderr)
            traceback.print_exc()
    print(f"{len(rounds) - failed} of {len(rounds)} rounds pass")
    sys.exit(1 if failed else 0)


def rows_as_json(base):
    with urllib.request.urlopen(f"{base}/statistics/{SLUG}.json") as answer:
        return json.load(answer)


def ask(base, query):
    body = json.dumps({"query": query}).encode()
    request = urllib.request.Request(f"{base}/graphql", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        told = json.load(answer)
    assert "errors" not in told, told
    return told["data"]


def quotes(base):
    """Every quote on record by way of the API, in order."""
    query = """query { attributions(first: 500) {
      totalCount nodes { quote { exact } }
    } }"""
    told = ask(base, query)["attributions"]
    assert len(told["nodes"]) == told["totalCount"] > 100, told["totalCount"]
    return sorted(node["quote"]["exact"] for node in told["nodes"] if node["quote"])


def assert_same_rows(got, wanted):
    """Cell by cell: what is null in JSON is None here, and a number is that number."""
    assert len(got) == len(wanted) > 20, (len(got), len(wanted))
    for line, (row, other) in enumerate(zip(got, wanted)):
        assert set(row) == set(other), set(row) ^ set(other)
        for name, value in row.items():
            assert value == other[name], (line, name, value, other[name])
