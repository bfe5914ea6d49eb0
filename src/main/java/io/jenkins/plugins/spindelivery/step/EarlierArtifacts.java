package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What earlier deploys of the same build made. Later ones bind it without being told, as Spinnaker's stages do: a
 * Deployment finds the version of the ConfigMap that was deployed before it.
 */
final class EarlierArtifacts {
    private EarlierArtifacts() {}

    /** What may take the place of one mention: of several, one has to be chosen. */
    private record Key(String type, String name, String location, String account) {
        static Key of(Artifact artifact) {
            return new Key(artifact.type(), artifact.name(), artifact.location(), artifact.account());
        }
    }

    /**
     * The artifacts that a stage binds without being told.
     *
     * @param context the stage's build
     * @param given artifacts that the step names itself; what is made of the same type and name is left out
     * @return given ones first; then what the stage sees of its pipeline, the nearest of each name; or, outside of a
     *     pipeline, those of the build's deploys that succeeded and were no dry runs, the newest of each name
     */
    static List<Artifact> with(List<Artifact> given, StageContext context) {
        Map<Key, Artifact> made =
                context.scope().map(scope -> visible(scope.artifacts())).orElseGet(() -> made(context.run()));
        List<Artifact> all = new ArrayList<>(given);
        made.values().stream()
                .filter(artifact -> given.stream().noneMatch(own -> isSame(own, artifact)))
                .forEach(all::add);
        return all;
    }

    /** Spinnaker's artifacts may lack what a mention is known by, such as a file's name; those can't be bound. */
    private static Map<Key, Artifact> visible(List<ObjectNode> artifacts) {
        Map<Key, Artifact> visible = new LinkedHashMap<>();
        for (ObjectNode tree : artifacts) {
            if (ArtifactValues.isWhole(tree)) {
                Artifact artifact = ArtifactValues.artifact("", placed(tree));
                visible.putIfAbsent(Key.of(artifact), artifact);
            }
        }
        return visible;
    }

    /** Spinnaker tells in the metadata where an artifact lives. */
    private static ObjectNode placed(ObjectNode tree) {
        String account = tree.path("metadata").path("account").asText("");
        return tree.path("account").asText("").isEmpty() && !account.isEmpty()
                ? tree.deepCopy().put("account", account)
                : tree;
    }

    private static Map<Key, Artifact> made(Run<?, ?> run) {
        Map<Key, Artifact> made = new LinkedHashMap<>();
        for (StageRecord record : StageRecords.get().of(run)) {
            if (record.type().equals(SpinDeployStep.TYPE)
                    && record.status() == StageStatus.SUCCEEDED
                    && wrote(record)) {
                artifacts(record).forEach(artifact -> {
                    made.remove(Key.of(artifact));
                    made.put(Key.of(artifact), artifact);
                });
            }
        }
        return made;
    }

    private static boolean isSame(Artifact own, Artifact made) {
        return own.type().equals(made.type())
                && own.name().equals(made.name())
                && own.location().equals(made.location());
    }

    /** A dry run tells of what it would make, which is not there. */
    private static boolean wrote(StageRecord record) {
        return record.objects().stream().anyMatch(object -> object.action() != null);
    }

    /** They live in the account that they were deployed to, and mean nothing elsewhere. */
    private static List<Artifact> artifacts(StageRecord record) {
        List<Artifact> artifacts = new ArrayList<>();
        for (JsonNode item : Values.tree(record.value()).path("artifacts")) {
            Artifact made = ArtifactValues.artifact("", item);
            artifacts.add(new Artifact(
                    made.type(), made.name(), made.location(), made.version(), made.reference(), record.account()));
        }
        return artifacts;
    }
}
