package io.jenkins.plugins.spindelivery.trigger;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of events, for each job, since Jenkins started. */
final class Outcomes {
    static final int MAX_OF_JOB = 50;
    private static final int MAX_JOBS = 2_000;

    private final Map<String, Deque<Outcome>> byJob = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Outcome>> eldest) {
            return size() > MAX_JOBS;
        }
    };

    /**
     * What came of an event.
     *
     * @param millis when, in milliseconds since 1970
     * @param trigger the name of the trigger's class
     * @param subject what the event is about
     * @param text why there is a build, or why there is none
     * @param build the build's number; 0 for none
     */
    record Outcome(long millis, String trigger, String subject, Problem text, int build) {}

    void add(SpinTrigger trigger, String subject, Problem text) {
        add(trigger.job().getFullName(), trigger.getClass().getName(), subject, text, 0);
    }

    void add(Start start, Problem text, int build) {
        add(start.job(), start.trigger(), start.subject(), text, build);
    }

    private synchronized void add(String job, String trigger, String subject, Problem text, int build) {
        Deque<Outcome> all = byJob.computeIfAbsent(job, name -> new ArrayDeque<>());
        all.addFirst(new Outcome(System.currentTimeMillis(), trigger, subject, text, build));
        if (all.size() > MAX_OF_JOB) {
            all.removeLast();
        }
    }

    /** The outcomes of a job, newest first. */
    synchronized List<Outcome> of(String job) {
        return new ArrayList<>(byJob.getOrDefault(job, new ArrayDeque<>()));
    }
}
