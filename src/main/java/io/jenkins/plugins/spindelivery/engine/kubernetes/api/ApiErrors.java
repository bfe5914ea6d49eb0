package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns a refusal of the API server into plain words: what happened to which object, why, and what to do next.
 *
 * <p>The server tells most causes only in its English message, so this reads messages; one that it does not know is
 * shown as it is. For Secrets a message that may quote submitted values is never shown.
 */
final class ApiErrors {
    private static final int LONGEST_MESSAGE = 600;
    private static final Pattern CANNOT =
            Pattern.compile("User \"([^\"]*)\" cannot (\\S+) (?:resource|path) \"([^\"]*)\""
                    + "(?: in API group \"([^\"]*)\")?(?: in the namespace \"([^\"]*)\")?");
    private static final Pattern SERVICE_ACCOUNT =
            Pattern.compile("error looking up service account ([^/]+)/([^:]+): serviceaccount \"[^\"]*\" not found");
    private static final Pattern ESCALATION =
            Pattern.compile("attempting to grant RBAC permissions not currently held:\\s*(.*)", Pattern.DOTALL);

    private static final Pattern DUMP = Pattern.compile("(Invalid value: )[\\[{].{200,}(: [^:]{1,200})$");
    private static final Pattern DIFF = Pattern.compile("\n@@ .*", Pattern.DOTALL);
    private static final Pattern REGEX_HINT = Pattern.compile(", regex used for validation is '[^']*'");

    private ApiErrors() {}

    /**
     * What a refusal means.
     *
     * @param code the text's code
     * @param category who has to act
     * @param passing whether to try again
     * @param arguments of the text
     */
    record Verdict(String code, Category category, boolean passing, List<String> arguments) {
        static Verdict of(String code, Category category, String... arguments) {
            return new Verdict("kubernetes." + code, category, false, Arrays.asList(arguments));
        }

        Verdict asPassing() {
            return new Verdict(code, category, true, arguments);
        }
    }

    /**
     * The exception for an answer that is no success.
     *
     * @param call what was asked
     * @param answer the refusal
     * @return the exception to throw
     */
    static ApiException of(Call call, Answer answer) {
        StatusBody status = StatusBody.of(answer);
        Verdict verdict = verdict(call, answer, status);
        return new ApiException(
                verdict.category(),
                new Problem(verdict.code(), verdict.arguments(), call.what()),
                answer.status(),
                status.reason(),
                call.secret() ? withoutMessages(status.details()) : status.details(),
                answer.retryAfter(),
                verdict.passing(),
                null);
    }

    /**
     * The exception for an object of a type that the cluster does not serve.
     *
     * @param ref the object
     * @param resources what the cluster serves
     * @return the exception to throw
     */
    static ApiException unknownType(ObjectRef ref, ApiResources resources) {
        List<String> served = resources.servedVersions(ref.kind());
        String code = !served.isEmpty()
                ? "kubernetes.api-version-not-served"
                : resources.incomplete().isEmpty()
                        ? "kubernetes.api-unknown-kind"
                        : "kubernetes.api-unknown-kind-stale";
        Problem problem = Problem.of(
                code,
                ref.toString(),
                ref.apiVersion(),
                ref.kind(),
                String.join(", ", served.isEmpty() ? resources.incomplete() : served));
        return new ApiException(Category.INPUT, problem, 404, "NotFound", MissingNode.getInstance(), null, null);
    }

    /**
     * Whether this is what a Kubernetes API server says of a path in a group that it does not serve. Other servers may say
     * so, too.
     */
    static boolean isUnservedPath(ApiException refusal) {
        return refusal.status() == 404 && refusal.problems().get(0).arguments().contains("404 page not found");
    }

