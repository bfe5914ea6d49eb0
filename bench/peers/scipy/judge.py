"""What `spin canary judge` does, by scipy: python judge.py CONFIG METRICS ACCURACY

Prints the classifications, the bounds, the score, and how long the judging alone took, in milliseconds.
"""

import json
import sys
import time

import numpy as np
from rank_sum import bounds, classification, root_to


def classify(control, experiment, root):
    low, high, estimate = bounds(experiment, control, root)
    word = classification(low, high, estimate)
    ratio = experiment.mean() / control.mean()
    if word == "High" and ratio < 1 or word == "Low" and ratio > 1:
        word = "Pass"
    return word, low, high


def judge(config, metrics, root):
    judged, groups = [], {}
    for metric in config["metrics"]:
        sides = (np.array(metrics[metric["name"]][side], float) for side in ("control", "experiment"))
        control, experiment = (np.sort(side[~np.isnan(side)]) for side in sides)
        word, low, high = classify(control, experiment, root)
        judged.append({"name": metric["name"], "classification": word, "low": low, "high": high})
        for group in metric["groups"]:
            groups.setdefault(group, []).append(word == "Pass")
    weights = config["classifier"]["groupWeights"]
    score = sum(weights[group] * sum(passed) / len(passed) for group, passed in groups.items())
    return {"metrics": judged, "score": round(score, 2)}


with open(sys.argv[1]) as file:
    config = json.load(file)
with open(sys.argv[2]) as file:
    metrics = json.load(file)["metrics"]
begin = time.perf_counter()
result = judge(config, metrics, root_to(float(sys.argv[3])))
result["milliseconds"] = (time.perf_counter() - begin) * 1000
print(json.dumps(result))
