"""The recipe for DuckDB, as typed, and what it promises: python check_duckdb.py BASE_URL FOLDER"""

import subprocess
import sys

from rounds import PERSIAN, SLUG, assert_same_rows, place, quotes, rows_as_json, run

base, folder = place()
sys.path.insert(0, folder)
import arrested  # noqa: E402  (the recipe itself)

database = arrested.connect()


def records(relation):
    rows = relation.fetchall()
    return [dict(zip(relation.columns, row)) for row in rows]


def the_script_prints_each_figure():
    script = [sys.executable, f"{folder}/arrested.py", base]
    told = subprocess.run(script, check=True, capture_output=True, text=True).stdout
    lines = [" ".join(line.replace("│", " ").split()) for line in told.splitlines()]
    assert "3330 4070 Mahmoud Sadeghi about 3,700 6" in lines, told
    assert "8000 NULL The MEK network at least 8,000 1" in lines, told


def an_address_is_a_table():
    rows = database.sql(f"FROM '{base}/statistics/{SLUG}.csv'")
    types = dict(zip(rows.columns, rows.types))
    for column in ("value", "low", "high", "reading_low", "reading_high"):
        assert str(types[column]) == "BIGINT", types
    dates = "types = {'as_of': 'VARCHAR', 'published_on': 'VARCHAR'}"
    rows = database.sql(f"FROM read_csv('{base}/statistics/{SLUG}.csv', {dates})")
    assert_same_rows(records(rows), rows_as_json(base))


def open_bounds_are_null_and_not_zeros():
    query = f"""SELECT count(*), count(low), count(high), count(*) FILTER (high = 0)
        FROM '{base}/statistics/{SLUG}.csv' WHERE qualifier = 'AT_LEAST'"""
    assert database.sql(query).fetchone() == (4, 4, 0, 0), database.sql(query)


def the_persian_is_whole():
    rows = database.sql(f"SELECT quote FROM '{base}/claims.csv' WHERE quote IS NOT NULL")
    found = sorted(quote for (quote,) in rows.fetchall())
    assert PERSIAN in found, "the quote in Persian is not there"
    assert found == quotes(base)


def parquet_is_a_table_too():
    rows = database.sql(f"FROM '{base}/statistics/{SLUG}.parquet'")
    assert str(dict(zip(rows.columns, rows.types))["high"]) == "DOUBLE", rows.types
    assert_same_rows(records(rows), rows_as_json(base))


def filters_stand_in_the_address():
    url = f"{base}/claims.csv?statistic={SLUG}&qualifier=AT_LEAST"
    rows = database.sql(f"SELECT DISTINCT statistic, qualifier FROM '{url}'").fetchall()
    assert rows == [(SLUG, "AT_LEAST")], rows


run(
    {
        "the script prints each figure": the_script_prints_each_figure,
        "an address is a table": an_address_is_a_table,
        "open bounds are NULL and not zeros": open_bounds_are_null_and_not_zeros,
        "the Persian is whole": the_persian_is_whole,
        "Parquet is a table too": parquet_is_a_table_too,
        "filters stand in the address": filters_stand_in_the_address,
    }
)
