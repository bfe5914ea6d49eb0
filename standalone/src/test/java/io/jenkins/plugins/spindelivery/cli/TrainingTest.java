package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The script {@code spin} goes without an archive when the training fails; here it must not. */
public class TrainingTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void allCommandsEndAsTheyShould() throws Exception {
        Process training = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Training.class.getName(),
                        folder.newFolder("training").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(training.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue("it ends", training.waitFor(60, TimeUnit.SECONDS));
        assertEquals(output, 0, training.exitValue());
    }
}