    /**
     * The exception for a type that the cluster served a moment ago.
     *
     * @param where the object, or the list
     * @param apiVersion the type's API version
     * @param kind the type's kind
     * @param passing whether the cluster knows itself that the type is gone; then whoever tries again asks anew what it
     *     serves, and can tell what that means
     * @param refusal what the server said
     * @return the exception to throw
     */
    static ApiException vanishedType(
            String where, String apiVersion, String kind, boolean passing, ApiException refusal) {
        Problem problem = Problem.of("kubernetes.api-kind-gone", where, apiVersion, kind);
        return new ApiException(
                Category.REFUSED, problem, 404, "NotFound", MissingNode.getInstance(), null, passing, refusal);
    }

    /**
     * The exception for an object that is larger than the server takes.
     *
     * @param call what was asked
     * @param size its size in bytes
     * @param limit the server's limit in bytes
     * @return the exception to throw
     */
    static ApiException tooLarge(Call call, int size, int limit) {
        Problem problem = Problem.of("kubernetes.api-too-large-here", call.what(), size >> 10, limit >> 10);
        return new ApiException(
                Category.INPUT, problem, 413, "RequestEntityTooLarge", MissingNode.getInstance(), null, null);
    }

    /**
     * The same refusal with the fields that were probably meant, if it is about unknown fields.
     *
     * @param refusal what the server said
     * @param schemas finds the type's schema; asked only if needed
     * @return the refusal to throw
     */
    static ApiException withSuggestion(ApiException refusal, Supplier<Optional<FieldNames>> schemas) {
        Problem problem = refusal.problems().get(0);
        if (!problem.code().equals("kubernetes.api-unknown-field")) {
            return refusal;
        }
        String wrong = problem.arguments().get(1);
        String meant = schemas.get().stream()
                .flatMap(names -> Arrays.stream(wrong.split(", ")).flatMap(field -> names.nearest(field).stream()))
                .collect(Collectors.joining(", "));
        if (meant.isEmpty()) {
            return refusal;
        }
        Problem better = Problem.of(
                "kubernetes.api-unknown-field-near",
                problem.where(),
                problem.arguments().get(0),
                wrong,
                meant);
        return new ApiException(
                refusal.category(),
                better,
                refusal.status(),
                refusal.reason(),
                refusal.details(),
                null,
                false,
                refusal);
    }

    private static Verdict verdict(Call call, Answer answer, StatusBody status) {
        if (!status.kubernetes()) {
            return foreign(answer);
        }
        Verdict admission = AdmissionErrors.verdict(call, status);
        if (admission != null) {
            return admission;
        }
        Verdict input = InputErrors.verdict(call, answer.status(), status);
        if (input != null) {
            return input;
        }
        return switch (answer.status()) {
            case 401 -> Verdict.of("api-unauthorized", Category.ACCESS);
            case 403 -> forbidden(call, status);
            case 404 -> notFound(call, status);
            case 405 -> Verdict.of("api-verb-not-served", Category.REFUSED, call.verb());
            case 409 -> ConflictErrors.verdict(call, status);
            case 410 -> Verdict.of("api-expired", Category.ACCESS).asPassing();
            case 413 -> worded("api-too-large", Category.REFUSED, call, status);
            case 429 -> Verdict.of("api-too-many-requests", Category.ACCESS).asPassing();
            default -> answer.status() == 415 && call.verb().equals("apply")
                    ? Verdict.of("api-no-server-side-apply", Category.REFUSED)
                    : other(call, answer, status);
        };
    }

