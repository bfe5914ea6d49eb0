package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What the rules of an account look up: times, and what shall fail. Tests change it while calls are answered. */
final class Settings {
    private final Delay delay = new Delay();
    private final Map<String, String> imageFailures = new ConcurrentHashMap<>();

    private final Map<String, String> launchFailures = new ConcurrentHashMap<>();
    private final Map<String, String> sick = new ConcurrentHashMap<>();
    private volatile boolean userDataRuns;
    private volatile boolean agents = true;
    private volatile String ebsKey = "alias/aws/ebs";

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

    /** Whether instances run their user data. */
    boolean userDataRuns() {
        return userDataRuns;
    }

    void userDataRuns(boolean run) {
        userDataRuns = run;
    }

    /** Whether instances have an agent of Systems Manager. */
    boolean agents() {
        return agents;
    }

    void agents(boolean run) {
        agents = run;
    }

    /** What encrypts volumes when no key is named. */
    String ebsKey() {
        return ebsKey;
    }

    void ebsKey(String key) {
        ebsKey = key;
    }

    /** Images that Auto Scaling groups can't launch, and why. */
    Map<String, String> launchFailures() {
        return launchFailures;
    }

    Optional<String> launchFailure(String image) {
        return Optional.ofNullable(launchFailures.get(image));
    }

    /** Images whose instances fail their health checks, and why. */
    Map<String, String> sick() {
        return sick;
    }

    Optional<String> sickness(String image) {
        return Optional.ofNullable(sick.get(image));
    }
}
