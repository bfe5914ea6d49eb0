package io.jenkins.plugins.spindelivery.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets several contestants do the same work by turns, so that what else the machine does hits all of them. The order
 * stays the same in all rounds: some contestants go on from what others left.
 */
final class Race {
    private final List<Contestant> contestants = new ArrayList<>();
    private final Quiet quiet;

    /**
     * A race.
     *
     * @param quiet what is waited for before each run
     */
    Race(Quiet quiet) {
        this.quiet = quiet;
    }

    Race with(Contestant contestant) {
        contestants.add(contestant);
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
        Map<String, List<Duration>> times = new LinkedHashMap<>();
        contestants.forEach(contestant -> times.put(contestant.name(), new ArrayList<>()));
        for (int round = -warmUps; round < rounds; round++) {
            for (Contestant contestant : contestants) {
                contestant.before().run();
                quiet.await();
                Duration time = contestant.work().run();
                System.err.printf(
                        "  %-8s %-36s %9.1f ms%n",
                        round < 0 ? "warm-up" : "round " + (round + 1), contestant.name(), time.toNanos() / 1e6);
                if (round >= 0) {
                    times.get(contestant.name()).add(time);
                }
            }
        }
        Map<String, Times> result = new LinkedHashMap<>();
        times.forEach((name, each) -> result.put(name, new Times(each)));
        return result;
    }
}
