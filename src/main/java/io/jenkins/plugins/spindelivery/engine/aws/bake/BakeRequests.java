package io.jenkins.plugins.spindelivery.engine.aws.bake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BuilderOptions.How;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads bake requests: Rosco's fields ({@code base_os}, {@code package} and so on), and those that only exist here. Names
 * with underscores and in camel case mean the same.
 */
public final class BakeRequests {
    /** Rosco's fields and ours, as they are told. */
    private static final List<String> FIELDS = List.of(
            "user",
            "package",
            "package_artifacts",
            "package_bucket",
            "build_host",
            "job",
            "build_number",
            "commit_hash",
            "build_info_url",
            "cloud_provider_type",
            "base_os",
            "base_label",
            "base_name",
            "base_ami",
            "vm_type",
            "store_type",
            "enhanced_networking",
            "ami_name",
            "ami_suffix",
            "upgrade",
            "instance_type",
            "template_file_name",
            "var_file_name",
            "extended_attributes",
            "account_name",
            "organization",
            "os_type",
            "package_type",
            "region",
            "regions",
            "now",
            "rebake",
            "repositories",
            "provision",
            "how",
            "subnet",
            "instance_profile",
            "root_volume_gib",
            "kms_key",
            "share_with",
            "tags",
            "expires");

