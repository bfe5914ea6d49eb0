package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiErrors.Verdict;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refusals by what stands between the API and its store: webhooks, policies, quotas, a namespace on its way out. Their
 * status says little (a webhook chooses it freely, an unreachable one is an internal error), so the message decides.
 */
final class AdmissionErrors {
    private static final Pattern DENIED =
            Pattern.compile("admission webhook \"([^\"]+)\" denied the request(?::\\s*)?(.*)", Pattern.DOTALL);
    private static final Pattern POLICY =
            Pattern.compile("ValidatingAdmissionPolicy '([^']+)'.* denied request(?::\\s*)?(.*)", Pattern.DOTALL);
    private static final Pattern NO_DRY_RUN =
            Pattern.compile("admission webhook \"([^\"]+)\" does not support dry run");
    private static final Pattern UNREACHABLE =
            Pattern.compile("failed calling webhook \"([^\"]+)\":\\s*(.*)", Pattern.DOTALL);
    private static final Pattern QUOTA = Pattern.compile("exceeded quota: ([^,]+), (.*)", Pattern.DOTALL);
    private static final Pattern QUOTA_WANTS =
            Pattern.compile("failed quota: ([^:]+): must specify (.*)", Pattern.DOTALL);
    private static final Pattern TERMINATING = Pattern.compile("in namespace (\\S+) because it is being terminated");

    private AdmissionErrors() {}

    /**
     * What an admission refusal means.
     *
     * @return the verdict, or {@code null} when it is none
     */
    static Verdict verdict(Call call, StatusBody status) {
        String message = status.message();
        Matcher match = NO_DRY_RUN.matcher(message);
        if (match.find()) {
            return Verdict.of("api-webhook-no-dry-run", Category.REFUSED, match.group(1));
        }
        match = DENIED.matcher(message);
        if (match.find()) {
            return denial("api-webhook-denied", call, match);
        }
        match = POLICY.matcher(message);
        if (match.find()) {
            return denial("api-policy-denied", call, match);
        }
        match = UNREACHABLE.matcher(message);
        if (match.find()) {
            // Webhooks are pods too: one that is being rolled answers again in seconds.
            String reason = ApiErrors.shortened(match.group(2));
            return Verdict.of("api-webhook-unreachable", Category.REFUSED, match.group(1), reason)
                    .asPassing();
        }
        return limits(message);
    }

    private static Verdict denial(String code, Call call, Matcher match) {
        // The reason is the webhook author's free text and may quote what was submitted.
        return call.secret()
                ? Verdict.of(code + "-secret", Category.REFUSED, match.group(1))
                : Verdict.of(
                        code,
                        Category.REFUSED,
                        match.group(1),
                        ApiErrors.shortened(match.group(2).strip()));
    }

    private static Verdict limits(String message) {
        Matcher match = QUOTA.matcher(message);
        if (match.find()) {
            return Verdict.of("api-quota", Category.REFUSED, match.group(1), match.group(2));
        }
        match = QUOTA_WANTS.matcher(message);
        if (match.find()) {
            return Verdict.of("api-quota-wants", Category.REFUSED, match.group(1), match.group(2));
        }
        match = TERMINATING.matcher(message);
        return match.find() ? Verdict.of("api-namespace-terminating", Category.REFUSED, match.group(1)) : null;
    }
}
