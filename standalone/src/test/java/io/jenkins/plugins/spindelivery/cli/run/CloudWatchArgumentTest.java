package io.jenkins.plugins.spindelivery.cli.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.cli.TestConsole;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import org.junit.Test;

/** CloudWatch as a metric source of the command line. */
public class CloudWatchArgumentTest {

    private static String refused(Runnable work) {
        return assertThrows(ProblemException.class, work::run).problems().get(0).code();
    }

    @Test
    public void theNameInAStateIsTheArgumentAnew() {
        String full = "watch=cloudWatch,profile=prod,region=eu-west-1,role-arn=arn:aws:iam::1:role/r";
        assertEquals(full, MetricConnections.name(full));
        assertEquals("cloudWatch=cloudWatch", MetricConnections.name("cloudWatch"));
    }

    @Test
    public void whatIsWrongIsSaidBeforeAnythingIsDone() {
        assertEquals("cli.metric-source-key", refused(() -> MetricConnections.name("cloudWatch,https://x")));
        assertEquals("cli.metric-source-key", refused(() -> MetricConnections.name("cloudWatch,token-env=X")));
        assertEquals("cli.metric-source-twice", refused(() -> MetricConnections.name("cloudWatch,region=a,region=b")));
        assertEquals("cli.metric-source-form", refused(() -> MetricConnections.name("=cloudWatch")));
        MetricConnections sources =
                new MetricConnections(new TestConsole().env("HOME", "/nowhere").console());
        assertEquals("cli.metric-source-region", refused(() -> sources.source("a=cloudWatch")));
    }
}
