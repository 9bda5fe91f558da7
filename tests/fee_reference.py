#!/usr/bin/env python3
"""Inspection fee, worked out a second time and independently of the product, to compare with.

Written from the inspection-declaration reference, section 5, with fractions; shares no code with src/domain/fee.
Usage:  fee_reference.py DATA_SET_FOLDER < consignments.jsonl
A folder with base.txt is laid over the sibling folder it names, file by file.
One JSON object a line: day, direction (I/O), trade_mode, times_inspected, diplomatic, government_relief, exchange_voucher, and lines of
{code, value, currency, dangerous, inspection_exempt, small_lot, categories}. Prints one line each: the total in fen, or "refused".
"""
import csv
import json
import sys
from fractions import Fraction
from pathlib import Path


class Refused(Exception):
    """Something needed is not in the data."""


class DataSet:
    def __init__(self, folder):
        self.folders = [Path(folder)]
        base = self.folders[0] / "base.txt"
        if base.exists():
            self.folders.append(self.folders[0].parent / base.read_text(encoding="utf-8").strip())
        self.fee_items = self.table("fee_items.csv")
        self.parameters = self.by("parameters.csv", "name")
        self.rates = self.by("exchange_rates.csv", "currency")
        self.tariff = self.by("tariff.csv", "code")

    def table(self, name):
        for folder in self.folders:
            if (folder / name).exists():
                with open(folder / name, encoding="utf-8-sig", newline="") as file:
                    return list(csv.DictReader(file))
        raise SystemExit(f"no table {name}")

    def by(self, name, column):
        index = {}
        for row in self.table(name):
            index.setdefault(row[column], []).append(row)
        return index

    @staticmethod
    def valid(row, day):
        return (not row["valid_from"] or row["valid_from"] <= day) and (not row["valid_to"] or day <= row["valid_to"])

    def one(self, index, key, day):
        return next((row for row in index.get(key, []) if self.valid(row, day)), None)

    def parameter(self, name, day):
        row = self.one(self.parameters, name, day)
        if row is None:
            raise Refused(name)
        return row["value"]

    def switch(self, name, day):
        """A switch that may be absent: off."""
        row = self.one(self.parameters, name, day)
        return row is not None and row["value"] == "yes"


def categories(tariff_row, direction):
    """Letters before the slash are for import, after it for export: M.P/N.Q."""
    before, _, after = tariff_row["category"].partition("/")
    return {letter for letter in (before if direction == "I" else after) if letter.isalpha()}


def rates_of_line(data, day, letters, goods_class, small_lot):
    """[(item, covers quality inspection, rate per mille)] that a line pays before any adding up or not."""
    general, special = {}, {}
    for row in data.fee_items:
        if not data.valid(row, day) or (row["category"] and not letters & set(row["category"])):
            continue
        if row["base"] != "value":
            raise Refused("base")
        classes = row["goods_class"].split()
        if not classes:
            general[row["item"]] = row
        elif goods_class in classes or (small_lot and "small_lot_food" in classes):
            special[row["item"]] = row
    chosen = {**general, **special}
    merged = any(not row["category"] for row in chosen.values())
    covered = set().union(*(set(row["category"]) for row in chosen.values())) if chosen else set()
    if not merged and letters - set("LVW") - covered:
        raise Refused("category without a rate")
    if small_lot and data.parameter("fee_adds_up", day) == "yes" and not special:
        raise Refused("small-lot food without a rate")
    return [
        (item, not row["category"] or bool(set(row["category"]) & set("MN")), Fraction(row["rate_per_mille"]))
        for item, row in chosen.items()
    ]


def fee_of_line(data, consignment, line, value):
    """(fee in CNY, whether anything chargeable applies)."""
    day, direction = consignment["day"], consignment["direction"]
    tariff_row = data.one(data.tariff, line["code"], day)
    letters = categories(tariff_row, direction) if tariff_row else set()
    if not letters and line["categories"]:
        letters = set(line["categories"])
    elif tariff_row is None:
        raise Refused("tariff")
    if line["inspection_exempt"] and letters & set("MN"):
        letters = letters - set("MN")
        if not letters:
            return Fraction(0), False
    goods_class = tariff_row["goods_class"] if tariff_row else ""
    rates = rates_of_line(data, day, letters, goods_class, line["small_lot"])
    if data.parameter("fee_adds_up", day) == "no" and rates:
        if len({rate for _, _, rate in rates}) > 1:
            raise Refused("several rates")
        rates = rates[:1]
    fee = Fraction(0)
    for _, quality, rate in rates:
        part = value * rate / 1000
        if quality and letters & set("MN"):
            if direction == "O" and consignment["trade_mode"] in ("12", "13"):
                part *= Fraction(data.parameter("fee_processing_export_share", day))
            if line["dangerous"]:
                part *= Fraction(data.parameter("fee_dangerous_factor", day))
        fee += part
    return fee, any(rate > 0 for _, _, rate in rates)


def round_to(fen, unit, direction):
    count, rest = divmod(fen, unit)
    if direction == "up":
        count += rest > 0
    elif direction == "half_up":
        count += 2 * rest >= unit
    elif direction != "down":
        raise Refused("rounding direction")
    return int(count * unit)


def total_fen(data, consignment):
    day = consignment["day"]
    if data.parameter("fee_abolished", day) == "yes" or consignment["times_inspected"] == 0 or consignment["exchange_voucher"]:
        return 0
    if consignment["diplomatic"] or consignment["government_relief"] or consignment["trade_mode"] == "17":
        return 0
    if consignment["direction"] == "O" and data.switch("fee_export_exempt", day):
        return 0
    batch_value = batch_fee = Fraction(0)
    chargeable = False
    for line in consignment["lines"]:
        rate = data.one(data.rates, line["currency"], day)
        if rate is None:
            raise Refused("exchange rate")
        value = Fraction(line["value"]) * Fraction(rate["rate"]) / Fraction(rate["per"])
        fee, priced = fee_of_line(data, consignment, line, value)
        batch_value += value
        batch_fee += fee
        chargeable = chargeable or priced
    cap_from = Fraction(data.parameter("fee_cap_from_cny", day))
    if batch_value < Fraction(data.parameter("fee_exempt_below_cny", day)):
        batch_fee = Fraction(0)
    elif chargeable:  # what is free of charge (health quarantine) pays no minimum either
        batch_fee = max(batch_fee, Fraction(data.parameter("fee_minimum_cny", day)))
    if batch_fee > cap_from:
        batch_fee = cap_from + (batch_fee - cap_from) * Fraction(data.parameter("fee_cap_share", day))
    batch_fee *= consignment["times_inspected"]
    return round_to(
        batch_fee * 100, Fraction(data.parameter("fee_rounding_fen", day)), data.parameter("fee_rounding_direction", day)
    )


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    data = DataSet(sys.argv[1])
    for text in sys.stdin:
        try:
            print(total_fen(data, json.loads(text)))
        except Refused:
            print("refused")


if __name__ == "__main__":
    main()
