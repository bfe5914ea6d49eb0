package io.jenkins.plugins.spindelivery.engine.testcluster.fault;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request as it came to the proxy.
 *
 * @param method such as {@code PATCH}
 * @param target path and query
 * @param headers by their names in lower case
 * @param body as it came
 */
public record Seen(String method, String target, Map<String, List<String>> headers, byte[] body) {

    /**
     * A header.
     *
     * @param name in any case
     * @return its first value; empty without one
     */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).get(0);
    }

    /** Whether the server is only asked what would happen. */
    public boolean isDryRun() {
        return target.contains("dryRun=All");
    }

    /** Whether it is a watch, whose answer goes on for as long as there are changes. */
    public boolean isWatch() {
        return target.contains("watch=true") || target.contains("watch=1");
    }

    /** Method and target; what is sent may be a Secret. */
    @Override
    public String toString() {
        return method + " " + target;
    }
}
