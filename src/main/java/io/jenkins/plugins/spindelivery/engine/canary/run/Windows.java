package io.jenkins.plugins.spindelivery.engine.canary.run;

/**
 * When a canary is judged, and what each judgment looks at, as Spinnaker's canary stage (orca-kayenta) has it: the lifetime
 * is divided into whole intervals, the rest is dropped; a window reaches back to the beginning, or as far as the look-back.
 *
 * @param begin when measuring begins, in milliseconds since 1970
 * @param intervalMillis from one judgment to the next, in milliseconds
 * @param count how many judgments there are
 * @param lookbackMillis how far a window reaches back, in milliseconds; 0 for back to the beginning
 * @param offsetMillis how much earlier the baseline is measured, in milliseconds
 * @param stepMillis from one point to the next, in milliseconds
 */
record Windows(long begin, long intervalMillis, int count, long lookbackMillis, long offsetMillis, long stepMillis) {
    private static final long MILLIS = 1000;

    /** A span of time, in milliseconds since 1970: the start belongs to it, the end does not. */
    record Window(long start, long end) {}

    /**
     * The windows of an analysis.
     *
     * @param analysis how it is judged
     * @param lifetimeSeconds how long, in seconds; not asked for the past
     * @param runSince when the canary was ready, in milliseconds since 1970
     * @return at least one
     */
    static Windows of(Analysis analysis, long lifetimeSeconds, long runSince) {
        long begin = analysis.retrospective() ? analysis.startMillis() : runSince + MILLIS * analysis.warmupSeconds();
        long lifetime =
                analysis.retrospective() ? analysis.endMillis() - analysis.startMillis() : MILLIS * lifetimeSeconds;
        long asked = MILLIS * analysis.intervalSeconds();
        long interval = asked == 0 || asked > lifetime ? lifetime : asked;
        return new Windows(
                begin,
                interval,
                Math.toIntExact(Math.min(Integer.MAX_VALUE, lifetime / interval)),
                MILLIS * analysis.lookbackSeconds(),
                MILLIS * analysis.baselineOffsetSeconds(),
                MILLIS * analysis.stepSeconds());
    }

    /** When a judgment is due, by its number from 1; in milliseconds since 1970. */
    long due(int number) {
        return begin + number * intervalMillis;
    }

    /** What a judgment sees of the canary. */
    Window experiment(int number) {
        long end = due(number);
        return new Window(lookbackMillis > 0 ? end - lookbackMillis : begin, end);
    }

    /** What a judgment sees of the baseline. */
    Window control(int number) {
        Window same = experiment(number);
        return new Window(same.start() - offsetMillis, same.end() - offsetMillis);
    }

    /** How many points the last judgment, which decides, has on each side. */
    long points() {
        Window last = experiment(count);
        return (last.end() - last.start()) / stepMillis;
    }
}
