package io.jenkins.plugins.spindelivery.engine.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;

/**
 * CDEvents 0.5.1, in CloudEvents 1.0 of the structured mode ({@code cloudevents-binding.md} of that
 * release). A pipeline's run is a {@code pipelineRun}, a stage a {@code taskRun}. Judgments have no event in this
 * release; they are told as custom events of the tool {@code spindelivery}.
 */
public final class CdEvents {
    /** The pinned release of the specification. */
    public static final String SPEC_VERSION = "0.5.1";

    private static final String CORE = "dev.cdevents.%s.%s.0.3.0";
    private static final String CUSTOM = "dev.cdeventsx.spindelivery-judgment.%s.0.1.0";
    private static final int MAX_ERRORS = 4_000;

    private CdEvents() {}

    /**
     * The event of a message.
     *
     * @param message what is told; its texts are not translated, for programs read them
     * @return the CloudEvent as JSON
     * @throws ProblemException {@code notify.cdevents-needs-url} when the URL of the run or of the server isn't known,
     *     which the schemas require
     */
    public static ObjectNode of(Message message) {
        if (message.run().url().isBlank() || message.run().source().isBlank()) {
            throw new ProblemException(
                    Category.INPUT,
                    Problem.of("notify.cdevents-needs-url", message.run().id()));
        }
        String type = type(message.occasion());
        String subject = subject(message);
        String source = message.run().source();
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", message.id());
        event.put("source", source);
        event.put("type", type);
        event.put("subject", subject);
        event.put("time", message.time().toString());
        event.put("datacontenttype", "application/json");
        ObjectNode data = event.putObject("data");
        data.putObject("context")
                .put("specversion", SPEC_VERSION)
                .put("id", message.id())
                .put("source", source)
                .put("type", type)
                .put("timestamp", message.time().toString());
        data.putObject("subject").put("id", subject).put("source", source).set("content", content(message));
        return event;
    }

    private static String type(Occasion occasion) {
        return switch (occasion) {
            case PIPELINE_STARTED -> CORE.formatted("pipelinerun", "started");
            case PIPELINE_SUCCEEDED, PIPELINE_FAILED, PIPELINE_CANCELED -> CORE.formatted("pipelinerun", "finished");
            case STAGE_STARTED -> CORE.formatted("taskrun", "started");
            case STAGE_SUCCEEDED, STAGE_FAILED, STAGE_CANCELED -> CORE.formatted("taskrun", "finished");
            case JUDGMENT_ASKED -> CUSTOM.formatted("asked");
            case JUDGMENT_CONTINUED, JUDGMENT_STOPPED -> CUSTOM.formatted("given");
        };
    }

    private static String subject(Message message) {
        String run = message.run().id();
        return message.occasion().ofStage() ? run + "/" + message.stage().refId() : run;
    }

    private static ObjectNode content(Message message) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        if (message.occasion().ofStage()) {
            content.put("taskName", message.stage().name());
        } else {
            content.put("pipelineName", message.run().pipeline());
        }
        content.put("uri", message.run().url());
        if (message.occasion().ofStage()) {
            content.putObject("pipelineRun")
                    .put("id", message.run().id())
                    .put("source", message.run().source());
        }
        addOutcome(content, message);
        return content;
    }

    private static void addOutcome(ObjectNode content, Message message) {
        switch (message.occasion()) {
            case PIPELINE_STARTED, STAGE_STARTED -> {}
            case PIPELINE_SUCCEEDED, STAGE_SUCCEEDED -> content.put("outcome", "success");
            case PIPELINE_FAILED, STAGE_FAILED -> addErrors(content.put("outcome", "failure"), message);
            case PIPELINE_CANCELED, STAGE_CANCELED -> addErrors(content.put("outcome", "cancel"), message);
            case JUDGMENT_ASKED -> content.put("instructions", Markup.cut(message.text(), MAX_ERRORS));
            case JUDGMENT_CONTINUED -> addJudgment(content.put("judgment", "continue"), message);
            case JUDGMENT_STOPPED -> addJudgment(content.put("judgment", "stop"), message);
        }
    }

    private static void addErrors(ObjectNode content, Message message) {
        if (!message.text().isBlank()) {
            content.put("errors", Markup.cut(message.text(), MAX_ERRORS));
        }
    }

    private static void addJudgment(ObjectNode content, Message message) {
        content.put("by", message.by()).put("answer", message.answer());
    }
}
