package io.jenkins.plugins.spindelivery.engine.operation;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.operation.Stop.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Drives one trial by processes that end as they are told to; between them there is nothing but the saved bytes. */
final class StoppedRun<S, R> {
    /** Longer than any operation waits: who goes on after a person has stopped it must get its time again. */
    private static final Duration IDLE = Duration.ofDays(1);

    private final Scenario.Trial<S, R> trial;
    private final Path path;
    private final Deque<Stop> stops;
    private Clock clock = Clock.systemUTC();
    private boolean again;
    private int steps;
    private int writes;

    /**
     * What came of a run.
     *
     * @param outcome as the trial tells it
     * @param steps of the last process
     * @param writes of the last process
     * @param missed stops that never happened, because the work was done before
     */
    record Ended(String outcome, int steps, int writes, List<Stop> missed) {}

    private StoppedRun(Scenario.Trial<S, R> trial, Path path, List<Stop> stops) {
        this.trial = trial;
        this.path = path;
        this.stops = new ArrayDeque<>(stops);
    }

    /**
     * Prepares and runs a scenario.
     *
     * @param scenario what to do
     * @param folder an empty one for the state
     * @param stops one for each process but the last
     * @return what came of it
     */
    static <S, R> Ended of(Scenario<S, R> scenario, Path folder, List<Stop> stops) {
        return new StoppedRun<>(scenario.prepare(), folder.resolve("operation.json"), stops).run();
    }

    private Ended run() {
        Optional<R> result = process(true);
        while (result.isEmpty()) {
            result = process(false);
        }
        String outcome = trial.outcome(result.get());
        file().delete();
        assertEquals("nothing is left beside the state", List.of(), left());
        List<Stop> missed = stops.stream().filter(stop -> !stop.lasting()).toList();
        return new Ended(outcome, steps, writes, missed);
    }

    private OperationFile file() {
        return new OperationFile(path, Sealer.NONE);
    }

    private List<Path> left() {
        try (Stream<Path> files = Files.list(path.getParent())) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One process from the saved state to its death or to the end of the work. */
    private Optional<R> process(boolean first) {
        Stop stop = stops.peek();
        Life life = new Life(stop != null && stop.kind() == Kind.CUT ? stop.at() : 0);
        Process process = new Process(life, stop);
        if (first) {
            process.begin();
        }
        try {
            return process.live();
        } catch (Life.Death e) {
            stops.remove();
            return Optional.empty();
        } finally {
            steps = process.step;
            writes = life.writes();
        }
    }

    private final class Process {
        private final OperationFile file = file();
        private final OperationContext context;
        private final Operation<S, R> operation;
        private final Stop stop;
        private S state;
        private int step;
        private boolean waited;

        Process(Life life, Stop stop) {
            this.context = trial.context(clock, file, life);
            this.operation = trial.operation();
            this.stop = stop;
        }

        void begin() {
            file.save(operation, trial.begin(context));
        }

        Optional<R> live() {
            state = file.state(operation, file.load());
            while (true) {
                if (comesTo(Kind.INTERRUPTED)) {
                    return interrupted();
                }
                if (comesTo(Kind.CANCELLED)) {
                    file.save(operation, operation.cancel(state));
                    stops.remove();
                    return Optional.empty();
                }
                Move<S, R> move = operation.move(state, context);
                if (isLost(move)) {
                    return Optional.empty();
                }
                if (move instanceof Move.Finished<S, R> finished) {
                    return Optional.of(finished.result());
                }
                goOn((Move.Next<S, R>) move);
                if (is(Kind.AFTER_EACH_MOVE) || is(Kind.EACH_MOVE_LOST)) {
                    return Optional.empty();
                }
            }
        }

        private void goOn(Move.Next<S, R> next) {
            LockSupport.parkNanos(next.delay().toNanos());
            state = next.state();
            if (!next.onlyLooked()) {
                file.save(operation, state);
            }
        }

        private boolean isLost(Move<S, R> move) {
            if (is(Kind.EACH_MOVE_LOST)) {
                again = !again;
                return again;
            }
            boolean waits =
                    move instanceof Move.Next<S, R> next && !next.delay().isZero();
            boolean lost = !(waits && waited) && comesTo(Kind.LOST);
            step += waits && waited ? 0 : 1;
            waited = waits;
            if (lost) {
                stops.remove();
            }
            return lost;
        }

        private boolean is(Kind kind) {
            return stop != null && stop.kind() == kind;
        }

        private boolean comesTo(Kind kind) {
            return is(kind) && step == stop.at();
        }

        /** As a command line does it at Ctrl-C: the cancelling ends, and what is kept is the state of before. */
        private Optional<R> interrupted() {
            S stopped = state;
            S cancelled = operation.cancel(state);
            if (cancelled.equals(stopped)) {
                // It is ending already, and a command line would let it.
                stops.remove();
                return Optional.empty();
            }
            file.save(operation, cancelled);
            Move<S, R> move = operation.move(cancelled, context);
            while (move instanceof Move.Next<S, R> next) {
                goOn(next);
                move = operation.move(state, context);
            }
            clock = Clock.offset(clock, IDLE);
            file.save(operation, trial.operation().resume(stopped, clock));
            stops.remove();
            return Optional.empty();
        }
    }
}
