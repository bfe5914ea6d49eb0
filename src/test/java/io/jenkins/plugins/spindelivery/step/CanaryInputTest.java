package io.jenkins.plugins.spindelivery.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import hudson.FilePath;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfigs;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What of a canary's fields needs no Jenkins. */
public class CanaryInputTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Object taken(String content) throws Exception {
        Files.writeString(folder.getRoot().toPath().resolve("canary.json"), content);
        SpinCanaryStep step = new SpinCanaryStep("prod");
        step.setManifest("kind: Deployment");
        step.setAnalysis("canary.json");
        step.takeFiles(new FilePath(folder.getRoot()));
        return step.getAnalysis();
    }

    @Test
    public void theConfigurationIsTakenAlongWhenTheWorkspaceWillBeGone() throws Exception {
        String json = "{\n\t\"metrics\": [{\"name\": \"a\", \"query\": {\"type\": \"prometheus\"}}]}";
        for (String content :
                new String[] {json, json.replace("\n\t", ""), "metrics: [{name: a, query: {type: json}}]"}) {
            String taken = (String) taken(content);
            assertEquals(
                    1,
                    CanaryConfigs.read("analysis", taken.getBytes(StandardCharsets.UTF_8))
                            .metrics()
                            .size());
            SpinCanaryStep again = new SpinCanaryStep("prod");
            again.setAnalysis(taken);
            again.takeFiles(null);
            assertEquals("it is no path any more", taken, again.getAnalysis());
        }
    }

    @Test
    public void aPathWithAnExpressionOrWithoutAWorkspaceIsRefused() {
        SpinCanaryStep step = new SpinCanaryStep("prod");
        step.setAnalysis("${ parameters.file }");
        assertThrows(ProblemException.class, () -> step.takeFiles(new FilePath(folder.getRoot())));
        step.setAnalysis("canary.json");
        assertThrows(ProblemException.class, () -> step.takeFiles(null));
        assertThrows(ProblemException.class, () -> step.takeFiles(new FilePath(folder.getRoot())));
    }
}
