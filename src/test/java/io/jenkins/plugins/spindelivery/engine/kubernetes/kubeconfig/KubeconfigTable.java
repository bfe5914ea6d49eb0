package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import static org.junit.Assert.assertEquals;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.TestKeys;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Policy;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.After;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

/** Loads kubeconfigs, and gathers where the outcome is not the one that a row expects. */
abstract class KubeconfigTable {
    static final String CLUSTER = "{server: 'https://h:6443'}";
    static final String USER = "{token: s3cret}";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> wrong = new ArrayList<>();

    @After
    public void everyRowIsAsTheTableSays() {
        assertEquals(String.join("\n", wrong), 0, wrong.size());
    }

    void row(String text, String expected) {
        row(text, expected, expected);
    }

    void row(String text, String expected, String asCredential) {
        String kubeconfig = text.replace("F/", folder.getRoot() + "/");
        try {
            write("config", kubeconfig);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        check(text, expected.replace("@", "F/config"), outcome(() -> local(Map.of())
                .load(path("config"), "")));
        Kubeconfigs stored = new Kubeconfigs(Policy.CREDENTIAL, Map.of(), Clock.systemUTC());
        check(text, asCredential.replace("@", "cred"), outcome(() -> stored.load("cred", kubeconfig, "")));
    }

    void check(String text, String expected, String outcome) {
        String now = outcome.replace(folder.getRoot() + "/", "F/");
        if (!now.equals(expected) || now.contains("s3cret")) {
            wrong.add(text.substring(0, Math.min(300, text.length())) + "\n  expected: " + expected + "\n  outcome:  "
                    + now);
        }
    }

    static String outcome(Supplier<Config> load) {
        try {
            Config config = load.get();
            new FabricCluster(config).close();
            return config.getMasterUrl().startsWith("https://h") ? "ok" : config.getMasterUrl();
        } catch (ProblemException e) {
            assertEquals(1, e.problems().size());
            Problem problem = e.problems().get(0);
            return e.category() + (problem.where().isEmpty() ? "" : " " + problem.where()) + ": "
                    + problem.message(Locale.ENGLISH);
        }
    }

    static String plain() {
        return kubeconfig(CLUSTER, USER);
    }

    static String kubeconfig(String cluster, String user) {
        return "clusters:\n- name: c\n  cluster: " + cluster + "\nusers:\n- name: u\n  user: " + user
                + "\ncurrent-context: prod\ncontexts:\n- name: prod\n  context: {cluster: c, user: u, namespace: shop}\n";
    }

    static String data(TestKeys certificate, TestKeys key) throws Exception {
        return "{client-certificate-data: " + certificate.certificateData() + ", client-key-data: " + key.keyData()
                + "}";
    }

    static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
    }

    /** keytool takes its dates in this machine's time zone. */
    static String instant(String local) {
        return LocalDateTime.parse(local)
                .atZone(ZoneId.systemDefault())
                .toInstant()
                .toString();
    }

    static String refusedPath(String key, String entry) {
        return "INPUT @: " + entry + " names a file under " + key + ". From a stored credential that is refused,"
                + " because it would be read on the controller. Put the content into " + key
                + "-data, or a token under token.";
    }

    static Kubeconfigs local(Map<String, String> environment) {
        return new Kubeconfigs(Policy.LOCAL, environment, Clock.systemUTC());
    }

    Path path(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    void write(String name, String text) throws IOException {
        Files.writeString(path(name), text);
    }
}
