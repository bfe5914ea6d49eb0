package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Run;
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
     * The artifacts of a build's deploys so far.
     *
     * @param run the build
     * @param given artifacts that the step names itself; what is made of the same type and name is left out
     * @return given ones first; then those of deploys that succeeded and were no dry runs, the newest of each name
     */
    static List<Artifact> with(List<Artifact> given, Run<?, ?> run) {
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
        List<Artifact> all = new ArrayList<>(given);
        made.values().stream()
                .filter(artifact -> given.stream().noneMatch(own -> isSame(own, artifact)))
                .forEach(all::add);
        return all;
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
