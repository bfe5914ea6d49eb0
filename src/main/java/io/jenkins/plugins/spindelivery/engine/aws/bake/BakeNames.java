package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that a bake gives, as Spinnaker's bakery gives them; pure functions of the request. */
public final class BakeNames {
    /** The CI server, as Rosco tags it. */
    static final String BUILD_HOST = "build_host";
    /** The build's URL, as Rosco tags it. */
    static final String BUILD_INFO_URL = "build_info_url";

    static final String JOB = AwsTags.PREFIX + "job";
    static final String BUILD = AwsTags.PREFIX + "build";
    static final String COMMIT = AwsTags.PREFIX + "commit";
    static final String BASE_OS = AwsTags.PREFIX + "base-os";
    static final String BASE_IMAGE = AwsTags.PREFIX + "base-image";
    static final String BASE_IMAGE_NAME = AwsTags.PREFIX + "base-image-name";

    private static final String EVERY_ARCH = "all";
    private static final int DIGEST_LENGTH = 40;
    private static final int MOST_TAGS = 50;
    /** What EC2's CreateImage says of names. */
    private static final Pattern LEGAL_NAME = Pattern.compile("[A-Za-z0-9()\\[\\] ./\\-'@_]{3,128}");

    private BakeNames() {}

    /**
     * The image's name: {@code <ami_name or first package>-<arch or all>-<ami_suffix or epoch millis>-<base_os>}, where
     * pieces that are empty are left out.
     *
     * @param recipe what the image is made of
     * @param labels how it is called
     * @param now in milliseconds since 1970
     * @return the name, which AWS need not accept, see {@link #wrongName}
     */
    public static String image(BakeRecipe recipe, BakeLabels labels, long now) {
        Optional<PackageName> first = recipe.first();
        String name = labels.amiName().isEmpty() ? first.map(PackageName::name).orElse("") : labels.amiName();
        String arch =
                first.map(PackageName::arch).filter(found -> !found.isEmpty()).orElse(EVERY_ARCH);
        String suffix = labels.amiSuffix().isEmpty() ? Long.toString(now) : labels.amiSuffix();
        return Stream.of(name, arch, suffix, recipe.baseOs())
                .filter(piece -> !piece.isEmpty())
                .collect(Collectors.joining("-"));
    }

    /**
     * What is wrong with an image's name.
     *
     * @param name the name
     * @return empty when AWS accepts it
     */
    public static Optional<Problem> wrongName(String name) {
        return LEGAL_NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(Problem.of("aws.bake-name-illegal", "", name, name.length()));
    }

    /**
     * What is the same for all bakes whose images are interchangeable.
     *
     * <p>A script and repositories, which Spinnaker has in a Packer template, stand in the place of its name, by a digest.
     *
     * @param recipe what the image is made of
     * @param labels only the image's given name counts
     * @param region where it is
     * @return such as {@code bake:aws:ubuntu:nginx|curl:eu-central-1:hvm:enhancedNWDisabled}
     */
    public static String key(BakeRecipe recipe, BakeLabels labels, String region) {
        List<String> pieces = new ArrayList<>(List.of("bake", "aws"));
        Stream.of(
                        recipe.baseOs(),
                        recipe.baseAmi(),
                        labels.amiName(),
                        recipe.templateFileName(),
                        script(recipe),
                        recipe.varFileName())
                .filter(piece -> !piece.isEmpty())
                .forEach(pieces::add);
        pieces.add(String.join("|", recipe.packages()));
        if (!recipe.packageArtifacts().isEmpty()) {
            pieces.add(String.join("|", recipe.packageArtifacts()));
        }
        pieces.add(region);
        pieces.add(recipe.vmType());
        pieces.add(recipe.enhancedNetworking() ? "enhancedNWEnabled" : "enhancedNWDisabled");
        return String.join(":", pieces);
    }

    private static String script(BakeRecipe recipe) {
        return recipe.provision().isEmpty() && recipe.repositories().isEmpty()
                ? ""
                : "script-" + digest(recipe.provision() + "\0" + String.join("\n", recipe.repositories()));
    }

