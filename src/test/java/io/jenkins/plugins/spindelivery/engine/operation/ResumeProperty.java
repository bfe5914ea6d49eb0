package io.jenkins.plugins.spindelivery.engine.operation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.operation.Stop.Kind;
import io.jenkins.plugins.spindelivery.engine.operation.StoppedRun.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * The property that every {@link Operation} has: its process may die after any move and in the middle of any move, a person
 * may stop it and let it go on, and what comes of it is the same as of an undisturbed run: nothing twice, nothing left over.
 *
 * <p>A new operation uses it so:
 *
 * <ol>
 *   <li>Write a {@link Scenario}: how a place is prepared, and what in it and in the result has to be the same. Send every
 *       call to a server through the {@link Life}, as {@code MortalCluster} does, and tell it which calls write.
 *   <li>Declare the cases as values of it, and give each to {@link #survives}, {@link #survivesWhileCancelling} and, when a
 *       cancelled run can go on later, {@link #goesOnAfterItWasStopped}. Each returns the outcome of the undisturbed run,
 *       for a test to assert that it is what was meant.
 * </ol>
 *
 * <p>Runs go side by side. The pairs of random stops come from a seed that is another one each time; a failure names it, and
 * the system property {@value #SEED} gives it again.
 */
public final class ResumeProperty {
    /** The system property for the seed of the random stops. */
    public static final String SEED = "spin.resume.seed";

    private static final int PAIRS = 4;
    private static final int AT_ONCE = 8;

    private final Path folder;
    private final long seed = Long.getLong(SEED, ThreadLocalRandom.current().nextInt(1_000_000));

    /**
     * The property.
     *
     * @param folder a temporary one for states
     */
    public ResumeProperty(Path folder) {
        this.folder = folder;
    }

    /**
     * Asserts that a scenario survives: a process for each move; each move made twice; the loss of each single step's
     * outcome; the loss of the answer to each single write; pairs of losses at random.
     *
     * @param scenario what to do
     * @return the outcome of the undisturbed run
     */
    public String survives(Scenario<?, ?> scenario) {
        Ended calm = calm(scenario);
        List<List<Stop>> cases = new ArrayList<>();
        cases.add(List.of(new Stop(Kind.AFTER_EACH_MOVE, 0)));
        cases.add(List.of(new Stop(Kind.EACH_MOVE_LOST, 0)));
        IntStream.range(0, calm.steps()).forEach(step -> cases.add(List.of(new Stop(Kind.LOST, step))));
        IntStream.rangeClosed(1, calm.writes()).forEach(write -> cases.add(List.of(new Stop(Kind.CUT, write))));
        Random random = new Random(seed);
        for (int i = 0; i < PAIRS; i++) {
            cases.add(List.of(anywhere(random, calm), anywhere(random, calm)));
        }
        List<Ended> runs = inParallel(cases, stops -> run(scenario, stops));
        int missed = 0;
        for (int i = 0; i < runs.size(); i++) {
            missed += same(cases.get(i), calm.outcome(), runs.get(i)) ? 0 : 1;
        }
        int tolerated = scenario.triesWritesAgain() ? calm.writes() / 2 : 0;
        assertTrue(missed + " cuts never happened" + seed(), missed <= tolerated);
        return calm.outcome();
    }

    /**
     * Asserts that a person may stop a scenario before each of its steps, and go on a day later, and that this changes
     * nothing. Only for cases in which cancelling takes nothing back.
     *
     * @param scenario what to do
     * @return the outcome of the undisturbed run
     */
    public String goesOnAfterItWasStopped(Scenario<?, ?> scenario) {
        Ended calm = calm(scenario);
        List<Stop> stops = IntStream.range(0, calm.steps())
                .mapToObj(step -> new Stop(Kind.INTERRUPTED, step))
                .toList();
        List<Ended> runs = inParallel(stops, stop -> run(scenario, List.of(stop)));
        for (int i = 0; i < runs.size(); i++) {
            same(List.of(stops.get(i)), calm.outcome(), runs.get(i));
        }
        return calm.outcome();
    }

    /**
     * Asserts that a scenario that is cancelled before any of its steps survives the loss of each move and of the answer to
     * each write of the taking back, and a loss right before the cancel: it comes to what some cancel comes to without that.
     * To which one is not asked, for a wait may or may not be a step, and so a number may mean the next step.
     *
     * @param scenario what to do; what comes of its cancelling must not depend on how far the place is by itself
     * @return the outcomes of the runs that were cancelled and not disturbed otherwise, by the step before which they were
     */
    public List<String> survivesWhileCancelling(Scenario<?, ?> scenario) {
        Ended undisturbed = calm(scenario);
        List<Stop> cancels = IntStream.range(0, undisturbed.steps())
                .mapToObj(step -> new Stop(Kind.CANCELLED, step))
                .toList();
        List<Ended> calm = inParallel(cancels, cancel -> run(scenario, List.of(cancel)));
        List<String> outcomes = calm.stream().map(Ended::outcome).toList();
        List<List<Stop>> cases = new ArrayList<>();
        for (Stop cancel : cancels) {
            cases.add(List.of(cancel, new Stop(Kind.EACH_MOVE_LOST, 0)));
            IntStream.rangeClosed(1, calm.get(cancel.at()).writes())
                    .forEach(write -> cases.add(List.of(cancel, new Stop(Kind.CUT, write))));
            cases.add(List.of(new Stop(Kind.LOST, cancel.at()), new Stop(Kind.CANCELLED, 0)));
        }
        List<Ended> runs = inParallel(cases, stops -> run(scenario, stops));
        for (int i = 0; i < runs.size(); i++) {
            String outcome = runs.get(i).outcome();
            boolean cancelled = runs.get(i).missed().stream().noneMatch(stop -> stop.kind() == Kind.CANCELLED);
            // A run may wait less often, and have done all before the cancel that was to come late in it.
            List<String> right = new ArrayList<>(cancelled ? outcomes : List.of());
            if (!cancelled || isLate(cases.get(i).get(0), undisturbed)) {
                right.add(undisturbed.outcome());
            }
            assertTrue(cases.get(i) + seed() + ": " + outcome, right.contains(outcome));
        }
        return outcomes;
    }

    private static boolean isLate(Stop stop, Ended undisturbed) {
        return stop.at() * 3 >= undisturbed.steps() * 2;
    }

    private Ended calm(Scenario<?, ?> scenario) {
        Ended calm = run(scenario, List.of());
        assertTrue("the run has steps and writes: " + calm, calm.steps() > 2 && calm.writes() > 0);
        return calm;
    }

    /** After the first of two less is left to do, so a late second one may not happen. */
    private static Stop anywhere(Random random, Ended calm) {
        return random.nextBoolean()
                ? new Stop(Kind.LOST, random.nextInt(calm.steps()))
                : new Stop(Kind.CUT, 1 + random.nextInt(calm.writes()));
    }

    /**
     * Asserts the outcome, and tells whether the stops happened: a wait may find its objects ready at the first look, and
     * the run is then a step shorter; writes are always the same, but where refused ones are tried again.
     */
    private boolean same(List<Stop> stops, String expected, Ended run) {
        assertEquals(stops + seed(), expected, run.outcome());
        return stops.size() > 1 || run.missed().stream().noneMatch(stop -> stop.kind() == Kind.CUT);
    }

    private String seed() {
        return " (-D" + SEED + "=" + seed + ")";
    }

    private Ended run(Scenario<?, ?> scenario, List<Stop> stops) {
        try {
            return StoppedRun.of(scenario, Files.createTempDirectory(folder, "run"), stops);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(stops + seed() + ": " + e.getMessage(), e);
        }
    }

    private interface Work<T, R> {
        R of(T item);
    }

    private static <T, R> List<R> inParallel(List<T> items, Work<T, R> work) {
        ExecutorService runs = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<R>> calls = new ArrayList<>();
            items.forEach(item -> calls.add(() -> work.of(item)));
            List<R> results = new ArrayList<>();
            for (Future<R> future : runs.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof AssertionError failed ? failed : new AssertionError(e.getCause());
        } finally {
            runs.shutdownNow();
        }
    }
}
