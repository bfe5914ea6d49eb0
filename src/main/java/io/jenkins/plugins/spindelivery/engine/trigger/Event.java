package io.jenkins.plugins.spindelivery.engine.trigger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.problem.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something that happened outside and may start jobs.
 *
 * @param source who told of it
 * @param id what it is remembered by, so that it starts a job once
 * @param user who did it; empty when that was not told
 * @param receivedMillis when it was received, in milliseconds since 1970
 * @param subject what it is about, for people: a path, an image, or a branch with its commit
 * @param details what {@code ${trigger.…}} offers beyond what all events have, such as {@code repository} and {@code
 *     tag}
 * @param payload what was delivered; an empty object when it was found by a look at the source
 * @param artifacts what it brings along
 */
public record Event(
        Source source,
        DeliveryId id,
        String user,
        long receivedMillis,
        String subject,
        ObjectNode details,
        ObjectNode payload,
        List<Artifact> artifacts) {
    private static final int SHORT_HASH = 10;

    /** Who tells of events, and how Spinnaker names the type of trigger. */
    public enum Source {
        WEBHOOK("webhook"),
        HARBOR("docker"),
        REGISTRY("docker"),
        REGISTRY_POLL("docker"),
        GITHUB("git"),
        GITLAB("git");

        private final String type;

        Source(String type) {
            this.type = type;
        }

        /**
         * Spinnaker's name.
         *
         * @return what {@code ${trigger.type}} is
         */
        public String type() {
            return type;
        }
    }

    public Event {
        details = details.deepCopy();
        payload = payload.deepCopy();
        artifacts = List.copyOf(artifacts);
    }

    /**
     * A payload of any form.
     *
     * @param path the path that it was delivered to
     * @param id see {@link Event#id()}
     * @param receivedMillis see {@link Event#receivedMillis()}
     * @param payload what was delivered; its artifacts are those of {@link Payload#artifacts}
     * @return the event
     */
    public static Event webhook(String path, DeliveryId id, long receivedMillis, ObjectNode payload) {
        ObjectNode details = JsonNodeFactory.instance.objectNode().put("source", path);
        List<Artifact> artifacts = Payload.artifacts(payload);
        return new Event(Source.WEBHOOK, id, "", receivedMillis, path, details, payload, artifacts);
    }

    /**
     * An image that was pushed. It is remembered by itself, whoever tells of it, unless its digest was not told: then
     * two pushes of one tag could not be told apart, and the delivery counts.
     *
     * @param source who told of it
     * @param push what was pushed
     * @param delivery the delivery that told of it
     * @param receivedMillis see {@link Event#receivedMillis()}
     * @param payload what was delivered; an empty object when nothing was
     * @return the event
     */
    public static Event image(
            Source source, ImagePush push, DeliveryId delivery, long receivedMillis, ObjectNode payload) {
        // One delivery may tell of several images.
        DeliveryId id = push.digest().isEmpty()
                ? new DeliveryId(delivery.value() + " " + push.id(), delivery.unique())
                : new DeliveryId(push.id(), true);
        List<Artifact> artifacts = List.of(push.artifact());
        String user = push.user();
        return new Event(source, id, user, receivedMillis, push.reference(), push.details(), payload, artifacts);
    }

    /**
     * A push to a Git repository.
     *
     * @param push what was pushed
     * @param id see {@link Event#id()}
     * @param receivedMillis see {@link Event#receivedMillis()}
     * @param payload what was delivered; its files are those of {@link GitFiles}
     * @return the event
     */
    public static Event git(GitPush push, DeliveryId id, long receivedMillis, ObjectNode payload) {
        Source source = push.source().equals("github") ? Source.GITHUB : Source.GITLAB;
        String name = push.branch().isEmpty() ? push.ref() : push.branch();
        String hash = push.hash().substring(0, Math.min(SHORT_HASH, push.hash().length()));
        String subject = push.project() + "/" + push.slug() + " " + name + " " + hash;
        List<Artifact> artifacts = GitFiles.artifacts(payload, push);
        return new Event(source, id, push.user(), receivedMillis, subject, push.details(), payload, artifacts);
    }

    /**
     * What {@code ${trigger.…}} offers in a run.
     *
     * @param parameters the run's parameters, by their names
     * @return a new object: the details, and {@code type}, {@code user}, {@code payload}, {@code parameters} and {@code
     *     artifacts}
     */
    public ObjectNode trigger(Map<String, String> parameters) {
        ObjectNode trigger = details.deepCopy();
        trigger.put("type", source.type());
        trigger.put("user", user);
        trigger.set("payload", payload.deepCopy());
        ObjectNode named = trigger.putObject("parameters");
        parameters.forEach(named::put);
        var list = trigger.putArray("artifacts");
        for (Artifact artifact : artifacts) {
            ObjectNode one = list.addObject()
                    .put("type", artifact.type())
                    .put("name", artifact.name())
                    .put("location", artifact.location())
                    .put("version", artifact.version())
                    .put("reference", artifact.reference());
            if (artifact.account() != null) {
                one.put("artifactAccount", artifact.account());
            }
        }
        return trigger;
    }

    /**
     * The cause of a run, in a sentence.
     *
     * @param locale the reader's language
     * @return such as "Harbor: ann pushed registry.example/devops/gateway:1.4.2."
     */
    public String summary(Locale locale) {
        String code =
                switch (source) {
                    case WEBHOOK -> "trigger.cause-webhook";
                    case HARBOR -> user.isEmpty() ? "trigger.cause-harbor" : "trigger.cause-harbor-user";
                    case REGISTRY -> user.isEmpty() ? "trigger.cause-registry" : "trigger.cause-registry-user";
                    case REGISTRY_POLL -> "trigger.cause-poll";
                    case GITHUB -> user.isEmpty() ? "trigger.cause-github" : "trigger.cause-github-user";
                    case GITLAB -> user.isEmpty() ? "trigger.cause-gitlab" : "trigger.cause-gitlab-user";
                };
        return Texts.format(locale, code, List.of(subject, user));
    }

    @Override
    public ObjectNode details() {
        return details.deepCopy();
    }

    @Override
    public ObjectNode payload() {
        return payload.deepCopy();
    }
}
