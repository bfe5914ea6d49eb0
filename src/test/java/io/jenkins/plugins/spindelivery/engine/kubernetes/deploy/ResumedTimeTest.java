package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.Test;

public class ResumedTimeTest {
    private static final long STARTED = 1_000_000;
    private static final long DAY = 24 * 60 * 60 * 1000L;

    @Test
    public void aDeployThatLayIdleGetsItsWholeTimeAgainAndLosesNothingElse() {
        DeployRequest request = new DeployRequest("a", PreparationOptions.DEFAULTS, DeployOptions.DEFAULT);
        DeployState stopped = DeployState.begin("id", request, "blob", STARTED).to(Stage.WAIT, STARTED);
        Clock tomorrow = Clock.fixed(Instant.ofEpochMilli(STARTED + DAY), ZoneOffset.UTC);
        DeployState resumed = new Deploy().resume(stopped, tomorrow);
        assertEquals(STARTED + DAY + 1000 * DeployOptions.DEFAULT_TIMEOUT_SECONDS, resumed.deadline());
        assertEquals(stopped, resumed.to(Stage.WAIT, STARTED));
    }
}
