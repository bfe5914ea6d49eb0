package io.jenkins.plugins.spindelivery.engine.operation;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class DurationsTest {
    @Test
    public void readsWhatPeopleWrite() {
        assertEquals(Optional.of(Duration.ofMinutes(30)), Durations.parse("30m"));
        assertEquals(Optional.of(Duration.ofSeconds(90)), Durations.parse(" 90s "));
        assertEquals(Optional.of(Duration.ofSeconds(90)), Durations.parse("90"));
        assertEquals(Optional.of(Duration.ofMinutes(90)), Durations.parse("1h30m"));
        assertEquals(Optional.of(Duration.ofDays(2).plusSeconds(1)), Durations.parse("2d1s"));
    }

    @Test
    public void takesNothingElse() {
        for (String text : List.of("", "0", "0m", "soon", "-5m", "1.5h", "30 m", "30m1h", "99999999999")) {
            assertEquals(text, Optional.empty(), Durations.parse(text));
        }
    }
}
