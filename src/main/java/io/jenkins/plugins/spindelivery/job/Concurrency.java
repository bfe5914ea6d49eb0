package io.jenkins.plugins.spindelivery.job;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.Queue;
import hudson.model.Queue.BlockedItem;
import hudson.model.queue.CauseOfBlockage;
import hudson.model.queue.QueueListener;
import hudson.model.queue.QueueTaskDispatcher;
import hudson.model.queue.WorkUnit;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;

/**
 * How many runs of a pipeline may be at work at once. A further start waits in Jenkins' queue; of those that wait only the
 * newest stays, unless the definition wants all of them kept. As Orca does.
 */
@Extension
public final class Concurrency extends QueueTaskDispatcher {
    private static final Logger LOGGER = Logger.getLogger(Concurrency.class.getName());

    /**
     * The starts in the queue that wait because of a limit, by their numbers. Jenkins can't be asked why one waits: of one
     * that came back after a restart it asks us.
     */
    private static final Set<Long> AT_LIMIT = ConcurrentHashMap.newKeySet();

    @Override
    public CauseOfBlockage canRun(Queue.Item item) {
        if (!(item.task instanceof WorkflowJob job)) {
            return null;
        }
        Definition definition = limited(job).orElse(null);
        if (definition == null) {
            return null;
        } else if (isSuperseded(item, job, definition)) {
            return new Limit("job.queue-superseded");
        } else if (!FlowExecutionList.get().isResumptionComplete()) {
            return new Limit("job.queue-restart");
        }
        int limit = definition.limitConcurrent() ? 1 : definition.maxConcurrent();
        if (running(job) < limit) {
            return null;
        }
        AT_LIMIT.add(item.getId());
        return new Limit("job.queue-limit", limit);
    }

    /** A definition that limits its runs. Nothing is read from disk here but once: the queue is locked. */
    private static Optional<Definition> limited(WorkflowJob job) {
        return DeliveryDefinition.of(job)
                .flatMap(definition -> definition.lastKnown(job))
                .filter(definition -> definition.limitConcurrent() || definition.maxConcurrent() > 0);
    }

    /**
     * The runs that Pipeline's own list has, which after a restart is all that is known for a while, and those that have
     * left the queue and are not in it yet. By now all of the list are loaded, so asking them takes no time.
     */
    private static long running(WorkflowJob job) {
        Set<Queue.Executable> known = new HashSet<>();
        for (FlowExecution execution : FlowExecutionList.get()) {
            try {
                known.add(execution.getOwner().getExecutable());
            } catch (IOException e) {
                LOGGER.log(Level.FINE, e, () -> "Cannot tell which run " + execution + " is of");
            }
        }
        long begun = known.stream()
                .filter(executable -> executable instanceof WorkflowRun run && run.getParent() == job)
                .count();
        long beginning = Stream.of(Jenkins.get().getComputers())
                .flatMap(computer -> ((Computer) computer).getOneOffExecutors().stream())
                .filter(executor ->
                        isOf(executor.getCurrentWorkUnit(), job) && !known.contains(executor.getCurrentExecutable()))
                .count();
        return begun + beginning;
    }

    private static boolean isOf(WorkUnit unit, WorkflowJob job) {
        return unit != null && unit.work == job;
    }

    /** Whether it waits because of a limit while a newer start does. */
    private static boolean isSuperseded(Queue.Item item, WorkflowJob job, Definition definition) {
        return !definition.keepWaiting()
                && AT_LIMIT.contains(item.getId())
                && Queue.getInstance().getItems(job).stream()
                        .anyMatch(other -> other instanceof BlockedItem && other.getId() > item.getId());
    }

    /** Cancels what a newer start has taken the place of. */
    private static void clean(WorkflowJob job) {
        limited(job)
                .ifPresent(definition -> Queue.withLock(() -> {
                    List<Queue.Item> superseded = Queue.getInstance().getItems(job).stream()
                            .filter(BlockedItem.class::isInstance)
                            .filter(item -> isSuperseded(item, job, definition))
                            .toList();
                    for (Queue.Item item : superseded) {
                        LOGGER.info(() -> "Start " + item.getId() + " of " + job.getFullName()
                                + " is cancelled: a newer one waits");
                        Queue.getInstance().cancel(item);
                    }
                }));
    }

    /** Looks at what waits whenever something begins to. */
    @Extension
    public static final class Listener extends QueueListener {
        @Override
        public void onEnterBlocked(BlockedItem item) {
            if (item.task instanceof WorkflowJob job
                    && DeliveryDefinition.of(job).isPresent()) {
                // Not at once: the queue is in the middle of its work, and does not know this item yet.
                Timer.get().execute(() -> clean(job));
            }
        }

        @Override
        public void onLeft(Queue.LeftItem item) {
            AT_LIMIT.remove(item.getId());
        }
    }

    /** Why a start waits. */
    private static final class Limit extends CauseOfBlockage {
        private final String code;
        private final Object[] arguments;

        Limit(String code, Object... arguments) {
            this.code = code;
            this.arguments = arguments;
        }

        @Override
        public String getShortDescription() {
            return Words.of(code, arguments);
        }
    }
}
