package io.jenkins.plugins.spindelivery.bench;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Commands that do so little that their time is mostly that of starting a program. */
final class Starting {
    private final Setting setting;

    Starting(Setting setting) {
        this.setting = setting;
    }

    List<Row> measure(int warmUps, int rounds) throws Exception {
        setting.freshNamespace("status");
        String namespace = setting.namespace("status");
        Path file = Files.writeString(setting.folder().resolve("status.yaml"), Rollout.manifest("web", 1));
        try (WarmSpin spin = new WarmSpin(setting.kubeconfig())) {
            spin.deploy(file, namespace, DeployOptions.DEFAULT);
        }
        String kubeconfig = "--kubeconfig=" + setting.kubeconfig();
        Race race = new Race(setting.quiet())
                .with(Contestant.of(
                        "kubectl version --client", () -> setting.peers().kubectl("version", "--client")))
                .with(Contestant.of("spin version", () -> setting.spin("version")))
                .with(Contestant.of("kubectl get", () -> setting.peers()
                        .kubectl(kubeconfig, "--namespace=" + namespace, "get", "deployment", "web")))
                .with(Contestant.of("spin status", () -> setting.spin("status", "deployment", "web", "-n", namespace)));
        Map<String, Times> times = race.run(warmUps, rounds);
        return List.of(
                Row.times(
                        "version-cold",
                        "`spin version`",
                        times.get("spin version"),
                        "`kubectl version --client`",
                        times.get("kubectl version --client"),
                        4),
                Row.times(
                        "status-cold",
                        "`spin status` of one object",
                        times.get("spin status"),
                        "`kubectl get`",
                        times.get("kubectl get"),
                        6));
    }
}
