"""Makes the numbers that the judge's tests compare with: python make_numbers.py >…/engine/canary/judge/numbers.json"""

import json

import numpy as np
from rank_sum import bounds, classification, kayenta, root_to

random = np.random.default_rng(20)


def normal(mean, deviation, size):
    return random.normal(mean, deviation, size)


PAIRS = {
    "2 and 2, apart": ([10, 20], [1, 2]),
    "2 and 2, mixed": ([1, 3], [2, 4]),
    "3 and 3, apart": ([11, 12, 13], [1, 2, 3]),
    "4 and 4, just apart": ([4.1, 5, 6, 9], [1, 2, 3, 4]),
    "4 and 4, far apart": ([101, 102, 103, 104], [1, 2, 3, 4]),
    "1 and 5": ([7], [1, 2, 3, 4, 5]),
    "5 and 5, higher": ([20, 22, 21, 25, 30], [1, 2.2, 1.1, 2.5, 3]),
    "30 and 30, alike": (normal(10, 2, 30), normal(10, 2, 30)),
    "30 and 30, higher": (normal(20, 2, 30), normal(10, 2, 30)),
    "30 and 30, lower": (normal(10, 2, 30), normal(20, 2, 30)),
    "60 and 45": (normal(105, 10, 60), normal(100, 10, 45)),
    "100 and 400": (normal(101, 10, 100), normal(100, 10, 400)),
    "negative": (normal(-10, 1, 50), normal(-8, 1, 50)),
    "skewed": (random.lognormal(3, 1, 150), random.lognormal(3.3, 1, 150)),
    "counts": (random.poisson(4, 200), random.poisson(3, 200)),
    "mostly zeros, more of them": (random.poisson(0.3, 210) * 1.5, random.poisson(0.1, 210) * 1.5),
    "mostly zeros, fewer of them": (random.poisson(0.1, 210) * 1.5, random.poisson(0.3, 210) * 1.5),
    "mostly zeros, alike": (random.poisson(0.2, 210) * 1.5, random.poisson(0.2, 210) * 1.5),
    "one far away": (np.append(normal(10, 1, 60), 1e9), normal(10, 1, 60)),
    "tiny": (normal(2e-5, 1e-6, 60), normal(1e-5, 1e-6, 60)),
    "huge": (normal(1e9, 1e8, 60), normal(1.2e9, 1e8, 60)),
}


def case(name, experiment, control):
    experiment, control = (np.array([float(f"{value:.5g}") for value in side]) for side in (experiment, control))
    kayentas = bounds(experiment, control, kayenta)
    return {
        "name": name,
        "experiment": experiment.tolist(),
        "control": control.tolist(),
        "kayenta": kayentas,
        "classification": classification(*kayentas),
        "precise": bounds(experiment, control, root_to(1e-12))[:2],
    }


def quantiles(values):
    values = np.array(values, float)
    first, lower, upper, last = np.percentile(values, [1, 25, 75, 99])
    spread = 3 * (upper - lower)
    kept = values[(values >= min(first, lower - spread)) & (values <= max(last, upper + spread))]
    return {"values": values.tolist(), "kept": np.sort(kept).tolist()}


OUTLIERS = [
    quantiles([1, 2, 3, 4, 100]),
    quantiles([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 500, -400]),
    quantiles([float(f"{value:.4g}") for value in np.concatenate([normal(10, 1, 150), [60, -40, 14.5]])]),
    quantiles([0] * 30 + [5]),
]

print("{")
print(' "pairs": [')
print(",\n".join("  " + json.dumps(case(name, *pair)) for name, pair in PAIRS.items()))
print(" ],")
print(' "outliers": [')
print(",\n".join("  " + json.dumps(each) for each in OUTLIERS))
print(" ]")
print("}")
