package distribution;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The test cluster of a Jenkins that is tried; it ends with its standard input, however this program ends. */
final class LocalCluster implements AutoCloseable {
    private final Process process;
    private final Path kubeconfig;

    private LocalCluster(Process process, Path kubeconfig) {
        this.process = process;
        this.kubeconfig = kubeconfig;
    }

    /**
     * Starts a cluster and waits until it is ready.
     *
     * @param root the project's folder
     * @param kubeconfig where its kubeconfig is put
     * @return the cluster
     * @throws IOException if it can't be started
     * @throws BuildFailed if it does not become ready; it has said why
     */
    static LocalCluster start(Path root, Path kubeconfig) throws IOException {
        Process process = new ProcessBuilder(
                        root.resolve("testcluster/cluster.sh").toString(),
                        "run",
                        "--name",
                        "jenkins",
                        "--kubeconfig",
                        kubeconfig.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (output.readLine() == null) {
            throw new BuildFailed("The test cluster did not start.");
        }
        return new LocalCluster(process, kubeconfig);
    }

    /**
     * The administrator's access.
     *
     * @return a kubeconfig
     */
    Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public void close() {
        end();
    }

    /** Ends the cluster and waits until it has ended. */
    void end() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
        process.onExit().join();
    }
}
