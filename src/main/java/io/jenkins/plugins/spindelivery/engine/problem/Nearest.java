package io.jenkins.plugins.spindelivery.engine.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt name was probably meant to be. */
public final class Nearest {
    private static final int LONGEST = 100;

    private Nearest() {}

    /**
     * The known name that a wrong one resembles most.
     *
     * @param wrong as the user wrote it
     * @param known what would have been right
     * @return the nearest name when at most a third of the letters differ (case does not count); the first in
     *     alphabetical order when several are equally near
     */
    public static Optional<String> to(String wrong, Collection<String> known) {
        if (wrong.isEmpty() || wrong.length() > LONGEST) {
            return Optional.empty();
        }
        int allowed = Math.max(1, wrong.length() / 3);
        return known.stream()
                .filter(name -> Math.abs(name.length() - wrong.length()) <= allowed)
                .filter(name -> edits(wrong, name) <= allowed)
                .min(Comparator.comparingInt((String name) -> edits(wrong, name))
                        .thenComparing(name -> name));
    }

    private static int edits(String left, String right) {
        return distance(left.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT));
    }

    /**
     * How many letters have to be added, removed, replaced, or swapped with their neighbour (optimal string alignment).
     *
     * @param from a name; the effort grows with the product of both lengths, so callers limit them
     * @param to another one
     * @return 0 for equal names
     */
    public static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 ? j : j == 0 ? i : cheapest(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, String from, String to, int i, int j) {
        int substitution = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + substitution);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
