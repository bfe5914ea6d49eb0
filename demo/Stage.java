package demo;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Policy;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Everything a step plays with: a cluster, the configuration database, a shell. Closing it leaves nothing behind. */
final class Stage implements AutoCloseable {
    private static final Path EXAMPLES = Path.of("examples");

    private final Options options;
    private final Narrator narrator;
    private final Path folder;
    private final TestCluster testCluster;
    private final Path kubeconfig;
    private final Cluster cluster;
    private final Live live;
    private final ConfigurationDatabase database;
    private final Shell shell;
    private boolean madeNamespace;
    private boolean closed;

    private Stage(Options options, Narrator narrator) throws IOException {
        this.options = options;
        this.narrator = narrator;
        folder = Files.createDirectories(
                Path.of("target", "demo", "run-" + ProcessHandle.current().pid()));
        testCluster = options.kubeconfig() == null ? new TestCluster() : null;
        kubeconfig = testCluster == null ? options.kubeconfig() : testCluster.kubeconfig();
        Kubeconfigs kubeconfigs = new Kubeconfigs(
                Policy.LOCAL, System.getenv(), narrator.console().clock());
        cluster = new FabricCluster(kubeconfigs.load(kubeconfig, options.context()));
        live = new Live(cluster);
        database = new ConfigurationDatabase();
        // States of interrupted commands go away with the demo, instead of being offered by "spin resume" for ever.
        Map<String, String> environment = Map.of(
                "KUBECONFIG", kubeconfig.toAbsolutePath().toString(),
                "XDG_STATE_HOME", folder.toAbsolutePath().toString());
        shell = new Shell(
                narrator,
                environment,
                options.context().isEmpty() ? List.of() : List.of("--context " + options.context()));
    }

    /**
     * Sets the stage.
     *
     * @param options on which cluster
     * @param narrator tells what happens
     * @return the stage
     * @throws IOException when something does not start
     */
    static Stage set(Options options, Narrator narrator) throws IOException {
        narrator.headline("Spin Delivery: manifests become watched rollouts");
        return new Stage(options, narrator);
    }

    /**
     * Says where the demo plays, asks on a cluster of the user's, and makes the namespace.
     *
     * @throws IOException when a command can't be run
     */
    void begin() throws IOException {
        narrator.say(testCluster == null ? "On your cluster " + cluster.server() + "." : testCluster.describe() + ".");
        if (testCluster == null) {
            askForOwnCluster();
        }
        narrator.command(List.of("export", "KUBECONFIG=" + shown(kubeconfig)));
        madeNamespace = true;
        narrator.claim(
                shell.spin(List.of("deploy", "-f examples/demo/namespace.yaml")).exitCode() == 0 && live.hasNamespace(),
                "the namespace " + Live.NAMESPACE + " is there",
                "it is not");
    }

    private void askForOwnCluster() throws IOException {
        if (live.hasNamespace()) {
            throw new IOException("the cluster has a namespace " + Live.NAMESPACE
                    + " already, and the demo does not touch what it did not make. Use another cluster.");
        }
        narrator.say("The demo makes the namespace " + Live.NAMESPACE + ", works in there only, and deletes it in the"
                + " end with all that is in it.");
        if (options.yes()) {
            return;
        }
        if (!narrator.console().terminal().input()) {
            throw new IOException("nobody can be asked whether that is fine. Say so by --yes.");
        }
        narrator.console().out().print("Go on? [y/N] ");
        narrator.console().out().flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new IOException("you did not say yes. Nothing was changed.");
        }
    }

    private static Path shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }

    /** Tells and checks. */
    Narrator narrator() {
        return narrator;
    }

    /** Reads the cluster. */
    Live live() {
        return live;
    }

    /** The operators' database. */
    ConfigurationDatabase database() {
        return database;
    }

    /** Runs commands. */
    Shell shell() {
        return shell;
    }

    /** Which images the service's versions are. */
    Images images() {
        return options.images();
    }

    /**
     * A file of the examples.
     *
     * @param name its path below {@code examples/}
     * @return the path as a user types it
     */
    Path example(String name) {
        return EXAMPLES.resolve(name);
    }

    /**
     * A file that the demo makes and takes away again.
     *
     * @param name its name
     * @return the path as a user types it
     */
    Path scratch(String name) {
        return folder.resolve(name);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        shell.stop();
        database.close();
        if (testCluster == null && madeNamespace) {
            deleteNamespace();
        }
        cluster.close();
        if (testCluster != null) {
            testCluster.close();
        }
        deleteFolder();
    }

    private void deleteNamespace() {
        try {
            cluster.delete(new ObjectRef("v1", "Namespace", "", Live.NAMESPACE), DeleteOptions.DEFAULT);
            narrator.say("The namespace " + Live.NAMESPACE + " is being deleted.");
        } catch (ProblemException e) {
            narrator.error("The namespace " + Live.NAMESPACE + " could not be deleted: " + e.getMessage());
        }
    }

    private void deleteFolder() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            narrator.error(folder + " could not be deleted: " + e.getMessage());
        }
    }
}