    /** What Packer templates use; nothing here does. */
    private static final Set<String> PACKERS = Set.of("templatefilename", "varfilename", "extendedattributes");

    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_:~^-]*");
    private static final Pattern PACKAGE_URL = Pattern.compile("https?://[^\\s'\"]+\\.rpm");
    private static final Pattern REPOSITORY = Pattern.compile("[^\\p{Cntrl}]+");
    private static final Pattern PRINCIPAL =
            Pattern.compile("\\d{12}|arn:aws[a-z-]*:organizations::\\d{12}:(organization|ou)/[a-z0-9/-]+");
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final List<Problem> warnings = new ArrayList<>();
    private final RequestFields fields;
    private final String where;

    /**
     * What was read.
     *
     * @param request what is asked for
     * @param now the time for the image's name, in milliseconds since 1970; empty when the request names none
     * @param warnings about fields that do nothing
     */
    public record Read(BakeRequest request, OptionalLong now, List<Problem> warnings) {}

    private BakeRequests(JsonNode json, String where) {
        this.where = where;
        if (!json.isObject()) {
            throw new ProblemException(
                    Category.INPUT,
                    Problem.of(
                            "aws.bake-not-an-object",
                            where,
                            json.getNodeType().name().toLowerCase(Locale.ROOT)));
        }
        fields = new RequestFields(json, where);
        List<String> known = FIELDS.stream().map(RequestFields::plain).toList();
        json.properties().forEach(field -> {
            String name = RequestFields.plain(field.getKey());
            if (!known.contains(name)) {
                warnings.add(Problem.of("aws.bake-field-unknown", where, field.getKey(), String.join(", ", FIELDS)));
            } else if (PACKERS.contains(name)) {
                warnings.add(Problem.of("aws.bake-field-packer", where, field.getKey()));
            }
        });
    }

    /**
     * Reads a file of JSON.
     *
     * @param content its bytes, in UTF-8
     * @param where its name, for messages
     * @return what it holds
     * @throws ProblemException of category INPUT when it is no JSON
     */
    public static JsonNode json(byte[] content, String where) {
        try {
            return STRICT.readTree(content);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new ProblemException(
                    Category.INPUT, Problem.of("aws.bake-not-json", where, line, e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a request.
     *
     * @param json one object
     * @param where its file, for messages
     * @param account the account's name
     * @param regions where the image is wanted when the request does not say; may be empty
     * @param madeFor for whom it is, for tags
     * @param timeoutSeconds how long it may take
     * @return the request, and warnings about fields that do nothing
     * @throws ProblemException of category INPUT with all that is wrong, each by the field's name
     */
    public static Read read(
            JsonNode json, String where, String account, List<String> regions, String madeFor, long timeoutSeconds) {
        BakeRequests reader = new BakeRequests(json, where);
        OptionalLong now = reader.now();
        BakeRequest request = reader.request(account, regions, madeFor, timeoutSeconds);
        return new Read(request, now, List.copyOf(reader.warnings));
    }

    private BakeRequest request(String account, List<String> usual, String madeFor, long timeoutSeconds) {
        fields.oneOf("cloud_provider_type", "aws", "aws");
        if (!fields.oneOf("store_type", "ebs", "ebs", "s3", "docker").equals("ebs")) {
            warnings.add(Problem.of("aws.bake-store-type", where, fields.text("store_type")));
        }
        fields.oneOf("base_label", "release", "release", "candidate", "previous", "unstable", "foundation");
        List<String> regions = fields.words("regions");
        String region = fields.text("region");
        if (regions.isEmpty()) {
            regions = region.isEmpty() ? usual : List.of(region);
        } else if (!region.isEmpty() && !regions.get(0).equals(region)) {
            fields.wrong("region", region, String.join(", ", regions));
        }
        if (regions.isEmpty()) {
            fields.add(Problem.of("aws.bake-field-missing", where, "region"));
            regions = List.of("");
        }
        BakeRecipe recipe = recipe();
        BakeLabels labels = labels();
        BuilderOptions builder = builder();
        List<String> shareWith =
                fields.each("share_with", PRINCIPAL, "ids of accounts, ARNs of organizations or units");
        boolean rebake = fields.flag("rebake");
        if (!fields.errors().isEmpty()) {
            throw new ProblemException(Category.INPUT, fields.errors());
        }
        return new BakeRequest(
                account,
                regions,
                recipe,
                labels,
                builder,
                shareWith,
                rebake,
                madeFor.isEmpty() ? labels.user() : madeFor,
                timeoutSeconds,
                PackageFiles.in(fields.text("package_bucket")));
    }

    private BakeRecipe recipe() {
        String baseOs = fields.text("base_os");
        PackageType type = type(baseOs);
        List<String> packages = fields.words("package");
        packages.stream()
                .filter(each -> !PACKAGE.matcher(each).matches()
                        && !(type == PackageType.RPM
                                && PACKAGE_URL.matcher(each).matches()))
                .forEach(each -> fields.add(Problem.of("aws.bake-package-illegal", where, each)));
        return new BakeRecipe(
                baseOs,
                fields.text("base_ami"),
                packages,
                references(),
                type,
                fields.each("repositories", REPOSITORY, "lines without control characters"),
                fields.flag("upgrade"),
                fields.raw("provision"),
                fields.oneOf("vm_type", "hvm", "hvm", "pv"),
                fields.flag("enhanced_networking"),
                fields.text("template_file_name"),
                fields.text("var_file_name"));
    }

    private PackageType type(String baseOs) {
        String word = fields.text("package_type");
        if (word.isEmpty()) {
            return PackageType.of(baseOs);
        }
        Optional<PackageType> type = PackageType.parse(word);
        if (type.isEmpty()) {
            fields.wrong("package_type", word, "DEB, RPM");
        }
        return type.orElse(PackageType.DEB);
    }

    private BakeLabels labels() {
        String expires = fields.text("expires");
        if (!expires.isEmpty() && !isInstant(expires)) {
            fields.wrong("expires", expires, "2026-12-31T00:00:00Z");
        }
        String suffix = fields.text("ami_suffix");
        if (!RequestFields.PLAIN.matcher(suffix).matches()) {
            fields.wrong("ami_suffix", suffix, "text");
        }
        return new BakeLabels(
                fields.text("ami_name"),
                suffix,
                fields.text("job"),
                fields.text("build_number"),
                fields.text("commit_hash"),
                fields.text("build_host"),
                fields.text("build_info_url"),
                fields.text("user"),
                expires,
                tags());
    }

    private static boolean isInstant(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private BuilderOptions builder() {
        String how = fields.oneOf("how", How.USER_DATA.word(), How.USER_DATA.word(), How.SYSTEMS_MANAGER.word());
        String type = fields.text("instance_type");
        return new BuilderOptions(
                how.equals(How.SYSTEMS_MANAGER.word()) ? How.SYSTEMS_MANAGER : How.USER_DATA,
                type.isEmpty() ? BuilderOptions.USUAL_TYPE : type,
                fields.text("subnet"),
                fields.text("instance_profile"),
                (int) fields.number("root_volume_gib", 65_536).orElse(0),
                fields.text("kms_key"));
    }

    private OptionalLong now() {
        return fields.number("now", Long.MAX_VALUE);
    }

    private List<String> references() {
        JsonNode value = fields.field("package_artifacts");
        if (value == null) {
            return List.of();
        }
        List<String> references = new ArrayList<>();
        value.forEach(artifact ->
                references.add(artifact.isObject() ? artifact.path("reference").asText("") : artifact.asText()));
        if (!value.isArray()) {
            fields.wrong("package_artifacts", value, "a list of artifacts");
        }
        return references;
    }

    private Map<String, String> tags() {
        JsonNode value = fields.field("tags");
        Map<String, String> tags = new LinkedHashMap<>();
        if (value != null && !value.isObject()) {
            fields.wrong("tags", value, "a map of texts");
        } else if (value != null) {
            value.properties().forEach(tag -> {
                if (tag.getValue().isContainerNode()) {
                    fields.wrong("tags." + tag.getKey(), tag.getValue(), "text");
                }
                tags.put(tag.getKey(), tag.getValue().asText());
            });
        }
        return tags;
    }
}
