package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has been read of the logs of a Job's pods.
 *
 * @param positions how far each container's log was read
 * @param tail the last lines of all
 * @param outputs what the lines gave
 */
record JobLogs(
        @JsonProperty("positions") List<LogPosition> positions,
        @JsonProperty("tail") List<String> tail,
        @JsonProperty("outputs") Outputs outputs) {
    static final JobLogs NONE = new JobLogs(List.of(), List.of(), Outputs.NONE);
    private static final int TAIL = 20;

    JobLogs {
        positions = List.copyOf(positions);
        tail = List.copyOf(tail);
    }

    Optional<LogPosition> position(String pod, String container) {
        return positions.stream()
                .filter(each -> each.pod().equals(pod) && each.container().equals(container))
                .findFirst();
    }

    JobLogs at(LogPosition position) {
        List<LogPosition> all = new ArrayList<>(positions);
        all.removeIf(
                each -> each.pod().equals(position.pod()) && each.container().equals(position.container()));
        all.add(position);
        return new JobLogs(all, tail, outputs);
    }

    /** With lines that are shown, and the whole lines of the container whose outputs are wanted. */
    JobLogs with(List<String> shown, List<String> forOutputs) {
        List<String> all = new ArrayList<>(tail);
        all.addAll(shown);
        Outputs more = outputs;
        for (String line : forOutputs) {
            more = more.and(line);
        }
        return new JobLogs(positions, all.subList(Math.max(0, all.size() - TAIL), all.size()), more);
    }

    /** Without the lines, which nobody asked to see. */
    @Override
    public String toString() {
        return "JobLogs" + positions;
    }
}
