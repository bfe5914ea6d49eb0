package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.manifest.Moniker;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import java.util.regex.Pattern;

/**
 * Writes Spinnaker's annotations and labels to an object, and to its pod template at {@code spec.template} when that has
 * a {@code metadata} map. What a manifest carries already is not overwritten, but for the sequence and for who manages
 * it.
 */
final class Annotator {
    /** What Kubernetes allows as the value of a label. */
    private static final Pattern LABEL_VALUE = Pattern.compile("(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

    private final PreparationOptions options;

    Annotator(PreparationOptions options) {
        this.options = options;
    }

    /** Whether a text can be the value of a label: at most 63 letters, digits, dashes, dots and underscores. */
    static boolean canBeLabel(String value) {
        return LABEL_VALUE.matcher(value).matches();
    }

    /**
     * Annotates and labels, changing the object.
     *
     * @param object the manifest, its name final
     * @param artifact what it produces; of a {@code generateName} manifest without a name
     * @param moniker where it belongs
     * @param fingerprint for a versioned object; {@code null} for none
     */
    void annotate(ObjectNode object, Artifact artifact, Moniker moniker, String fingerprint) {
        writeAnnotations(Metadata.map(object, "annotations"), artifact, moniker);
        if (fingerprint != null) {
            Metadata.map(object, "annotations").put(SpinnakerAnnotations.FINGERPRINT, fingerprint);
        }
        writeLabels(object, moniker);
        if (object.at("/spec/template") instanceof ObjectNode template
                && template.path("metadata").isObject()) {
            writeAnnotations(Metadata.map(template, "annotations"), artifact, moniker);
            if (!options.skipSpecTemplateLabels()) {
                writeLabels(template, moniker);
            }
        }
    }

    private static void writeAnnotations(ObjectNode annotations, Artifact artifact, Moniker moniker) {
        putIfAbsent(annotations, SpinnakerAnnotations.ARTIFACT_TYPE, artifact.type());
        putIfAbsent(
                annotations, SpinnakerAnnotations.ARTIFACT_NAME, artifact.name().isEmpty() ? null : artifact.name());
        putIfAbsent(annotations, SpinnakerAnnotations.ARTIFACT_LOCATION, artifact.location());
        putIfAbsent(annotations, SpinnakerAnnotations.ARTIFACT_VERSION, artifact.version());
        putIfAbsent(annotations, SpinnakerAnnotations.MONIKER_APPLICATION, moniker.application());
        putIfAbsent(annotations, SpinnakerAnnotations.MONIKER_CLUSTER, moniker.cluster());
        putIfAbsent(annotations, SpinnakerAnnotations.MONIKER_STACK, moniker.stack());
        putIfAbsent(annotations, SpinnakerAnnotations.MONIKER_DETAIL, moniker.detail());
        if (moniker.sequence() != null) {
            annotations.put(
                    SpinnakerAnnotations.MONIKER_SEQUENCE, moniker.sequence().toString());
        }
    }

    private void writeLabels(ObjectNode holder, Moniker moniker) {
        if (!options.appLabels() && moniker.sequence() == null) {
            return;
        }
        ObjectNode labels = Metadata.map(holder, "labels");
        if (options.appLabels()) {
            boolean named = !moniker.application().isEmpty() && canBeLabel(moniker.application());
            putIfAbsent(labels, SpinnakerAnnotations.LABEL_APP_NAME, named ? moniker.application() : null);
            labels.put(SpinnakerAnnotations.LABEL_MANAGED_BY, options.managedBy());
        }
        if (moniker.sequence() != null) {
            labels.put(SpinnakerAnnotations.MONIKER_SEQUENCE, moniker.sequence().toString());
        }
    }

    private static void putIfAbsent(ObjectNode map, String key, String value) {
        if (value != null && !map.hasNonNull(key)) {
            map.put(key, value);
        }
    }
}
