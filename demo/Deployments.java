package demo;

import java.util.ArrayList;
import java.util.List;

/** What several steps do with the service's Deployment. */
final class Deployments {
    private Deployments() {}

    /**
     * The command that deploys the service.
     *
     * @param stage the stage
     * @param file the manifest, below {@code examples/}
     * @param command {@code deploy} or {@code plan}
     * @param image the image's version
     * @param configuration the configuration's version, as this team counts
     * @return parts of a command
     */
    static List<String> command(Stage stage, String file, String command, String image, String configuration) {
        List<String> parts = new ArrayList<>();
        parts.add(command);
        parts.add("-f " + stage.example(file));
        parts.addAll(stage.images().flags(image));
        parts.add("--param config_version=" + configuration);
        return parts;
    }

    /**
     * Claims that a deploy succeeded.
     *
     * @param stage the stage
     * @param result what came of it
     */
    static void claimDone(Stage stage, Shell.Result result) {
        stage.narrator().claim(result.exitCode() == 0, "deployed, exit code 0", "exit code " + result.exitCode());
    }

    /**
     * Claims that the service runs.
     *
     * @param stage the stage
     * @param replicas on how many pods
     * @param image with which version of the image
     */
    static void claimReady(Stage stage, int replicas, String image) {
        String wanted = stage.images().of(image);
        Live live = stage.live();
        stage.narrator().claim(live.image().equals(wanted), "its image is " + wanted, live.image());
        int ready = live.readyPods(wanted).size();
        stage.narrator()
                .claim(
                        live.replicas() == replicas && ready == replicas,
                        replicas + " of " + replicas + " pods are ready",
                        ready + " with this image are ready, and the Deployment asks for " + live.replicas());
    }
}
