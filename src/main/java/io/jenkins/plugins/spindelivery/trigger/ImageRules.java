package io.jenkins.plugins.spindelivery.trigger;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.trigger.ImagePush;
import io.jenkins.plugins.spindelivery.engine.trigger.TagRule;
import java.util.List;
import java.util.Optional;

/** Which images start a job, as forms have it: repositories, a regular expression, and a range of versions. */
final class ImageRules {
    private ImageRules() {}

    /** Why an image does not start the job; it has to fit the expression and the range where both are given. */
    static Optional<Problem> mismatch(ImagePush push, String repositories, String tag, String versions) {
        List<String> filters = KeyedLines.lines("repositories", repositories);
        Optional<Problem> byTag =
                (tag.isEmpty() ? TagRule.any(filters) : TagRule.matching(filters, tag)).mismatch(push);
        return byTag.isPresent() || versions.isEmpty()
                ? byTag
                : TagRule.versions(filters, versions).mismatch(push);
    }
}
