package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * URLs that another machine is going to fetch, as anybody may: they hold nothing secret, and don't lead to that machine
 * itself or to its metadata service. Names are that machine's to look up, so only addresses in digits are judged.
 */
public final class PublicUrl {
    private static final Pattern DIGITS = Pattern.compile("[0-9.]+|\\[.*]");
    private static final UrlGuard GUARD = new UrlGuard(FetchPolicy.DEFAULT, PublicUrl::literal, Optional.empty());

    private PublicUrl() {}

    /**
     * Checks a URL.
     *
     * @param reference as the user wrote it
     * @throws ProblemException when it is no plain HTTP URL, has a query, a fragment or a user, or leads where it must not
     */
    public static void check(String reference) {
        URI url = UrlGuard.parse(reference);
        GUARD.check(url);
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw Failures.of("artifact.url-query", SafeUrl.display(url));
        }
    }

    private static InetAddress[] literal(String host) throws UnknownHostException {
        return DIGITS.matcher(host).matches() ? InetAddress.getAllByName(host) : new InetAddress[0];
    }
}
