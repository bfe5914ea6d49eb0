package io.jenkins.plugins.spindelivery.engine.canary.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.Source;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the two sides' workloads: the new version from its manifest, the baseline from the live one. Each selects by labels
 * that nothing else has, so that no controller takes the other's pods for its own.
 *
 * @param base the production workload's name, from which both are named
 * @param label what both sides are known by, {@code key=value}
 * @param replicas how many pods each side gets
 * @param attach labels by which the pods are behind Services
 * @param detach labels by which they would be, and are not to be; only used with a route
 */
record Workloads(String base, String label, int replicas, Map<String, String> attach, Map<String, String> detach) {
    /** Tells the sides apart. */
    static final String ROLE = "spin-delivery.jenkins.io/canary-role";

    private static final String POD_HASH = "pod-template-hash";

    /** What says how production's object is deployed, versioned and scaled; here it would change production, or fail. */
    private static final List<String> STRATEGIES = List.of(
            SpinnakerAnnotations.STRATEGY_RECREATE,
            SpinnakerAnnotations.STRATEGY_REPLACE,
            SpinnakerAnnotations.STRATEGY_MAX_VERSION_HISTORY,
            SpinnakerAnnotations.STRATEGY_USE_SOURCE_CAPACITY);

    /** Where production's object belongs; the canary is a cluster of its own, or it would count as a version of it. */
    private static final List<String> PLACES = List.of(
            SpinnakerAnnotations.ARTIFACT_TYPE,
            SpinnakerAnnotations.ARTIFACT_NAME,
            SpinnakerAnnotations.ARTIFACT_LOCATION,
            SpinnakerAnnotations.ARTIFACT_VERSION,
            SpinnakerAnnotations.MONIKER_CLUSTER,
            SpinnakerAnnotations.MONIKER_SEQUENCE,
            SpinnakerAnnotations.TRAFFIC_LOAD_BALANCERS,
            SpinnakerAnnotations.FINGERPRINT,
            SpinnakerAnnotations.LAST_APPLIED,
            SpinnakerAnnotations.DEPLOYMENT_REVISION);

    private static final String SUFFIX = "-" + Side.CANARY;

    /** The production workload that a manifest is about, even when it calls itself a canary. */
    static String base(String name) {
        return name.endsWith(SUFFIX) && name.length() > SUFFIX.length()
                ? name.substring(0, name.length() - SUFFIX.length())
                : name;
    }

    /** The name of a side's workload, before it gets a version. */
    String name(String role) {
        return base + "-" + role;
    }

    /**
     * The new version.
     *
     * @param manifest production's next workload
     * @param namespace where it goes
     * @return the canary's manifest
     */
    Manifest canary(Manifest manifest, String namespace) {
        ObjectNode workload = manifest.json().deepCopy();
        ObjectNode metadata = workload.withObject("/metadata");
        metadata.put("name", name(Side.CANARY)).put("namespace", namespace);
        cleanse(metadata);
        finish(workload, Side.CANARY);
        return manifest.with(workload);
    }

    /**
     * The baseline.
     *
     * @param live production's workload
     * @param namespace where it goes
     * @return a manifest with the live pods' template
     */
    Manifest baseline(ObjectNode live, String namespace) {
        ObjectNode workload = JsonNodeFactory.instance.objectNode();
        workload.put("apiVersion", live.path("apiVersion").asText());
        workload.put("kind", live.path("kind").asText());
        workload.putObject("metadata").put("name", name(Side.BASELINE)).put("namespace", namespace);
        copy(live, workload, SpinnakerAnnotations.MONIKER_APPLICATION);
        ObjectNode spec = workload.putObject("spec");
        ObjectNode was = live.withObject("/spec");
        List.of("template", "minReadySeconds", "progressDeadlineSeconds").forEach(field -> {
            if (was.has(field)) {
                spec.set(field, was.get(field).deepCopy());
            }
        });
        finish(workload, Side.BASELINE);
        return new Manifest(
                workload, new Source(live.path("metadata").path("name").asText(), 0));
    }

    private static void copy(ObjectNode from, ObjectNode to, String annotation) {
        SpinnakerAnnotations.text(from, annotation)
                .ifPresent(value ->
                        to.withObject("/metadata").putObject("annotations").put(annotation, value));
    }

    /** What a Service needs to send requests to this canary's pods and no others. */
    Map<String, String> selector() {
        return Map.of(key(), value());
    }

    private void finish(ObjectNode workload, String role) {
        Map<String, String> own = new TreeMap<>(selector());
        own.put(ROLE, role);
        ObjectNode labels = workload.withObject("/metadata").withObjectProperty("labels");
        own.forEach(labels::put);
        ObjectNode spec = workload.withObject("/spec");
        spec.put("replicas", replicas);
        spec.remove("paused");
        ObjectNode selects = spec.putObject("selector").putObject("matchLabels");
        own.forEach(selects::put);
        ObjectNode template = spec.withObjectProperty("template").withObjectProperty("metadata");
        template.remove(List.of("name", "namespace", "creationTimestamp"));
        cleanse(template);
        ObjectNode podLabels = template.withObjectProperty("labels");
        podLabels.remove(List.of(POD_HASH, SpinnakerAnnotations.MONIKER_SEQUENCE));
        detach.forEach((key, value) -> {
            if (podLabels.path(key).asText().equals(value)) {
                podLabels.remove(key);
            }
        });
        attach.forEach(podLabels::put);
        own.forEach(podLabels::put);
    }

    private static void cleanse(ObjectNode metadata) {
        if (metadata.get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(STRATEGIES);
            annotations.remove(PLACES);
        }
    }

    /**
     * An object that comes with the canary, such as a ConfigMap: deployed as it is, but never at the cost of older versions.
     *
     * @param manifest the object
     * @return the same without what makes a deploy delete or replace others
     */
    static Manifest companion(Manifest manifest) {
        ObjectNode object = manifest.json().deepCopy();
        if (object.path("metadata").get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(STRATEGIES);
        }
        return manifest.with(object);
    }

    /**
     * The Service by which a route reaches both sides.
     *
     * @param production the Service that the route leads to now
     * @return a Service with the same ports and our pods
     */
    Manifest service(ObjectNode production) {
        ObjectNode service = JsonNodeFactory.instance.objectNode();
        service.put("apiVersion", "v1").put("kind", "Service");
        String name = production.path("metadata").path("name").asText();
        ObjectNode metadata = service.putObject("metadata");
        metadata.put("name", serviceName(name));
        metadata.put("namespace", production.path("metadata").path("namespace").asText());
        selector().forEach(metadata.putObject("labels")::put);
        ObjectNode spec = service.putObject("spec");
        ArrayNode ports = spec.putArray("ports");
        production.path("spec").path("ports").forEach(port -> {
            ObjectNode same = port.deepCopy();
            same.remove("nodePort");
            ports.add(same);
        });
        ObjectNode selects = spec.putObject("selector");
        selector().forEach(selects::put);
        return new Manifest(service, new Source(name, 0));
    }

    /** The name of the canary's own Service. */
    static String serviceName(String production) {
        return production + SUFFIX;
    }

    private String key() {
        return label.substring(0, label.indexOf('='));
    }

    private String value() {
        return label.substring(label.indexOf('=') + 1);
    }
}
