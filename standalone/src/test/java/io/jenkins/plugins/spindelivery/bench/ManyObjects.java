package io.jenkins.plugins.spindelivery.bench;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ConfigMaps and Services, half of each: the first time, the same again, and the same again with every object sent. */
final class ManyObjects {
    private static final DeployOptions FULL = DeployOptions.DEFAULT;
    private static final DeployOptions STRUCTURAL = FULL.withCheck(Check.STRUCTURAL);
    private static final DeployOptions ALL = STRUCTURAL.withApplyUnchanged(true);

    private final Setting setting;
    private final int objects;
    private final Path file;

    /**
     * The work.
     *
     * @param setting where it is done
     * @param objects how many; even
     */
    ManyObjects(Setting setting, int objects) throws Exception {
        this.setting = setting;
        this.objects = objects;
        this.file = Files.writeString(setting.folder().resolve("objects.yaml"), manifests(objects / 2));
    }

    List<Row> measure(int warmUps, int rounds) throws Exception {
        Map<String, Times> times = new LinkedHashMap<>();
        for (int round = -warmUps; round < rounds; round++) {
            int number = round;
            setting.onFreshCluster(there -> {
                try (WarmSpin spin = new WarmSpin(there.kubeconfig())) {
                    new Runs(there, spin).race().round(number, times);
                }
            });
        }
        return rows(times);
    }

    /** The runs of one round. */
    private final class Runs {
        private final Setting setting;
        private final WarmSpin spin;

        Runs(Setting setting, WarmSpin spin) {
            this.setting = setting;
            this.spin = spin;
        }

        Race race() {
            return new Race(setting.quiet())
                    .with(
                            Contestant.of("kubectl, first", () -> kubectl("kubectl"))
                                    .after(fresh("kubectl")),
                            Contestant.of("kubectl, again", () -> kubectl("kubectl")))
                    .with(
                            Contestant.of("server's limit, first", () -> limit("limit"))
                                    .after(fresh("limit")),
                            Contestant.of("server's limit, again", () -> limit("limit")))
                    .with(
                            Contestant.of(
                                            "spin warm, first, structural",
                                            () -> warm("warm", STRUCTURAL, Action.CREATED))
                                    .after(fresh("warm")),
                            Contestant.of("spin warm, again", () -> warm("warm", FULL, Action.UNCHANGED)),
                            Contestant.of("spin warm, again, all sent", () -> warm("warm", ALL, Action.UNCHANGED)))
                    .with(Contestant.of("spin warm, first, full check", () -> warm("full", FULL, Action.CREATED))
                            .after(fresh("full")))
                    .with(
                            Contestant.of("spin cold, first, structural", () -> cold("structural"))
                                    .after(fresh("cold")),
                            Contestant.of("spin cold, again", () -> cold("full")));
        }

        private Contestant.Step fresh(String who) {
            return () -> setting.freshNamespace(who);
        }

        private void kubectl(String who) throws Exception {
            setting.peers()
                    .kubectl(
                            "--kubeconfig=" + setting.kubeconfig(),
                            "--namespace=" + setting.namespace(who),
                            "apply",
                            "--server-side",
                            "--filename=" + file);
        }

        private void limit(String who) throws Exception {
            setting.peers().applyAll(setting.kubeconfig().toString(), setting.namespace(who), file.toString());
        }

        private void cold(String check) throws Exception {
            setting.spin("deploy", "-f", file.toString(), "-n", setting.namespace("cold"), "--check", check);
        }

        private void warm(String who, DeployOptions options, Action expected) throws Exception {
            DeployResult result = spin.deploy(file, setting.namespace(who), options);
            long done = result.objects().stream()
                    .filter(object -> object.action() == expected)
                    .count();
            if (done != objects) {
                throw new IllegalStateException(done + " of " + objects + " objects were " + expected);
            }
        }
    }

    private List<Row> rows(Map<String, Times> times) {
        Times first = times.get("kubectl, first");
        Times again = times.get("kubectl, again");
        String work = "deploy " + objects + " objects, ";
        String peer = "kubectl apply --server-side";
        return List.of(
                Row.times(
                        "objects-first-warm",
                        work + "first time, --check structural, warm",
                        times.get("spin warm, first, structural"),
                        peer,
                        first,
                        0.66),
                Row.times(
                        "objects-first-cold",
                        work + "first time, --check structural, cold process",
                        times.get("spin cold, first, structural"),
                        peer,
                        first,
                        0.8),
                Row.times(
                        "objects-checked-warm",
                        work + "first time, default check, warm",
                        times.get("spin warm, first, full check"),
                        peer,
                        first,
                        1.1),
                Row.times(
                        "objects-again-warm",
                        work + "again, nothing changed, warm",
                        times.get("spin warm, again"),
                        peer,
                        again,
                        0.25),
                Row.times(
                        "objects-again-cold",
                        work + "again, nothing changed, cold process",
                        times.get("spin cold, again"),
                        peer,
                        again,
                        Double.POSITIVE_INFINITY),
                Row.times(
                        "objects-sent-warm",
                        work + "again, every object sent, warm",
                        times.get("spin warm, again, all sent"),
                        peer,
                        again,
                        0.66),
                Row.times(
                        "limit-first",
                        "the same by a Go client, 16 at a time, first time (the server's limit)",
                        times.get("server's limit, first"),
                        peer,
                        first,
                        Double.POSITIVE_INFINITY),
                Row.times(
                        "limit-again",
                        "the same by a Go client, 16 at a time, again (the server's limit)",
                        times.get("server's limit, again"),
                        peer,
                        again,
                        Double.POSITIVE_INFINITY));
    }

    private static String manifests(int pairs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pairs; i++) {
            text.append(
                    """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata:
                      name: settings-%1$d
                      labels: {app: web-%1$d}
                      annotations: {strategy.spinnaker.io/versioned: 'false'}
                    data:
                      application.properties: |
                        server.port=8080
                        server.name=web-%1$d
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata:
                      name: web-%1$d
                      labels: {app: web-%1$d}
                    spec:
                      selector: {app: web-%1$d}
                      ports:
                      - {name: http, port: 80, targetPort: 8080}
                    ---
                    """
                            .formatted(i));
        }
        return text.toString();
    }
}
