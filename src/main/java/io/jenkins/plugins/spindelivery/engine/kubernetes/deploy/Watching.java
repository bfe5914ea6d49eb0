package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Looks once at the objects of a plan whose state is not final yet. */
final class Watching {
    private final Plan plan;
    private final DeployState state;
    private final List<Integer> open;

    /**
     * Sorts out what is left to watch.
     *
     * @param plan the plan
     * @param state how far it has come
     * @param which the objects that matter
     */
    Watching(Plan plan, DeployState state, Predicate<ObjectProgress> which) {
        this.plan = plan;
        this.state = state;
        this.open = IntStream.range(0, plan.objects().size())
                .filter(i -> which.test(state.progress().get(i)))
                .filter(i -> !state.progress().get(i).settled())
                .boxed()
                .toList();
    }

    /** The places in the plan of what is left to watch. */
    List<Integer> open() {
        return open;
    }

    /** Reads the open objects and tells what has changed since the last look. */
    DeployState look(LiveObjects live, OperationContext context) {
        live.fetch(open.stream().map(this::ref).toList());
        List<ObjectProgress> progress = new ArrayList<>(state.progress());
        for (int i : open) {
            ObjectStatus status = status(live.find(ref(i)));
            ObjectProgress before = progress.get(i);
            ObjectProgress now = before.seen(status);
            progress.set(i, now);
            if (state.polls() == 0 || !now.equals(before)) {
                context.emit(new Event.StatusChanged(
                        ref(i), now.state().word(), now.message(), status.ready(), status.desired()));
            }
        }
        return state.withProgress(progress);
    }

    private ObjectRef ref(int place) {
        return plan.objects().get(place).ref();
    }

    private static ObjectStatus status(Optional<ObjectNode> live) {
        return live.map(StatusRules::of).orElseGet(ObjectStatus::gone);
    }
}
