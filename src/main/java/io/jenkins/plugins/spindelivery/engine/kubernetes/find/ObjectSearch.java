package io.jenkins.plugins.spindelivery.engine.kubernetes.find;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.LiveReport;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Finds live objects and tells what they are: Spinnaker's "Find Artifacts From Resource", for several objects too. */
public final class ObjectSearch {
    /** As often as Spinnaker tries. */
    private static final int TRIES = 5;

    /** Waits between two tries, in a way that suits the caller: the engine never sleeps. */
    @FunctionalInterface
    public interface Pause {
        /**
         * Waits.
         *
         * @param delay how long
         * @throws InterruptedException when the search is to end
         */
        void of(Duration delay) throws InterruptedException;
    }

    /**
     * What to look for.
     *
     * @param account the id of the account whose cluster it is about
     * @param target what to look for
     * @param optional whether to find nothing is fine
     */
    public record Request(String account, Target target, boolean optional) {}

    private ObjectSearch() {}

    /**
     * Looks. What fails for a passing reason is tried again, five times in all.
     *
     * @param request what to look for
     * @param context connects, and is told of tries and warnings
     * @param pause waits between two tries
     * @return the objects, kind by kind
     * @throws ProblemException when nothing is there (and that is not fine), when the target is no clear question, when
     *     the account's limits forbid to look, or the cluster can't be asked
     * @throws InterruptedException when the pause was ended
     */
    public static List<FoundObject> find(Request request, OperationContext context, Pause pause)
            throws InterruptedException {
        for (int tries = 0; ; tries++) {
            try {
                return look(request, context);
            } catch (ApiException e) {
                if (!e.passing() || tries + 1 >= TRIES) {
                    throw e;
                }
                Duration delay = Backoff.retry(tries, request.account(), e.retryAfter());
                context.emit(new Event.Retrying(e.problems().get(0), delay.toMillis()));
                pause.of(delay);
            }
        }
    }

    private static List<FoundObject> look(Request request, OperationContext context) {
        Cluster cluster = context.clusters().cluster(request.account());
        TargetFinder finder = new TargetFinder(cluster);
        List<ObjectNode> objects = finder.find(request.target());
        if (objects.isEmpty() && !request.optional()) {
            throw finder.missing(request.target());
        }
        requireAllowed(objects, cluster);
        return told(objects, LiveReport.of(objects, cluster, context.clock()), context);
    }

    /** An account's limits are for looking, too: they say what a job has to do with. */
    private static void requireAllowed(List<ObjectNode> objects, Cluster cluster) {
        List<Problem> refused = objects.stream()
                .map(ObjectRef::of)
                .flatMap(ref -> cluster.forbids("get", ref, true).stream())
                .distinct()
                .toList();
        if (!refused.isEmpty()) {
            throw new ProblemException(Category.ACCESS, refused);
        }
    }

    private static List<FoundObject> told(List<ObjectNode> objects, LiveReport report, OperationContext context) {
        report.warnings().forEach(warning -> context.emit(new Event.Warned(warning)));
        return IntStream.range(0, objects.size())
                .mapToObj(i ->
                        FoundObject.of(objects.get(i), report.objects().get(i).status()))
                .toList();
    }
}
