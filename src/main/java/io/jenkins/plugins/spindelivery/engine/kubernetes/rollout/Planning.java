package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApplyResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.diff.BoundedDiff;
import io.jenkins.plugins.spindelivery.engine.kubernetes.diff.ObjectDiff;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.TargetFinder;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutObject.Fate;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.WorkloadGuard;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mentions;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the objects, settles what is sent to each, and lets the server try it. Nothing is written. */
final class Planning {
    private static final String WHY_NOT_TRIED = "kubernetes.api-webhook-no-dry-run";

    private final Cluster cluster;
    private final OperationContext context;

    /** What is found out about one object: what to tell, and how to go on. */
    private record Planned(
            RolloutObject object, Draft draft, ObjectNode live, ObjectNode wouldBe, List<Problem> warnings) {
        boolean changes() {
            return object.is(Fate.READY);
        }

        boolean isExact() {
            return !changes() || Changing.isOfOneVersion(live, wouldBe);
        }
    }

    Planning(Cluster cluster, OperationContext context) {
        this.cluster = cluster;
        this.context = context;
    }

    Move<RolloutState, RolloutResult> move(RolloutState state) {
        List<RolloutObject> objects = state.objects().isEmpty() ? find(state.request()) : state.objects();
        RolloutState known = state.with(objects);
        List<Outcome<Planned>> outcomes = Parallel.tryAll(
                context.executor(),
                objects.stream().filter(object -> object.is(Fate.FOUND)).toList(),
                object -> plan(object, state.request()),
                (object, outcome) -> {});
        List<ProblemException> stops = Outcome.problems(outcomes);
        if (!stops.isEmpty()) {
            return RolloutChange.stopped(known, stops, context);
        }
        List<Planned> planned = outcomes.stream().map(Outcome::value).toList();
        checkArtifacts(state.request().change(), planned);
        if (state.request().trafficGuard()) {
            guard(planned);
        }
        return Move.next(tell(known, planned));
    }

    private void guard(List<Planned> planned) {
        List<ObjectNode> emptied = planned.stream()
                .filter(one ->
                        one.changes() && one.wouldBe().at("/spec/replicas").asInt(1) == 0)
                .map(Planned::live)
                .toList();
        new WorkloadGuard(cluster, context).check(emptied);
    }

    private List<RolloutObject> find(RolloutRequest request) {
        TargetFinder finder = new TargetFinder(cluster);
        List<RolloutObject> found = finder.find(request.target()).stream()
                .map(object -> RolloutObject.found(
                        ObjectRef.of(object),
                        object.path("metadata").path("uid").asText()))
                .toList();
        if (found.isEmpty()) {
            throw finder.missing(request.target());
        }
        checkRights(found);
        return found;
    }

    /** Rules are known here, so they come first; of what they forbid the server need not be asked. */
    private void checkRights(List<RolloutObject> objects) {
        List<ObjectRef> refs = objects.stream().map(RolloutObject::ref).toList();
        List<Problem> forbidden = refs.stream()
                .flatMap(ref -> cluster
                        .forbids("patch", ref, false)
                        .map(problem -> new Problem(problem.code(), problem.arguments(), ref.toString()))
                        .stream())
                .toList();
        List<Problem> refused = forbidden.isEmpty()
                ? refs.stream().filter(ref -> !may(ref)).map(this::refused).toList()
                : forbidden;
        if (!refused.isEmpty()) {
            throw new ProblemException(Category.ACCESS, refused);
        }
    }

    private boolean may(ObjectRef ref) {
        return resource(ref)
                .filter(resource -> cluster.may("patch", resource, ref.namespace(), "")
                        || cluster.may("patch", resource, ref.namespace(), ref.name()))
                .isPresent();
    }

    private Problem refused(ObjectRef ref) {
        String type = resource(ref).map(ApiResource::qualifiedName).orElse(ref.kind());
        String user = cluster.user();
        return user.isEmpty()
                ? Problem.of("kubernetes.rollout-forbidden-unnamed", ref.toString(), type)
                : Problem.of("kubernetes.rollout-forbidden", ref.toString(), type, user);
    }

    private Optional<ApiResource> resource(ObjectRef ref) {
        return cluster.resources().find(ref.apiVersion(), ref.kind());
    }

    private Planned plan(RolloutObject object, RolloutRequest request) {
        Planned planned = planOnce(object, request);
        for (int races = 1; races < Changing.RACES && !planned.isExact(); races++) {
            planned = planOnce(object, request);
        }
        return planned;
    }

