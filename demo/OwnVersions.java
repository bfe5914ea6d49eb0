package demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same service with Spinnaker's own versions: the deploy makes them, uses them again and binds them. */
final class OwnVersions implements Step {
    private static final String CONFIG = "ci-youdu-configmap-v0";
    private static final String SECRET = "ci-youdu-secret-v0";
    private static final String FIRST = "im.imgo.tv:7080";
    private static final String SECOND = "im2.imgo.tv:7080";
    private static final String THIRD = "im3.imgo.tv:7080";
    private static final String FOURTH = "im4.imgo.tv:7080";

    @Override
    public String title() {
        return "Versions made by the deploy, as Spinnaker makes them";
    }

    @Override
    public void play(Stage stage) throws IOException {
        stage.narrator()
                .say("The same service, moved to names without versions. One request with ConfigMap, Secret and"
                        + " Deployment: the first two get versions, and the Deployment is bound to them.");
        deploy(stage, FIRST);
        claimVersions(stage, "two versions were made", List.of("00"), List.of("00"));
        claimBound(stage, "00", "00");

        stage.narrator().say("Changed data makes a new version. The Secret did not change, so it has none.");
        deploy(stage, SECOND);
        claimVersions(stage, "v001 was made, of the ConfigMap only", List.of("00", "01"), List.of("00"));
        claimBound(stage, "01", "00");

        stage.narrator().say("The first data again: v000 holds just that, and is used again.");
        deploy(stage, FIRST);
        claimVersions(stage, "there is no v002", List.of("00", "01"), List.of("00"));
        claimBound(stage, "00", "00");

        earlierResult(stage);
        history(stage);
    }

    private static void earlierResult(Stage stage) throws IOException {
        Path result = stage.scratch("configuration.json");
        stage.narrator()
                .say("Configuration and code are often deployed by different jobs. The first keeps its result as JSON,"
                        + " and the second binds the versions in it.");
        Deployments.claimDone(
                stage,
                stage.shell()
                        .spinInto(
                                result,
                                List.of(
                                        "deploy",
                                        "-f examples/demo/versioned/configmap.yaml",
                                        "-f examples/demo/versioned/secret.yaml",
                                        "--param youdu_address=" + THIRD,
                                        "-o json")));
        JsonNode artifacts = new ObjectMapper().readTree(result.toFile()).path("artifacts");
        artifacts.forEach(artifact -> stage.narrator().quote(artifact.toString()));
        List<String> second = new ArrayList<>();
        second.add("deploy");
        second.add("-f examples/demo/versioned/deployment.yaml");
        second.addAll(stage.images().flags(Images.NEXT));
        second.add("--artifact " + result);
        Deployments.claimDone(stage, stage.shell().spin(second));
        claimBound(stage, "02", "00");
    }

    private static void history(Stage stage) throws IOException {
        stage.narrator()
                .say("The ConfigMap has strategy.spinnaker.io/max-version-history: '2'. After the next change the older"
                        + " ones go; one that a running pod uses never does.");
        deploy(stage, FOURTH);
        claimVersions(stage, "the last two are left", List.of("02", "03"), List.of("00"));
        claimBound(stage, "03", "00");
        Deployments.claimReady(stage, 3, Images.NEXT);
    }

    private static void deploy(Stage stage, String address) throws IOException {
        List<String> parts = new ArrayList<>();
        parts.add("deploy");
        parts.add("-f examples/demo/versioned");
        parts.addAll(stage.images().flags(Images.NEXT));
        parts.add("--param youdu_address=" + address);
        Deployments.claimDone(stage, stage.shell().spin(parts));
    }

    private static void claimVersions(Stage stage, String claim, List<String> configs, List<String> secrets) {
        List<String> found = new ArrayList<>(stage.live().names("ConfigMap", CONFIG));
        found.addAll(stage.live().names("Secret", SECRET));
        List<String> expected = new ArrayList<>();
        configs.forEach(number -> expected.add(CONFIG + number));
        secrets.forEach(number -> expected.add(SECRET + number));
        stage.narrator().claim(found.equals(expected), claim + ": " + String.join(", ", found), found);
    }

    private static void claimBound(Stage stage, String config, String secret) {
        Live live = stage.live();
        stage.narrator()
                .claim(
                        live.configMap().equals(CONFIG + config)
                                && live.secret().equals(SECRET + secret),
                        "the Deployment uses " + CONFIG + config + " and " + SECRET + secret,
                        "it uses " + live.configMap() + " and " + live.secret());
    }
}
