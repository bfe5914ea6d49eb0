package io.jenkins.plugins.spindelivery.cli.output;

/** How much of something is done, as a bar. */
final class Bar {
    private static final int CELLS = 8;

    private Bar() {}

    /**
     * A bar with its numbers.
     *
     * @param ready how many parts are done
     * @param desired how many there should be; below 1 there is nothing to show
     * @param unicode whether block characters can be shown
     * @return such as {@code [████░░░░] 2/4}; empty when there is nothing to show
     */
    static String of(int ready, int desired, boolean unicode) {
        if (desired < 1) {
            return "";
        }
        int full = (int) (Math.max(0L, Math.min(ready, desired)) * CELLS / desired);
        String done = (unicode ? "\u2588" : "#").repeat(full);
        String open = (unicode ? "\u2591" : "-").repeat(CELLS - full);
        return "[" + done + open + "] " + ready + "/" + desired;
    }
}
