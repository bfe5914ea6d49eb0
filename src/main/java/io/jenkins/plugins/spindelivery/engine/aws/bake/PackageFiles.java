package io.jenkins.plugins.spindelivery.engine.aws.bake;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a bake installs from files.
 *
 * @param account the AWS account that reads objects in S3; empty for the bake's own
 * @param region where their buckets are looked for first; empty for the bake's own region
 * @param bucket where files are put for the time of the bake whose own place asks for a credential; empty for nowhere. The
 *     bake's own account writes there
 * @param files one for each reference of the recipe, in the same order
 */
public record PackageFiles(
        @JsonProperty("account") String account,
        @JsonProperty("region") String region,
        @JsonProperty("bucket") String bucket,
        @JsonProperty("files") List<PackageFile> files) {
    /** Nothing is installed from files. */
    public static final PackageFiles NONE = new PackageFiles("", "", "", List.of());

    public PackageFiles {
        files = List.copyOf(files);
    }

    /** A place for files that are still to be named. */
    static PackageFiles in(String bucket) {
        return new PackageFiles("", "", bucket, List.of());
    }
}
