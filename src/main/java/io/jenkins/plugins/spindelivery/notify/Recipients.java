package io.jenkins.plugins.spindelivery.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.notify.Message;
import io.jenkins.plugins.spindelivery.engine.notify.Occasion;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.job.PipelineRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Who is told of something: the notifiers of Jenkins itself and of the job, and those that the notifications of a Delivery
 * pipeline and of its stages name.
 */
final class Recipients {
    private static final String MAIL = "email";

    private Recipients() {}

    /** Somebody who is told. */
    interface Recipient {
        /** What people call it. */
        String label();

        /**
         * Writes the message.
         *
         * @throws ProblemException when there is nobody of that name, or the message can't be written
         */
        Letter letter(Message message, MessageScope scope);
    }

    /**
     * Who is told.
     *
     * @param occasion what happened
     * @param run the build
     * @param pipeline its run as a Delivery pipeline; empty for others
     * @param stage the stage that it happened to; {@code null} for the whole pipeline and outside of Delivery pipelines
     */
    static List<Recipient> of(
            Occasion occasion, Run<?, ?> run, Optional<PipelineRun> pipeline, @CheckForNull StageNode stage) {
        List<Recipient> all = new ArrayList<>();
        NotificationsConfiguration.get().getNotifiers().stream()
                .filter(notifier -> notifier.occasions().contains(occasion))
                .forEach(notifier -> all.add(new Configured(notifier, null)));
        Job<?, ?> job = run.getParent();
        NotificationsProperty property = job.getProperty(NotificationsProperty.class);
        if (property != null) {
            property.getNotifiers().stream()
                    .filter(notifier -> notifier.occasions().contains(occasion))
                    .forEach(notifier -> all.add(new Configured(notifier, job)));
        }
        List<ObjectNode> named = stage != null
                ? ofStage(occasion, stage)
                : pipeline.filter(any -> !occasion.ofStage())
                        .map(known -> known.definition().notifications())
                        .orElse(List.of());
        named.stream()
                .filter(entry -> occasions(entry).contains(occasion.when()))
                .forEach(entry -> all.add(new Named(entry, occasion)));
        return all;
    }

    /** A stage tells of itself when it is told to; a judgment's notifications are its own business. */
    private static List<ObjectNode> ofStage(Occasion occasion, StageNode stage) {
        boolean judgment = occasion.when().startsWith("manualJudgment");
        if (!judgment && !stage.json().path("sendNotifications").asBoolean()) {
            return List.of();
        }
        return StreamSupport.stream(stage.json().path("notifications").spliterator(), false)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .toList();
    }

    private static List<String> occasions(ObjectNode entry) {
        return StreamSupport.stream(entry.path("when").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** A notifier of Jenkins itself or of the job. */
    private record Configured(Notifier notifier, Item owner) implements Recipient {
        @Override
        public String label() {
            return notifier.label();
        }

        @Override
        public Letter letter(Message message, MessageScope scope) {
            notifier.fault().ifPresent(problem -> {
                throw new ProblemException(Category.INPUT, problem);
            });
            return notifier.letter(message, scope, owner);
        }
    }

    /** What an entry of the definition's {@code notifications} names. */
    private record Named(ObjectNode entry, Occasion occasion) implements Recipient {
        private String field(String name) {
            return entry.path(name).asText("").strip();
        }

        @Override
        public String label() {
            String address = field("address");
            return address.isEmpty() ? field("type") : field("type") + " " + address;
        }

        @Override
        public Letter letter(Message message, MessageScope scope) {
            Notifier notifier = notifier(message, scope);
            notifier.fault().ifPresent(problem -> {
                throw new ProblemException(Category.INPUT, problem);
            });
            String own =
                    entry.path("message").path(occasion.when()).path("text").asText("");
            Message told = own.isBlank() ? message : withText(message, scope.text(message, own));
            return notifier.letter(told, scope, null);
        }

        private Notifier notifier(Message message, MessageScope scope) {
            String type = field("type").toLowerCase(Locale.ROOT);
            if (type.equals(MAIL)) {
                MailNotifier mail = new MailNotifier(scope.text(message, field("address")));
                mail.setCc(scope.text(message, field("cc")));
                return mail;
            }
            NotificationsConfiguration configured = NotificationsConfiguration.get();
            return configured
                    .named(type + "-" + field("address").replaceFirst("^[#@]", ""))
                    .or(() -> configured.named(type))
                    .orElseThrow(
                            () -> new ProblemException(Category.INPUT, Problem.of("notify.nobody-named", "", type)));
        }

        private static Message withText(Message message, String text) {
            return new Message(
                    message.occasion(),
                    message.id(),
                    message.time(),
                    message.run(),
                    message.stage(),
                    message.by(),
                    message.answer(),
                    text);
        }
    }
}
