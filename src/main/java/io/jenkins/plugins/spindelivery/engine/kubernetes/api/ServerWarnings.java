package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code Warning} headers (RFC 7234, section 5.5); Kubernetes sends code 299, agent {@code -}. */
final class ServerWarnings {
    private static final Pattern WARNING = Pattern.compile("(\\d{3}) (\\S+) \"((?:[^\"\\\\]|\\\\.)*)\"");

    private ServerWarnings() {}

    /** The texts of the warnings with code 299, each once, in the server's order; others are about caches. */
    static List<String> of(List<String> headers) {
        Set<String> texts = new LinkedHashSet<>();
        for (String header : headers) {
            Matcher matcher = WARNING.matcher(header);
            while (matcher.find()) {
                if (matcher.group(1).equals("299")) {
                    texts.add(matcher.group(3).replaceAll("\\\\(.)", "$1"));
                }
            }
        }
        return List.copyOf(texts);
    }
}
