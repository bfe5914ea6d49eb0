package io.jenkins.plugins.spindelivery.engine.testcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.AssumptionViolatedException;
import org.junit.rules.ExternalResource;

/**
 * A real Kubernetes control plane, as a JUnit 4 rule for a class:
 *
 * <pre>{@code
 * @ClassRule
 * public static final TestCluster CLUSTER = TestCluster.shared();
 * }</pre>
 *
 * <p>The program that it starts is built at first use, which takes minutes; the progress is on standard error. It ends
 * with its standard input, so no process outlives this JVM, however it ends.
 *
 * <p>Without Go, which the build needs, the tests of the class are skipped; with the system property or environment
 * variable {@code SPIN_REQUIRE_CLUSTER=true} they fail instead, so that a CI cannot pass without having tested.
 */
public final class TestCluster extends ExternalResource {

    /** Components whose process ids are known, see {@link #pid(String)}. */
    public static final String ETCD = "etcd";

    /** See {@link #ETCD}. */
    public static final String API_SERVER = "kube-apiserver";

    static final String REQUIRE = "SPIN_REQUIRE_CLUSTER";

    private static final int EXIT_NO_GO = 3;
    private static final int STOP_SECONDS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestCluster SHARED = new TestCluster(true);

    private final boolean shared;
    private final AtomicInteger namespaces = new AtomicInteger();
    private Process process;
    private JsonNode state;
    private ClusterApi api;
    private Throwable failure;

    private TestCluster(boolean shared) {
        this.shared = shared;
    }

    /**
     * The cluster of all test classes of this JVM: started by the first that uses it, stopped when the JVM ends. Tests
     * keep to namespaces of their own and harm no component.
     *
     * @return always the same
     */
    public static TestCluster shared() {
        return SHARED;
    }

    /**
     * A cluster for one test class, which may kill and stop its components; stopped after the class.
     *
     * @return a new one, not yet started
     */
    public static TestCluster own() {
        return new TestCluster(false);
    }

    @Override
    protected synchronized void before() throws Throwable {
        // A start that has failed once fails again: each class would wait for it in vain.
        if (failure != null) {
            throw failure;
        }
        if (process != null) {
            return;
        }
        try {
            start();
        } catch (IOException | AssertionError | AssumptionViolatedException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    protected synchronized void after() {
        if (!shared) {
            stop();
        }
    }

    /**
     * The kubeconfig of an administrator with a token.
     *
     * @return an absolute path
     */
    public Path kubeconfig() {
        return Path.of(state().path("kubeconfig").asText());
    }

    /**
     * The kubeconfig of an administrator with a client certificate and an RSA key.
     *
     * @return an absolute path
     */
    public Path certificateKubeconfig() {
        return Path.of(state().path("certificateKubeconfig").asText());
    }

    /**
     * The content of {@link #kubeconfig()}.
     *
     * @return YAML
     */
    public String kubeconfigText() {
        try {
            return Files.readString(kubeconfig(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The URL of the API server.
     *
     * @return such as {@code https://127.0.0.1:34567}
     */
    public String server() {
        return state().path("server").asText();
    }

    /**
     * Plain requests to the API server, for tests that prepare or look at objects without the code that they test.
     *
     * @return the administrator's access
     */
    public synchronized ClusterApi api() {
        if (api == null) {
            api = ClusterApi.fromKubeconfig(kubeconfigText());
        }
        return api;
    }

    /**
     * Trusts the API server's certificate and no other, for a client of the test's own.
     *
     * @return for TLS clients
     */
    public SSLContext trust() {
        return ClusterApi.trust(kubeconfigText());
    }

    /**
     * The process of a component at this moment: the cluster starts again what dies, with another id.
     *
     * @param component such as {@link #ETCD}
     * @return the process id
     */
    public long pid(String component) {
        try {
            Path file = Path.of(state().path("directory").asText(), "state.json");
            JsonNode pid = JSON.readTree(file.toFile()).path("pids").path(component);
            if (!pid.isIntegralNumber()) {
                throw new IllegalArgumentException("there is no component " + component);
            }
            return pid.asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends a signal to a component. {@code KILL}: it is gone and started again after 0.3 s; {@code STOP}: it answers
     * no more until {@code CONT}. Not for the shared cluster.
     *
     * @param component such as {@link #API_SERVER}
     * @param name the signal's name without {@code SIG}
     */
    public void signal(String component, String name) {
        if (shared) {
            throw new IllegalStateException("other tests use the shared cluster: take TestCluster.own()");
        }
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid(component)))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " of " + component + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Makes a namespace whose name no other test has, with its default service account.
     *
     * @param prefix lower-case letters, digits and dashes, at most 40
     * @return the name, which starts with the prefix
     */
    public String newNamespace(String prefix) {
        String name = String.format(
                Locale.ROOT,
                "%s-%d-%06x",
                prefix,
                namespaces.incrementAndGet(),
                ThreadLocalRandom.current().nextInt(0x1000000));
        api().createNamespace(name);
        return name;
    }

    private void start() throws IOException {
        Path script = root().resolve("testcluster/cluster.sh");
        Process started;
        try {
            started = new ProcessBuilder("bash", script.toString(), "run")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw unavailable("bash cannot be run: " + e.getMessage());
        }
        BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null) {
            int code = waitFor(started);
            if (code == EXIT_NO_GO) {
                throw unavailable("it needs Go, see above");
            }
            throw new AssertionError("The test cluster did not start: " + script + " run ended with exit code " + code
                    + "; what it wrote to standard error says why.");
        }
        state = JSON.readTree(line);
        process = started;
    }

    private void stop() {
        if (process == null) {
            return;
        }
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
        waitFor(process);
        process = null;
        state = null;
        api = null;
    }

    private static int waitFor(Process process) {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("The test cluster did not stop within " + STOP_SECONDS + " s; it was killed.");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }

    private static RuntimeException unavailable(String reason) {
        boolean required = Boolean.getBoolean(REQUIRE) || Boolean.parseBoolean(System.getenv(REQUIRE));
        return unavailable(reason, required);
    }

    /** Skips the tests of the class; or fails them, if a cluster is required. */
    static RuntimeException unavailable(String reason, boolean required) {
        if (required) {
            throw new AssertionError("No test cluster, and " + REQUIRE + " is set: " + reason);
        }
        return new AssumptionViolatedException("Skipped, there is no test cluster: " + reason);
    }

    private synchronized JsonNode state() {
        if (state == null) {
            throw new IllegalStateException("the cluster is not running: make it a @ClassRule");
        }
        return state;
    }

    private static Path root() {
        Path start =
                Path.of(System.getProperty("spin.root", "")).toAbsolutePath().normalize();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("testcluster/cluster.sh"))) {
                return folder;
            }
        }
        throw new IllegalStateException("there is no testcluster/cluster.sh in " + start + " or above");
    }
}
