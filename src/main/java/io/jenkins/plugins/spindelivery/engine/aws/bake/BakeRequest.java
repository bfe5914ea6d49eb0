package io.jenkins.plugins.spindelivery.engine.aws.bake;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/**
 * A bake.
 *
 * @param account the account's name
 * @param regions where the image is wanted: baked in the first, copied to the others
 * @param recipe what it is made of
 * @param labels how it is called
 * @param builder what it is made on
 * @param shareWith the ids of accounts, or the ARNs of organizations and organizational units, that may use it
 * @param rebake whether a new image is made even if there is one of this recipe
 * @param madeFor the Jenkins build or the user of the command line, for the tags of all that is made
 * @param timeoutSeconds how long it may take
 * @param packageFiles how the builder gets the files of the recipe's references
 */
public record BakeRequest(
        @JsonProperty("account") String account,
        @JsonProperty("regions") List<String> regions,
        @JsonProperty("recipe") BakeRecipe recipe,
        @JsonProperty("labels") BakeLabels labels,
        @JsonProperty("builder") BuilderOptions builder,
        @JsonProperty("shareWith") List<String> shareWith,
        @JsonProperty("rebake") boolean rebake,
        @JsonProperty("madeFor") String madeFor,
        @JsonProperty("timeoutSeconds") long timeoutSeconds,
        @JsonProperty("packageFiles") PackageFiles packageFiles) {
    /** As Spinnaker waits for a bake, in seconds. */
    public static final long DEFAULT_TIMEOUT_SECONDS = 3600;

    public BakeRequest {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(builder, "builder");
        regions = regions.stream().distinct().toList();
        shareWith = List.copyOf(shareWith);
        // States of earlier versions have none.
        packageFiles = packageFiles == null ? PackageFiles.NONE : packageFiles;
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("a bake needs a region");
        }
        if (timeoutSeconds <= 0) {
            throw new IllegalArgumentException("a bake needs a timeout above zero");
        }
    }

    /**
     * A bake that installs nothing from files.
     *
     * @param account the account's name
     * @param regions where the image is wanted: baked in the first, copied to the others
     * @param recipe what it is made of
     * @param labels how it is called
     * @param builder what it is made on
     * @param shareWith the ids of accounts, or the ARNs of organizations and organizational units, that may use it
     * @param rebake whether a new image is made even if there is one of this recipe
     * @param madeFor the Jenkins build or the user of the command line
     * @param timeoutSeconds how long it may take
     */
    public BakeRequest(
            String account,
            List<String> regions,
            BakeRecipe recipe,
            BakeLabels labels,
            BuilderOptions builder,
            List<String> shareWith,
            boolean rebake,
            String madeFor,
            long timeoutSeconds) {
        this(account, regions, recipe, labels, builder, shareWith, rebake, madeFor, timeoutSeconds, PackageFiles.NONE);
    }

    /**
     * Where the image is baked.
     *
     * @return the first region
     */
    public String home() {
        return regions.get(0);
    }

    /** The same, and a new image in any case. */
    public BakeRequest rebaking() {
        return new BakeRequest(
                account, regions, recipe, labels, builder, shareWith, true, madeFor, timeoutSeconds, packageFiles);
    }

    /**
     * The same, and its files.
     *
     * @param files how the builder gets them
     * @return the request
     */
    BakeRequest packageFiles(PackageFiles files) {
        return new BakeRequest(
                account, regions, recipe, labels, builder, shareWith, rebake, madeFor, timeoutSeconds, files);
    }
}
