"""Medians with bootstrap intervals, the verdict of a control, tables in Markdown."""
import random
import statistics

RESAMPLES = 10_000
WIDEST = 0.2
MOST_DRIFT = 0.1


class Ratio:
    """The median of a ratio, with its bootstrap 95 % interval."""

    def __init__(self, above, below):
        self.values = ratios = [a / b for a, b in zip(above, below, strict=True)]
        chance = random.Random(1)
        medians = sorted(statistics.median(chance.choices(ratios, k=len(ratios))) for _ in range(RESAMPLES))
        self.middle = statistics.median(ratios)
        self.low, self.high = medians[RESAMPLES * 25 // 1000], medians[RESAMPLES * 975 // 1000 - 1]

    def interval(self):
        return f"{self.low:.2f} - {self.high:.2f}"

    def is_of_equals(self):
        """Whether a control, measured against what it is the same as, says that the run can be trusted."""
        return self.low <= 1 <= self.high and self.high - self.low <= WIDEST


def verdict(controls, series):
    """A line that says whether the figures count.

    controls: ratios between equals, by what they were measured on; series: values in the order in which they were
    measured, by name, which must not have risen or fallen on the way, as they do while code is still being compiled.
    """
    bad = [f"equals differ: {what} {ratio.interval()}" for what, ratio in controls.items() if not ratio.is_of_equals()]
    bad += [f"not settled: {name} by {drift(values):+.0%}" for name, values in series.items()
            if abs(drift(values)) > MOST_DRIFT and not may_be_chance(values)]
    if bad:
        return "**VOID**, these figures don't count: " + "; ".join(bad) + "."
    return "Valid: the controls agree (" + "; ".join(f"{what} {r.interval()}" for what, r in controls.items()) + ")."


def drift(values):
    """What the second half has more than the first, by their medians."""
    half = (len(values) + 1) // 2
    return statistics.median(values[-half:]) / statistics.median(values[:half]) - 1


def may_be_chance(values):
    """Whether values in any other order drift as far in more than one of twenty."""
    chance, seen = random.Random(1), abs(drift(values))
    further = sum(abs(drift(chance.sample(values, len(values)))) >= seen for _ in range(RESAMPLES // 5))
    return further > RESAMPLES // 5 // 20


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
