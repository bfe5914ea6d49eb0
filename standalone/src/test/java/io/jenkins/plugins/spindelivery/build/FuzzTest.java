package io.jenkins.plugins.spindelivery.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.fuzz.FuzzTarget;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A few seconds of {@code ./dev fuzz}, begun anew from the seeds each time. */
public class FuzzTest {
    private static final int SECONDS = 2;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private void fuzz(FuzzTarget target) throws Exception {
        Fuzzer.Result result = new Fuzzer(folder.getRoot().toPath()).runBriefly(target, SECONDS);
        assertEquals(result.toString(), 0, result.exit());
        assertTrue(
                "every seed was tried: " + result,
                result.runs() >= target.seeds().size());
        assertTrue("code is watched: " + result, result.coverage() > 1_000);
    }

    @Test
    public void reader() throws Exception {
        fuzz(FuzzTarget.READER);
    }

    @Test
    public void expressions() throws Exception {
        fuzz(FuzzTarget.EXPRESSIONS);
    }

    @Test
    public void binding() throws Exception {
        fuzz(FuzzTarget.BINDING);
    }

    @Test
    public void pipelines() throws Exception {
        fuzz(FuzzTarget.PIPELINE);
    }
}
