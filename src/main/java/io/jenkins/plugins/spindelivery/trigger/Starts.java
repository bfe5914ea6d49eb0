package io.jenkins.plugins.spindelivery.trigger;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.CauseAction;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.model.queue.QueueListener;
import io.jenkins.plugins.spindelivery.durable.Journal;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;

/**
 * Starts on their way through Jenkins' queue. A start is open in its journal until a build of it is on disk with what
 * {@code ${trigger.…}} offers; Jenkins' queue itself is lost in a crash, and what was in it is put there again.
 */
final class Starts {
    static final int MAX_OF_JOB = 20;
    static final int MAX_QUEUED = 200;
    private static final int LOOK_BACK = 2_000;
    private static final long CLOCK_MILLIS = 60_000;
    private static final Logger LOGGER = Logger.getLogger(Starts.class.getName());

    private final Journal journal;
    private final Outcomes outcomes;
    private final Runnable changed;
    /** Not in Jenkins' queue yet; guarded by this. */
    private final Map<String, Start> pending = new LinkedHashMap<>();
    /** In Jenkins' queue, with their jobs; guarded by this. */
    private final Map<String, String> queued = new HashMap<>();

    Starts(Journal journal, Outcomes outcomes, Runnable changed) {
        this.journal = journal;
        this.outcomes = outcomes;
        this.changed = changed;
    }

    synchronized void add(String id, Start start) {
        pending.put(id, start);
        changed.run();
    }

