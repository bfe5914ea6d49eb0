package demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A new image and new configuration for a service that an autoscaler has scaled. */
final class Scaled implements Step {
    private static final int REPLICAS = 3;
    private static final String CORRECTED = "demo/youdu-deployment.yaml";

    @Override
    public String title() {
        return "An autoscaler's work is kept";
    }

    @Override
    public void play(Stage stage) throws IOException {
        newImage(stage);
        newConfiguration(stage);
    }

    private static void newImage(Stage stage) throws IOException {
        stage.narrator()
                .say(
                        "The corrected manifest still says replicas: 1, and strategy.spinnaker.io/use-source-capacity: 'true'. Something"
                                + " like an autoscaler sets 3; then a new image comes.");
        stage.live().scaleAsAutoscaler(REPLICAS);
        int live = stage.live().replicas();
        stage.narrator().claim(live == REPLICAS, "scaled to 3 by somebody else", live);
        List<String> command = Deployments.command(stage, CORRECTED, "deploy", Images.NEXT, "v1");
        Deployments.claimDone(stage, stage.shell().spin(command));
        Deployments.claimReady(stage, REPLICAS, Images.NEXT);
    }

    private static void newConfiguration(Stage stage) throws IOException {
        stage.database().keep("ci-youdu/configmap-v2", stage.example("demo/youdu-configmap-v2.yaml"));
        stage.narrator()
                .say("The operators publish ci-youdu-configmap-v2. First the plan, which writes nothing; then ConfigMap"
                        + " and Deployment in one request: spin knows their order.");
        Shell.Result plan = stage.shell().spin(command(stage, "plan"));
        stage.narrator().claim(plan.exitCode() == 0, "planned, exit code 0", "exit code " + plan.exitCode());
        List<String> before = stage.live().names("ConfigMap", "ci-youdu");
        stage.narrator().claim(before.equals(List.of("ci-youdu-configmap-v1")), "the plan wrote nothing", before);
        Deployments.claimDone(stage, stage.shell().spin(command(stage, "deploy")));
        String mounted = stage.live().configMap();
        stage.narrator()
                .claim(mounted.equals("ci-youdu-configmap-v2"), "the Deployment mounts ci-youdu-configmap-v2", mounted);
        List<String> after = stage.live().names("ConfigMap", "ci-youdu");
        stage.narrator()
                .claim(
                        after.equals(List.of("ci-youdu-configmap-v1", "ci-youdu-configmap-v2")),
                        "ci-youdu-configmap-v1 is still there to go back to",
                        after);
        Deployments.claimReady(stage, REPLICAS, Images.NEXT);
    }

    private static List<String> command(Stage stage, String command) {
        List<String> parts = new ArrayList<>(Deployments.command(stage, CORRECTED, command, Images.NEXT, "v2"));
        parts.add(1, "-f " + stage.database().url("ci-youdu/configmap-v2"));
        parts.add("--versioned false");
        parts.add("--allow-private-hosts");
        return parts;
    }
}
