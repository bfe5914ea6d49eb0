package io.jenkins.plugins.spindelivery.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets several contestants do the same work by turns, so that what else the machine does hits all of them. Each round
 * begins with another, so that nobody always works on what the others have left on the server.
 */
final class Race {
    private final List<List<Contestant>> groups = new ArrayList<>();
    private final Quiet quiet;

    /**
     * A race.
     *
     * @param quiet what is waited for before each run
     */
    Race(Quiet quiet) {
        this.quiet = quiet;
    }

    /** Takes part, one after the other where one goes on from what the one before has left. */
    Race with(Contestant... oneAfterAnother) {
        groups.add(List.of(oneAfterAnother));
        return this;
    }

    /**
     * Runs.
     *
     * @param warmUps rounds that don't count
     * @param rounds rounds that count
     * @return the times of each contestant, by name, in the order of the rounds
     */
    Map<String, Times> run(int warmUps, int rounds) throws Exception {
        Map<String, Times> times = new LinkedHashMap<>();
        for (int round = -warmUps; round < rounds; round++) {
            round(round, times);
        }
        return times;
    }

    /**
     * Runs one round.
     *
     * @param round counted from zero; a negative one warms up and does not count
     * @param times of the rounds before, by contestant; takes those of this one
     */
    void round(int round, Map<String, Times> times) throws Exception {
        List<List<Contestant>> order = new ArrayList<>(groups);
        Collections.rotate(order, -round);
        for (Contestant contestant : order.stream().flatMap(List::stream).toList()) {
            contestant.before().run();
            quiet.await();
            Duration time = contestant.work().run();
            System.err.printf(
                    "  %-8s %-36s %9.1f ms%n",
                    round < 0 ? "warm-up" : "round " + (round + 1), contestant.name(), time.toNanos() / 1e6);
            if (round >= 0) {
                times.merge(contestant.name(), new Times(List.of(time)), Times::and);
            }
        }
    }
}
