package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out before the first write whether the namespaces of a request are there, or are made by it. */
final class NamespaceCheck {
    private final Cluster cluster;

    NamespaceCheck(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Looks at every namespace once.
     *
     * @param refs the objects of the request
     * @return the namespaces that are not there yet and that the request itself makes
     * @throws ProblemException naming the namespaces that are missing or being deleted, each with its first object
     */
    Set<String> check(List<ObjectRef> refs) {
        Set<String> made = new HashSet<>();
        Map<String, ObjectRef> wanted = new LinkedHashMap<>();
        for (ObjectRef ref : refs) {
            if (ref.kind().equals("Namespace") && ref.apiVersion().equals("v1")) {
                made.add(ref.name());
            } else if (!ref.namespace().isEmpty()) {
                wanted.putIfAbsent(ref.namespace(), ref);
            }
        }
        List<Problem> problems = new ArrayList<>();
        Set<String> toCome = new HashSet<>();
        wanted.forEach((namespace, first) -> {
            Optional<ObjectNode> live = find(namespace);
            if (live.isEmpty()) {
                if (made.contains(namespace)) {
                    toCome.add(namespace);
                } else {
                    problems.add(Problem.of("kubernetes.deploy-namespace-missing", first.toString(), namespace));
                }
            } else if (live.get().path("metadata").has("deletionTimestamp")) {
                problems.add(Problem.of("kubernetes.deploy-namespace-ending", first.toString(), namespace));
            }
        });
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.REFUSED, problems);
        }
        return toCome;
    }

    private Optional<ObjectNode> find(String namespace) {
        try {
            return cluster.get(new ObjectRef("v1", "Namespace", "", namespace));
        } catch (ApiException e) {
            if (e.status() != 403) {
                throw e;
            }
            // A credential for one namespace may not look at namespaces; then the first write tells.
            return Optional.of(JsonNodeFactory.instance.objectNode());
        }
    }
}
