package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResources;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.FieldPath;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.ManagedFields;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.LiveView;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.SourceCapacity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the preparation of manifests sees of the cluster during one plan. */
final class LiveSnapshot implements LiveView {
    private final ApiResources served;
    private final LiveObjects live;
    private final Map<Place, Map<String, List<ObjectNode>>> candidates = new HashMap<>();

    private record Place(String apiVersion, String kind, String namespace) {}

    LiveSnapshot(ApiResources served, LiveObjects live) {
        this.served = served;
        this.live = live;
    }

    @Override
    public List<ObjectNode> versions(String apiVersion, String kind, String namespace, String baseName) {
        return candidates
                .computeIfAbsent(new Place(apiVersion, kind, namespace), this::byBaseName)
                .getOrDefault(baseName, List.of());
    }

    /** Looked up by name, because hundreds of manifests of a kind would each look through hundreds of objects. */
    private Map<String, List<ObjectNode>> byBaseName(Place place) {
        Map<String, List<ObjectNode>> byName = new HashMap<>();
        for (ObjectNode object : live.all(place.apiVersion(), place.kind(), place.namespace())) {
            Set<String> baseNames = new HashSet<>();
            SpinnakerAnnotations.text(object, SpinnakerAnnotations.ARTIFACT_NAME)
                    .ifPresent(baseNames::add);
            String name = object.path("metadata").path("name").asText();
            baseNames.add(name.substring(0, Math.max(0, name.lastIndexOf('-'))));
            baseNames.forEach(baseName ->
                    byName.computeIfAbsent(baseName, key -> new ArrayList<>()).add(object));
        }
        return byName;
    }

    @Override
    public SourceCapacity sourceCapacity(ObjectRef ref) {
        Optional<ObjectNode> found = live.find(ref);
        JsonNode replicas = found.map(object -> object.path("spec").path("replicas"))
                .filter(JsonNode::isInt)
                .orElse(null);
        if (replicas == null) {
            return new SourceCapacity.None();
        }
        boolean foreign = !ManagedFields.of(found.get())
                .othersOwning(WriteOptions.SPIN_DELIVERY, FieldPath.REPLICAS)
                .isEmpty();
        return foreign ? new SourceCapacity.Foreign(replicas.asInt()) : new SourceCapacity.Ours(replicas.asInt());
    }

    @Override
    public Optional<Boolean> namespaced(String apiVersion, String kind) {
        return served.find(apiVersion, kind).map(ApiResource::namespaced);
    }

    @Override
    public Optional<ObjectNode> service(String namespace, String name) {
        return live.find(new ObjectRef("v1", "Service", namespace, name));
    }
}
