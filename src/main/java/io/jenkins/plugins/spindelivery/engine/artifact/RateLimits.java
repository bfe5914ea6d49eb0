package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.operation.RetryAfter;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * How long servers with a rate limit ask to wait. GitHub answers 403 or 429, and says when in {@code retry-after} or, with
 * {@code x-ratelimit-remaining: 0}, in {@code x-ratelimit-reset}; without either it asks for a minute. See
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api. GitLab answers 429 with
 * {@code Retry-After} and {@code RateLimit-Reset}. See https://docs.gitlab.com/ee/administration/settings/
 * user_and_ip_rate_limits.html#response-headers
 */
final class RateLimits {
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final Set<Integer> PASSING = Set.of(TOO_MANY, 503);
    private static final Duration UNSAID = Duration.ofMinutes(1);
    private static final int LONGEST_NUMBER = 12;

    /** What is smaller counts from now on, as the IETF's draft for such headers has it; what is larger since 1970. */
    private static final long FIRST_EPOCH = 1_000_000_000L;

    private RateLimits() {}

    /** What any server may ask for. */
    static Optional<Duration> retryAfter(int status, HttpHeaders headers) {
        return PASSING.contains(status) ? retryAfter(headers) : Optional.empty();
    }

    /** What a server asks for whose limits have the headers above. */
    static Optional<Duration> wait(int status, HttpHeaders headers, Instant now) {
        if (status != FORBIDDEN && status != TOO_MANY) {
            return retryAfter(status, headers);
        }
        boolean usedUp = first(headers, "x-ratelimit-remaining", "ratelimit-remaining")
                .filter("0"::equals)
                .isPresent();
        Optional<Duration> said =
                retryAfter(headers).or(() -> usedUp || status == TOO_MANY ? reset(headers, now) : Optional.empty());
        return said.isEmpty() && (usedUp || status == TOO_MANY) ? Optional.of(UNSAID) : said;
    }

    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return RetryAfter.of(
                first(headers, "retry-after").orElse(""), first(headers, "date").orElse(""));
    }

    private static Optional<Duration> reset(HttpHeaders headers, Instant now) {
        // Clocks differ: the answer's own date is what its times are seen from.
        Instant sent = RetryAfter.instant(first(headers, "date").orElse("")).orElse(now);
        return first(headers, "x-ratelimit-reset", "ratelimit-reset")
                .filter(text -> text.matches("\\d{1," + LONGEST_NUMBER + "}"))
                .map(Long::parseLong)
                .map(seconds -> seconds < FIRST_EPOCH
                        ? Duration.ofSeconds(seconds)
                        : Duration.between(sent, Instant.ofEpochSecond(seconds)))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    private static Optional<String> first(HttpHeaders headers, String... names) {
        for (String name : names) {
            Optional<String> value = headers.firstValue(name).map(String::strip);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }
}
