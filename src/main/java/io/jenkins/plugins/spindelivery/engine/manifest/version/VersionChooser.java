package io.jenkins.plugins.spindelivery.engine.manifest.version;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.manifest.version.VersionHistory.Entry;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides which version a manifest becomes: a live one with the same content, or the next number. */
public final class VersionChooser {
    private static final ObjectMapper JSON = new ObjectMapper();

    private VersionChooser() {}

    /**
     * The decision.
     *
     * @param version the version
     * @param reused the live object that has the same content already; empty for a new version
     * @param fingerprint of the candidate; empty for a Secret
     */
    public record Choice(Version version, Optional<ObjectNode> reused, Optional<String> fingerprint) {}

    /**
     * Chooses. The oldest version with the same content is re-used; that needs live content that still matches and, but
     * for Secrets, a proof of what the object was made from: our fingerprint, or what kubectl or Spinnaker applied last.
     * A new version has the highest live number plus 1; a number whose name is taken by any other object is passed over.
     *
     * @param candidate the manifest after binding and before annotating
     * @param baseName the name without version
     * @param live objects of the candidate's kind and namespace
     * @param anyReplicas whether a re-used object may have another number of replicas, because the live number is to stay
     * @return the version
     */
    public static Choice choose(ObjectNode candidate, String baseName, List<ObjectNode> live, boolean anyReplicas) {
        VersionHistory history = VersionHistory.of(Kinds.of(candidate), baseName, live);
        Optional<String> fingerprint = Fingerprint.of(candidate);
        Optional<Entry> same = history.entries().stream()
                .filter(entry -> entry.name().equals(entry.version().nameOf(baseName)))
                .filter(entry ->
                        !entry.object().at("/metadata/deletionTimestamp").isTextual())
                .filter(entry -> madeFrom(candidate, fingerprint, entry.object()))
                .filter(entry -> LiveContent.matches(candidate, entry.object(), anyReplicas))
                .findFirst();
        if (same.isPresent()) {
            return new Choice(same.get().version(), Optional.of(same.get().object()), fingerprint);
        }
        return new Choice(next(history, baseName, live), Optional.empty(), fingerprint);
    }

    private static Version next(VersionHistory history, String baseName, List<ObjectNode> live) {
        Version next = history.entries().stream()
                .map(Entry::version)
                .max(Version::compareTo)
                .map(Version::next)
                .orElse(Version.FIRST);
        Set<Version> taken = new HashSet<>();
        live.forEach(object -> VersionHistory.ofName(object, baseName)
                .filter(version -> object.at("/metadata/name").asText().equals(version.nameOf(baseName)))
                .ifPresent(taken::add));
        while (taken.contains(next)) {
            next = next.next();
        }
        return next;
    }

    private static boolean madeFrom(ObjectNode candidate, Optional<String> fingerprint, ObjectNode live) {
        if (fingerprint.isEmpty()) {
            // A Secret: its live content says it all.
            return true;
        }
        Optional<String> known = SpinnakerAnnotations.text(live, SpinnakerAnnotations.FINGERPRINT);
        if (known.isPresent()) {
            return known.equals(fingerprint);
        }
        return lastApplied(live)
                .filter(applied ->
                        CanonicalJson.of(Content.of(applied)).equals(CanonicalJson.of(Content.of(candidate))))
                .isPresent();
    }

    private static Optional<ObjectNode> lastApplied(ObjectNode live) {
        return SpinnakerAnnotations.raw(live, SpinnakerAnnotations.LAST_APPLIED).flatMap(text -> {
            try {
                JsonNode applied = JSON.readTree(text);
                return applied instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        });
    }
}