    private Planned planOnce(RolloutObject object, RolloutRequest request) {
        Optional<ObjectNode> found = cluster.get(object.ref());
        ObjectNode live =
                found.filter(now -> uid(now).equals(object.uid())).orElseThrow(() -> RolloutChange.lost(object, found));
        if (live.path("metadata").has("deletionTimestamp")) {
            throw new ProblemException(
                    Category.REFUSED,
                    Problem.of("kubernetes.rollout-being-deleted", object.ref().toString()));
        }
        Draft draft = new Drafting(cluster, context.clock(), request.account()).draft(request.change(), live);
        return tried(object, draft, live);
    }

    /** A webhook that refuses dry runs keeps only those patches from being sent whose outcome has to be known. */
    private Planned tried(RolloutObject object, Draft draft, ObjectNode live) {
        List<Problem> warnings = new ArrayList<>(draft.warnings());
        ApplyResult tried;
        try {
            tried = cluster.patch(
                    object.ref(), draft.strategy().contentType(), draft.patch(), WriteOptions.DEFAULT.withDryRun(true));
        } catch (ApiException e) {
            if (!e.problems().get(0).code().equals(WHY_NOT_TRIED) || draft.strategy() == PatchStrategy.JSON) {
                throw Drafting.explained(e, draft.strategy(), object.ref());
            }
            warnings.addAll(e.problems());
            return new Planned(object.ready(ready(draft, live, live)), draft, live, live, warnings);
        }
        tried.warnings().stream()
                .map(text -> Problem.of(
                        "kubernetes.deploy-server-warning", object.ref().toString(), text))
                .forEach(warnings::add);
        boolean same = ObjectDiff.of(live, tried.object()).isEmpty();
        RolloutObject next = same ? object.now(Fate.UNCHANGED) : object.ready(ready(draft, live, tried.object()));
        return new Planned(next, draft, live, tried.object(), warnings);
    }

    /** The operations of a JSON patch are steps; what they come to is sent in their place, so that it may be sent twice. */
    private static ReadyPatch ready(Draft draft, ObjectNode live, ObjectNode wouldBe) {
        return draft.strategy() == PatchStrategy.JSON
                ? ReadyPatch.of(PatchStrategy.MERGE, MergePatch.between(live, wouldBe), uid(live))
                        .atVersion(live.path("metadata").path("resourceVersion").asText())
                : ReadyPatch.of(draft.strategy(), (ObjectNode) draft.patch(), uid(live));
    }

    private static String uid(ObjectNode live) {
        return live.path("metadata").path("uid").asText();
    }

    /** An artifact that nothing mentions is a mistake of whoever required it. */
    private static void checkArtifacts(Change change, List<Planned> planned) {
        if (!(change instanceof Change.Patch patch)) {
            return;
        }
        List<Problem> unused = patch.required().stream()
                .filter(artifact ->
                        planned.stream().noneMatch(each -> each.draft().bound().contains(artifact)))
                .map(artifact -> Problem.of("kubernetes.rollout-artifact-unused", "", artifact.toString()))
                .toList();
        if (!unused.isEmpty()) {
            throw new ProblemException(Category.INPUT, unused);
        }
    }

    private RolloutState tell(RolloutState state, List<Planned> planned) {
        List<RolloutObject> objects = new ArrayList<>(state.objects());
        RolloutState next = state;
        for (Planned each : planned) {
            ObjectRef ref = each.object().ref();
            objects.replaceAll(object -> object.ref().equals(ref) ? each.object() : object);
            for (Artifact artifact : each.draft().bound()) {
                context.emit(new Event.ArtifactBound(ref, artifact));
            }
            each.draft().notes().forEach(note -> context.emit(new Event.Noted(note)));
            if (context.events().wantsChanges()) {
                context.emit(changed(each, state.request().change()));
            }
            List<Problem> fresh = each.warnings().stream()
                    .filter(warning -> !state.warnings().contains(warning))
                    .toList();
            fresh.forEach(warning -> context.emit(new Event.Warned(warning)));
            next = next.warned(fresh);
        }
        return next.planned(objects);
    }

    private static Event changed(Planned planned, Change change) {
        boolean hidden = change instanceof Change.Patch patch && patch.hideDiff();
        String diff = hidden
                ? ""
                : BoundedDiff.of(String.join(
                        "\n", ObjectDiff.of(planned.live(), planned.wouldBe()).lines()));
        Action action = planned.changes() ? change.action() : Action.UNCHANGED;
        return new Event.ChangePlanned(planned.object().ref(), action, Mentions.images(planned.wouldBe()), diff);
    }
}
