package io.jenkins.plugins.spindelivery.engine.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The moniker: where an object belongs.
 *
 * @param application the application
 * @param cluster what holds the versions of one thing together
 * @param stack a part of the application; {@code null} when there is none
 * @param detail a finer part; {@code null} when there is none
 * @param sequence the version's number; {@code null} without versions
 */
public record Moniker(String application, String cluster, String stack, String detail, Integer sequence) {
    /** The application of names like {@code system:node}, which Kubernetes makes for itself. */
    private static final String SYSTEM = "system";

    private static final Pattern NUMBERED = Pattern.compile("^(.+)-v(\\d{3,9})$");

    /**
     * Reads a name of the form {@code app-stack-detail-v003}. As in Spinnaker only application, cluster and sequence
     * are told from a name; stack and detail are not guessed.
     *
     * @param name an object's name
     * @return the moniker: of {@code testapp-abc-v003} application {@code testapp}, cluster {@code testapp-abc},
     *     sequence 3; of a name with a colon application {@code system}
     */
    public static Moniker ofName(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        boolean hasNumber = numbered.matches();
        String cluster = hasNumber ? numbered.group(1) : name;
        Integer sequence = hasNumber ? Integer.valueOf(numbered.group(2)) : null;
        return new Moniker(applicationOf(cluster), cluster, null, null, sequence);
    }

    /**
     * The moniker of a live object: from its annotations, and from its name where they say nothing. A ReplicaSet without
     * sequence takes its Deployment's revision.
     *
     * @param object the object
     * @return its moniker
     */
    public static Moniker of(JsonNode object) {
        Moniker named = ofName(object.path("metadata").path("name").asText(""));
        Integer sequence = number(object, SpinnakerAnnotations.MONIKER_SEQUENCE)
                .or(() -> object.path("kind").asText("").equals("ReplicaSet")
                        ? number(object, SpinnakerAnnotations.DEPLOYMENT_REVISION)
                        : Optional.empty())
                .orElse(named.sequence());
        return new Moniker(
                SpinnakerAnnotations.text(object, SpinnakerAnnotations.MONIKER_APPLICATION)
                        .orElse(named.application()),
                SpinnakerAnnotations.text(object, SpinnakerAnnotations.MONIKER_CLUSTER)
                        .orElse(named.cluster()),
                SpinnakerAnnotations.text(object, SpinnakerAnnotations.MONIKER_STACK)
                        .orElse(null),
                SpinnakerAnnotations.text(object, SpinnakerAnnotations.MONIKER_DETAIL)
                        .orElse(null),
                sequence);
    }

    private static String applicationOf(String cluster) {
        if (cluster.contains(":")) {
            return SYSTEM;
        }
        int dash = cluster.indexOf('-');
        return dash < 0 ? cluster : cluster.substring(0, dash);
    }

    private static Optional<Integer> number(JsonNode object, String key) {
        return SpinnakerAnnotations.text(object, key).flatMap(text -> {
            try {
                return Optional.of(Integer.valueOf(text.trim()));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }
}