    private static Verdict forbidden(Call call, StatusBody status) {
        Matcher cannot = CANNOT.matcher(status.message());
        if (!cannot.find()) {
            Matcher account = SERVICE_ACCOUNT.matcher(status.message());
            if (account.find()) {
                return Verdict.of("api-service-account-missing", Category.REFUSED, account.group(1), account.group(2));
            }
            Matcher escalation = ESCALATION.matcher(status.message());
            if (escalation.find()) {
                String rights = escalation.group(1).strip().replaceAll("\\s*\n\\s*", "; ");
                return Verdict.of("api-escalation", Category.ACCESS, shortened(rights));
            }
            return worded("api-refused", Category.REFUSED, call, status);
        }
        String group = cannot.group(4) == null || cannot.group(4).isEmpty() ? "" : "." + cannot.group(4);
        String resource = cannot.group(3) + group;
        if (cannot.group(1).equals("system:anonymous")) {
            return Verdict.of("api-anonymous", Category.ACCESS, cannot.group(2), resource);
        }
        // Of a namespace Kubernetes says that it lies in itself.
        String namespace = cannot.group(3).equals("namespaces") ? null : cannot.group(5);
        return namespace == null
                ? Verdict.of("api-forbidden", Category.ACCESS, cannot.group(1), cannot.group(2), resource)
                : Verdict.of(
                        "api-forbidden-in", Category.ACCESS, cannot.group(1), cannot.group(2), resource, namespace);
    }

    private static Verdict notFound(Call call, StatusBody status) {
        String name = status.details().path("name").asText("");
        if (name.isEmpty()) {
            return Verdict.of("api-path-not-found", Category.REFUSED);
        }
        boolean namespace = status.details().path("kind").asText("").equals("namespaces");
        return namespace && !call.kind().equals("Namespace")
                ? Verdict.of("api-namespace-missing", Category.REFUSED, name)
                : Verdict.of("api-not-found", Category.REFUSED);
    }

    private static Verdict other(Call call, Answer answer, StatusBody status) {
        if (answer.status() < 500) {
            return worded("api-unexpected", Category.REFUSED, call, status);
        }
        Verdict verdict = worded("api-server-error", Category.ACCESS, call, status);
        return answer.status() == 501 ? verdict : verdict.asPassing();
    }

    /** An answer that no Kubernetes API server gives: a proxy, a load balancer, a login page, another server. */
    private static Verdict foreign(Answer answer) {
        String status = Integer.toString(answer.status());
        if (answer.status() >= 300 && answer.status() < 400) {
            return Verdict.of("api-redirect", Category.ACCESS, answer.first("Location"));
        }
        if (answer.status() == 401) {
            return Verdict.of("api-unauthorized", Category.ACCESS);
        }
        if (answer.text().contains("HTTP request to an HTTPS server")) {
            return Verdict.of("api-needs-https", Category.ACCESS);
        }
        Verdict verdict = Verdict.of("api-foreign-answer", Category.ACCESS, status, firstLine(answer));
        boolean passing = answer.status() == 429 || (answer.status() >= 500 && answer.status() != 501);
        return passing ? verdict.asPassing() : verdict;
    }

    private static String firstLine(Answer answer) {
        boolean html = answer.first("Content-Type").contains("html");
        String line = html ? "HTML" : answer.text().strip().lines().findFirst().orElse("");
        return shortened(line);
    }

    /**
     * A verdict in the server's own words, or without them for a Secret.
     *
     * @param code of a text with the words as {@code {0}} and the API's reason, such as {@code InternalError}, as
     *     {@code {1}}
     * @return the verdict
     */
    static Verdict worded(String code, Category category, Call call, StatusBody status) {
        String reason = status.reason().isEmpty() ? "Failure" : status.reason();
        return call.secret()
                ? Verdict.of("api-secret-refused", category, reason)
                : Verdict.of(code, category, shortened(status.message()), reason);
    }

    /** A message without what makes it unreadable: a dump of the whole specification, a diff of it, a regex. */
    static String shortened(String message) {
        String text = DIFF.matcher(message).replaceFirst("");
        text = DUMP.matcher(text).replaceAll("$1…$2");
        text = REGEX_HINT.matcher(text).replaceAll("").strip();
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
    }

    private static JsonNode withoutMessages(JsonNode details) {
        if (!details.isObject()) {
            return details;
        }
        ObjectNode copy = details.deepCopy();
        copy.path("causes").forEach(cause -> {
            if (!cause.path("reason").asText("").equals("FieldManagerConflict")) {
                ((ObjectNode) cause).remove("message");
            }
        });
        return copy;
    }
}
