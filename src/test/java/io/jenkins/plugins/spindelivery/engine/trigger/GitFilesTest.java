package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

/** Files of a push are artifacts that can be fetched. */
public class GitFilesTest {
    private static final String COMMITS = "{'added': ['k8s/a b.yaml', 'gone.yaml'], 'modified': []}, "
            + "{'modified': ['app.yaml'], 'removed': ['gone.yaml', 'old.yaml']}";

    @Test
    public void gitHubsFilesAreThoseThatAreThereAfterwards() {
        assertEquals(
                List.of(
                        file("github", "k8s/a b.yaml", "https://git.example/repos/o/r/contents/k8s/a%20b.yaml"),
                        file("github", "app.yaml", "https://git.example/repos/o/r/contents/app.yaml")),
                gitHub(COMMITS, "https://git.example/repos/o/r/contents/{+path}"));
    }

    @Test
    public void gitLabsFilesHaveTheirAddressInItsApi() {
        ObjectNode payload = Refusals.json("{'ref': 'refs/heads/main', 'before': '1', 'after': 'abc', 'project': "
                + "{'path_with_namespace': 'g/s/r', 'web_url': 'https://git.example/lab/g/s/r'}, 'commits': [" + COMMITS
                + "]}");
        assertEquals(
                List.of(
                        file("gitlab", "k8s/a b.yaml", api("k8s%2Fa%20b.yaml")),
                        file("gitlab", "app.yaml", api("app.yaml"))),
                GitFiles.artifacts(payload, GitPush.gitLab(payload)));
    }

    @Test
    public void whereTheServerIsNotToldThereAreNone() {
        assertEquals(List.of(), gitHub(COMMITS, ""));
    }

    @Test
    public void theirNumberIsLimited() {
        String files = IntStream.range(0, 101).mapToObj(i -> "'f" + i + "'").collect(Collectors.joining(","));
        assertEquals(
                100,
                gitHub("{'added': [" + files + "]}", "https://git.example/{+path}")
                        .size());
    }

    private static List<Artifact> gitHub(String commits, String template) {
        ObjectNode payload = Refusals.json("{'ref': 'refs/heads/main', 'before': '1', 'after': 'abc', 'repository': "
                + "{'full_name': 'o/r', 'contents_url': '" + template + "'}, 'commits': [" + commits + "]}");
        return GitFiles.artifacts(payload, GitPush.gitHub(payload));
    }

    private static String api(String path) {
        return "https://git.example/lab/api/v4/projects/g%2Fs%2Fr/repository/files/" + path + "/raw";
    }

    private static Artifact file(String source, String path, String reference) {
        return new Artifact(source + "/file", path, "", "abc", reference, null);
    }
}
