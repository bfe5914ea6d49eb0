package io.jenkins.plugins.spindelivery.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.engine.aws.bake.Bake;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Manifests of bakes: which images there are now, as a JSON file that is archived with the build. */
final class BakeManifests {
    private static final Logger LOGGER = Logger.getLogger(BakeManifests.class.getName());
    private static final String IMAGES = "images";
    private static final int LONGEST_NAME = 100;

    private BakeManifests() {}

    /** Archives what a bake has made or found. That it can't be is no failure of the delivery: the step returns the same. */
    static void archive(Run<?, ?> run, StageFolder folder, TaskListener listener) {
        Optional<Map<?, ?>> value = folder.read()
                .filter(stage -> stage.type().equals(Bake.TYPE))
                .map(StageRecord::value)
                .filter(Map.class::isInstance)
                .map(Map.class::cast);
        if (value.isEmpty() || !(value.get().get(IMAGES) instanceof List<?> images) || images.isEmpty()) {
            return;
        }
        try {
            String name = fileName(run, images);
            CanaryReports.write(run, name, json(run, value.get()), listener);
            listener.getLogger()
                    .println("  "
                            + Problem.of("delivery.bake-archived", "", name).message());
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot archive the manifest of a bake of " + run);
            listener.getLogger()
                    .println("  "
                            + Problem.of("delivery.bake-not-archived", "", String.valueOf(e.getMessage()))
                                    .message());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String json(Run<?, ?> run, Map<?, ?> value) throws JsonProcessingException {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("build", run.getFullDisplayName());
        for (String field : List.of(IMAGES, "appversion", "deploymentDetails")) {
            manifest.put(field, value.get(field));
        }
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(manifest);
    }

    /** One that no other bake of the build has. */
    private static String fileName(Run<?, ?> run, List<?> images) throws IOException {
        Object image = images.get(0) instanceof Map<?, ?> first ? first.get("name") : "image";
        String plain = String.valueOf(image).replaceAll("[^A-Za-z0-9._-]+", "-");
        String base = "bake-" + plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
        String name = base + ".json";
        for (int i = 2; run.getArtifactManager().root().child(name).exists(); i++) {
            name = base + "-" + i + ".json";
        }
        return name;
    }
}
