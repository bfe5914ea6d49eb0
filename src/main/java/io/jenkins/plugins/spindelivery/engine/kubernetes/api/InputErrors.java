package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiErrors.Verdict;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.StatusBody.Cause;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Manifests that the server can't read or that its rules forbid. Server-side apply reports fields that a type does not
 * have as an internal error (500); repeating such a call helps nobody.
 */
final class InputErrors {
    private static final Pattern UNKNOWN_FIELD = Pattern.compile("unknown field \"([^\"]+)\"");
    private static final Pattern NOT_DECLARED = Pattern.compile("\\.([^\\s:]+): field not declared in schema");
    private static final Pattern DUPLICATE_FIELD = Pattern.compile("duplicate field \"([^\"]+)\"");
    private static final Pattern DUPLICATE_KEY = Pattern.compile("\\.([^\\s:]+): duplicate entries for key \\[([^]]*)]");
    private static final Pattern GO_TYPE =
            Pattern.compile("cannot unmarshal (\\S+) into Go (?:struct field [A-Za-z0-9]+\\.([^\\s]+)|value) of type (\\S+)");
    private static final Pattern EXPECTED = Pattern.compile("\\.([^\\s:]+): expected ([^,]+), got ");
    private static final Pattern BASE64 = Pattern.compile("illegal base64 data");
    private static final Pattern TYPED_PATCH = Pattern.compile("failed to create typed patch object");
    private static final Pattern IMMUTABLE = Pattern.compile(
            "immutable|may not be changed|may not change|cannot be changed|cannot change|can not be unset|must not be changed"
                    + "|updates to \\S+ spec for fields other than .* are forbidden");
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
                || (httpStatus == 500 && TYPED_PATCH.matcher(status.message()).find());
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
        return wrongType(call, status);
    }

    private static Verdict wrongType(Call call, StatusBody status) {
        Matcher typed = EXPECTED.matcher(status.message());
        if (typed.find()) {
            return Verdict.of("api-wrong-type", Category.INPUT, typed.group(1), typed.group(2));
        }
        Matcher decoded = GO_TYPE.matcher(status.message());
        if (decoded.find()) {
            String field = decoded.group(2) == null ? call.kind() : decoded.group(2);
            return Verdict.of("api-wrong-type-given", Category.INPUT, field, decoded.group(3), decoded.group(1));
        }
        return call.secret()
                ? Verdict.of("api-bad-request-secret", Category.INPUT)
                : Verdict.of("api-bad-request", Category.INPUT, ApiErrors.shown(call, status));
    }

    private static Verdict invalid(Call call, StatusBody status) {
        List<Cause> causes = status.causes();
        List<String> immutable = causes.stream()
                .filter(cause -> IMMUTABLE.matcher(cause.message()).find())
                .map(Cause::field)
                .distinct()
                .toList();
        if (!immutable.isEmpty()) {
            String code = PRECIOUS.contains(call.kind()) ? "api-immutable-precious" : "api-immutable";
            return Verdict.of(code, Category.REFUSED, String.join(", ", immutable));
        }
        if (causes.isEmpty()) {
            return call.secret()
                    ? Verdict.of("api-bad-request-secret", Category.REFUSED)
                    : Verdict.of("api-invalid", Category.REFUSED, ApiErrors.shown(call, status));
        }
        List<String> told = new ArrayList<>();
        for (Cause cause : causes) {
            // For Secrets the field and the kind of fault; the server's words may quote the value.
            String fault = call.secret() ? cause.reason() : ApiErrors.shortened(cause.message());
            told.add(cause.field().isEmpty() ? fault : cause.field() + ": " + fault);
        }
        return Verdict.of("api-invalid", Category.REFUSED, String.join("; ", new LinkedHashSet<>(told)));
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