    /**
     * A bake key in as many characters as fit everywhere.
     *
     * @param key of any length
     * @return the first 40 hexadecimal digits of its SHA-256
     */
    public static String digest(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGEST_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The version for the tag {@code appversion}: {@code <name>-<version>[-h<build>[.<commit>]][/<job>/<build>]} of the
     * first package. Without job and build at the end where it would be too long for a tag.
     *
     * @param recipe its first package counts
     * @param labels job, build and commit
     * @return empty when the first package has no version
     */
    public static Optional<String> appVersion(BakeRecipe recipe, BakeLabels labels) {
        return recipe.first()
                .filter(first -> !first.version().isEmpty())
                .map(first -> first.name() + "-" + first.version())
                .map(version -> {
                    String whole = version + build(labels) + job(labels);
                    return whole.length() > AwsTags.LONGEST_VALUE ? version + build(labels) : whole;
                });
    }

    private static String build(BakeLabels labels) {
        if (labels.buildNumber().isEmpty()) {
            return "";
        }
        String commit = labels.commitHash().isEmpty() ? "" : "." + labels.commitHash();
        return "-h" + labels.buildNumber() + commit;
    }

    private static String job(BakeLabels labels) {
        // Tools that read the tag split it at slashes, so a job in a folder loses its own.
        return labels.buildNumber().isEmpty() || labels.job().isEmpty()
                ? ""
                : "/" + labels.job().replace('/', '-') + "/" + labels.buildNumber();
    }

    /**
     * What the installer gets.
     *
     * @param recipe its packages count
     * @return the packages in its own form, separated by blanks; empty without packages
     */
    public static String installer(BakeRecipe recipe) {
        return recipe.packageNames().stream()
                .map(each -> each.installer(recipe.packageType()))
                .collect(Collectors.joining(" "));
    }

    /**
     * The tags of the image and its snapshots, as far as the request says them. What is empty has no tag.
     *
     * @param recipe what the image is made of
     * @param labels how it is called
     * @param name the image's name
     * @return our own after those of the request, which can't replace them
     */
    public static Map<String, String> tags(BakeRecipe recipe, BakeLabels labels, String name) {
        Map<String, String> tags = new LinkedHashMap<>(labels.tags());
        tags.put(AwsTags.NAME, name);
        tags.put(AwsTags.APP_VERSION, appVersion(recipe, labels).orElse(""));
        // These come from the build and not from who asks for the bake, who could not shorten them.
        tags.put(BUILD_HOST, AwsTags.fitting(labels.buildHost()));
        tags.put(BUILD_INFO_URL, AwsTags.fitting(labels.buildInfoUrl()));
        tags.put(JOB, AwsTags.fitting(labels.job()));
        tags.put(BUILD, AwsTags.fitting(labels.buildNumber()));
        tags.put(COMMIT, AwsTags.fitting(labels.commitHash()));
        tags.put(BASE_OS, recipe.baseOs());
        tags.put(BASE_IMAGE, recipe.baseAmi());
        tags.put(AwsTags.EXPIRES, labels.expires());
        tags.values().removeIf(String::isEmpty);
        return tags;
    }

    /**
     * What is wrong with tags.
     *
     * @param tags all that an image would get
     * @return the problems, in the order of the tags
     */
    public static List<Problem> wrongTags(Map<String, String> tags) {
        List<Problem> wrong = new ArrayList<>();
        tags.forEach((name, value) -> {
            if (name.isEmpty() || name.length() > AwsTags.LONGEST_NAME || name.startsWith("aws:")) {
                wrong.add(Problem.of("aws.bake-tag-name", "", name));
            }
            if (value.length() > AwsTags.LONGEST_VALUE) {
                wrong.add(Problem.of("aws.bake-tag-value", "", name, value.length()));
            }
        });
        // The operation's own tags come to those of the request.
        if (tags.size() > MOST_TAGS - 5) {
            wrong.add(Problem.of("aws.bake-tags-many", "", tags.size(), MOST_TAGS - 5));
        }
        return wrong;
    }
}
