"""The recipe for pandas, as typed, and what it promises: python check_pandas.py BASE_URL FOLDER"""

import subprocess
import sys

import pandas
from rounds import PERSIAN, SLUG, assert_same_rows, place, quotes, rows_as_json, run

base, folder = place()
sys.path.insert(0, folder)
import arrested  # noqa: E402  (the recipe itself)


def records(rows):
    """As JSON has them: None for what is missing."""
    return rows.astype(object).where(rows.notna(), None).to_dict("records")


def the_script_prints_each_figure():
    script = [sys.executable, f"{folder}/arrested.py", base]
    told = subprocess.run(script, check=True, capture_output=True, text=True).stdout
    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert "3330 4,070 Mahmoud Sadeghi about 3,700 6" in lines, told
    assert "8000 open The MEK network at least 8,000 1" in lines, told


def one_line_reads_a_statistic():
    rows = pandas.read_csv(f"{base}/statistics/{SLUG}.csv")
    for column in ("value", "low", "high", "reading_low", "reading_high"):
        assert pandas.api.types.is_numeric_dtype(rows[column]), rows.dtypes
    assert_same_rows(records(rows), rows_as_json(base))


def open_bounds_are_missing_and_not_zeros():
    rows = arrested.read(f"{base}/statistics/{SLUG}.csv")
    least = rows[rows["qualifier"] == "AT_LEAST"]
    assert len(least) == 4, least
    assert least["low"].notna().all() and least["high"].isna().all(), least
    assert (rows["high"].dropna() > 0).all(), rows["high"]


def the_persian_is_whole():
    rows = arrested.read(f"{base}/claims.csv")
    assert PERSIAN in set(rows["quote"]), "the quote in Persian is not there"
    assert sorted(rows["quote"].dropna()) == quotes(base)


def a_mark_for_spreadsheets_is_no_part_of_the_first_column():
    rows = pandas.read_csv(f"{base}/claims.csv?bom=1")
    assert rows.columns[0] == "statistic", rows.columns


def filters_stand_in_the_address():
    rows = arrested.read(f"{base}/claims.csv?statistic={SLUG}&qualifier=AT_LEAST")
    assert set(rows["qualifier"]) == {"AT_LEAST"} and set(rows["statistic"]) == {SLUG}
    early = arrested.read(f"{base}/statistics/{SLUG}.csv?asOf=2018-01-10")
    whole = arrested.read(f"{base}/statistics/{SLUG}.csv")
    assert 0 < len(early) < len(whole), (len(early), len(whole))


run(
    {
        "the script prints each figure": the_script_prints_each_figure,
        "one line reads a statistic": one_line_reads_a_statistic,
        "open bounds are missing and not zeros": open_bounds_are_missing_and_not_zeros,
        "the Persian is whole": the_persian_is_whole,
        "a mark for spreadsheets is no part of the first column": a_mark_for_spreadsheets_is_no_part_of_the_first_column,
        "filters stand in the address": filters_stand_in_the_address,
    }
)
