package io.jenkins.plugins.spindelivery.engine.kubernetes.find;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.manifest.Moniker;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.SecretMasking;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.ImageReference;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mention;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mentions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A live object and what can be told of it.
 *
 * @param ref its name
 * @param version such as {@code v001}; empty for an object without versions
 * @param application the moniker's application, from annotations or else from the name
 * @param cluster the moniker's cluster, likewise
 * @param created when it was made, as the server writes it (RFC 3339)
 * @param replicas how many it is to have ({@code spec.replicas}); {@code null} when it does not say
 * @param images of its containers, in the order of the object
 * @param artifacts what it mentions, each once: images, ConfigMaps, Secrets, what an autoscaler scales. This is what
 *     Spinnaker's stage "Find Artifacts From Resource" gives, and a deploy may bind it
 * @param labels in the order of the object
 * @param status how it is doing
 * @param manifest the whole object as it is; of a Secret without its values
 */
public record FoundObject(
        ObjectRef ref,
        String version,
        String application,
        String cluster,
        String created,
        Long replicas,
        List<String> images,
        List<Artifact> artifacts,
        Map<String, String> labels,
        ObjectStatus status,
        ObjectNode manifest) {

    static FoundObject of(ObjectNode object, ObjectStatus status) {
        ObjectRef ref = ObjectRef.of(object);
        Moniker moniker = Moniker.of(object);
        Map<String, String> labels = new LinkedHashMap<>();
        object.at("/metadata/labels")
                .fields()
                .forEachRemaining(
                        label -> labels.put(label.getKey(), label.getValue().asText()));
        return new FoundObject(
                ref,
                SpinnakerAnnotations.text(object, SpinnakerAnnotations.ARTIFACT_VERSION)
                        .orElse(""),
                moniker.application(),
                moniker.cluster(),
                object.at("/metadata/creationTimestamp").asText(""),
                object.at("/spec/replicas").isNumber()
                        ? object.at("/spec/replicas").longValue()
                        : null,
                Mentions.images(object),
                Mentions.in(object).stream()
                        .map(mention -> artifact(mention, ref))
                        .distinct()
                        .toList(),
                labels,
                status,
                withoutFieldOwners(SecretMasking.mask(object)));
    }

    /** Who owns which field is the longest part of many objects, and nobody asks for it here. */
    private static ObjectNode withoutFieldOwners(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        copy.withObject("/metadata").remove("managedFields");
        return copy;
    }

    /** A versioned name is taken apart, so that a deploy can bind the version in place of the plain name. */
    private static Artifact artifact(Mention mention, ObjectRef from) {
        if (mention.type().equals("docker/image")) {
            ImageReference image = ImageReference.parse(mention.name());
            return new Artifact(mention.type(), image.name(), "", image.tag(), mention.name(), null);
        }
        String name = Moniker.ofName(mention.name()).sequence() == null
                ? mention.name()
                : Moniker.ofName(mention.name()).cluster();
        String version = mention.name().equals(name) ? "" : mention.name().substring(name.length() + 1);
        return new Artifact(mention.type(), name, from.namespace(), version, mention.name(), null);
    }

    /** Without the manifest, which may be long. */
    @Override
    public String toString() {
        return "FoundObject[" + ref + "]";
    }
}
