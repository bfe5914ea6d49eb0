package io.jenkins.plugins.spindelivery.cli.input;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.file.Files;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ArtifactArgumentsTest {
    private static final String RESULT =
            """
            {"status": "succeeded", "objects": [], "artifacts": [
              {"type": "kubernetes/configMap", "name": "app", "location": "devops", "version": "v001",
               "reference": "app-v001"},
              {"type": "kubernetes/deployment", "name": "web", "location": "devops", "version": "",
               "reference": "web"}],
             "warnings": [], "errors": [], "durationMs": 1}
            """;
    private static final Artifact CONFIG =
            new Artifact("kubernetes/configMap", "app", "devops", "v001", "app-v001", null);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private String file(String content) throws Exception {
        return Files.writeString(folder.newFile().toPath(), content).toString();
    }

    private static ProblemException refused(String... arguments) {
        return assertThrows(ProblemException.class, () -> ArtifactArguments.read(List.of(arguments)));
    }

    @Test
    public void readsAnEarlierResult() throws Exception {
        List<Artifact> artifacts = ArtifactArguments.read(List.of(file(RESULT)));
        assertEquals(2, artifacts.size());
        assertEquals(CONFIG, artifacts.get(0));
    }

    @Test
    public void readsAListAndASingleArtifact() throws Exception {
        String one = "{\"type\": \"docker/image\", \"name\": \"nginx\", \"reference\": \"nginx:1\"}";
        Artifact image = new Artifact("docker/image", "nginx", "", "", "nginx:1", null);
        assertEquals(List.of(image), ArtifactArguments.read(List.of(file(one))));
        assertEquals(List.of(image, image), ArtifactArguments.read(List.of(file("[" + one + "," + one + "]"))));
    }

    @Test
    public void readsArtifactsOnTheLine() {
        assertEquals(
                List.of(new Artifact("docker/image", "hub:5000/a", "", "2", "hub:5000/a:2", null), CONFIG),
                ArtifactArguments.read(List.of(
                        "type=docker/image,name=hub:5000/a,reference=hub:5000/a:2,version=2",
                        "type=kubernetes/configMap,name=app,location=devops,version=v001,reference=app-v001")));
    }

    @Test
    public void saysWhatIsWrongOnTheLine() {
        assertEquals(
                "cli.artifact-lacks",
                refused("type=docker/image,name=a").problems().get(0).code());
        assertEquals(
                List.of("reference"),
                refused("type=docker/image,name=a").problems().get(0).arguments());
        assertEquals(
                "cli.artifact-key",
                refused("type=docker/image,nam=a,reference=b").problems().get(0).code());
        assertEquals(
                "cli.artifact-key-twice",
                refused("type=a,type=b").problems().get(0).code());
    }

    @Test
    public void refusesAFileWithoutArtifacts() throws Exception {
        String refusedResult = file("{\"status\": \"refused\", \"artifacts\": []}");
        assertEquals(
                "cli.artifact-file-empty",
                refused(refusedResult).problems().get(0).code());
        assertEquals(refusedResult, refused(refusedResult).problems().get(0).where());
        assertEquals(
                "cli.artifact-file-empty", refused(file("")).problems().get(0).code());
        assertEquals(
                "cli.artifact-lacks",
                refused(file("[\"app\"]")).problems().get(0).code());
        assertEquals(
                "cli.source-missing", refused("/no/such/file").problems().get(0).code());
    }
}
