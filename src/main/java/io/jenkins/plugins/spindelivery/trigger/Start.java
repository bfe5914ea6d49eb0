package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.trigger.Event;
import io.jenkins.plugins.spindelivery.engine.trigger.Event.Source;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A build that is to be started: one event, one job.
 *
 * @param job the job's full name
 * @param trigger the name of the trigger's class, for the list of outcomes
 * @param source who told of the event
 * @param subject what it is about
 * @param user who did it; may be empty
 * @param runAs as whom the build acts; may be empty
 * @param remember for how long the event does nothing more for this job, in milliseconds
 * @param data what {@code ${trigger.…}} offers
 */
record Start(
        String job,
        String trigger,
        Source source,
        String subject,
        String user,
        String runAs,
        long remember,
        ObjectNode data) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The start of a job for an event. */
    static Start of(SpinTrigger trigger, Event event, Map<String, String> parameters, long remember) {
        return new Start(
                trigger.job().getFullName(),
                trigger.getClass().getName(),
                event.source(),
                event.subject(),
                event.user(),
                trigger.getRunAs(),
                remember,
                event.trigger(parameters));
    }

    /** The parameters that the trigger gives. */
    Map<String, String> parameters() {
        Map<String, String> values = new LinkedHashMap<>();
        data.path("parameters")
                .fields()
                .forEachRemaining(one -> values.put(one.getKey(), one.getValue().asText()));
        return values;
    }

    byte[] bytes() {
        ObjectNode tree = JSON.createObjectNode()
                .put("job", job)
                .put("trigger", trigger)
                .put("source", source.name())
                .put("subject", subject)
                .put("user", user)
                .put("runAs", runAs)
                .put("remember", remember);
        tree.set("data", data);
        return Delivery.write(tree);
    }

    static Start read(byte[] bytes) throws IOException {
        JsonNode tree = Delivery.tree(bytes);
        if (!(tree.path("data") instanceof ObjectNode data)) {
            throw new IOException("no data");
        }
        return new Start(
                tree.path("job").asText(),
                tree.path("trigger").asText(),
                Source.valueOf(tree.path("source").asText()),
                tree.path("subject").asText(),
                tree.path("user").asText(),
                tree.path("runAs").asText(),
                tree.path("remember").asLong(),
                data);
    }
}
