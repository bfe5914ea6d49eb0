package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficRequest.Task;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficState.Stage;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the ReplicaSets, and checks that what is going to be done to them may be done. */
final class Finding implements TrafficMove {

    @Override
    public Move<TrafficState, DeployResult> move(TrafficState state, Cluster cluster, OperationContext context) {
        GroupFinder finder = new GroupFinder(state, cluster, context);
        long now = context.clock().millis();
        if (state.request().task() != Task.DEPLOY) {
            List<Group> groups = finder.named();
            checkAccess(cluster, groups);
            return Move.next(
                    state.request().task() == Task.ENABLE
                            ? state.entering(groups).to(Stage.ENTER, now)
                            : state.leaving(groups).to(Stage.LEAVE, now));
        }
        List<Group> older = finder.older();
        List<Group> entering = finder.entering(older);
        TrafficState known = state.entering(entering).leaving(older);
        if (known.ending() != null) {
            return Move.next(Ends.afterFailure(known, context));
        }
        checkAccess(cluster, Stream.concat(older.stream(), entering.stream()).toList());
        GroupFinder.reused(entering)
                .forEach(ref -> context.emit(new Event.Noted(Problem.of("kubernetes.traffic-reused", ref.toString()))));
        boolean rolling = state.request().strategy() == TrafficStrategy.ROLLING_RED_BLACK;
        return Move.next(known.to(rolling ? Stage.GROW : Stage.ENTER, now));
    }

    /** Before the first is touched: half of it helps nobody. */
    private static void checkAccess(Cluster cluster, List<Group> groups) {
        List<Problem> problems = new ArrayList<>();
        for (Group group : groups) {
            ObjectRef pod = new ObjectRef(
                    "v1", "Pod", group.ref().namespace(), group.ref().name() + "-*");
            forbidden(cluster, "patch", group.ref()).ifPresent(problems::add);
            forbidden(cluster, "patch", pod).ifPresent(problems::add);
            if (group.doomed()) {
                forbidden(cluster, "delete", group.ref()).ifPresent(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(
                    Category.ACCESS, problems.stream().distinct().toList());
        }
    }

    private static Optional<Problem> forbidden(Cluster cluster, String verb, ObjectRef ref) {
        Optional<Problem> rule = cluster.forbids(verb, ref, false)
                .map(problem -> new Problem(problem.code(), problem.arguments(), ref.toString()));
        if (rule.isPresent()) {
            return rule;
        }
        ApiResource type =
                cluster.resources().find(ref.apiVersion(), ref.kind()).orElseThrow();
        String name = ref.kind().equals("Pod") ? "" : ref.name();
        return cluster.may(verb, type, ref.namespace(), name)
                ? Optional.empty()
                : Optional.of(Problem.of(
                        verb.equals("patch") ? "kubernetes.traffic-forbidden" : "kubernetes.delete-forbidden",
                        ref.toString(),
                        type.qualifiedName(),
                        cluster.user()));
    }
}
