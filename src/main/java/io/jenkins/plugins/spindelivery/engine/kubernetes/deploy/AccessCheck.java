package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlannedObject.Way;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** Asks, before anything is written, whether the account's rules and the credential allow all that a plan needs. */
final class AccessCheck {
    private final Cluster cluster;
    private final Executor executor;

    /** Objects of one type in one namespace, for which a role says what may be done. */
    private record Place(ApiResource resource, String namespace) {}

    /** One thing to be allowed. */
    private record Need(String verb, Place place) {}

    /** A need that is not met, and the first object that it stops. */
    private record Lack(Need need, String object) {}

    AccessCheck(Cluster cluster, Executor executor) {
        this.cluster = cluster;
        this.executor = executor;
    }

    /**
     * Checks all at once.
     *
     * @param objects what is going to be written
     * @param prune what is going to be deleted
     * @param made what is going to be made that is in no plan
     * @param options a rollback needs to delete, too
     * @throws ProblemException naming everything that is not allowed
     */
    void check(List<PlannedObject> objects, List<Plan.Doomed> prune, List<ObjectRef> made, DeployOptions options) {
        Map<Need, Set<ObjectRef>> needs = new LinkedHashMap<>();
        for (PlannedObject planned : objects) {
            if (planned.way() != Way.NOTHING) {
                verbs(planned, options).forEach(verb -> add(needs, verb, planned.ref()));
            }
        }
        prune.forEach(doomed -> add(needs, "delete", doomed.ref()));
        made.forEach(ref -> List.of("create", "patch").forEach(verb -> add(needs, verb, ref)));
        checkRules(needs, options.dryRun());
        List<Lack> lacks = Parallel.map(executor, List.copyOf(needs.entrySet()), this::ask).stream()
                .flatMap(Optional::stream)
                .toList();
        if (!lacks.isEmpty()) {
            throw new ProblemException(Category.ACCESS, problems(lacks));
        }
    }

    /** Rules are known here, so they come first; of what they forbid the server need not be asked. */
    private void checkRules(Map<Need, Set<ObjectRef>> needs, boolean dryRun) {
        List<Problem> forbidden = needs.entrySet().stream()
                .flatMap(each -> each.getValue().stream()
                        .flatMap(ref -> cluster
                                .forbids(each.getKey().verb(), ref, dryRun)
                                .map(problem -> new Problem(problem.code(), problem.arguments(), ref.toString()))
                                .stream()))
                .distinct()
                .toList();
        if (!forbidden.isEmpty()) {
            throw new ProblemException(Category.ACCESS, forbidden);
        }
    }

    private void add(Map<Need, Set<ObjectRef>> needs, String verb, ObjectRef ref) {
        cluster.resources().find(ref.apiVersion(), ref.kind()).ifPresent(resource -> needs.computeIfAbsent(
                        new Need(verb, new Place(resource, ref.namespace())), need -> new LinkedHashSet<>())
                .add(ref));
    }

    /** Most roles allow a verb for a whole type; some only for objects of certain names, which creating never knows. */
    private Optional<Lack> ask(Map.Entry<Need, Set<ObjectRef>> asked) {
        Need need = asked.getKey();
        if (may(need, "")) {
            return Optional.empty();
        }
        return asked.getValue().stream()
                .filter(ref -> need.verb().equals("create") || !may(need, ref.name()))
                .map(ref -> new Lack(need, ref.toString()))
                .findFirst();
    }

    private boolean may(Need need, String name) {
        return cluster.may(need.verb(), need.place().resource(), need.place().namespace(), name);
    }

    /** One problem for each type and namespace, with all verbs that are missing, as a role lists them. */
    private List<Problem> problems(List<Lack> lacks) {
        Map<Place, List<Lack>> places = new LinkedHashMap<>();
        lacks.forEach(lack -> places.computeIfAbsent(lack.need().place(), place -> new ArrayList<>())
                .add(lack));
        String user = cluster.user();
        return places.entrySet().stream()
                .map(each -> problem(each.getKey(), each.getValue(), user))
                .toList();
    }

    private static Problem problem(Place place, List<Lack> lacks, String user) {
        String verbs = lacks.stream().map(lack -> lack.need().verb()).sorted().collect(Collectors.joining(", "));
        String code = "kubernetes.deploy-forbidden"
                + (place.namespace().isEmpty() ? "-everywhere" : "")
                + (user.isEmpty() ? "-unnamed" : "");
        return Problem.of(
                code, lacks.get(0).object(), verbs, place.resource().qualifiedName(), place.namespace(), user);
    }

    private static Set<String> verbs(PlannedObject planned, DeployOptions options) {
        Set<String> verbs = new LinkedHashSet<>();
        boolean isNew = planned.uid().isEmpty();
        switch (planned.way()) {
            case APPLY -> verbs.add("patch");
            case REPLACE -> verbs.add("update");
            case RECREATE -> verbs.add("delete");
            default -> {
                // Creating is asked for below.
            }
        }
        if (isNew || planned.way() == Way.RECREATE || planned.way() == Way.CREATE) {
            verbs.add("create");
        }
        if (options.rollbackOnFailure()) {
            verbs.add(isNew ? "delete" : "patch");
        }
        return verbs;
    }
}
