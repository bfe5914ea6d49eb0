package io.jenkins.plugins.spindelivery.engine.webhook;

import io.jenkins.plugins.spindelivery.engine.artifact.HttpExchange.Unanswered;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookSender.Answer;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookSender.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A server as the engine sees it: what it was asked, and what it answers; the last answer again and again. */
final class WebhookServer implements WebhookSender {
    /** What is to be answered. */
    interface Reply {
        Answer answer();
    }

    private final Map<String, Deque<Reply>> replies = new LinkedHashMap<>();
    private final List<Message> messages = new ArrayList<>();
    private final Set<String> acted = new HashSet<>();

    /** Answers requests with a method and path one after another. */
    synchronized WebhookServer on(String request, Reply... answers) {
        replies.put(request, new ArrayDeque<>(List.of(answers)));
        return this;
    }

    static Reply status(int status) {
        return status(status, "");
    }

    static Reply status(int status, String body) {
        return () -> new Answer(status, "", body);
    }

    static Reply lost(Unanswered why) {
        return () -> {
            throw why;
        };
    }

    @Override
    public synchronized Answer send(Message message) {
        messages.add(message);
        String id = message.headers().getOrDefault("X-Request-Id", "");
        String request = message.method() + " " + message.url().replaceFirst("^https?://[^/]*", "");
        if (!id.isEmpty()) {
            acted.add(request + " " + id);
        }
        Deque<Reply> left = replies.get(request);
        if (left == null) {
            return new Answer(404, "", "nothing at " + request);
        }
        return (left.size() > 1 ? left.poll() : left.peek()).answer();
    }

    /** Methods and URLs, in order. */
    synchronized List<String> requests() {
        return messages.stream()
                .map(message -> message.method() + " " + message.url())
                .toList();
    }

    synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /** How many calls there were, for a server that goes by their ids. */
    synchronized int acted() {
        return acted.size();
    }
}
