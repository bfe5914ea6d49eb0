package io.jenkins.plugins.spindelivery.engine.problem;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class NearestTest {
    private static final List<String> KNOWN = List.of("replicas", "revisionHistoryLimit", "paused", "b", "a");

    @Test
    public void nearNameIsFoundWhateverItsCase() {
        assertEquals(Optional.of("replicas"), Nearest.to("replica", KNOWN));
        assertEquals(Optional.of("replicas"), Nearest.to("Replicas", KNOWN));
        assertEquals(Optional.of("replicas"), Nearest.to("relpicas", KNOWN));
        assertEquals(Optional.of("revisionHistoryLimit"), Nearest.to("revisionhistorylimits", KNOWN));
    }

    @Test
    public void firstOfEquallyNearNamesIsTaken() {
        assertEquals(Optional.of("a"), Nearest.to("c", KNOWN));
    }

    @Test
    public void distantNameIsNoSuggestion() {
        assertEquals(Optional.empty(), Nearest.to("strategy", KNOWN));
        assertEquals(Optional.empty(), Nearest.to("", KNOWN));
        assertEquals(Optional.empty(), Nearest.to("x".repeat(101), List.of("x".repeat(100))));
    }
}
