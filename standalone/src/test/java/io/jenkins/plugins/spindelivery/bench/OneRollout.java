package io.jenkins.plugins.spindelivery.bench;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The update of one Deployment's template, from the start to the moment when it is told to be ready. */
final class OneRollout {
    private final Setting setting;
    private final List<Duration> shares = new ArrayList<>();
    private int version;

    OneRollout(Setting setting) {
        this.setting = setting;
    }

    List<Row> measure(int warmUps, int rounds) throws Exception {
        for (String who : List.of("kubectl", "warm", "cold")) {
            setting.freshNamespace(who);
        }
        prepare();
        try (OwnShare spin = new OwnShare(setting.kubeconfig(), setting.namespace("warm"))) {
            Race race = new Race(setting.quiet())
                    .with(Contestant.of("kubectl apply, rollout status", this::kubectl)
                            .after(this::nextVersion))
                    .with(Contestant.measured("spin warm", () -> warm(spin)).after(this::nextVersion))
                    .with(Contestant.of("spin cold", this::cold).after(this::nextVersion));
            Map<String, Times> times = race.run(warmUps, rounds);
            return rows(times, new Times(shares.subList(warmUps, shares.size())));
        }
    }

    private static List<Row> rows(Map<String, Times> times, Times shares) {
        Times kubectl = times.get("kubectl apply, rollout status");
        String work = "update one Deployment, to ready, ";
        String peer = "`kubectl apply`, `kubectl rollout status`";
        return List.of(
                Row.times("rollout-warm", work + "warm", times.get("spin warm"), peer, kubectl, 0.66),
                Row.times("rollout-cold", work + "cold process", times.get("spin cold"), peer, kubectl, 2.5),
                Row.alone("rollout-own", work + "our own share, warm", shares.median(), "ms", 40));
    }

    private void prepare() throws Exception {
        nextVersion();
        kubectl();
        cold();
        try (WarmSpin spin = new WarmSpin(setting.kubeconfig())) {
            spin.deploy(file(), setting.namespace("warm"), DeployOptions.DEFAULT);
        }
    }

    private void nextVersion() throws IOException {
        version++;
        Files.writeString(file(), Rollout.manifest("web", version));
    }

    private Path file() {
        return setting.folder().resolve("rollout.yaml");
    }

    private void kubectl() throws Exception {
        String[] cluster = {"--kubeconfig=" + setting.kubeconfig(), "--namespace=" + setting.namespace("kubectl")};
        setting.peers().kubectl(cluster[0], cluster[1], "apply", "--filename=" + file());
        setting.peers().kubectl(cluster[0], cluster[1], "rollout", "status", "deployment/web");
    }

    private Duration warm(OwnShare spin) throws Exception {
        OwnShare.Measured measured = spin.deploy(file());
        shares.add(measured.own());
        return measured.whole();
    }

    private void cold() throws Exception {
        setting.spin("deploy", "-f", file().toString(), "-n", setting.namespace("cold"));
    }
}
