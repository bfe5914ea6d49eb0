package io.jenkins.plugins.spindelivery.cli.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class KubeAccountTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path kubeconfig(String name, String current, String context) throws Exception {
        Path file = folder.getRoot().toPath().resolve(name);
        return Files.writeString(
                file,
                """
                apiVersion: v1
                kind: Config
                current-context: %s
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: %s, context: {cluster: c, user: u, namespace: devops}}]
                """
                        .formatted(current, context));
    }

    @Test
    public void itsIdSurvivesAnyName() {
        for (String context : List.of("prod", "admin@kubernetes", "a b/c%@d:e", "\u751f\u4ea7")) {
            KubeAccount account =
                    new KubeAccount(context, List.of(Path.of("/home/me@work/.kube/config"), Path.of("/b")));
            assertEquals(account, KubeAccount.parse(account.id()));
        }
        assertEquals("prod@/k", new KubeAccount("prod", List.of(Path.of("/k"))).id());
    }

    @Test
    public void refusesAnIdThatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> KubeAccount.parse("production"));
    }

    @Test
    public void settlesTheCurrentContextSoThatResumedWorkFindsItsCluster() throws Exception {
        Path file = kubeconfig("config", "here", "here");
        KubeAccount account = KubeAccount.find(file, "", Map.of(), Clock.systemUTC());
        assertEquals(new KubeAccount("here", List.of(file)), account);
    }

    @Test
    public void findsKubeconfigsAsKubectlDoes() throws Exception {
        Path first = kubeconfig("first", "one", "one");
        Path second = kubeconfig("second", "two", "two");
        Map<String, String> env = Map.of("KUBECONFIG", first + ":" + second);
        KubeAccount account = KubeAccount.find(null, "two", env, Clock.systemUTC());
        assertEquals(List.of(first, second), account.kubeconfigs());
        assertEquals(
                "https://127.0.0.1:1/",
                account.load(Map.of(), Clock.systemUTC()).getMasterUrl());
        assertEquals(
                "the first file's",
                "one",
                KubeAccount.find(null, "", env, Clock.systemUTC()).context());
    }
}
