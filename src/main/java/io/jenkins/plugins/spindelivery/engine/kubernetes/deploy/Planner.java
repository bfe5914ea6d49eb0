package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResources;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.diff.ObjectDiff;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.ManagedFields;
import io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.ApiVersionMigration;
import io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.DefinedTypes;
import io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Migration;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.SecretCheck;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.ManifestPreparation;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.Prepared;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparedManifest;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * Decides what a deploy is going to do, and finds out whether it can be done, without writing anything: API versions,
 * preparation, namespaces, permissions, and a server-side dry run of each object that would change.
 */
final class Planner {
    private final Cluster cluster;
    private final DeployRequest request;
    private final String id;
    private final Executor executor;
    private final ApiResources served;
    private final LiveObjects live;
    private final List<Problem> warnings = new ArrayList<>();

    /**
     * One object of a plan with what it is now and what it would be.
     *
     * @param planned what to do
     * @param prepared what the manifest was made into
     * @param live the live object, if there is one
     * @param wouldBe the object after the deploy, as far as the server could tell
     */
    record Draft(PlannedObject planned, PreparedManifest prepared, Optional<ObjectNode> live, ObjectNode wouldBe) {}

    /**
     * The whole plan.
     *
     * @param drafts in deploy order
     * @param prune what is deleted in the end
     * @param warnings what deserves attention but stops nothing
     */
    record Result(List<Draft> drafts, List<Plan.Doomed> prune, List<Problem> warnings) {}

    Planner(Cluster cluster, DeployRequest request, String id, Executor executor) {
        this.cluster = cluster;
        this.request = request;
        this.id = id;
        this.executor = executor;
        this.served = cluster.resources();
        this.live = new LiveObjects(cluster, executor);
    }

    /**
     * Plans.
     *
     * @param manifests as read, with expressions evaluated
     * @return the plan
     * @throws ProblemException with everything that stands in the way
     */
    Result plan(List<Manifest> manifests) {
        checkSecrets(manifests);
        List<PreparedManifest> prepared = prepare(migrate(manifests));
        List<ObjectNode> complete = complete(prepared);
        List<ObjectRef> refs = complete.stream().map(ObjectRef::of).toList();
        Set<String> namespacesToCome = new NamespaceCheck(cluster).check(refs);
        live.fetch(refs);
        PlannedObjects factory = new PlannedObjects(served, request.options(), namespacesToCome);
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < complete.size(); i++) {
            Optional<ObjectNode> found = live.find(refs.get(i));
            PlannedObject planned = factory.plan(prepared.get(i), complete.get(i), found);
            drafts.add(new Draft(planned, prepared.get(i), found, complete.get(i)));
        }
        new AccessCheck(cluster, executor)
                .check(drafts.stream().map(Draft::planned).toList(), request.options());
        List<Draft> checked = request.options().check() == DeployOptions.Check.FULL ? dryRun(drafts) : drafts;
        return new Result(checked, prune(prepared), List.copyOf(warnings));
    }

    private static void checkSecrets(List<Manifest> manifests) {
        List<Problem> problems = manifests.stream()
                .flatMap(manifest -> SecretCheck.problems(manifest).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
    }

    private List<Manifest> migrate(List<Manifest> manifests) {
        ApiVersionMigration migration =
                new ApiVersionMigration(served, request.options().strictApi(), DefinedTypes.of(manifests));
        List<Migration> migrations = migration.migrateAll(manifests, ref -> live.find(inNamespace(ref)));
        migrations.forEach(one -> one.warning().ifPresent(warnings::add));
        return migrations.stream().map(Migration::manifest).toList();
    }

    /** Where the preparation is going to put an object that it has not seen yet. */
    private ObjectRef inNamespace(ObjectRef ref) {
        PreparationOptions options = preparationOptions();
        String namespace = options.namespaceOverride().isEmpty()
                ? (ref.namespace().isEmpty() ? options.namespace() : ref.namespace())
                : options.namespaceOverride();
        return new ObjectRef(ref.apiVersion(), ref.kind(), namespace, ref.name());
    }

    private List<PreparedManifest> prepare(List<Manifest> manifests) {
        Prepared prepared =
                ManifestPreparation.prepare(manifests, preparationOptions(), new LiveSnapshot(served, live));
        warnings.addAll(prepared.warnings());
        return prepared.manifests();
    }

    /** Here a cluster is known, so its default namespace is, too. */
    private PreparationOptions preparationOptions() {
        PreparationOptions options = request.preparation();
        return options.namespace().isEmpty() ? options.withNamespace(cluster.defaultNamespace()) : options;
    }

    private List<ObjectNode> complete(List<PreparedManifest> prepared) {
        return IntStream.range(0, prepared.size())
                .mapToObj(i -> {
                    ObjectNode manifest = prepared.get(i).manifest().json().deepCopy();
                    GeneratedNames.complete(manifest, id, i);
                    return manifest;
                })
                .toList();
    }

    private List<Draft> dryRun(List<Draft> drafts) {
        DryRun dryRun = new DryRun(cluster);
        List<Outcome<DryRun.Answer>> answers = Parallel.tryAll(
                executor,
                drafts,
                draft -> draft.planned().deferred()
                        ? new DryRun.Answer(draft.wouldBe(), List.of(deferred(draft)))
                        : dryRun.ask(draft.planned(), draft.live()),
                (draft, answer) -> {});
        List<ProblemException> refused = Outcome.problems(answers);
        if (!refused.isEmpty()) {
            throw ProblemException.together(refused);
        }
        List<Draft> checked = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            DryRun.Answer answer = answers.get(i).value();
            warnings.addAll(answer.warnings());
            checked.add(expecting(drafts.get(i), answer.object()));
        }
        return checked;
    }

    /** The server has said what the object would be, so what writing it comes to is known, too. */
    private static Draft expecting(Draft draft, ObjectNode wouldBe) {
        boolean same = draft.planned().expected() == Action.CONFIGURED
                && draft.planned().way() != PlannedObject.Way.RECREATE
                && draft.live().isPresent()
                && !takesFromOthers(draft.live().get())
                && ObjectDiff.of(draft.live().get(), wouldBe).isEmpty();
        PlannedObject planned = same ? draft.planned().expecting(Action.UNCHANGED) : draft.planned();
        return new Draft(planned, draft.prepared(), draft.live(), wouldBe);
    }

    /** A dry run can't show that fields disappear which only kubectl or Spinnaker owned until now. */
    static boolean takesFromOthers(ObjectNode live) {
        return ManagedFields.takeOver(live, WriteOptions.SPIN_DELIVERY)
                .filter(takeOver -> !takeOver.managers().equals(List.of(WriteOptions.SPIN_DELIVERY)))
                .isPresent();
    }

    private static Problem deferred(Draft draft) {
        return Problem.of(
                "kubernetes.deploy-check-deferred", draft.planned().ref().toString());
    }

    private List<Plan.Doomed> prune(List<PreparedManifest> prepared) {
        return request.options().prune()
                ? new PruneFinder(cluster, executor, request.preparation().managedBy()).find(prepared)
                : List.of();
    }
}
