package io.jenkins.plugins.spindelivery.bench;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.TestKeys;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.testcluster.fault.FaultProxy;
import io.jenkins.plugins.spindelivery.engine.testcluster.fault.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many requests it takes to watch many Deployments roll out. Requests are counted, not timed, by a proxy before the API
 * server; those that write the Deployments do not count, neither ours nor kubectl's.
 */
final class ManyRollouts {
    /** So many kubectl run at a time: more than rarely do, and few enough for a small machine. */
    private static final int AT_ONCE = 8;

    private final Setting setting;
    private final int deployments;

    /**
     * The work.
     *
     * @param setting where it is done
     * @param deployments how many roll out at once
     */
    ManyRollouts(Setting setting, int deployments) {
        this.setting = setting;
        this.deployments = deployments;
    }

    List<Row> measure() throws Exception {
        // kubectl sends its token by TLS only.
        TestKeys keys =
                TestKeys.make(Files.createTempDirectory("bench"), "proxy", "-keyalg", "EC", "-ext", "san=ip:127.0.0.1");
        FaultProxy proxy = FaultProxy.before(setting.cluster(), keys.serverContext());
        List<Row> rows = new ArrayList<>();
        Setting.inside(proxy, () -> {
            Path kubeconfig = Files.writeString(
                    setting.folder().resolve("through-proxy.yaml"), kubeconfig(proxy, keys.certificateData()));
            int ours = spin(proxy, kubeconfig);
            int theirs = kubectl(proxy, kubeconfig);
            rows.add(row(ours, theirs));
        });
        return rows;
    }

    private Row row(int ours, int theirs) {
        return new Row(
                "rollouts-requests",
                "API requests while " + deployments + " Deployments roll out and are watched",
                ours,
                theirs,
                "requests",
                "`kubectl rollout status` for each",
                (double) ours / theirs,
                0.01);
    }

    private int spin(FaultProxy proxy, Path kubeconfig) throws Exception {
        setting.freshNamespace("rollouts");
        String namespace = setting.namespace("rollouts");
        try (WarmSpin spin = new WarmSpin(kubeconfig)) {
            spin.deploy(manifests("rollouts", 1), namespace, DeployOptions.DEFAULT);
            proxy.forget();
            spin.deploy(manifests("rollouts", 2), namespace, DeployOptions.DEFAULT);
        }
        List<Seen> seen = proxy.seen();
        int lastWrite = 0;
        for (int i = 0; i < seen.size(); i++) {
            lastWrite = seen.get(i).method().equals("PATCH") ? i : lastWrite;
        }
        List<Seen> watching = seen.subList(lastWrite + 1, seen.size());
        watching.forEach(request -> System.err.println("  " + request));
        return watching.size();
    }

    private int kubectl(FaultProxy proxy, Path kubeconfig) throws Exception {
        setting.freshNamespace("statuses");
        String namespace = setting.namespace("statuses");
        applyAll(namespace, manifests("statuses", 1));
        String[] cluster = {"--kubeconfig=" + kubeconfig, "--namespace=" + namespace};
        // With this kubectl has also asked what it asks once in ten minutes.
        setting.peers().kubectl(cluster[0], cluster[1], "wait", "--for=condition=Available", "deployment", "--all");
        applyAll(namespace, manifests("statuses", 2));
        proxy.forget();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<Programs.Written>> statuses = new ArrayList<>();
            for (int i = 0; i < deployments; i++) {
                String name = "deployment/web-" + i;
                statuses.add(() -> setting.peers().kubectl(cluster[0], cluster[1], "rollout", "status", name));
            }
            for (Future<Programs.Written> status : threads.invokeAll(statuses)) {
                status.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return proxy.seen().size();
    }

    private void applyAll(String namespace, Path file) throws Exception {
        setting.peers().applyAll(setting.kubeconfig().toString(), namespace, file.toString());
    }

    /** The administrator's access by way of the proxy. */
    private String kubeconfig(FaultProxy proxy, String authority) {
        return setting.cluster()
                .kubeconfigText()
                .replace(setting.cluster().server(), proxy.url())
                .replaceAll("certificate-authority-data:.*", "certificate-authority-data: " + authority);
    }

    private Path manifests(String who, int version) throws IOException {
        String text = IntStream.range(0, deployments)
                .mapToObj(i -> Rollout.manifest("web-" + i, version))
                .collect(Collectors.joining("---\n"));
        return Files.writeString(setting.folder().resolve(who + "-" + version + ".yaml"), text);
    }
}
