package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.List;
import java.util.Optional;

/** See {@link LiveView#NONE}. */
final class NothingLive implements LiveView {

    @Override
    public List<ObjectNode> versions(String apiVersion, String kind, String namespace, String baseName) {
        return List.of();
    }

    @Override
    public SourceCapacity sourceCapacity(ObjectRef ref) {
        return new SourceCapacity.None();
    }

    @Override
    public Optional<Boolean> namespaced(String apiVersion, String kind) {
        return Optional.empty();
    }

    @Override
    public Optional<ObjectNode> service(String namespace, String name) {
        return Optional.empty();
    }
}
