package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiErrors.Verdict;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.StatusBody.Cause;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Manifests that the server can't read or that its rules forbid. Server-side apply reports fields that a type does not
 * have as an internal error (500); repeating such a call helps nobody.
 */
final class InputErrors {
    private static final Pattern UNKNOWN_FIELD = Pattern.compile("unknown field \"([^\"]+)\"");
    private static final Pattern NOT_DECLARED = Pattern.compile("\\.([^\\s:]+): field not declared in schema");
    private static final Pattern DUPLICATE_FIELD = Pattern.compile("duplicate field \"([^\"]+)\"");
    private static final Pattern DUPLICATE_KEY =
            Pattern.compile("\\.([^\\s:]+): duplicate entries for key \\[([^]]*)]");
    private static final Pattern GO_TYPE = Pattern.compile(
            "cannot unmarshal (\\S+) into Go (?:struct field [A-Za-z0-9]+\\.([^\\s]+)|value) of type (\\S+)");
    private static final Pattern EXPECTED = Pattern.compile("\\.([^\\s:]+): expected ([^,]+), got ");
    private static final Pattern BASE64 = Pattern.compile("illegal base64 data");
    private static final Pattern QUANTITY = Pattern.compile("quantities must match the regular expression");
    private static final Pattern BEFORE_STORING = Pattern.compile(
            "failed to (create typed patch object|convert new object)|unable to convert unstructured object");
    private static final Pattern IMMUTABLE = Pattern.compile(
            "immutable|may not be changed|may not change|cannot be changed|cannot change|can not be unset|must not be changed"
                    + "|updates to \\S+ spec for fields other than .* are forbidden");
    /** All that the API server says of a JSON patch that it can read but not apply. */
    private static final String PATCH_MISFIT = "rejected our request due to an error in our request";
    /** Kinds whose deletion takes more with it than the object. */
    private static final Set<String> PRECIOUS =
            Set.of("PersistentVolumeClaim", "PersistentVolume", "Namespace", "CustomResourceDefinition");

    private InputErrors() {}

    /**
     * What a refusal of the manifest means.
     *
     * @return the verdict, or {@code null} when it is none
     */
    static Verdict verdict(Call call, int httpStatus, StatusBody status) {
        if (httpStatus == 422) {
            return invalid(call, status);
        }
        boolean unreadable = httpStatus == 400
                || (httpStatus == 500
                        && BEFORE_STORING.matcher(status.message()).find());
        return unreadable ? unreadable(call, status) : null;
    }

    private static Verdict unreadable(Call call, StatusBody status) {
        String message = status.message();
        Set<String> unknown = all(UNKNOWN_FIELD, message);
        unknown.addAll(all(NOT_DECLARED, message));
        if (!unknown.isEmpty()) {
            return Verdict.of("api-unknown-field", Category.INPUT, call.kind(), String.join(", ", unknown));
        }
        Set<String> twice = all(DUPLICATE_FIELD, message);
        twice.addAll(all(DUPLICATE_KEY, message));
        if (!twice.isEmpty()) {
            return Verdict.of("api-duplicate-field", Category.INPUT, String.join(", ", twice));
        }
        if (BASE64.matcher(message).find()) {
            return Verdict.of("api-not-base64", Category.INPUT);
        }
        if (QUANTITY.matcher(message).find()) {
            return Verdict.of("api-bad-quantity", Category.INPUT);
        }
        return wrongType(call, status);
    }

    private static Verdict wrongType(Call call, StatusBody status) {
        Matcher typed = EXPECTED.matcher(status.message());
        if (typed.find()) {
            return ofType(typed.group(1), typed.group(2));
        }
        Matcher decoded = GO_TYPE.matcher(status.message());
        if (decoded.find()) {
            String field = decoded.group(2) == null ? call.kind() : decoded.group(2);
            return ofType(field, decoded.group(3));
        }
        if (call.verb().equals("list")) {
            return Verdict.of("api-bad-selector", Category.INPUT, ApiErrors.shortened(status.message()));
        }
        return ApiErrors.worded("api-bad-request", Category.INPUT, call, status);
    }

    /** The server names types in the words of Go (create) or of its schema (apply). */
    private static Verdict ofType(String field, String type) {
        String code =
                switch (type) {
                    case "string", "[]uint8" -> "api-wants-text";
                    case "bool", "boolean" -> "api-wants-boolean";
                    case "map" -> "api-wants-map";
                    case "list" -> "api-wants-list";
                    default -> wantsOther(type);
                };
        return Verdict.of(code, Category.INPUT, field, type);
    }

    private static String wantsOther(String type) {
        if (type.matches("u?int\\d*|float\\d*|numeric.*|integer|number")) {
            return "api-wants-number";
        }
        if (type.startsWith("[]")) {
            return "api-wants-list";
        }
        // A struct (v1.PodSpec) is written as a map in a manifest.
        return type.startsWith("map[") || type.matches("[a-z0-9]+\\.[A-Z]\\w*") ? "api-wants-map" : "api-wants-other";
    }

    private static Verdict invalid(Call call, StatusBody status) {
        List<Cause> causes = status.causes();
        List<Cause> immutable = causes.stream()
                .filter(cause -> IMMUTABLE.matcher(cause.message()).find())
                .toList();
        if (!immutable.isEmpty()) {
            String code = PRECIOUS.contains(call.kind()) ? "api-immutable-precious" : "api-immutable";
            // For a Secret the field says it all; what the server says of it may quote the value.
            String what = call.secret()
                    ? immutable.stream().map(Cause::field).distinct().collect(Collectors.joining(", "))
                    : told(call, immutable);
            return Verdict.of(code, Category.REFUSED, what);
        }
        if (causes.isEmpty() && status.message().contains(PATCH_MISFIT)) {
            return Verdict.of("api-patch-misfit", Category.REFUSED);
        }
        if (causes.isEmpty()) {
            return ApiErrors.worded("api-invalid", Category.REFUSED, call, status);
        }
        return Verdict.of("api-invalid", Category.REFUSED, told(call, causes));
    }

    /** Fields and faults; for Secrets the kind of fault only, because the server's words may quote the value. */
    private static String told(Call call, List<Cause> causes) {
        Set<String> told = new LinkedHashSet<>();
        for (Cause cause : causes) {
            String fault = call.secret() ? cause.reason() : ApiErrors.shortened(cause.message());
            told.add(cause.field().isEmpty() ? fault : cause.field() + ": " + fault);
        }
        return String.join("; ", told);
    }

    private static Set<String> all(Pattern pattern, String message) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = pattern.matcher(message);
        while (matcher.find()) {
            found.add(matcher.groupCount() > 1 ? matcher.group(1) + "[" + matcher.group(2) + "]" : matcher.group(1));
        }
        return found;
    }
}
