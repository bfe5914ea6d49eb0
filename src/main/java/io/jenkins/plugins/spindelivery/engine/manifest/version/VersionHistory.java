package io.jenkins.plugins.spindelivery.engine.manifest.version;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Kind;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The live versions of one thing, oldest first.
 *
 * @param entries ordered by creation; of two made in the same second the lower number first
 */
public record VersionHistory(List<Entry> entries) {

    public VersionHistory {
        entries = List.copyOf(entries);
    }

    /**
     * One version.
     *
     * @param version its number
     * @param object the live object
     */
    public record Entry(Version version, ObjectNode object) {

        /**
         * The object's name.
         *
         * @return such as {@code web-v001}
         */
        public String name() {
            return object.at("/metadata/name").asText("");
        }
    }

    /**
     * Picks the versions out of live objects: those whose annotations give this kind's artifact type and the base name.
     * So a Deployment's ReplicaSets and pods, which inherit its annotations, are no versions of a ReplicaSet or Pod of
     * the same name, and neither is an object made by hand or one without a version.
     *
     * @param kind the kind of the objects
     * @param baseName the name without version
     * @param live objects of one kind and namespace, in any order
     * @return its versions
     */
    public static VersionHistory of(Kind kind, String baseName, List<ObjectNode> live) {
        return new VersionHistory(live.stream()
                .filter(object -> belongs(object, kind, baseName))
                .flatMap(object -> versionOf(object, baseName).map(version -> new Entry(version, object)).stream())
                .sorted(Comparator.comparing(VersionHistory::created).thenComparing(Entry::version))
                .toList());
    }

    /**
     * The version made last.
     *
     * @return empty when there is none
     */
    public Optional<Entry> newest() {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
    }

    /**
     * The versions that are more than are to be kept: the oldest ones. A version that must stay is never among them,
     * though it counts.
     *
     * @param keep how many stay
     * @param mustStay names of objects that are in use, the one just deployed among them
     * @return what to delete, oldest first
     * @throws IllegalArgumentException when fewer than 1 are to be kept
     */
    public List<Entry> surplus(int keep, Set<String> mustStay) {
        if (keep < 1) {
            throw new IllegalArgumentException("at least one version must be kept, not " + keep);
        }
        return entries.subList(0, Math.max(0, entries.size() - keep)).stream()
                .filter(entry -> !mustStay.contains(entry.name()))
                .toList();
    }

    private static boolean belongs(ObjectNode object, Kind kind, String baseName) {
        // Old versions of Spinnaker wrote some kinds in other capitals.
        boolean sameType = SpinnakerAnnotations.text(object, SpinnakerAnnotations.ARTIFACT_TYPE)
                .filter(kind.artifactType()::equalsIgnoreCase)
                .isPresent();
        return sameType
                && SpinnakerAnnotations.text(object, SpinnakerAnnotations.ARTIFACT_NAME)
                        .filter(baseName::equals)
                        .isPresent();
    }

    /** The name can't lie; the annotation can, in a manifest that was exported from a live object. */
    private static Optional<Version> versionOf(ObjectNode object, String baseName) {
        return ofName(object, baseName)
                .or(() -> SpinnakerAnnotations.text(object, SpinnakerAnnotations.ARTIFACT_VERSION)
                        .flatMap(Version::parse));
    }

    /** The version in an object's name: {@code web-v001} is v001 of {@code web}. */
    static Optional<Version> ofName(ObjectNode object, String baseName) {
        String name = object.at("/metadata/name").asText("");
        String start = baseName + "-";
        return name.startsWith(start) ? Version.parse(name.substring(start.length())) : Optional.empty();
    }

    /** RFC 3339 in UTC, as the API server writes it, sorts as text. */
    private static String created(Entry entry) {
        return entry.object().at("/metadata/creationTimestamp").asText("");
    }
}