    /** Finds out what became of the starts that were open when Jenkins stopped. */
    void recover() {
        Map<String, String> inQueue = new HashMap<>();
        for (Queue.Item item : Queue.getInstance().getItems()) {
            TriggerEventAction action = item.getAction(TriggerEventAction.class);
            if (action != null) {
                inQueue.put(action.getStartId(), "");
            }
        }
        for (Journal.Entry entry : journal.open()) {
            try {
                Start start = Start.read(entry.content());
                Optional<Run<?, ?>> run = build(start.job(), entry);
                if (run.isPresent()) {
                    begun(run.get());
                } else if (inQueue.containsKey(entry.id())) {
                    scheduled(entry.id(), start.job());
                } else {
                    add(entry.id(), start);
                }
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.WARNING, "A start in the journal can't be read and is left out", e);
                journal.close(entry.id(), "unreadable", 0);
            }
        }
    }

    private static Optional<Run<?, ?>> build(String name, Journal.Entry entry) {
        Job<?, ?> job = Jenkins.get().getItemByFullName(name, Job.class);
        Run<?, ?> run = job == null ? null : job.getLastBuild();
        for (int i = 0; run != null && i < LOOK_BACK; i++) {
            if (run.getTimeInMillis() < entry.millis() - CLOCK_MILLIS) {
                return Optional.empty();
            }
            TriggerEventAction action = run.getAction(TriggerEventAction.class);
            if (action != null && action.getStartId().equals(entry.id())) {
                return Optional.of(run);
            }
            run = run.getPreviousBuild();
        }
        return Optional.empty();
    }

    private synchronized void scheduled(String id, String job) {
        queued.put(id, job);
    }

    /** Puts as many into Jenkins' queue as there is room for: the queue looks at all its items whenever one is added. */
    void schedule() {
        for (Map.Entry<String, Start> next : next()) {
            String id = next.getKey();
            Start start = next.getValue();
            Optional<Problem> refused;
            try {
                refused = schedule(id, start);
            } catch (ProblemException e) {
                refused = Optional.of(e.problems().get(0));
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, start.job() + " can't be started", e);
                refused = Optional.of(Problem.of("trigger.outcome-failed", ""));
            }
            if (refused.isPresent()) {
                ended(id);
                end(id, start, refused.get());
            }
        }
    }

    private synchronized List<Map.Entry<String, Start>> next() {
        Map<String, Integer> counts = new HashMap<>();
        queued.values().forEach(job -> counts.merge(job, 1, Integer::sum));
        List<Map.Entry<String, Start>> next = new ArrayList<>();
        for (Map.Entry<String, Start> one : pending.entrySet()) {
            String job = one.getValue().job();
            if (queued.size() + next.size() < MAX_QUEUED && counts.getOrDefault(job, 0) < MAX_OF_JOB) {
                counts.merge(job, 1, Integer::sum);
                next.add(Map.entry(one.getKey(), one.getValue()));
            }
        }
        next.forEach(one -> {
            pending.remove(one.getKey());
            queued.put(one.getKey(), one.getValue().job());
        });
        return next;
    }

    private Optional<Problem> schedule(String id, Start start) {
        Job<?, ?> job = Jenkins.get().getItemByFullName(start.job(), Job.class);
        if (job == null) {
            return Optional.of(Problem.of("trigger.outcome-gone", "", start.job()));
        }
        if (!job.isBuildable()) {
            return Optional.of(Problem.of("trigger.outcome-disabled", ""));
        }
        List<Action> actions = new ArrayList<>();
        CauseAction causes = start.runAs().isEmpty()
                ? new CauseAction(new TriggerCause(start.source(), start.subject(), start.user()))
                : new CauseAction(
                        new TriggerCause(start.source(), start.subject(), start.user()),
                        new TriggerCause.RunAs(start.runAs()));
        actions.add(causes);
        actions.add(new TriggerEventAction(id));
        StartParameters.of(job, start.parameters()).ifPresent(actions::add);
        return ParameterizedJobMixIn.scheduleBuild2(job, 0, actions.toArray(Action[]::new)) == null
                ? Optional.of(Problem.of("trigger.outcome-refused", ""))
                : Optional.empty();
    }

    private synchronized void ended(String id) {
        queued.remove(id);
        changed.run();
    }

    private void end(String id, Start start, Problem outcome) {
        journal.close(id, outcome.code(), start.remember());
        outcomes.add(start, outcome, 0);
    }

    /** A build began: what it has to know goes into its folder, and then the start is done. */
    private void begun(Run<?, ?> run) throws IOException {
        TriggerEventAction action = run.getAction(TriggerEventAction.class);
        Optional<Journal.Entry> entry = journal.entry(action.getStartId());
        if (entry.isEmpty()) {
            return;
        }
        StartedBy.write(run, entry.get().content());
        run.save();
        Start start = Start.read(entry.get().content());
        journal.close(entry.get().id(), run.getExternalizableId(), start.remember());
        outcomes.add(start, Problem.of("trigger.outcome-started", "", run.getNumber()), run.getNumber());
    }

    private void cancelled(String id) {
        journal.entry(id).ifPresent(entry -> {
            try {
                end(id, Start.read(entry.content()), Problem.of("trigger.outcome-cancelled", ""));
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "A start in the journal can't be read", e);
            }
        });
    }

    private static Optional<Starts> current() {
        return Optional.ofNullable(Deliveries.get().dispatcher()).map(Dispatcher::starts);
    }

    /** Hears of builds that begin. */
    @Extension
    public static final class Begun extends RunListener<Run<?, ?>> {
        @Override
        public void onStarted(Run<?, ?> run, TaskListener listener) {
            if (run.getAction(TriggerEventAction.class) != null) {
                current().ifPresent(starts -> {
                    try {
                        starts.begun(run);
                    } catch (IOException e) {
                        LOGGER.log(Level.WARNING, "What started " + run + " can't be written", e);
                    }
                });
            }
        }
    }

    /** Hears of what leaves Jenkins' queue. */
    @Extension
    public static final class Left extends QueueListener {
        @Override
        public void onLeft(Queue.LeftItem item) {
            TriggerEventAction action = item.getAction(TriggerEventAction.class);
            if (action != null) {
                current().ifPresent(starts -> {
                    starts.ended(action.getStartId());
                    if (item.isCancelled()) {
                        starts.cancelled(action.getStartId());
                    }
                });
            }
        }
    }
}
