package io.jenkins.plugins.spindelivery.engine.aws.packer;

import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeLabels;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeNames;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeRecipe;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The command line of Packer, as Spinnaker's bakery (Rosco) builds it. */
public final class PackerCommand {
    private static final String MASK = "****";
    private static final Set<String> LISTS = Set.of("share_with", "copy_to");
    private static final Pattern SECRET_NAME =
            Pattern.compile(".*(passw|secret|token|credential|private_?key|access_?key).*", Pattern.CASE_INSENSITIVE);
    /** Those that the publishers' images have; for others the template has to know. */
    private static final Map<String, String> USERS =
            Map.of("ubuntu", "ubuntu", "debian", "admin", "amazon-linux", "ec2-user");

    private final List<String> before;
    private final Map<String, String> variables;
    private final List<String> after;

    private PackerCommand(List<String> before, Map<String, String> variables, List<String> after) {
        this.before = before;
        this.variables = variables;
        this.after = after;
    }

    /**
     * The command line for a request.
     *
     * @param request what is asked for
     * @param program how Packer is called on its machine
     * @param extras further options, such as {@code -timestamp-ui}
     * @param sourceImage the base image's id; empty when the template chooses
     * @param now the time in the image's name, in milliseconds since 1970
     * @return the command
     */
    public static PackerCommand of(
            PackerRequest request, String program, List<String> extras, String sourceImage, long now) {
        List<String> before = new ArrayList<>(List.of(program, "build", "-color=false"));
        before.addAll(extras);
        List<String> after = new ArrayList<>();
        if (!request.varFile().isEmpty()) {
            after.add("-var-file=" + request.varFile());
        }
        after.add(request.template());
        return new PackerCommand(before, variables(request, sourceImage, now), after);
    }

    /**
     * The template's variables: computed ones, then the request's own, which replace those. Empty ones are left out.
     *
     * @param request what is asked for
     * @param sourceImage the base image's id; empty when the template chooses
     * @param now the time in the image's name, in milliseconds since 1970
     * @return by name, in the order of the command line
     */
    public static Map<String, String> variables(PackerRequest request, String sourceImage, long now) {
        BakeRequest bake = request.bake();
        BakeRecipe recipe = bake.recipe();
        BakeLabels labels = bake.labels();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("aws_region", bake.home());
        all.put("aws_ssh_username", user(recipe.baseOs()));
        all.put("aws_instance_type", bake.builder().instanceType());
        all.put("aws_source_ami", sourceImage);
        all.put("aws_target_ami", request.imageName(now));
        all.put("aws_ena_support", recipe.enhancedNetworking() ? "true" : "");
        all.put(
                "package_type",
                recipe.packages().isEmpty() ? "" : recipe.packageType().name().toLowerCase(Locale.ROOT));
        all.put("packages", BakeNames.installer(recipe));
        all.put("upgrade", recipe.upgrade() ? "true" : "");
        all.put("repository", String.join(";", recipe.repositories()));
        all.put("configDir", folder(request.template()));
        all.put("appversion", request.appVersion().orElse(""));
        all.put("build_host", labels.buildHost());
        all.put("build_info_url", labels.buildInfoUrl());
        all.put(
                "copy_to",
                String.join(",", bake.regions().subList(1, bake.regions().size())));
        all.put("share_with", String.join(",", bake.shareWith()));
        all.putAll(request.attributes());
        Map<String, String> unrolled = new LinkedHashMap<>();
        all.forEach((name, value) -> unroll(name, value, unrolled));
        unrolled.values().removeIf(String::isEmpty);
        return unrolled;
    }

    private static void unroll(String name, String value, Map<String, String> into) {
        if (!LISTS.contains(name)) {
            into.put(name, value);
            return;
        }
        int number = 0;
        for (String part : value.split(",")) {
            if (!part.isBlank()) {
                number++;
                into.put(name + "_" + number, part.strip());
            }
        }
    }

    private static String user(String baseOs) {
        return USERS.entrySet().stream()
                .filter(user -> baseOs.equals(user.getKey()) || baseOs.startsWith(user.getKey() + "-"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static String folder(String template) {
        int slash = template.lastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : template.substring(0, slash);
    }

    /**
     * What is run.
     *
     * @return the program and its arguments, each as it is, with secrets
     */
    public List<String> line() {
        List<String> line = new ArrayList<>(before);
        variables.forEach((name, value) -> {
            line.add("-var");
            line.add(name + "=" + value);
        });
        line.addAll(after);
        return line;
    }

    /**
     * What may be shown: values of variables whose name says that they are secret, and secret values wherever they are,
     * are masked.
     *
     * @param secrets values that must not be shown
     * @return one line, with quotes where a shell needs them
     */
    public String shown(Collection<String> secrets) {
        List<String> line = new ArrayList<>(before);
        variables.forEach((name, value) -> {
            line.add("-var");
            line.add(name + "=" + (SECRET_NAME.matcher(name).matches() ? MASK : value));
        });
        line.addAll(after);
        return String.join(
                " ", line.stream().map(part -> quoted(mask(part, secrets))).toList());
    }

    /**
     * The values that must not be shown, because the names of their variables say so.
     *
     * @return may be empty
     */
    public List<String> secretValues() {
        return variables.entrySet().stream()
                .filter(variable -> SECRET_NAME.matcher(variable.getKey()).matches())
                .map(Map.Entry::getValue)
                .toList();
    }

    /**
     * A text without secrets.
     *
     * @param text such as a line of Packer's output
     * @param secrets values that must not be shown; empty ones are nothing
     * @return the text with each replaced by asterisks
     */
    public static String mask(String text, Collection<String> secrets) {
        String masked = text;
        // The longest first: one secret may be the beginning of another.
        for (String secret : secrets.stream()
                .filter(each -> !each.isBlank())
                .sorted((one, other) -> other.length() - one.length())
                .toList()) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    private static String quoted(String part) {
        return part.matches("[A-Za-z0-9_./:=,@%+*~-]+") ? part : "'" + part.replace("'", "'\\''") + "'";
    }
}
