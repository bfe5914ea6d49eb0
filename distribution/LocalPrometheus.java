package distribution;

import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The Prometheus of a Jenkins that is tried, on 127.0.0.1, with metrics of the workloads of the example
 * {@code gateway-canary-metrics}; it ends with its standard input, however this program ends.
 */
final class LocalPrometheus implements AutoCloseable {
    private final MetricProgram program;
    private final WorkloadMetrics metrics;
    private final Process process;
    private final String address;

    private LocalPrometheus(MetricProgram program, WorkloadMetrics metrics, Process process, String address) {
        this.program = program;
        this.metrics = metrics;
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it and waits until it is ready. Where it can't be had, that has been said.
     *
     * @param root the project's folder
     * @param configuration where its configuration is put
     * @param kubeconfig the cluster with the workloads that metrics are made for
     * @return the Prometheus, which may be none
     * @throws IOException if a file can't be read or written
     */
    static LocalPrometheus start(Path root, Path configuration, Path kubeconfig) throws IOException {
        ClusterImages images = ClusterImages.of(kubeconfig);
        MetricProgram program = new MetricProgram();
        try {
            Process process = run(root, configuration, program);
            String address = process.inputReader().readLine();
            if (address == null) {
                System.out.println("There is no Prometheus, for the reason above. The example gateway-canary-metrics"
                        + " needs one as metric source \"prometheus\" (Manage Jenkins, System).");
            }
            return new LocalPrometheus(program, WorkloadMetrics.keep(program, images), process, address);
        } catch (IOException e) {
            program.close();
            throw e;
        }
    }

    private static Process run(Path root, Path configuration, MetricProgram program) throws IOException {
        Files.writeString(
                configuration,
                String.join(
                        "\n",
                        "global: {scrape_interval: 500ms, scrape_timeout: 500ms}",
                        "scrape_configs:",
                        "- job_name: workloads",
                        "  static_configs: [{targets: ['" + program.target() + "']}]",
                        ""));
        return new ProcessBuilder(
                        "bash", root.resolve("testpeers/prometheus.sh").toString(), "run", configuration.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /**
     * Where it answers.
     *
     * @return its URL; nothing if it can't be had on this machine
     */
    Optional<String> url() {
        return Optional.ofNullable(address);
    }

    @Override
    public void close() {
        end();
    }

    /** Ends it and what it asks, and waits until it has ended. */
    void end() {
        metrics.close();
        program.close();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
        process.onExit().join();
    }
}
