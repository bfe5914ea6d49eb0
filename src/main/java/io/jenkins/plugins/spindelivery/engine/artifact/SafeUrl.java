package io.jenkins.plugins.spindelivery.engine.artifact;

import java.net.URI;
import java.net.URISyntaxException;

/** URLs as messages may show them: tokens travel in queries, fragments and user names. */
public final class SafeUrl {
    private static final String UNREADABLE = "URL";

    private SafeUrl() {}

    /**
     * A URL without user, query and fragment.
     *
     * @param url the URL as the user wrote it
     * @return scheme, host, port and path, and {@code ?…} where there is a query; {@code URL} when it can't be read
     */
    public static String display(String url) {
        try {
            return display(new URI(url.strip()));
        } catch (URISyntaxException e) {
            return UNREADABLE;
        }
    }

    /**
     * The scheme, host and port of a URL.
     *
     * @param url the URL as the user wrote it
     * @return such as {@code https://example.org}; {@code URL} when it can't be read
     */
    public static String origin(String url) {
        try {
            return origin(new URI(url.strip()));
        } catch (URISyntaxException e) {
            return UNREADABLE;
        }
    }

    static String display(URI url) {
        String origin = origin(url);
        return origin.equals(UNREADABLE) ? origin : origin + url.getRawPath() + (url.getRawQuery() == null ? "" : "?…");
    }

    private static String origin(URI url) {
        if (url.getScheme() == null || url.getHost() == null) {
            return UNREADABLE;
        }
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }
}
