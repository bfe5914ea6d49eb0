package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster that holds what a test puts into it. */
final class FakeLive implements LiveView {
    private final List<ObjectNode> objects = new ArrayList<>();
    private final Map<String, SourceCapacity> capacities = new HashMap<>();
    private final Map<String, Boolean> scopes = new HashMap<>();

    /** What was asked for, such as {@code versions v1 ConfigMap devops web}. */
    final List<String> asked = new ArrayList<>();

    FakeLive with(ObjectNode object) {
        objects.add(object);
        return this;
    }

    FakeLive with(String yaml) {
        return with(Trees.tree(yaml));
    }

    /** Everything that was prepared is live now, as if the cluster had taken it at the given second. */
    FakeLive with(Prepared prepared, int second) {
        for (PreparedManifest manifest : prepared.manifests()) {
            objects.removeIf(object -> ObjectRef.of(object).equals(manifest.ref()));
            ObjectNode object = manifest.manifest().json().deepCopy();
            object.withObject("/metadata").put("creationTimestamp", "2026-01-01T00:00:%02dZ".formatted(second));
            objects.add(object);
        }
        return this;
    }

    FakeLive capacity(String ref, SourceCapacity capacity) {
        capacities.put(ref, capacity);
        return this;
    }

    FakeLive scope(String kind, boolean namespaced) {
        scopes.put(kind, namespaced);
        return this;
    }

    @Override
    public List<ObjectNode> versions(String apiVersion, String kind, String namespace, String baseName) {
        asked.add("versions " + apiVersion + " " + kind + " " + namespace + " " + baseName);
        return objects.stream()
                .filter(object -> ObjectRef.of(object).kind().equals(kind)
                        && ObjectRef.of(object).namespace().equals(namespace))
                .toList();
    }

    @Override
    public SourceCapacity sourceCapacity(ObjectRef ref) {
        asked.add("capacity " + ref);
        return capacities.getOrDefault(ref.toString(), new SourceCapacity.None());
    }

    @Override
    public Optional<Boolean> namespaced(String apiVersion, String kind) {
        return Optional.ofNullable(scopes.get(kind));
    }

    @Override
    public Optional<ObjectNode> service(String namespace, String name) {
        return objects.stream()
                .filter(object -> ObjectRef.of(object).equals(new ObjectRef("v1", "Service", namespace, name)))
                .findFirst();
    }
}
