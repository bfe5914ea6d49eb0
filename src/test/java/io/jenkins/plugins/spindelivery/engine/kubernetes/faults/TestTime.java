package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that may be wrong, and that waits a minute in no time. */
final class TestTime extends Clock {
    private Duration ahead = Duration.ZERO;

    /**
     * Goes on by some time at once; back if it is negative.
     *
     * @param time how much
     */
    synchronized void jump(Duration time) {
        ahead = ahead.plus(time);
    }

    @Override
    public synchronized Instant instant() {
        return Clock.systemUTC().instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the engine works in UTC");
    }
}
