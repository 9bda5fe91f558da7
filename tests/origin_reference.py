#!/usr/bin/env python3
"""Origin of a good, worked out a second time and independently of the product, to compare with.

Written from the certificate-of-origin reference, section 3, with exact fractions; shares no code with src/domain/origin.
Reads one JSON object a line: sheet, scheme, rules ([first, last, text]) and, optionally, country {listed, claim, rates}.
Prints one line each: "refused", "-" (does not originate) or the criteria as printed, best first, joined by "; ", then
" @ country and flag" where one was asked for and the good originates.
"""
import json
import re
import sys
from fractions import Fraction
from math import ceil, floor

AMOUNTS = ("fob", "ex_factory", "labour", "overhead", "profit", "other", "weight")
LIMIT = 10**19
DIGITS = {"CC": 2, "CTH": 4, "CTSH": 6}


# --- the text of a rule -------------------------------------------------------------------------------------------

def rule_of(text):
    """[[primitive, …], …]: any of the outer, all of the inner."""
    parts = re.split(r"\s*;\s*or\s+|\s*;\s*|\s+or\s+", text.strip())
    return [[primitive_of(one) for one in re.split(r"\s+and\s+", part)] for part in parts]


def primitive_of(text):
    if text in ("WO", "PE", "CR"):
        return {"is": text}
    if found := re.fullmatch(r"PROCESS (\w+)", text):
        return {"is": "PROCESS", "name": found[1]}
    if found := re.fullmatch(r"(RVC|MAXVNM|CUM)([\d.]+)( build-down| build-up)?( EXW| FOB)?", text):
        return {"is": found[1], "percent": Fraction(found[2]), "method": (found[3] or "").strip(),
                "price": "ex_factory" if found[4] == " EXW" else "fob"}
    found = re.fullmatch(r"(CC|CTH|CTSH)(?: except from (.*?))?( without de minimis)?", text)
    ranges = []
    for one in (found[2] or "").split(","):
        if one.strip():
            ends = [end.replace(".", "").strip() for end in one.split(" to ")]
            ranges.append((ends[0], ends[-1]))
    return {"is": "CTC", "digits": DIGITS[found[1]], "except": ranges, "tolerant": not found[3]}


# --- the sheet ------------------------------------------------------------------------------------------------------

def inside(code, ranges):
    return any(low <= code[: len(low)] <= high for low, high in ranges if len(code) >= len(low))


def usable(code):
    return re.fullmatch(r"[0-9]{6,10}", code) is not None


def percent_text(share, places, up):
    """A percentage of that many places, without trailing zeros."""
    scaled = share * 100 * 10**places
    units = ceil(scaled) if up else floor(scaled)
    sign, units = ("-" if units < 0 else ""), abs(units)
    whole, rest = divmod(units, 10**places)
    decimals = str(rest).rjust(places, "0").rstrip("0") if places else ""
    return sign + str(whole) + ("." + decimals if decimals else "")


