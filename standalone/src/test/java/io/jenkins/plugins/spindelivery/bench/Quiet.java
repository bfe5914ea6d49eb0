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

    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private int disturbed;

    /** Waits, at most half a minute. */
    void await() {
        int calm = 0;
        system.getCpuLoad();
        for (int look = 0; look < MOST_LOOKS; look++) {
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
