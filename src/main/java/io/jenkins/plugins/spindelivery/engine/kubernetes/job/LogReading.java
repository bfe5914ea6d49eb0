package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One look at the logs of a Job's pods: what is new since the last look, a bounded part of it. */
final class LogReading {
    /** A longer line is cut where it is shown; what it gives as output is read whole. */
    private static final int LONGEST_LINE = 2_000;

    private static final int MOST_CONTAINERS = 16;

    private final Cluster cluster;
    private final String outputs;
    private final OperationContext context;
    private boolean more;

    /** A container that has begun, and how it is. */
    private record Source(ObjectRef pod, String container, int restarts, boolean ended, LogPosition position) {}

    private record Answer(Source source, Optional<String> before, Optional<String> now) {}

    LogReading(Cluster cluster, String outputs, OperationContext context) {
        this.cluster = cluster;
        this.outputs = outputs;
        this.context = context;
    }

    /** Whether there is more to be read at once. */
    boolean more() {
        return more;
    }

    /**
     * Reads on, and tells the new lines.
     *
     * @param logs what has been read
     * @param pods the Job's pods
     * @return with what is new
     */
    JobLogs read(JobLogs logs, List<ObjectNode> pods) {
        List<Source> open = pods.stream()
                .flatMap(pod -> sources(pod, logs))
                .filter(source -> !source.position().done()
                        || source.restarts() > source.position().restarts())
                .toList();
        more = open.size() > MOST_CONTAINERS;
        JobLogs read = logs;
        for (Answer answer :
                Parallel.map(context.executor(), open.subList(0, Math.min(MOST_CONTAINERS, open.size())), this::ask)) {
            read = take(read, answer);
        }
        return read;
    }

    private static Stream<Source> sources(ObjectNode pod, JobLogs logs) {
        return Stream.of("initContainerStatuses", "containerStatuses")
                .flatMap(list ->
                        StreamSupport.stream(pod.path("status").path(list).spliterator(), false))
                .filter(LogReading::hasBegun)
                .map(status -> source(ObjectRef.of(pod), status, logs));
    }

    private static boolean hasBegun(JsonNode status) {
        return status.path("state").has("running")
                || status.path("state").has("terminated")
                || status.path("lastState").has("terminated");
    }

    private static Source source(ObjectRef pod, JsonNode status, JobLogs logs) {
        String container = status.path("name").asText();
        LogPosition position =
                logs.position(pod.name(), container).orElseGet(() -> LogPosition.begin(pod.name(), container));
        return new Source(
                pod,
                container,
                status.path("restartCount").asInt(),
                status.path("state").has("terminated"),
                position);
    }

    /** A restart hides what the container wrote at the end of its life before. */
    private Answer ask(Source source) {
        LogPosition from = source.position();
        boolean restarted = source.restarts() > from.restarts();
        return new Answer(
                source,
                restarted ? ask(source, from, true) : Optional.empty(),
                restarted ? Optional.empty() : ask(source, from, false));
    }

    private Optional<String> ask(Source source, LogPosition from, boolean previous) {
        return cluster.logSince(source.pod(), source.container(), previous, from.since(), from.limit());
    }

    private JobLogs take(JobLogs logs, Answer answer) {
        Source source = answer.source();
        LogPosition from = source.position();
        if (source.restarts() > from.restarts()) {
            LogPosition.Look look = answer.before().map(from::read).orElse(null);
            JobLogs told = look == null ? logs : tell(logs, source, look);
            boolean all = look == null || !look.more();
            LogPosition next = look == null ? from : look.next();
            more = true;
            return told.at(all ? next.restarted(source.restarts()) : next);
        }
        if (answer.now().isEmpty()) {
            // Nobody knows why; a container that has ended is not asked for ever.
            return source.ended() ? logs.at(from.finished()) : logs;
        }
        LogPosition.Look look = from.read(answer.now().get());
        more |= look.more();
        boolean over = source.ended() && !look.more();
        return tell(logs, source, look).at(over ? look.next().finished() : look.next());
    }

    private JobLogs tell(JobLogs logs, Source source, LogPosition.Look look) {
        if (look.skipped()) {
            context.emit(new Event.Warned(
                    Problem.of("kubernetes.job-log-skipped", source.pod().toString(), source.container())));
        }
        if (look.lines().isEmpty()) {
            return logs;
        }
        List<String> shown = look.lines().stream().map(LogReading::shown).toList();
        context.emit(new Event.LogLines(source.pod(), source.container(), shown));
        boolean wanted = source.container().equals(outputs);
        return logs.with(shown, wanted ? look.lines() : List.of());
    }

    /** As much of a line as a person reads. */
    private static String shown(String line) {
        return line.length() <= LONGEST_LINE
                ? line
                : line.substring(0, LONGEST_LINE)
                        + Problem.of("kubernetes.job-line-cut", "", line.length() - LONGEST_LINE)
                                .message();
    }

    /** How the containers of some pods ended, as far as they have. */
    static List<ContainerEnd> ends(List<ObjectNode> pods) {
        List<ContainerEnd> ends = new ArrayList<>();
        for (ObjectNode pod : pods) {
            for (String list : List.of("initContainerStatuses", "containerStatuses")) {
                for (JsonNode status : pod.path("status").path(list)) {
                    JsonNode ended = status.path("state").path("terminated");
                    if (ended.isObject()) {
                        ends.add(new ContainerEnd(
                                pod.at("/metadata/name").asText(),
                                status.path("name").asText(),
                                ended.path("exitCode").asInt(),
                                ended.path("reason").asText("")));
                    }
                }
            }
        }
        return ends;
    }
}
