package io.jenkins.plugins.spindelivery.engine.aws.packer;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeNames;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeRequest;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeRequests;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A bake by a Packer template.
 *
 * @param bake the same request as without one
 * @param attributes further variables of the template, which replace computed ones of the same name
 * @param template the template's file, relative to where Packer runs
 * @param varFile a file of variables; empty for none
 */
public record PackerRequest(BakeRequest bake, Map<String, String> attributes, String template, String varFile) {
    private static final String TEMPLATE = "template_file_name";
    private static final String VAR_FILE = "var_file_name";
    private static final String ATTRIBUTES = "extended_attributes";
    private static final String NOT_USED = "aws.bake-field-packer";
    /** What HCL2 and JSON templates both take as the name of a variable. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    public PackerRequest {
        attributes = new LinkedHashMap<>(attributes);
    }

    /**
     * What was read.
     *
     * @param request what is asked for
     * @param warnings about fields that do nothing
     */
    public record Read(PackerRequest request, List<Problem> warnings) {}

    /**
     * Reads a request: that of a bake, where {@code template_file_name}, {@code var_file_name} and
     * {@code extended_attributes} say what only Packer needs.
     *
     * @param json one object
     * @param where its file, for messages
     * @param account the account's name
     * @param regions where the image is wanted when the request does not say
     * @param madeFor for whom it is
     * @param timeoutSeconds how long it may take
     * @return the request and its warnings
     * @throws ProblemException of category INPUT with what is wrong
     */
    public static Read read(
            JsonNode json, String where, String account, List<String> regions, String madeFor, long timeoutSeconds) {
        BakeRequests.Read read = BakeRequests.read(json, where, account, regions, madeFor, timeoutSeconds);
        BakeRequest bake = read.request();
        List<Problem> wrong = new ArrayList<>();
        Map<String, String> attributes = attributes(json, where, wrong);
        String template = bake.recipe().templateFileName();
        String varFile = bake.recipe().varFileName();
        if (template.isEmpty()) {
            wrong.add(Problem.of("aws.packer-no-template", where));
        }
        checkFile(TEMPLATE, template, where, wrong);
        checkFile(VAR_FILE, varFile, where, wrong);
        if (!bake.recipe().provision().isEmpty()) {
            wrong.add(Problem.of("aws.packer-provision", where));
        }
        if (bake.labels().amiName().isEmpty() && bake.recipe().packages().isEmpty()) {
            wrong.add(Problem.of("aws.bake-nameless", where));
        }
        if (!wrong.isEmpty()) {
            throw new ProblemException(Category.INPUT, wrong);
        }
        List<Problem> warnings = read.warnings().stream()
                .filter(warning -> !warning.code().equals(NOT_USED))
                .toList();
        return new Read(new PackerRequest(bake, attributes, template, varFile), warnings);
    }

    private static Map<String, String> attributes(JsonNode json, String where, List<Problem> wrong) {
        Map<String, String> attributes = new LinkedHashMap<>();
        JsonNode given = find(json, ATTRIBUTES);
        if (given == null || given.isNull()) {
            return attributes;
        }
        if (!given.isObject()) {
            wrong.add(Problem.of("aws.bake-field", where, ATTRIBUTES, given, "a map of texts"));
        }
        given.properties().forEach(attribute -> {
            boolean single = attribute.getValue().isValueNode();
            if (!single || !VARIABLE.matcher(attribute.getKey()).matches()) {
                wrong.add(Problem.of("aws.packer-variable", where, attribute.getKey()));
            }
            attributes.put(attribute.getKey(), attribute.getValue().asText(""));
        });
        return attributes;
    }

    /** By its name with underscores or in camel case, as {@link BakeRequests} takes fields. */
    private static JsonNode find(JsonNode json, String field) {
        return json.properties().stream()
                .filter(each -> each.getKey().replace("_", "").equalsIgnoreCase(field.replace("_", "")))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** What begins with a dash would be an option of Packer's. */
    private static void checkFile(String field, String file, String where, List<Problem> wrong) {
        if (file.startsWith("-") || file.chars().anyMatch(Character::isISOControl)) {
            wrong.add(Problem.of("aws.packer-file", where, field, file));
        }
    }

    /**
     * The image's name.
     *
     * @param now in milliseconds since 1970
     * @return as for any bake
     */
    public String imageName(long now) {
        return BakeNames.image(bake.recipe(), bake.labels(), now);
    }

    /** The version, as for any bake. */
    Optional<String> appVersion() {
        return BakeNames.appVersion(bake.recipe(), bake.labels());
    }

    /**
     * The regions of which there is no image.
     *
     * @param made where there is one
     * @return in the request's order
     */
    public List<String> missing(Collection<String> made) {
        return bake.regions().stream().filter(region -> !made.contains(region)).toList();
    }
}
