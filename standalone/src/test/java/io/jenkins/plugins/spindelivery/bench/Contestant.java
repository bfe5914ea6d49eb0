package io.jenkins.plugins.spindelivery.bench;

import java.time.Duration;

/**
 * Somebody who does a piece of work that is compared with how others do it.
 *
 * @param name unique within a {@link Race}
 * @param before what is done before each run and does not count
 * @param work one run, which says how long it took
 */
record Contestant(String name, Step before, Work work) {

    /** Something that is done once for each run. */
    @FunctionalInterface
    interface Step {
        /**
         * Does it.
         *
         * @throws Exception when it did not do what it should: a benchmark of failures would be worth nothing
         */
        void run() throws Exception;
    }

    /** Work that measures itself. */
    @FunctionalInterface
    interface Work {
        /**
         * Does it.
         *
         * @return how long what counts of it took
         * @throws Exception when it did not do what it should
         */
        Duration run() throws Exception;
    }

    /** Work whose whole time counts. */
    static Contestant of(String name, Step work) {
        return measured(name, () -> {
            long begin = System.nanoTime();
            work.run();
            return Duration.ofNanos(System.nanoTime() - begin);
        });
    }

    /** Work that measures itself. */
    static Contestant measured(String name, Work work) {
        return new Contestant(name, () -> {}, work);
    }

    /** The same, with something to be done before each run. */
    Contestant after(Step step) {
        return new Contestant(name, step, work);
    }
}
