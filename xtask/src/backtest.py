"""Forecasts card rates with statsmodels' exponential smoothing, as a baseline of `cargo xtask backtest`.

Reads the counts named by the first argument, and writes a line for each city and origin: the city, the day of the
origin, and the rates expected in 1, 2 ... 13 months.

Exponential smoothing needs even steps. The counts up to the origin are interpolated to months that end at the origin,
36 at most. The trend is additive; it is damped if the corrected information criterion prefers that.
"""

import csv
import datetime
import sys
import warnings

import numpy
from statsmodels.tsa.holtwinters import ExponentialSmoothing

DAYS_IN_MONTH = 365.25 / 12
MOST_MONTHS = 36
LEAST_COUNTS = 6
MONTHS_AHEAD = 13

warnings.filterwarnings("ignore")


def forecast(days, rates):
    months = (numpy.array(days) - days[-1]) / DAYS_IN_MONTH
    steps = min(int(-months[0] + 1e-6), MOST_MONTHS - 1)
    even = numpy.interp(numpy.arange(-steps, 1), months, rates)
    fits = [
        ExponentialSmoothing(even, trend="add", damped_trend=damped, initialization_method="estimated").fit()
        for damped in (False, True)
    ]
    best = min(fits, key=lambda fit: fit.aicc)
    return best.forecast(MONTHS_AHEAD)


def main(file):
    series = {}
    with open(file, encoding="utf-8-sig", newline="") as counts:
        for row in csv.DictReader(counts):
            day = datetime.datetime.strptime(row["算出基準日"], "%Y/%m/%d").date()
            rate = 100 * int(row["cards_issued"]) / int(row["population"])
            series.setdefault(row["市区町村名"], {})[day] = rate
    for city, known in sorted(series.items()):
        days = sorted(known)
        for count in range(LEAST_COUNTS, len(days)):
            past = days[:count]
            expected = forecast([day.toordinal() for day in past], [known[day] for day in past])
            print(city, past[-1], *(f"{rate:.6f}" for rate in expected), sep=",")


sys.stdout.reconfigure(encoding="utf-8")
main(sys.argv[1])
