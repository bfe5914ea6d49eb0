package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.regex.Pattern;

/** A secret that a server is shown with each request. Its text never shows it. */
public final class AccessToken {
    /** No secret: what everybody may read. */
    public static final AccessToken NONE = new AccessToken("");

    private static final Pattern SENDABLE = Pattern.compile("[!-~]+");

    private final String secret;

    private AccessToken(String secret) {
        this.secret = secret;
    }

    /**
     * A token.
     *
     * @param secret blanks and line breaks around it do not count
     * @return the token
     * @throws ProblemException when it is empty or has characters that no header can hold
     */
    public static AccessToken of(String secret) {
        String sent = secret.strip();
        if (!SENDABLE.matcher(sent).matches()) {
            throw Failures.of("artifact.token-unusable");
        }
        return new AccessToken(sent);
    }

    boolean isNone() {
        return secret.isEmpty();
    }

    String secret() {
        return secret;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccessToken same && secret.equals(same.secret);
    }

    @Override
    public int hashCode() {
        return secret.hashCode();
    }

    @Override
    public String toString() {
        return isNone() ? "none" : "some";
    }
}
