package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Kind;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settles which namespace each manifest is for, and that each object is in the request only once. */
final class Placement {
    private static final JsonPointer NAMESPACE = JsonPointer.compile("/metadata/namespace");

    private final PreparationOptions options;
    private final LiveView live;
    private final List<Problem> problems;
    private final List<Problem> warnings;

    /** Scopes that CustomResourceDefinitions of the same request declare; the cluster can't know them yet. */
    private final Map<Type, Boolean> declared = new HashMap<>();

    /** The first manifest of each object. Deployments of two API groups are one object. */
    private final Map<Identity, Manifest> seen = new HashMap<>();

    private record Type(String group, String kind) {}

    private record Identity(String kind, String namespace, String name) {}

    Placement(PreparationOptions options, LiveView live, List<Problem> problems, List<Problem> warnings) {
        this.options = options;
        this.live = live;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** Copies of the manifests in their namespaces, in the same order; what can't be deployed is left out. */
    List<Manifest> place(List<Manifest> manifests) {
        manifests.forEach(manifest -> declare(manifest.json()));
        List<Manifest> placed = new ArrayList<>();
        for (Manifest manifest : manifests) {
            ObjectRef ref = manifest.ref();
            if (!Kinds.of(manifest.json()).deployable()) {
                problems.add(
                        Problem.of("manifest.not-deployable", manifest.source().where(), ref, ref.kind()));
                continue;
            }
            Manifest copy = manifest.copy();
            settleNamespace(copy);
            checkUnique(copy);
            placed.add(copy);
        }
        return placed;
    }

    private void declare(JsonNode object) {
        if (Kinds.of(object).name().equals("CustomResourceDefinition")) {
            JsonNode spec = object.path("spec");
            Type type = new Type(
                    spec.path("group").asText(""),
                    spec.path("names").path("kind").asText(""));
            declared.put(type, !spec.path("scope").asText("").equals("Cluster"));
        }
    }

    private void settleNamespace(Manifest manifest) {
        ObjectNode metadata = Metadata.metadata(manifest.json());
        String own = metadata.path("namespace").asText("");
        if (!namespaced(manifest)) {
            metadata.remove("namespace");
            if (!own.isEmpty()) {
                warnings.add(Problem.of(
                        "manifest.namespace-dropped", manifest.source().where(NAMESPACE), manifest.ref(), own));
            }
            return;
        }
        String chosen = options.namespaceOverride();
        if (chosen.isEmpty()) {
            chosen = own.isEmpty() ? options.namespace() : own;
        }
        if (chosen.isEmpty()) {
            metadata.remove("namespace");
        } else {
            metadata.put("namespace", chosen);
        }
    }

    private boolean namespaced(Manifest manifest) {
        ObjectRef ref = manifest.ref();
        return live.namespaced(ref.apiVersion(), ref.kind()).orElseGet(() -> {
            Boolean scope = declared.get(new Type(ref.group(), ref.kind()));
            return scope != null ? scope : Kinds.of(manifest.json()).namespaced();
        });
    }

    private void checkUnique(Manifest manifest) {
        ObjectRef ref = manifest.ref();
        if (ref.name().isEmpty()) {
            return;
        }
        Kind kind = Kinds.of(manifest.json());
        Manifest first = seen.putIfAbsent(new Identity(kind.canonicalName(), ref.namespace(), ref.name()), manifest);
        if (first != null) {
            problems.add(Problem.of(
                    "manifest.duplicate-object",
                    manifest.source().where(),
                    ref,
                    first.source().where()));
        }
    }
}
