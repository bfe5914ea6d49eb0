package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An Auto Scaling group as AWS sees it; moto knows the instances, and of the sizes only how many there are. */
final class Group {
    /** Something that the group did or tried. */
    record Activity(String id, String instance, String description, String cause, String since, String failure) {}

    /** An instance that is being terminated and still shown. */
    record Leaving(String instance, String zone, String type) {}

    private final String region;
    private final String name;
    private final List<String> targetGroups = new ArrayList<>();
    private final Set<String> suspended = new LinkedHashSet<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Activity> activities = new ArrayList<>();
    private final Map<String, Leaving> leaving = new LinkedHashMap<>();
    private int min;
    private int max;
    private int desired;
    private boolean elbChecks;
    private boolean stirred = true;
    private boolean deleting;

    Group(String region, String name) {
        this.region = region;
        this.name = name;
    }

    String region() {
        return region;
    }

    String name() {
        return name;
    }

    /** Unique in the account. */
    String key() {
        return region + " " + name;
    }

    int min() {
        return min;
    }

    int max() {
        return max;
    }

    int desired() {
        return desired;
    }

    void sizes(int least, int most, int wanted) {
        min = least;
        max = most;
        desired = wanted;
        stirred = true;
    }

    void desired(int wanted) {
        sizes(min, max, wanted);
    }

    List<String> targetGroups() {
        return targetGroups;
    }

    Set<String> suspended() {
        return suspended;
    }

    /** The instances that it has and that have been welcomed. */
    Set<String> known() {
        return known;
    }

    /** Newest first. */
    List<Activity> activities() {
        return activities;
    }

    Map<String, Leaving> leaving() {
        return leaving;
    }

    /** Whether its instances are as healthy as the balancers find them. */
    boolean elbChecks() {
        return elbChecks;
    }

    void elbChecks(boolean so) {
        elbChecks = so;
    }

    /** Whether sizes and instances may differ. */
    boolean stirred() {
        return stirred;
    }

    void stirred(boolean so) {
        stirred = so;
    }

    boolean deleting() {
        return deleting;
    }

    void delete() {
        deleting = true;
    }
}
