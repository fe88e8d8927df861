"""Who says how many were arrested: a line for each figure of each voice.

python arrested.py [http://127.0.0.1:8080 [iran-2018-arrested]]
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import duckdb

FIGURES = """
SELECT reading_low, reading_high, origin, text, count(*) AS places
FROM '{base}/statistics/{slug}.csv'
WHERE stance = 'ASSERTS'
GROUP BY ALL
ORDER BY ALL NULLS LAST
"""


def connect():
    """DuckDB fetches httpfs, which reads addresses, by itself. For a machine that may not fetch it,
    the same file comes as a package; DuckDB checks its signature either way."""
    connection = duckdb.connect()
    package = find_spec("duckdb_extension_httpfs")
    if package is not None:
        file = next(Path(package.origin).parent.rglob("httpfs.duckdb_extension"))
        connection.load_extension(str(file))
    return connection


def main(base="http://127.0.0.1:8080", slug="iran-2018-arrested"):
    print(connect().sql(FIGURES.format(base=base, slug=slug)))


if __name__ == "__main__":
    main(*sys.argv[1:])
