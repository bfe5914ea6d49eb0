package io.jenkins.plugins.spindelivery.engine.aws.api;

import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;

/** The names of regions. */
public final class AwsRegions {
    /** Where AWS has asked since its beginning. */
    static final String OLDEST = "us-east-1";

    private static final Pattern NAME = Pattern.compile("[a-z]{2,4}(-[a-z]{2,20}){1,3}-[0-9]{1,2}");
    private static final List<String> KNOWN = Region.regions().stream()
            .map(Region::id)
            .filter(AwsRegions::isName)
            .sorted()
            .toList();

    private AwsRegions() {}

    /**
     * Whether a text can be the name of a region, perhaps of one that is newer than this version.
     *
     * @param text the text
     * @return whether it can get into the name of a host
     */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * The regions that there were when the SDK was released.
     *
     * @return in alphabetical order
     */
    public static List<String> known() {
        return KNOWN;
    }

    /**
     * Says that there is no region of a name.
     *
     * @param name what was written
     * @return with the nearest name, if one is near
     */
    public static Problem unknown(String name) {
        return Nearest.to(name, KNOWN)
                .map(nearest -> Problem.of("aws.region-unknown-nearest", "", name, nearest))
                .orElseGet(() -> Problem.of("aws.region-unknown", "", name));
    }

    /**
     * The name of the host that tells who a credential is; for what is told by hosts, as domains of credentials are.
     *
     * @param region where; empty where that does not matter
     * @return such as {@code sts.eu-central-1.amazonaws.com}
     */
    public static String identityHost(String region) {
        String name = isName(region) ? region : OLDEST;
        return "sts." + name + "." + Region.of(name).metadata().partition().dnsSuffix();
    }
}
