package io.jenkins.plugins.spindelivery.engine.kubernetes.find;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.SimilarKinds;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds live objects by kind and name, by kind and label, or by criterion among the versions of one thing. */
public final class TargetFinder {
    private final Cluster cluster;

    /**
     * Looks in one cluster.
     *
     * @param cluster where
     */
    public TargetFinder(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Finds what a target means. Nothing found is no error.
     *
     * @param target what to look for
     * @return live objects, each once, kind by kind; at most one with a criterion
     * @throws ProblemException when the target is no clear question, see {@link #check}, or names an unknown kind
     */
    public List<ObjectNode> find(Target target) {
        List<Problem> unclear = check(target);
        if (!unclear.isEmpty()) {
            throw new ProblemException(Category.INPUT, unclear);
        }
        if (target.criterion() != null) {
            return target.criterion().choose(versions(target)).stream().toList();
        }
        return find(target.kinds(), target.name(), target.labelSelector(), namespaceOf(target));
    }

    /**
     * Finds the one object that a target means.
     *
     * @param target what to look for
     * @return the live object
     * @throws ProblemException when there is none or more than one, or as {@link #find(Target)} does
     */
    public ObjectNode one(Target target) {
        List<ObjectNode> found = find(target);
        if (found.isEmpty()) {
            throw missing(target);
        }
        if (found.size() > 1) {
            List<String> names = found.stream()
                    .map(object -> ObjectRef.of(object).toString())
                    .toList();
            throw new ProblemException(
                    Category.INPUT,
                    Problem.of("kubernetes.find-several", "", target.toString(), String.join(", ", names)));
        }
        return found.get(0);
    }

    /**
     * The error for a target that finds nothing where something must be.
     *
     * @param target what was looked for
     * @return the exception to throw
     */
    public ProblemException missing(Target target) {
        return new ProblemException(
                Category.INPUT,
                target.criterion() == null
                        ? Problem.of("kubernetes.find-nothing", "", target.toString(), namespaceOf(target))
                        : Problem.of(
                                "kubernetes.find-no-version",
                                "",
                                target.criterion().word(),
                                String.join(", ", target.kinds()),
                                target.cluster(),
                                namespaceOf(target)));
    }

    /**
     * What is not clear about a target; asks nothing of the cluster.
     *
     * @param target what is to be looked for
     * @return no kind, no way or more than one of name, selector and criterion, a criterion without cluster or with
     *     several kinds; empty when it is clear
     */
    public static List<Problem> check(Target target) {
        List<Problem> problems = new ArrayList<>();
        if (target.kinds().isEmpty()) {
            problems.add(Problem.of("kubernetes.find-no-kind", ""));
        }
        int ways = (target.name().isEmpty() ? 0 : 1)
                + (target.labelSelector().isEmpty() ? 0 : 1)
                + (target.criterion() == null ? 0 : 1);
        if (ways != 1) {
            problems.add(Problem.of(ways == 0 ? "kubernetes.find-everything" : "kubernetes.find-ways", ""));
        }
        problems.addAll(checkCriterion(target));
        return problems;
    }

    private static List<Problem> checkCriterion(Target target) {
        List<Problem> problems = new ArrayList<>();
        if (target.criterion() == null) {
            if (!target.cluster().isEmpty() || !target.application().isEmpty()) {
                problems.add(Problem.of("kubernetes.find-no-criterion", ""));
            }
            return problems;
        }
        if (target.cluster().isEmpty()) {
            problems.add(Problem.of(
                    "kubernetes.find-no-cluster", "", target.criterion().word()));
        }
        if (target.kinds().size() > 1) {
            problems.add(Problem.of(
                    "kubernetes.find-kinds",
                    "",
                    target.criterion().word(),
                    target.kinds().size()));
        }
        return problems;
    }

    /**
     * Finds objects by kind and name, or by kind and label.
     *
     * @param kinds as people write them
     * @param name the objects' name; empty for any
     * @param labelSelector in the API's own syntax; empty for any
     * @param namespace where to look
     * @return live objects, each once, kind by kind
     * @throws ProblemException when the cluster serves no such kind
     */
    public List<ObjectNode> find(List<String> kinds, String name, String labelSelector, String namespace) {
        List<ObjectNode> found = new ArrayList<>();
        for (ApiResource resource : resources(kinds)) {
            String where = resource.namespaced() ? namespace : "";
            if (name.isEmpty()) {
                found.addAll(cluster.list(resource, where, labelSelector));
            } else {
                cluster.get(new ObjectRef(resource.apiVersion(), resource.kind(), where, name))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    /**
     * The versions of one thing: the objects of a kind and namespace whose annotations name the cluster (and the
     * application, if one is given). Those that are being deleted are none any more.
     *
     * @param target with one kind and a cluster; its criterion does not count
     * @return live objects, the eldest first
     * @throws ProblemException when the cluster serves no such kind
     */
    public List<ObjectNode> versions(Target target) {
        return Criterion.oldestFirst(find(target.kinds(), "", "", namespaceOf(target)).stream()
                .filter(object -> !object.path("metadata").has("deletionTimestamp"))
                .filter(object -> isOf(target, object))
                .toList());
    }

    private static boolean isOf(Target target, ObjectNode object) {
        Optional<String> annotated = SpinnakerAnnotations.text(object, SpinnakerAnnotations.MONIKER_CLUSTER);
        if (annotated.isEmpty()) {
            return false;
        }
        // Without a cluster of one's own the annotation is the kind and the name, which nobody wants to write twice.
        String usual = Kinds.of(object).canonicalName() + " " + target.cluster();
        boolean same =
                annotated.get().equals(target.cluster()) || annotated.get().equals(usual);
        return same
                && (target.application().isEmpty()
                        || SpinnakerAnnotations.text(object, SpinnakerAnnotations.MONIKER_APPLICATION)
                                .filter(target.application()::equals)
                                .isPresent());
    }

    private String namespaceOf(Target target) {
        return target.namespace().isEmpty() ? cluster.defaultNamespace() : target.namespace();
    }

    /** The types of the kinds, each once, whatever names were used for it. */
    private Set<ApiResource> resources(List<String> kinds) {
        Set<ApiResource> resources = new LinkedHashSet<>();
        List<Problem> unknown = new ArrayList<>();
        if (kinds.stream().anyMatch(kind -> cluster.resources().named(kind).isEmpty())) {
            // Its CustomResourceDefinition may have come since the cluster was asked.
            cluster.forgetResources();
        }
        for (String kind : kinds) {
            cluster.resources().named(kind).ifPresentOrElse(resources::add, () -> unknown.add(unknown(kind)));
        }
        if (!unknown.isEmpty()) {
            throw new ProblemException(Category.INPUT, unknown);
        }
        return resources;
    }

    private Problem unknown(String kind) {
        List<String> similar = SimilarKinds.to(kind, cluster.resources());
        return similar.isEmpty()
                ? Problem.of("kubernetes.delete-unknown-kind", "", kind)
                : Problem.of("kubernetes.delete-similar-kind", "", kind, String.join(", ", similar));
    }
}
