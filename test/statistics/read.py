"""Reads a release as CSV and as JSON-stat with Python's own library, and prints the figures of both.

usage: read.py <release.csv> <release.json>
"""

import csv
import itertools
import json
import sys


def from_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            figure = line["figure"]
            yield {
                "measure": line["measure"],
                "dimension": line["dimension"],
                "value": line["value"],
                "month": line["month"],
                "state": line["state"],
                "figure": int(figure) if figure else None,
            }


def from_json_stat(path):
    with open(path, encoding="utf-8") as file:
        collection = json.load(file)
    for dataset in collection["link"]["item"]:
        names = dataset["id"]
        indexes = [dataset["dimension"][name]["category"]["index"] for name in names]
        assert [len(index) for index in indexes] == dataset["size"]
        status = dataset.get("status", {})
        own = [name for name in names if name.isupper()]
        # Row-major: the last dimension varies fastest.
        for at, ids in enumerate(itertools.product(*indexes)):
            row = dict(zip(names, ids))
            yield {
                "measure": row["measure"],
                "dimension": own[0] if own else "",
                "value": row[own[0]] if own else "",
                "month": row["month"],
                "state": status.get(str(at), "KNOWN"),
                "figure": dataset["value"][at],
            }


json.dump({"csv": list(from_csv(sys.argv[1])), "json": list(from_json_stat(sys.argv[2]))}, sys.stdout)
