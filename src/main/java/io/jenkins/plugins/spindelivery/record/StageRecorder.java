package io.jenkins.plugins.spindelivery.record;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A stage's record while it grows. Safe for use by several threads: one writes, pages read. */
public final class StageRecorder implements EventSink {
    /** A rollout that never gets ready tells the same trouble again and again; the newest ones matter. */
    private static final int MOST_TROUBLES = 20;

    private static final int MOST_NOTICES = 200;
    /** As much of a console as people read on a page; the whole of it is in the build's log. */
    private static final int MOST_LOG_LINES = 200;

    private static final int LONGEST_LOG_LINE = 1_000;

    private final Clock clock;
    private UnaryOperator<String> mask = UnaryOperator.identity();
    private final Map<ObjectRef, ObjectRecord> objects = new LinkedHashMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private final List<StageRecord.PhaseStart> phases = new ArrayList<>();
    private StageRecord base;
    private boolean changed = true;

    /**
     * Goes on with a record.
     *
     * @param base what is known so far
     * @param clock tells the time of notices
     */
    public StageRecorder(StageRecord base, Clock clock) {
        this.base = base;
        this.clock = clock;
        base.objects().forEach(object -> objects.put(object.ref(), object));
        notices.addAll(base.notices());
        phases.addAll(base.phases());
    }

    /**
     * The record of a stage that begins.
     *
     * @param key the stage's key within its build
     * @param type such as {@code deploy}
     * @param subject what it is about
     * @param account the account's name; empty for a stage without one
     * @param nodeId the Pipeline's flow node; empty in freestyle
     * @param clock tells the time
     * @return a recorder
     */
    public static StageRecorder begin(
            String key, String type, String subject, String account, String nodeId, Clock clock) {
        StageRecord first = new StageRecord(
                StageRecord.VERSION,
                key,
                type,
                subject,
                account,
                nodeId,
                clock.millis(),
                0,
                StageStatus.RUNNING,
                null,
                List.of(),
                false,
                List.of(),
                List.of(),
                null,
                null,
                List.of());
        return new StageRecorder(first, clock);
    }

    /**
     * From now on texts that others wrote are kept only as this leaves them: what an instance or a cluster says may hold
     * secrets of the build.
     *
     * @param masking hides secrets in a text
     */
    public synchronized void mask(UnaryOperator<String> masking) {
        mask = masking;
    }

    private Problem masked(Problem problem) {
        return new Problem(
                problem.code(), problem.arguments().stream().map(mask).toList(), problem.where());
    }

    private List<String> masked(List<String> lines) {
        return lines.stream().map(mask).toList();
    }

    /**
     * The record as it is now.
     *
     * @return an immutable copy
     */
    public synchronized StageRecord snapshot() {
        base = with(base.status(), base.phase(), base.endMillis(), base.detached());
        return base;
    }

    /**
     * Whether there is something new since the last time that this was asked.
     *
     * @return {@code true} at most once for each change
     */
    public synchronized boolean takeChange() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /**
     * The stage is somewhere else in its life.
     *
     * @param status where; not an end
     */
    public synchronized void status(StageStatus status) {
        base = with(status, base.phase(), 0, base.detached());
        changed = true;
    }

    /** The stage goes on without its build. */
    public synchronized void detach() {
        base = with(base.status(), base.phase(), base.endMillis(), true);
        changed = true;
    }

    /**
     * The stage has ended.
     *
     * @param status how
     * @param value what the step returned; may be {@code null}
     * @param errors why it did not succeed
     */
    public synchronized void end(StageStatus status, Object value, List<Problem> errors) {
        StageRecord ended = with(status, base.phase(), clock.millis(), base.detached());
        base = new StageRecord(
                ended.version(),
                ended.key(),
                ended.type(),
                ended.subject(),
                ended.account(),
                ended.nodeId(),
                ended.startMillis(),
                ended.endMillis(),
                status,
                ended.phase(),
                ended.phases(),
                ended.detached(),
                ended.objects(),
                ended.notices(),
                ended.judgment(),
                value,
                errors.stream().map(this::masked).toList());
        changed = true;
    }

    /**
     * The question of a judgment, or its answer.
     *
     * @param judgment what is asked, and answered as far as it is
     */
    public synchronized void judgment(Judgment judgment) {
        StageRecord now = snapshot();
        base = new StageRecord(
                now.version(),
                now.key(),
                now.type(),
                now.subject(),
                now.account(),
                now.nodeId(),
                now.startMillis(),
                now.endMillis(),
                now.status(),
                now.phase(),
                now.phases(),
                now.detached(),
                now.objects(),
                now.notices(),
                judgment,
                now.value(),
                now.errors());
        changed = true;
    }

    @Override
    public synchronized void accept(Event event) {
        changed = true;
        if (event instanceof Event.PhaseStarted started) {
            phase(started.phase());
        } else if (event instanceof Event.VersionChosen chosen) {
            change(chosen.ref(), edit -> {
                edit.version = chosen.version();
                edit.reused = chosen.reused();
            });
        } else if (event instanceof Event.ChangePlanned planned) {
            change(planned.ref(), edit -> {
                edit.images = planned.images();
                edit.diff = planned.diff();
            });
        } else if (event instanceof Event.ObjectChanged done) {
            change(done.ref(), edit -> edit.action = done.action());
        } else if (event instanceof Event.StatusChanged status) {
            change(status.ref(), edit -> {
                edit.status = status.status();
                edit.message = mask.apply(status.message());
                edit.ready = status.ready();
                edit.desired = status.desired();
            });
        } else if (event instanceof Event.Diagnosed diagnosed) {
            diagnosed(diagnosed);
        } else if (event instanceof Event.LogLines log) {
            log(log);
        } else if (event instanceof Event.Noted noted) {
            notice(Notice.Level.INFO, noted.problem());
        } else if (event instanceof Event.Retrying retrying) {
            notice(Notice.Level.INFO, retrying.problem());
        } else if (event instanceof Event.Warned warned) {
            notice(Notice.Level.WARNING, warned.problem());
        } else if (event instanceof Event.Failed failed) {
            notice(Notice.Level.ERROR, failed.problem());
        }
    }