class Case:
    def __init__(self, data):
        self.sheet, self.scheme = data["sheet"], data["scheme"]
        self.rules = data["rules"]
        self.code = self.sheet["commodity_code"]
        self.number = {name: Fraction(self.sheet[name]) for name in AMOUNTS}
        self.materials = [
            dict(row, value=Fraction(row["value"]), weight=Fraction(row["weight"])) for row in self.sheet["materials"]
        ]
        self.cumulates = self.scheme["cumulation"] != "none"

    def owner(self, row, with_others):
        """own, other (party, cumulated) or foreign."""
        if not row["originating"] or (row["intermediate"] and not self.scheme["roll_up"]):
            return "foreign"
        if row["country"] and row["country"] == self.scheme["party"]:
            return "own"
        proved = row["country"] in self.scheme["parties"] and row["proof"] != ""
        return "other" if proved and with_others else "foreign"

    def total(self, owner, with_others):
        return sum((row["value"] for row in self.materials
                    if (self.scheme["counts_unaffected"] or not row["unaffected"])
                    and self.owner(row, with_others) == owner), Fraction(0))

    def is_refused(self):
        if not usable(self.code) or self.number["fob"] <= 0 or self.number["ex_factory"] <= 0:
            return True
        every = list(self.number.values()) + [row[key] for row in self.materials for key in ("value", "weight")]
        if any(amount < 0 or amount >= LIMIT for amount in every):
            return True
        return self.total("foreign", self.cumulates) > self.number["fob"]

    # --- single tests: (met, by tolerance, share or None, share is non-originating) ------------------------------

    def try_one(self, primitive, with_others):
        kind = primitive["is"]
        counted = [row for row in self.materials if not row["unaffected"]]
        if kind == "WO":
            own = all(self.owner(row, False) == "own" and not row["intermediate"] for row in counted)
            return self.sheet["wholly_obtained"] > 0 and own, False, None, False
        if kind == "PE":
            fine = bool(counted) and all(self.owner(row, with_others) != "foreign" for row in counted)
            return fine, False, None, False
        if kind in ("CR", "PROCESS"):
            return primitive.get("name", "chemical_reaction") in self.sheet["processes"], False, None, False
        if kind == "CTC":
            return self.try_change(primitive, with_others)
        if kind == "MAXVNM":
            share = self.total("foreign", with_others) / self.number[primitive["price"]]
            return share * 100 <= primitive["percent"], False, share, True
        added = sum(self.number[name] for name in ("labour", "overhead", "profit", "other"))
        if kind == "CUM":
            share = (self.total("own", True) + self.total("other", True) + added) / self.number["fob"]
            return share * 100 >= primitive["percent"], False, share, False
        price = self.number[primitive["price"]]
        shares = []
        if primitive["method"] == "build-down" or (not primitive["method"] and self.scheme["build_down"]):
            shares.append((price - self.total("foreign", with_others)) / price)
        if primitive["method"] == "build-up" or (not primitive["method"] and self.scheme["build_up"]):
            shares.append((self.total("own", with_others) + self.total("other", with_others) + added) / price)
        for share in shares:
            if share * 100 >= primitive["percent"]:
                return True, False, share, False
        return False, False, None, False

    def try_change(self, primitive, with_others):
        digits = primitive["digits"]
        bad = [
            row for row in self.materials
            if not row["unaffected"] and self.owner(row, with_others) == "foreign"
            and (not usable(row["code"]) or row["code"][:digits] == self.code[:digits]
                 or inside(row["code"], primitive["except"]))
        ]
        if not bad:
            return True, False, None, False
        tolerance = self.scheme["de_minimis"]
        fine = False
        limit = Fraction(tolerance["percent"])
        if limit > 0 and (not tolerance["goods"] or inside(self.code, tolerance["goods"])):
            fine = 100 * sum(row["value"] for row in bad) <= limit * self.number[tolerance["price"]]
        limit = Fraction(tolerance["weight_percent"])
        weighed = self.number["weight"] > 0 and all(row["weight"] > 0 for row in bad)
        if not fine and limit > 0 and weighed and inside(self.code, tolerance["weight_goods"]):
            fine = 100 * sum(row["weight"] for row in bad) <= limit * self.number["weight"]
        fine = fine and primitive["tolerant"]
        return fine, fine, None, False

    # --- alternatives -----------------------------------------------------------------------------------------------

    def place(self, primitive, general):
        """Row of the criteria table for a primitive, or None."""
        names = {"CTC": "tariff_change", "RVC": "value_content", "MAXVNM": "non_originating_share",
                 "CUM": "cumulative_content", "WO": "wholly_obtained", "PE": "exclusively_originating",
                 "CR": "chemical_reaction", "PROCESS": "process"}
        general = general and primitive["is"] not in ("WO", "PE")
        for index, row in enumerate(self.scheme["criteria"]):
            if row["proof"] == names[primitive["is"]] and row["general"] == general:
                return index
        return None

    def alternatives(self):
        for kind in ("WO", "PE"):
            if self.place({"is": kind}, False) is not None:
                yield [{"is": kind}], False
        fitting = [rule for rule in self.rules if inside(self.code, [(rule[0], rule[1])])]
        if fitting:
            longest = max(len(rule[0]) for rule in fitting)
            best = None
            for rule in (rule for rule in fitting if len(rule[0]) == longest):
                if best is None or (rule[0] >= best[0] and rule[1] <= best[1] and rule[:2] != best[:2]):
                    best = rule
            for one in rule_of(best[2]):
                yield one, False
            return
        for general in self.scheme["general_rules"]:
            if (not general["goods"] or inside(self.code, general["goods"])) and not inside(self.code, general["except"]):
                for one in rule_of(general["text"]):
                    yield one, True

    def criteria(self):
        found = []
        for order, (primitives, general) in enumerate(self.alternatives()):
            if self.sheet["minimal"] and any(one["is"] not in ("WO", "PE") for one in primitives):
                continue
            outcomes = [self.try_one(one, self.cumulates) for one in primitives]
            if not all(outcome[0] for outcome in outcomes):
                continue
            others = [self.try_one(one, False) for one in primitives]
            cumulated = any(one[:2] != two[:2] for one, two in zip(outcomes, others))
            tolerated = any(outcome[1] for outcome in outcomes)
            places = [place for one in primitives if (place := self.place(one, general)) is not None]
            if not places:
                continue
            row = self.scheme["criteria"][max(places)]
            parts = [row["code"]]
            if row["heading"]:
                parts.append(self.code[:2] + "." + self.code[2:4])
            share = next(((one[2], one[3]) for one in outcomes if one[2] is not None), None)
            if row["prints"] and share:
                parts.append(percent_text(share[0], row["decimals"], share[1]) + "%")
            if self.scheme["suffixes"]:
                parts += ["ACU"] * cumulated + ["DMI"] * tolerated
            text = " ".join(part for part in parts if part)
            if not any(one[0] == max(places) and one[-1] == text for one in found):
                found.append((max(places), tolerated, cumulated, order, row["proof"], text))
        return sorted(found)

    # --- RCEP country of origin ---------------------------------------------------------------------------------------

    def country(self, proof, asked):
        parties = [self.scheme["party"]] + self.scheme["parties"]
        given = {party: Fraction(0) for party in parties}
        for row in self.materials:
            if self.owner(row, True) != "foreign" and (self.scheme["counts_unaffected"] or not row["unaffected"]):
                given[row["country"]] += row["value"]
        if asked["claim"]:
            among = [party for party in parties if asked["claim"] == "**" or given[party] > 0]
            rates = asked["rates"]
            if not among or any(party not in rates for party in among):
                return "refused"
            return max(among, key=lambda party: Fraction(rates[party])) + asked["claim"]
        fob = self.number["fob"]
        if asked["listed"]:
            domestic = fob - self.total("foreign", True) - self.total("other", True)
            stays = 100 * domestic >= Fraction(self.scheme["domestic_percent"]) * fob
        else:
            stays = not (proof == "exclusively_originating" and self.sheet["minimal"])
        if stays:
            return self.scheme["party"]
        best = max(parties, key=lambda party: given[party])
        return best if given[best] > 0 else "refused"


def answer(data):
    case = Case(data)
    if case.is_refused():
        return "refused"
    criteria = case.criteria()
    if not criteria:
        return "-"
    text = "; ".join(one[-1] for one in criteria)
    if data.get("country"):
        text += " @ " + case.country(criteria[0][4], data["country"])
    return text


def main():
    for line in sys.stdin:
        print(answer(json.loads(line)))


if __name__ == "__main__":
    main()
