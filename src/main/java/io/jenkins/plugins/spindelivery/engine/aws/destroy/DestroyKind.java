package io.jenkins.plugins.spindelivery.engine.aws.destroy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be destroyed, in the order of destroying: what uses something goes before it. */
public enum DestroyKind {
    /** Auto Scaling groups, with all their instances. */
    @JsonProperty("serverGroups")
    SERVER_GROUPS("serverGroups", AwsRef.Kind.SERVER_GROUP),
    /** Launch templates; they belong to {@link #SERVER_GROUPS}. */
    @JsonProperty("launchTemplates")
    LAUNCH_TEMPLATES("launchTemplates", AwsRef.Kind.LAUNCH_TEMPLATE),
    /** With their listeners and rules. */
    @JsonProperty("loadBalancers")
    LOAD_BALANCERS("loadBalancers", AwsRef.Kind.LOAD_BALANCER),
    @JsonProperty("targetGroups")
    TARGET_GROUPS("targetGroups", AwsRef.Kind.TARGET_GROUP),
    @JsonProperty("securityGroups")
    SECURITY_GROUPS("securityGroups", AwsRef.Kind.SECURITY_GROUP),
    /** With their snapshots. */
    @JsonProperty("images")
    IMAGES("images", AwsRef.Kind.IMAGE);

    private final String word;
    private final AwsRef.Kind kind;

    DestroyKind(String word, AwsRef.Kind kind) {
        this.word = word;
        this.kind = kind;
    }

    /** As users write it. */
    public String word() {
        return word;
    }

    /** What references to it say. */
    AwsRef.Kind kind() {
        return kind;
    }

    /** The words that users may write; launch templates come with server groups. */
    public static List<String> words() {
        return Arrays.stream(values())
                .filter(kind -> kind != LAUNCH_TEMPLATES)
                .map(DestroyKind::word)
                .toList();
    }

    /** The kind of a word; empty for any other word than those of {@link #words()}. */
    public static Optional<DestroyKind> of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind != LAUNCH_TEMPLATES && kind.word.equals(word))
                .findFirst();
    }
}
