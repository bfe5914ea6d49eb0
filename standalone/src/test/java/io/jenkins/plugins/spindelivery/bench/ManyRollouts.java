package io.jenkins.plugins.spindelivery.bench;

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
import org.junit.runner.Description;
import org.junit.runners.model.Statement;

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
        FaultProxy proxy = FaultProxy.before(setting.cluster());
        List<Row> rows = new ArrayList<>();
        Statement counting = new Statement() {
            @Override
            public void evaluate() throws Exception {
                Path kubeconfig = Files.writeString(setting.folder().resolve("through-proxy.yaml"), kubeconfig(proxy));
                int ours = spin(proxy, kubeconfig);
                int theirs = kubectl(proxy, kubeconfig);
                rows.add(row(ours, theirs));
            }
        };
        try {
            proxy.apply(counting, Description.EMPTY).evaluate();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
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
        try (WarmSpin spin = new WarmSpin(setting.kubeconfig())) {
            spin.deploy(manifests("statuses", 1), namespace, DeployOptions.DEFAULT);
        }
        String[] cluster = {"--kubeconfig=" + kubeconfig, "--namespace=" + namespace};
        // What kubectl asks once in ten minutes, it has asked before.
        setting.peers().kubectl(cluster[0], cluster[1], "rollout", "status", "deployment/web-0");
        setting.peers().applyAll(setting.kubeconfig().toString(), namespace, manifests("statuses", 2).toString());
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

    /** The administrator's access by way of the proxy, which speaks plain HTTP to its clients. */
    private String kubeconfig(FaultProxy proxy) {
        return setting.cluster()
                .kubeconfigText()
                .replace(setting.cluster().server(), proxy.url())
                .replaceAll("(?m)^ *certificate-authority-data:.*\\R", "");
    }

    private Path manifests(String who, int version) throws IOException {
        String text = IntStream.range(0, deployments)
                .mapToObj(i -> Rollout.manifest("web-" + i, version))
                .collect(Collectors.joining("---\n"));
        return Files.writeString(setting.folder().resolve(who + "-" + version + ".yaml"), text);
    }
}
