package io.jenkins.plugins.spindelivery.engine.notify;

import io.jenkins.plugins.spindelivery.engine.problem.Texts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One thing that is told. What isn't known is an empty text.
 *
 * @param occasion what happened
 * @param id names this event; the same when it is told again, so that receivers can recognise a repetition
 * @param time when it happened
 * @param run the pipeline's run
 * @param stage the stage, or {@link Stage#NONE} when it is about the whole pipeline
 * @param by who answered, started or stopped it
 * @param answer what a judge chose from the judgment's options
 * @param text more about it, as plain text: the error, the judgment's instructions, or a text of the user's own
 */
public record Message(
        Occasion occasion, String id, Instant time, Run run, Stage stage, String by, String answer, String text) {

    /**
     * A run of a pipeline.
     *
     * @param source the server that runs it, as a URI or URI reference, such as {@code https://ci.example.org/}
     * @param id the run's name, unique on that server, such as {@code shop/deploy#12}
     * @param pipeline the pipeline's name
     * @param application the application that it delivers
     * @param number the run's number as text
     * @param url the absolute URL of the run's page
     * @param cause what started it, in words
     */
    public record Run(
            String source, String id, String pipeline, String application, String number, String url, String cause) {}

    /**
     * A stage of a pipeline.
     *
     * @param refId its {@code refId}
     * @param name its name
     * @param type its type, such as {@code deployManifest}
     * @param account the account that it works on
     */
    public record Stage(String refId, String name, String type, String account) {
        /** No stage: the message is about the pipeline. */
        public static final Stage NONE = new Stage("", "", "", "");
    }

    /** A line beside the text: a label and what it says. */
    record Fact(String label, String value) {}

    /**
     * The message in one line.
     *
     * @param locale the readers' language
     * @return such as {@code deploy #12: stage "Deploy to test" failed}
     */
    public String title(Locale locale) {
        return Texts.format(
                locale, "notify.title-" + occasion.words(), List.of(run.pipeline(), run.number(), stage.name()));
    }

    /**
     * What the expressions of a template see under the name {@code message}.
     *
     * @param locale the language of the title
     * @return {@code event} (the {@link Occasion} in lower case), {@code when}, {@code id}, {@code time} (ISO 8601),
     *     {@code title}, {@code pipeline}, {@code application}, {@code number}, {@code url}, {@code cause}, {@code stage}
     *     (with {@code refId}, {@code name}, {@code type}, {@code account}), {@code by}, {@code answer} and {@code text}:
     *     all of them texts
     */
    public Map<String, Object> values(Locale locale) {
        Map<String, Object> stageValues = new LinkedHashMap<>();
        stageValues.put("refId", stage.refId());
        stageValues.put("name", stage.name());
        stageValues.put("type", stage.type());
        stageValues.put("account", stage.account());
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("event", occasion.name().toLowerCase(Locale.ROOT));
        values.put("when", occasion.when());
        values.put("id", id);
        values.put("time", time.toString());
        values.put("title", title(locale));
        values.put("pipeline", run.pipeline());
        values.put("application", run.application());
        values.put("number", run.number());
        values.put("url", run.url());
        values.put("cause", run.cause());
        values.put("stage", stageValues);
        values.put("by", by);
        values.put("answer", answer);
        values.put("text", text);
        return values;
    }

    /** What is known beside title and text. */
    List<Fact> facts(Locale locale) {
        Map<String, String> known = new LinkedHashMap<>();
        known.put("notify.fact-application", run.application());
        known.put("notify.fact-account", stage.account());
        known.put("notify.fact-cause", run.cause());
        known.put("notify.fact-by", by);
        known.put("notify.fact-answer", answer);
        return known.entrySet().stream()
                .filter(entry -> !entry.getValue().isBlank())
                .map(entry -> new Fact(Texts.format(locale, entry.getKey(), List.of()), entry.getValue()))
                .toList();
    }

    /** For logs: what it is about, without the texts that users wrote. */
    @Override
    public String toString() {
        return "Message[" + occasion + " " + id + " " + run.id() + "]";
    }
}
