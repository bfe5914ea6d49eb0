package io.jenkins.plugins.spindelivery.engine.kubernetes.migrate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiMove;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResources;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Brings manifests to API versions that a cluster serves. To be run on manifests as they were read, before annotations
 * and labels are added: the old versions took the selector from the pod template's labels.
 */
public final class ApiVersionMigration {
    private static final String FAMILY = "kubernetes.version-";
    private static final JsonPointer API_VERSION = JsonPointer.compile("/apiVersion");
    private static final JsonPointer KIND = JsonPointer.compile("/kind");

    private final ApiResources served;
    private final boolean strict;
    private final BiPredicate<String, String> defined;

    /**
     * For one request to one cluster.
     *
     * @param served what the cluster serves
     * @param strict whether a manifest that would have to be moved is refused
     * @param defined whether the request itself defines a type, by API version and kind; see {@link DefinedTypes}
     */
    public ApiVersionMigration(ApiResources served, boolean strict, BiPredicate<String, String> defined) {
        this.served = served;
        this.strict = strict;
        this.defined = defined;
    }

    /**
     * Brings all manifests of a request to served versions.
     *
     * @param manifests the request
     * @param live finds the live object of a name in its new API version; asked only for manifests that are moved
     * @return one for each manifest, in the same order
     * @throws ProblemException with the problems of all manifests that can't be deployed to this cluster; of category
     *     INPUT as soon as one of them is
     */
    public List<Migration> migrateAll(List<Manifest> manifests, Function<ObjectRef, Optional<ObjectNode>> live) {
        List<Migration> migrations = new ArrayList<>(manifests.size());
        List<Problem> problems = new ArrayList<>();
        Category category = Category.ACCESS;
        for (Manifest manifest : manifests) {
            try {
                migrations.add(migrate(manifest, live));
            } catch (ProblemException e) {
                // Wrong input has to be mended first, whatever the cluster will answer.
                category = e.category() == Category.INPUT ? Category.INPUT : category;
                e.problems().stream().filter(p -> !problems.contains(p)).forEach(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(category, problems);
        }
        return migrations;
    }

    /**
     * Brings one manifest to a served version.
     *
     * @param manifest the manifest
     * @param live see {@link #migrateAll}
     * @return the manifest, moved with a warning if it had to be
     * @throws ProblemException of category INPUT when the cluster does not serve its type and moving it would change or
     *     might change its meaning, or is not wanted; of category ACCESS when the cluster could not tell
     */
    public Migration migrate(Manifest manifest, Function<ObjectRef, Optional<ObjectNode>> live) {
        ObjectRef ref = manifest.ref();
        if (served.find(ref.apiVersion(), ref.kind()).isPresent() || defined.test(ref.apiVersion(), ref.kind())) {
            return new Migration(manifest, Optional.empty());
        }
        ApiMove move = ApiMove.of(ref.apiVersion(), ref.kind())
                .filter(m -> served.find(m.target(), m.kind()).isPresent())
                .orElseThrow(() -> notServed(manifest));
        String obstacle = Rewrite.obstacle(move, manifest.json());
        if (!obstacle.isEmpty()) {
            throw refused(problem(manifest, API_VERSION, "unsafe-" + obstacle, ref.apiVersion(), move.target()));
        }
        JsonNode old = live.apply(new ObjectRef(move.target(), move.kind(), ref.namespace(), ref.name()))
                .map(JsonNode.class::cast)
                .orElse(MissingNode.getInstance());
        Manifest moved = manifest.copy();
        List<String> changes = new Rewrite(move, moved.json(), old).run();
        Problem told = told(manifest, move, changes);
        if (strict) {
            throw refused(told);
        }
        return new Migration(moved, Optional.of(told));
    }

    private Problem told(Manifest manifest, ApiMove move, List<String> changes) {
        String code = (strict ? "strict" : "moved") + (changes.isEmpty() ? "" : "-changed");
        return problem(manifest, API_VERSION, code, move.apiVersion(), move.target(), String.join(", ", changes));
    }

    private ProblemException notServed(Manifest manifest) {
        ObjectRef ref = manifest.ref();
        Optional<String> undiscovered = served.incomplete().stream()
                .filter(failure -> failure.startsWith(ref.group() + ":") || failure.startsWith(ref.group() + "/"))
                .findFirst();
        if (undiscovered.isPresent()) {
            return new ProblemException(
                    Category.ACCESS,
                    problem(manifest, API_VERSION, "undiscovered", ref.apiVersion(), undiscovered.get()));
        }
        List<String> versions = served.servedVersions(ref.kind());
        if (!versions.isEmpty()) {
            return refused(problem(
                    manifest, API_VERSION, "not-served", ref.apiVersion(), ref.kind(), String.join(", ", versions)));
        }
        return unknownKind(manifest);
    }

    private ProblemException unknownKind(Manifest manifest) {
        ObjectRef ref = manifest.ref();
        List<String> similar = SimilarKinds.to(ref.kind(), served);
        List<Problem> problems = new ArrayList<>();
        problems.add(
                similar.isEmpty()
                        ? problem(manifest, KIND, "kind-unknown", ref.kind(), ref.apiVersion())
                        : problem(
                                manifest,
                                KIND,
                                "kind-similar",
                                ref.kind(),
                                ref.apiVersion(),
                                String.join(", ", similar)));
        if (!served.incomplete().isEmpty()) {
            problems.add(Problem.of(FAMILY + "incomplete", "", String.join("; ", served.incomplete())));
        }
        return new ProblemException(Category.INPUT, problems);
    }

    private static ProblemException refused(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }

    /** A problem of a manifest; its first argument is the object. */
    private static Problem problem(Manifest manifest, JsonPointer at, String code, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = manifest.ref();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Problem.of(FAMILY + code, manifest.source().where(at), all);
    }
}
