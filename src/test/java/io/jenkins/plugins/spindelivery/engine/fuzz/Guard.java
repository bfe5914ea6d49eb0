package io.jenkins.plugins.spindelivery.engine.fuzz;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What holds for every piece of work on bad input: it ends soon, in a result or in problems for people. */
final class Guard {
    /** Processor time of one piece of work. Jazzer's probes in the code cost a multiple of the work, so it gives more. */
    static final Duration ALLOWED = Duration.parse(System.getProperty("fuzz.allowed", "PT1S"));

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);
    /** Nobody reads more, and a message that repeats its input would. */
    private static final int LONGEST_MESSAGE = 4_000;

    private Guard() {}

    /**
     * Does a piece of work.
     *
     * @return the result; empty when it was refused as it should be
     * @throws AssertionError when it takes too long, or a message is none
     * @throws RuntimeException whatever else it throws: a finding
     */
    static <T> Optional<T> run(Supplier<T> work) {
        return run(work, ALLOWED);
    }

    /** The same with a limit of one's own. */
    static <T> Optional<T> run(Supplier<T> work, Duration allowed) {
        long start = THREADS.getCurrentThreadCpuTime();
        try {
            return Optional.of(work.get());
        } catch (ProblemException e) {
            e.problems().forEach(Guard::checkMessage);
            return Optional.empty();
        } finally {
            if (isLate(start, allowed)) {
                // The first time may have loaded and compiled classes.
                assertInTime(work, allowed);
            }
        }
    }

    private static boolean isLate(long start, Duration allowed) {
        return THREADS.getCurrentThreadCpuTime() - start > allowed.toNanos();
    }

    private static void assertInTime(Supplier<?> work, Duration allowed) {
        long start = THREADS.getCurrentThreadCpuTime();
        try {
            work.get();
        } catch (ProblemException e) {
            // Refused: that may not take long either.
        }
        check(!isLate(start, allowed), "takes longer than " + allowed);
    }

    /** Each problem has a text in each language, and one that can be read. */
    static void checkMessage(Problem problem) {
        for (Locale language : LANGUAGES) {
            String message = problem.message(language);
            check(!message.isBlank() && !message.startsWith(problem.code()), "no text for " + problem.code());
            check(message.length() <= LONGEST_MESSAGE, problem.code() + " has " + message.length() + " characters");
        }
    }

    /** Fails the input at hand. */
    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
