package io.jenkins.plugins.spindelivery.engine.pipeline.form;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The fields of a pipeline as a whole, as texts of a form.
 *
 * @param application the application that it delivers; may be empty
 * @param description for people
 * @param limitConcurrent whether one run waits for the other
 * @param keepWaiting whether all waiting runs are kept, and not the newest alone
 * @param mostConcurrent how many runs there may be at a time where one does not wait for the other; empty for any number
 * @param timeZone whose clocks count for execution windows; empty for that of Jenkins
 */
public record PipelineFields(
        String application,
        String description,
        boolean limitConcurrent,
        boolean keepWaiting,
        String mostConcurrent,
        String timeZone) {
    private static final String APPLICATION = "application";
    private static final String DESCRIPTION = "description";
    private static final String LIMIT = "limitConcurrent";
    private static final String KEEP = "keepWaitingPipelines";
    private static final String MOST = "maxConcurrentExecutions";
    private static final String EXTENSION = "spinDelivery";
    private static final String TIME_ZONE = "timeZone";

    /**
     * The fields of a pipeline.
     *
     * @param pipeline the pipeline's JSON
     * @return what a form shows
     */
    public static PipelineFields of(ObjectNode pipeline) {
        String most = StageFields.text(pipeline.path(MOST));
        return new PipelineFields(
                StageFields.text(pipeline.path(APPLICATION)),
                StageFields.text(pipeline.path(DESCRIPTION)),
                pipeline.path(LIMIT).asBoolean(),
                pipeline.path(KEEP).asBoolean(),
                most.equals("0") ? "" : most,
                StageFields.text(pipeline.path(EXTENSION).path(TIME_ZONE)));
    }

    /**
     * Writes what differs from what the form had shown.
     *
     * @param pipeline the pipeline's JSON, which stays as it is
     * @return a new tree
     */
    public ObjectNode write(ObjectNode pipeline) {
        PipelineFields before = of(pipeline);
        ObjectNode changed = pipeline.deepCopy();
        StageFields.put(changed, APPLICATION, before.application, application);
        StageFields.put(changed, DESCRIPTION, before.description, description);
        flag(changed, LIMIT, before.limitConcurrent, limitConcurrent);
        flag(changed, KEEP, before.keepWaiting, keepWaiting);
        if (!mostConcurrent.equals(before.mostConcurrent)) {
            if (mostConcurrent.isEmpty()) {
                changed.remove(MOST);
            } else {
                changed.put(MOST, Integer.parseInt(mostConcurrent));
            }
        }
        if (!timeZone.equals(before.timeZone)) {
            ObjectNode extension =
                    changed.path(EXTENSION) instanceof ObjectNode known ? known : changed.putObject(EXTENSION);
            StageFields.put(extension, TIME_ZONE, before.timeZone, timeZone);
            if (extension.isEmpty()) {
                changed.remove(EXTENSION);
            }
        }
        return changed;
    }

    /**
     * What is wrong with what was entered.
     *
     * @return nothing when {@link #write} can be called
     */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        if (!mostConcurrent.matches("\\d{0,6}")) {
            problems.add(Problem.of("pipeline.not-a-count", "", MOST));
        }
        if (!timeZone.isEmpty() && !zones().contains(timeZone)) {
            problems.add(Problem.of("pipeline.window-zone", "", timeZone));
        }
        return problems;
    }

    private static Set<String> zones() {
        return ZoneId.getAvailableZoneIds();
    }

    private static void flag(ObjectNode json, String field, boolean before, boolean after) {
        if (before != after) {
            json.put(field, after);
        }
    }
}
