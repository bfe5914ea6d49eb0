package io.jenkins.plugins.spindelivery.engine.kubernetes.diff;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;

/** Differences that are kept or shown where the largest must not push everything else away. */
public final class BoundedDiff {
    /** In characters. */
    public static final int LONGEST = 64 << 10;

    private BoundedDiff() {}

    /**
     * A difference that is not too long.
     *
     * @param diff in the unified format
     * @return the difference, or its whole first lines and one that says how many are missing
     */
    public static String of(String diff) {
        if (diff.length() <= LONGEST) {
            return diff;
        }
        String kept = diff.substring(0, Math.max(0, diff.lastIndexOf('\n', LONGEST)));
        long missing = diff.substring(kept.length())
                .lines()
                .filter(line -> !line.isEmpty())
                .count();
        return kept + "\n" + Problem.of("kubernetes.diff-cut", "", missing).message();
    }
}