    /** An operation that goes on after a restart tells its phase again, which is no new beginning. */
    private void phase(Phase phase) {
        if (phases.isEmpty() || phases.get(phases.size() - 1).phase() != phase) {
            phases.add(new StageRecord.PhaseStart(phase, clock.millis()));
        }
        base = with(base.status(), phase, 0, base.detached());
    }

    @Override
    public boolean wantsChanges() {
        return true;
    }

    /**
     * A pod is nobody's object of the stage: its trouble is shown with the object whose name its own begins with, and
     * rather with a workload than with the Service of the same name.
     */
    private void diagnosed(Event.Diagnosed diagnosed) {
        ObjectRef owner = objects.containsKey(diagnosed.ref()) ? diagnosed.ref() : ownerOf(diagnosed.ref());
        var trouble = new ObjectRecord.Trouble(
                diagnosed.ref(),
                diagnosed.reason(),
                mask.apply(diagnosed.message()),
                masked(diagnosed.events()),
                masked(diagnosed.log()));
        change(owner, edit -> {
            List<ObjectRecord.Trouble> troubles = new ArrayList<>(edit.troubles);
            troubles.removeIf(
                    known -> known.ref().equals(trouble.ref()) && known.reason().equals(trouble.reason()));
            troubles.add(trouble);
            int surplus = Math.max(0, troubles.size() - MOST_TROUBLES);
            edit.troubles = troubles.subList(surplus, troubles.size());
        });
    }

    /** What pods of Jobs write is in the build's log; a builder's output belongs to its bake. */
    private void log(Event.LogLines written) {
        if (!AwsRef.is(written.pod())) {
            return;
        }
        change(written.pod(), edit -> {
            List<String> log = new ArrayList<>(edit.log);
            masked(written.lines()).stream().map(StageRecorder::shortened).forEach(log::add);
            edit.log = log.subList(Math.max(0, log.size() - MOST_LOG_LINES), log.size());
        });
    }

    private static String shortened(String line) {
        return line.length() > LONGEST_LOG_LINE ? line.substring(0, LONGEST_LOG_LINE) + "…" : line;
    }

    /** Instances have no names by which to tell their server group; where there is only one, it is that one. */
    private ObjectRef groupOf(ObjectRef part) {
        List<ObjectRef> groups = objects.keySet().stream()
                .filter(ref -> AwsRef.is(ref)
                        && ref.kind().equals(AwsRef.Kind.SERVER_GROUP.word())
                        && ref.namespace().equals(part.namespace()))
                .toList();
        return groups.size() == 1 ? groups.get(0) : part;
    }

    private ObjectRef ownerOf(ObjectRef part) {
        if (AwsRef.is(part)) {
            return groupOf(part);
        }
        return objects.values().stream()
                .filter(object -> object.ref().namespace().equals(part.namespace())
                        && part.name().startsWith(object.ref().name() + "-"))
                .max(Comparator.comparingInt(
                                (ObjectRecord object) -> object.ref().name().length())
                        .thenComparing(object ->
                                object.desired() > 0 || !object.images().isEmpty()))
                .map(ObjectRecord::ref)
                .orElse(part);
    }

    private void notice(Notice.Level level, Problem told) {
        Problem problem = masked(told);
        boolean repeated =
                !notices.isEmpty() && notices.get(notices.size() - 1).problem().equals(problem);
        if (!repeated && notices.size() < MOST_NOTICES) {
            notices.add(new Notice(clock.millis(), level, problem));
        }
    }

    private void change(ObjectRef ref, Consumer<Edit> edit) {
        Edit edited = new Edit(ref, objects.get(ref));
        edit.accept(edited);
        objects.put(ref, edited.record());
    }

    private StageRecord with(StageStatus status, Phase phase, long endMillis, boolean detached) {
        return new StageRecord(
                base.version(),
                base.key(),
                base.type(),
                base.subject(),
                base.account(),
                base.nodeId(),
                base.startMillis(),
                endMillis,
                status,
                phase,
                phases,
                detached,
                List.copyOf(objects.values()),
                notices,
                base.judgment(),
                base.value(),
                base.errors());
    }

    /** One object's fields while they change. */
    private static final class Edit {
        private final ObjectRef ref;
        private Action action;
        private String status = "";
        private String message = "";
        private int ready;
        private int desired;
        private String version = "";
        private boolean reused;
        private List<String> images = List.of();
        private String diff = "";
        private List<ObjectRecord.Trouble> troubles = List.of();
        private List<String> log = List.of();

        Edit(ObjectRef ref, ObjectRecord before) {
            this.ref = ref;
            if (before != null) {
                action = before.action();
                status = before.status();
                message = before.message();
                ready = before.ready();
                desired = before.desired();
                version = before.version();
                reused = before.reused();
                images = before.images();
                diff = before.diff();
                troubles = before.troubles();
                log = before.log();
            }
        }

        ObjectRecord record() {
            return new ObjectRecord(
                    ref, action, status, message, ready, desired, version, reused, images, diff, troubles, log);
        }
    }
}
