package io.jenkins.plugins.spindelivery.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until the machine has come to rest: what one run leaves to the cluster's controllers (400 Services want 400
 * EndpointSlices) must not be a burden on the next.
 */
final class Quiet {
    /** An idle test cluster uses a tenth of two cores. */
    private static final double BUSY = 0.3;

    private static final int CALM_LOOKS = 3;
    private static final Duration LOOK = Duration.ofMillis(150);
    private static final int MOST_LOOKS = 200;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final int looks;
    private int disturbed;

    private Quiet(int looks) {
        this.looks = looks;
    }

    /** Waits for at most half a minute each time. */
    static Quiet patient() {
        return new Quiet(MOST_LOOKS);
    }

    /** Does not wait; for runs whose times nobody looks at. */
    static Quiet careless() {
        return new Quiet(0);
    }

    /** Waits. */
    void await() {
        int calm = 0;
        system.getCpuLoad();
        for (int look = 0; look < looks; look++) {
            LockSupport.parkNanos(LOOK.toNanos());
            calm = system.getCpuLoad() < BUSY ? calm + 1 : 0;
            if (calm == CALM_LOOKS) {
                return;
            }
        }
        disturbed++;
    }

    /** How many runs began although the machine was busy with something else. */
    int disturbed() {
        return disturbed;
    }
}
