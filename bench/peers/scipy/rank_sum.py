"""The rank-sum statistic of Kayenta's judge by scipy, and where it crosses its quantiles."""

import math

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtri
from scipy.stats import rankdata

QUANTILE = ndtri(0.99)
TOLERANCE = 0.25


def statistic(shift, experiment, control):
    """Asymptotically normal, with midranks, corrected for continuity and for ties."""
    nx, ny = len(experiment), len(control)
    ranks = rankdata(np.concatenate([experiment - shift, control]))
    _, ties = np.unique(ranks, return_counts=True)
    ties = ties.astype(float)
    distance = ranks[:nx].sum() - nx * (nx + 1) / 2 - nx * ny / 2
    points = nx + ny
    variance = nx * ny / 12 * (points + 1 - (ties**3 - ties).sum() / (points * (points - 1)))
    return (distance - 0.5 * np.sign(distance)) / math.sqrt(variance)


def crossing(quantile, experiment, control, root):
    """The shift at which the statistic crosses a quantile; an end of the possible shifts where it never does."""
    least = experiment.min() - control.max()
    greatest = experiment.max() - control.min()

    def function(shift):
        return statistic(shift, experiment, control) - quantile

    at_least, at_greatest = function(least), function(greatest)
    if at_least <= 0:
        return least
    if at_greatest >= 0:
        return greatest
    return root(function, least, greatest, at_least, at_greatest)


def root_to(accuracy):
    """A root by scipy, to an accuracy."""

    def root(function, least, greatest, at_least, at_greatest):
        return brentq(function, least, greatest, xtol=accuracy)

    return root


def kayenta(function, least, greatest, at_least, at_greatest):
    """A root to 1e-4 by the variant of Brent's method that R has (zeroin), and from R Kayenta: its very steps."""
    a, b, c = least, greatest, least
    fa, fb, fc = at_least, at_greatest, at_least
    while True:
        previous = b - a
        if abs(fc) < abs(fb):
            a, b, c = b, c, b
            fa, fb, fc = fb, fc, fb
        tolerance = 2 * np.finfo(float).eps * abs(b) + 0.5e-4
        step = (c - b) / 2
        if abs(step) <= tolerance or fb == 0:
            return b
        if abs(previous) >= tolerance and abs(fa) > abs(fb):
            width = c - b
            if a == c:
                p, q = width * (fb / fa), 1 - fb / fa
            else:
                r, s, t = fa / fc, fb / fc, fb / fa
                p = t * (width * r * (r - s) - (b - a) * (s - 1))
                q = (r - 1) * (s - 1) * (t - 1)
            p, q = (p, -q) if p > 0 else (-p, q)
            if p < 0.75 * width * q - abs(tolerance * q) / 2 and p < abs(previous * q / 2):
                step = p / q
        if abs(step) < tolerance:
            step = tolerance if step > 0 else -tolerance
        a, fa = b, fb
        b += step
        fb = function(b)
        if fb * fc > 0:
            c, fc = a, fa


def bounds(experiment, control, root):
    """Lower bound and upper bound of the shift, and its estimate."""
    low = crossing(QUANTILE, experiment, control, root)
    high = crossing(-QUANTILE, experiment, control, root)
    least = experiment.min() - control.max()
    greatest = experiment.max() - control.min()
    at_least = statistic(least, experiment, control)
    at_greatest = statistic(greatest, experiment, control)
    if at_least == 0 or at_greatest == 0:
        estimate = least if at_least == 0 else greatest
    else:
        estimate = root(
            lambda shift: statistic(shift, experiment, control), least, greatest, at_least, at_greatest
        )
    return float(low), float(high), float(estimate)


def classification(low, high, estimate):
    """Kayenta's word for it, before effect sizes."""
    threshold = TOLERANCE * abs(estimate)
    return "High" if low > threshold else "Low" if high < -threshold else "Pass"
