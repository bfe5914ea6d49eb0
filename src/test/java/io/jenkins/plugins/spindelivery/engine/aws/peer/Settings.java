package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What the rules of an account look up: times, and what shall fail. Tests change it while calls are answered. */
final class Settings {
    private final Delay delay = new Delay();
    private final Map<String, String> imageFailures = new ConcurrentHashMap<>();

    Delay delay() {
        return delay;
    }

    /** Image names, as regular expressions, and why such an image fails. */
    Map<String, String> imageFailures() {
        return imageFailures;
    }

    Optional<String> imageFailure(String name) {
        return imageFailures.entrySet().stream()
                .filter(entry -> Pattern.matches(entry.getKey(), name))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
