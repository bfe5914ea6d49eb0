package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiErrors.Verdict;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What HTTP 409 means: the name is taken, somebody else owns a field, or the object changed in between. */
final class ConflictErrors {
    private static final Pattern OWNER = Pattern.compile("conflict with \"((?:[^\"\\\\]|\\\\.)*)\"");

    private ConflictErrors() {}

    static Verdict verdict(Call call, StatusBody status) {
        if (status.reason().equals("AlreadyExists")) {
            return status.message().startsWith("object is being deleted")
                    ? Verdict.of("api-being-deleted", Category.REFUSED).asPassing()
                    : Verdict.of("api-already-exists", Category.REFUSED);
        }
        List<String> conflicts = status.causes().stream()
                .filter(cause -> cause.reason().equals("FieldManagerConflict"))
                .map(cause -> cause.field() + " (" + owner(cause.message()) + ")")
                .toList();
        if (!conflicts.isEmpty()) {
            return Verdict.of("api-conflict-fields", Category.REFUSED, String.join(", ", conflicts));
        }
        if (status.isUidMismatch()) {
            return Verdict.of("api-other-uid", Category.REFUSED);
        }
        if (status.message().contains("the object has been modified")) {
            return Verdict.of("api-modified", Category.REFUSED);
        }
        return ApiErrors.worded("api-conflict", Category.REFUSED, call, status);
    }

    private static String owner(String message) {
        Matcher owner = OWNER.matcher(message);
        return owner.find() ? owner.group(1) : message;
    }
}
