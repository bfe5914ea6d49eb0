package io.jenkins.plugins.spindelivery.engine.manifest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * The annotation and label keys that manifests and live objects carry, and how their values are read.
 *
 * <p>The keys are Spinnaker's interface: existing manifests and clusters are full of them. Only {@link #FINGERPRINT} is
 * our own.
 */
public final class SpinnakerAnnotations {
    /** {@code kubernetes/configMap} and the like; what marks an object as deployed by Spinnaker or by us. */
    public static final String ARTIFACT_TYPE = "artifact.spinnaker.io/type";
    /** The name without version. */
    public static final String ARTIFACT_NAME = "artifact.spinnaker.io/name";
    /** The namespace; empty for cluster-scoped objects. */
    public static final String ARTIFACT_LOCATION = "artifact.spinnaker.io/location";
    /** Such as {@code v001}; empty for an object without versions. */
    public static final String ARTIFACT_VERSION = "artifact.spinnaker.io/version";

    /** The application that the object belongs to. */
    public static final String MONIKER_APPLICATION = "moniker.spinnaker.io/application";
    /** What holds the versions of one thing together. */
    public static final String MONIKER_CLUSTER = "moniker.spinnaker.io/cluster";
    /** A part of the application, such as {@code test}. */
    public static final String MONIKER_STACK = "moniker.spinnaker.io/stack";
    /** A finer part. */
    public static final String MONIKER_DETAIL = "moniker.spinnaker.io/detail";
    /** The version's number; an annotation and a label. */
    public static final String MONIKER_SEQUENCE = "moniker.spinnaker.io/sequence";

    /** What the keys of deploy strategies begin with. */
    public static final String STRATEGY_PREFIX = "strategy.spinnaker.io/";
    /** {@code true}: the object gets a version whatever its kind; anything else: it gets none. */
    public static final String STRATEGY_VERSIONED = STRATEGY_PREFIX + "versioned";
    /** {@code true}: the object is deleted and made anew each time. */
    public static final String STRATEGY_RECREATE = STRATEGY_PREFIX + "recreate";
    /** {@code true}: the object is replaced as a whole. */
    public static final String STRATEGY_REPLACE = STRATEGY_PREFIX + "replace";
    /** {@code true} or {@code force-conflicts}. */
    public static final String STRATEGY_SERVER_SIDE_APPLY = STRATEGY_PREFIX + "server-side-apply";
    /** How many versions stay. */
    public static final String STRATEGY_MAX_VERSION_HISTORY = STRATEGY_PREFIX + "max-version-history";
    /** {@code true}: the live number of replicas stays. */
    public static final String STRATEGY_USE_SOURCE_CAPACITY = STRATEGY_PREFIX + "use-source-capacity";

    /** A JSON list of {@code "service NAME"}. */
    public static final String TRAFFIC_LOAD_BALANCERS = "traffic.spinnaker.io/load-balancers";
    /** {@code true}: views hide the object. */
    public static final String CACHING_IGNORE = "caching.spinnaker.io/ignore";
    /** A URL template that leads to a job's logs. */
    public static final String JOB_LOGS = "job.spinnaker.io/logs";
    /** A Deployment's revision, which its ReplicaSets carry. */
    public static final String DEPLOYMENT_REVISION = "deployment.kubernetes.io/revision";
    /** What {@code kubectl apply} and Spinnaker applied last. */
    public static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** Our own: the fingerprint of the content that a versioned object was made from. */
    public static final String FINGERPRINT = "spin-delivery.jenkins.io/fingerprint";

    /** The application's name. */
    public static final String LABEL_APP_NAME = "app.kubernetes.io/name";
    /** Who manages the object. */
    public static final String LABEL_MANAGED_BY = "app.kubernetes.io/managed-by";

    private static final JsonPointer ANNOTATIONS = JsonPointer.compile("/metadata/annotations");
    private static final ObjectMapper JSON = new ObjectMapper();

    private SpinnakerAnnotations() {}

    /**
     * Where an annotation stands, for {@link Source#where(JsonPointer)}.
     *
     * @param key the annotation
     * @return its place in the object
     */
    public static JsonPointer pointer(String key) {
        return ANNOTATIONS.appendProperty(key);
    }

    /**
     * The value of an annotation as it stands.
     *
     * @param object the object
     * @param key the annotation
     * @return the text, or empty when the annotation is missing or no text
     */
    public static Optional<String> raw(JsonNode object, String key) {
        return Optional.ofNullable(object.at(ANNOTATIONS).path(key).textValue());
    }

    /**
     * The value of an annotation. Old versions of Spinnaker wrote texts as JSON, in quotes, so quotes are taken off.
     *
     * @param object the object
     * @param key the annotation
     * @return the text, or empty when the annotation is missing or begins and ends with quotes but is no JSON text
     */
    public static Optional<String> text(JsonNode object, String key) {
        return raw(object, key).flatMap(SpinnakerAnnotations::unquoted);
    }

    private static Optional<String> unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        if (!quoted) {
            return Optional.of(value);
        }
        try {
            return Optional.ofNullable(JSON.readTree(value).textValue());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
