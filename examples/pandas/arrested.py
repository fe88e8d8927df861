"""Who says how many were arrested: a line for each figure of each voice.

python arrested.py [http://127.0.0.1:8080 [iran-2018-arrested]]
"""

import sys

import pandas


def read(url):
    """The rows of a file. Only an empty cell is missing: an agent called "NA" is an agent. Dates may
    be as rough as 2018-01, so they stay text."""
    dates = {"as_of": "str", "published_on": "str"}
    return pandas.read_csv(url, keep_default_na=False, na_values=[""], dtype=dates)


def figures(rows):
    """What is asserted, by whom, in how many places. A bound that nobody gave is missing, not 0."""
    said = rows[rows["stance"] == "ASSERTS"]
    figure = ["reading_low", "reading_high", "origin", "text"]
    return said.groupby(figure, dropna=False).size().reset_index(name="places")


def main(base="http://127.0.0.1:8080", slug="iran-2018-arrested"):
    table = figures(read(f"{base}/statistics/{slug}.csv"))
    print(table.to_string(index=False, na_rep="open", float_format="{:,.0f}".format))


if __name__ == "__main__":
    main(*sys.argv[1:])
