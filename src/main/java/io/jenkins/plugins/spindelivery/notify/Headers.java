package io.jenkins.plugins.spindelivery.notify;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads headers as people write them, one on each line. */
final class Headers {
    private static final int MOST = 20;
    private static final Pattern LINE =
            Pattern.compile("([A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}):[ \\t]*([\\x20-\\x7e]{0,1000})");

    /** The client or the message itself sets these, or they hold what belongs into a credential. */
    private static final Set<String> OURS = Set.of(
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "proxy-authorization",
            "transfer-encoding",
            "upgrade");

    private Headers() {}

    /**
     * The headers of a text.
     *
     * @throws ProblemException for a line that is none, more than {@value #MOST}, and those that are set otherwise; its
     *     value is not quoted
     */
    static Map<String, String> read(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        String[] lines = text.split("\\R");
        for (int i = 0; i < lines.length; i++) {
            Matcher line = LINE.matcher(lines[i].strip());
            if (lines[i].isBlank()) {
                continue;
            } else if (!line.matches()) {
                throw wrong("notify.header-malformed", i + 1);
            } else if (OURS.contains(line.group(1).toLowerCase(Locale.ROOT))) {
                throw wrong("notify.header-ours", line.group(1));
            }
            headers.put(line.group(1), line.group(2));
        }
        if (headers.size() > MOST) {
            throw wrong("notify.header-many", MOST);
        }
        return headers;
    }

    private static ProblemException wrong(String code, Object argument) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", argument));
    }
}
