package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a metric source is told who asks. Its text never shows a secret. */
public final class Authorization {
    /** Nobody in particular. */
    public static final Authorization NONE = new Authorization(null);

    private static final Pattern SENDABLE = Pattern.compile("[!-~]+");

    private final String header;

    private Authorization(String header) {
        this.header = header;
    }

    /**
     * A token (RFC 6750).
     *
     * @param token the token; blanks and line breaks around it do not count
     * @return the authorization
     * @throws MetricException when the token is empty or has characters that no header can hold
     */
    public static Authorization bearer(String token) {
        String sent = token.strip();
        if (!SENDABLE.matcher(sent).matches()) {
            throw MetricException.lasting(MetricException.Category.ACCESS, "canary.source-bad-token", "");
        }
        return new Authorization("Bearer " + sent);
    }

    /**
     * User name and password (RFC 7617), in UTF-8.
     *
     * @param user without a colon
     * @param password the password
     * @return the authorization
     * @throws MetricException when the user's name has a colon
     */
    public static Authorization basic(String user, String password) {
        if (user.indexOf(':') >= 0) {
            throw MetricException.lasting(MetricException.Category.ACCESS, "canary.source-bad-user", "");
        }
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Authorization("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    /** The header's value; empty for nobody in particular. */
    Optional<String> header() {
        return Optional.ofNullable(header);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Authorization same && Objects.equals(header, same.header);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(header);
    }

    @Override
    public String toString() {
        return header == null ? "none" : "some";
    }
}
