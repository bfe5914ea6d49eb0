package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
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
import io.jenkins.plugins.spindelivery.engine.manifest.SecretData;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.ManifestPreparation;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.Prepared;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparedManifest;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
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
    record Draft(PlannedObject planned, PreparedManifest prepared, Optional<ObjectNode> live, ObjectNode wouldBe) {
        /** Without the objects, which may be Secrets. */
        @Override
        public String toString() {
            return "Draft[" + planned + "]";
        }
    }

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
     * What deserved attention so far; for a plan that ends in an exception.
     *
     * @return the warnings
     */
    List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Plans.
     *
     * @param manifests as read, with expressions evaluated; {@link InputCheck} has found nothing wrong with them
     * @return the plan
     * @throws ProblemException with everything that stands in the way
     */
    Result plan(List<Manifest> manifests) {
        List<PreparedManifest> prepared = prepare(migrate(manifests));
        List<ObjectNode> complete = complete(prepared);
        List<ObjectRef> refs = complete.stream().map(ObjectRef::of).toList();
        Set<String> namespacesToCome =
                Parallel.both(executor, () -> live.fetch(refs), () -> new NamespaceCheck(cluster).check(refs));
        PlannedObjects factory = new PlannedObjects(served, request.options(), namespacesToCome);
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < complete.size(); i++) {
            Optional<ObjectNode> found = live.find(refs.get(i));
            PlannedObject planned = factory.plan(prepared.get(i), complete.get(i), found);
            drafts.add(new Draft(planned, prepared.get(i), found, complete.get(i)));
        }
        List<Plan.Doomed> prune = request.options().prune() ? prune(drafts) : List.of();
        // A denied dry run says less than the access check, whose refusal counts when both refuse.
        List<Draft> checked = Parallel.both(executor, () -> checkAccess(drafts, prune), () -> tryOut(drafts));
        return new Result(checked, prune, List.copyOf(warnings));
    }

    private void checkAccess(List<Draft> drafts, List<Plan.Doomed> prune) {
        new AccessCheck(cluster, executor)
                .check(drafts.stream().map(Draft::planned).toList(), prune, List.of(), request.options());
    }

    private List<Draft> tryOut(List<Draft> drafts) {
        return request.options().check() == DeployOptions.Check.FULL ? dryRun(drafts) : drafts;
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
                    SecretData.encode(manifest);
                    return manifest;
                })
                .toList();
    }

    private List<Draft> dryRun(List<Draft> drafts) {
        DryRun dryRun = new DryRun(cluster);
        Set<ObjectRef> accounts = drafts.stream()
                .map(draft -> draft.planned().ref())
                .filter(ref -> ref.kind().equals("ServiceAccount"))
                .collect(Collectors.toSet());
        List<Outcome<Checked>> outcomes =
                Parallel.tryAll(executor, drafts, draft -> checked(draft, dryRun, accounts), (draft, outcome) -> {});
        List<ProblemException> refused = Outcome.problems(outcomes);
        if (!refused.isEmpty()) {
            throw Stops.asOne(refused);
        }
        outcomes.forEach(outcome -> warnings.addAll(outcome.value().warnings()));
        return outcomes.stream().map(outcome -> outcome.value().draft()).toList();
    }

    /** What the server said about one object. */
    private record Checked(Draft draft, List<Problem> warnings) {}

    private static Checked checked(Draft draft, DryRun dryRun, Set<ObjectRef> accounts) {
        if (draft.planned().deferred()) {
            return later(draft);
        }
        try {
            DryRun.Answer answer = dryRun.ask(draft.planned(), draft.live());
            return new Checked(expecting(draft, answer.object()), answer.warnings());
        } catch (ApiException e) {
            if (DryRun.missesServiceAccount(e) && accounts.contains(serviceAccount(draft.wouldBe()))) {
                return later(draft);
            }
            throw e;
        }
    }

    private static Checked later(Draft draft) {
        Problem deferred = Problem.of(
                "kubernetes.deploy-check-deferred", draft.planned().ref().toString());
        return new Checked(
                new Draft(draft.planned().deferring(), draft.prepared(), draft.live(), draft.wouldBe()),
                List.of(deferred));
    }

    /** The ServiceAccount of a Pod; only Pods are refused without theirs, workloads wait for it. */
    private static ObjectRef serviceAccount(ObjectNode pod) {
        String name = pod.path("spec").path("serviceAccountName").asText("default");
        return new ObjectRef("v1", "ServiceAccount", ObjectRef.of(pod).namespace(), name);
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

    private List<Plan.Doomed> prune(List<Draft> drafts) {
        PruneFinder.Found found =
                new PruneFinder(cluster, executor, request.preparation().managedBy()).find(drafts);
        if (!found.unseen().isEmpty()) {
            warnings.add(Problem.of("kubernetes.deploy-prune-unseen", "", String.join(", ", found.unseen())));
        }
        found.kept()
                .forEach(ref -> warnings.add(Problem.of("kubernetes.deploy-prune-kept", ref.toString(), ref.kind())));
        return found.doomed();
    }
}
