package demo;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The company's service with the manifests that it has, and the errors that two of them deserve. */
final class ServiceAsItIs implements Step {
    private static final int REFUSED = 2;
    private static final String PLACEHOLDER = "${spring.cloud.client.ipAddress}:${server.port}";

    @Override
    public String title() {
        return "A service as it is: configuration from a database, code from a manifest";
    }

    @Override
    public void play(Stage stage) throws IOException {
        refused(stage);
        configuration(stage);
        deployment(stage);
    }

    private static void refused(Stage stage) throws IOException {
        ConfigurationDatabase database = stage.database();
        database.keep("ci-youdu/configmap", stage.example("manifests/youdu-configmap.yaml"));
        database.keep("ci-youdu/secret", stage.example("manifests/youdu-secret.yaml"));
        stage.narrator()
                .say("Operators keep ConfigMap and Secret in a database; spin fetches both over HTTP. This team writes"
                        + " versions into names by hand, so the deploy makes none. But the Secret is not what"
                        + " Kubernetes takes, and spin finds that before it writes anything.");
        Shell.Result result = stage.shell().spin(command(stage));
        stage.narrator().claim(result.exitCode() == REFUSED, "refused, exit code 2", "exit code " + result.exitCode());
        List<String> there = stage.live().names("ConfigMap", "ci-youdu");
        stage.narrator().claim(there.isEmpty(), "nothing was written, not even the ConfigMap", there);
    }

    private static void configuration(Stage stage) throws IOException {
        stage.database().keep("ci-youdu/secret", stage.example("demo/youdu-secret.yaml"));
        stage.database().fetched();
        stage.narrator().say("The operators do what the error says: plain text belongs under stringData.");
        Shell.Result result = stage.shell().spin(command(stage));
        Narrator narrator = stage.narrator();
        narrator.claim(result.exitCode() == 0, "deployed, exit code 0", "exit code " + result.exitCode());
        int fetched = stage.database().fetched();
        narrator.claim(fetched == 2, "both came over HTTP", fetched + " requests");
        Optional<String> text = stage.live().configuration("ci-youdu-configmap-v1");
        narrator.claim(
                text.orElse("").contains(PLACEHOLDER),
                "the application's own placeholders arrived untouched in ci-youdu-configmap-v1:",
                text);
        text.stream().flatMap(String::lines).filter(line -> line.contains("${")).forEach(narrator::quote);
        List<String> keys = stage.live().secretKeys("ci-youdu-secret");
        narrator.claim(keys.size() == 3, "the Secret ci-youdu-secret has its 3 keys: " + String.join(", ", keys), keys);
    }

    private static List<String> command(Stage stage) {
        return List.of(
                "deploy",
                "-f " + stage.database().url("ci-youdu/configmap"),
                "-f " + stage.database().url("ci-youdu/secret"),
                "--versioned false",
                "--allow-private-hosts");
    }

    private static void deployment(Stage stage) throws IOException {
        stage.narrator()
                .say("Now the Deployment, from a file, with image and configuration version as parameters. Its"
                        + " apiVersion has been gone since Kubernetes 1.16: spin deploys it as what it means today,"
                        + " and says what changed.");
        List<String> command =
                Deployments.command(stage, "manifests/youdu-deployment.yaml", "deploy", Images.FIRST, "v1");
        Deployments.claimDone(stage, stage.shell().spin(command));
        Narrator narrator = stage.narrator();
        Live live = stage.live();
        String apiVersion = live.deployment().path("apiVersion").asText();
        narrator.claim(apiVersion.equals("apps/v1"), "the Deployment is live as apps/v1", apiVersion);
        narrator.claim(
                live.configMap().equals("ci-youdu-configmap-v1"), "it mounts ci-youdu-configmap-v1", live.configMap());
        narrator.claim(live.secret().equals("ci-youdu-secret"), "it reads ci-youdu-secret", live.secret());
        Deployments.claimReady(stage, 1, Images.FIRST);
    }
}
