package distribution;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Jenkins to try the plugin in: on this machine only, with the plugins of the distribution folder, a test cluster as
 * accounts, a Prometheus as metric source if it can be had, and the examples as jobs. {@code ./dev jenkins} runs it; it
 * ends with what it has started.
 */
public final class LocalJenkins {
    private static final int MILLIS_BETWEEN_LOOKS = 300;

    private final Path root;
    private final Path home;
    private final JenkinsFolder folder;
    private final int port;
    private volatile boolean ending;

    private LocalJenkins(Path root, Path distribution, int port) throws IOException {
        this.root = root;
        this.home = root.resolve(".spin/jenkins");
        this.folder = new JenkinsFolder(distribution, root.resolve("target/distribution/unpacked"));
        this.port = port;
    }

    /**
     * Starts Jenkins and stays until it ends.
     *
     * @param arguments the project's folder, the distribution folder and the port
     * @throws IOException if something can't be read, written or started
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            int port = Integer.parseInt(arguments[2]);
            new LocalJenkins(Path.of(arguments[0]), Path.of(arguments[1]), port).run();
        } catch (NumberFormatException e) {
            System.err.println("--port needs a number, not " + arguments[2] + ".");
            System.exit(2);
        } catch (BuildFailed e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        requireFreePort();
        Users users = Users.random();
        Files.createDirectories(home);
        installPlugins();
        Examples examples = new Examples(root, home.resolve("examples"));
        examples.copy();
        try (ConfigurationDatabase database = ConfigurationDatabase.serve(root.resolve("docs/examples"));
                LocalCluster cluster = LocalCluster.start(root, home.resolve("test-cluster.kubeconfig"));
                LocalPrometheus prometheus =
                        LocalPrometheus.start(root, home.resolve("prometheus.yml"), cluster.kubeconfig())) {
            Setup.write(home, users, cluster.kubeconfig(), examples, url(), database.url(), prometheus.url());
            Path log = root.resolve(".spin/jenkins.log");
            Process jenkins = start(log);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(jenkins, cluster, prometheus)));
            awaitStart(jenkins, log);
            System.out.println();
            System.out.println("Jenkins " + folder.version() + " is at " + url());
            users.print(System.out);
            System.out.println("Its log is " + root.relativize(log) + ". Ctrl-C ends it and all that it has started.");
            int code = jenkins.waitFor();
            if (!ending) {
                throw new BuildFailed("Jenkins has ended with exit code " + code + "; see " + log + ".");
            }
        }
    }

    private void end(Process jenkins, LocalCluster cluster, LocalPrometheus prometheus) {
        ending = true;
        jenkins.destroy();
        jenkins.onExit().join();
        prometheus.end();
        cluster.end();
    }

    private String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    private void requireFreePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            probe.setReuseAddress(true);
        } catch (java.net.BindException e) {
            throw new BuildFailed("Port " + port + " is in use. Choose another: ./dev jenkins --port N");
        }
    }

    /** Those of the folder and ours, and no others: what was there before may be of another version. */
    private void installPlugins() throws IOException {
        Path plugins = home.resolve("plugins");
        Trees.delete(plugins);
        Files.createDirectories(plugins);
        for (PluginFile plugin : folder.plugins()) {
            Files.copy(plugin.file(), plugins.resolve(plugin.name() + ".jpi"), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.copy(root.resolve("target/spin-delivery.hpi"), plugins.resolve("spin-delivery.jpi"));
    }

    private Process start(Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JenkinsFlags.CLOSED);
        command.addAll(List.of(
                "-Xmx1g",
                "-Djava.awt.headless=true",
                "-Djenkins.install.runSetupWizard=false",
                // The examples lie in repositories on this machine.
                "-Dhudson.plugins.git.GitSCM.ALLOW_LOCAL_CHECKOUT=true",
                "-jar",
                folder.war().toString(),
                "--enable-future-java",
                "--httpListenAddress=127.0.0.1",
                "--httpPort=" + port));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("JENKINS_HOME", home.toString()));
        System.out.println("Starting Jenkins " + folder.version() + " with "
                + (folder.plugins().size() + 1) + " plugins …");
        return builder.start();
    }

    private void awaitStart(Process jenkins, Path log) throws IOException, InterruptedException {
        while (!answers()) {
            if (!jenkins.isAlive()) {
                throw new BuildFailed("Jenkins did not start; see " + log + ".");
            }
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url() + "login").toURL().openConnection();
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }
}
