package io.jenkins.plugins.spindelivery.engine.artifact;

import static org.junit.Assert.assertEquals;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.Test;

/** What servers with rate limits answer, as their documentation says. */
public class RateLimitsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String DATE = "Fri, 02 Jan 2026 03:00:00 GMT";

    private static Optional<Duration> waits(int status, String... headers) {
        return RateLimits.wait(status, of(headers), NOW);
    }

    private static HttpHeaders of(String... headers) {
        Map<String, List<String>> map = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], List.of(headers[i + 1]));
        }
        return HttpHeaders.of(map, (name, value) -> true);
    }

    private static String epoch(long fromNow) {
        return Long.toString(NOW.plusSeconds(fromNow).getEpochSecond());
    }

    @Test
    public void gitHubSaysWhenTheHourIsOver() {
        assertEquals(
                Optional.of(Duration.ofSeconds(90)),
                waits(403, "x-ratelimit-remaining", "0", "x-ratelimit-reset", epoch(90)));
        assertEquals(
                Optional.of(Duration.ofSeconds(90 + 245)),
                waits(403, "x-ratelimit-remaining", "0", "x-ratelimit-reset", epoch(90), "Date", DATE));
        assertEquals(
                Optional.of(Duration.ZERO), waits(429, "x-ratelimit-remaining", "0", "x-ratelimit-reset", epoch(-5)));
    }

    @Test
    public void aSecondaryLimitSaysHowLongOrMeansAMinute() {
        assertEquals(
                Optional.of(Duration.ofSeconds(7)),
                waits(403, "retry-after", "7", "x-ratelimit-remaining", "4000", "x-ratelimit-reset", epoch(3000)));
        assertEquals(Optional.of(Duration.ofMinutes(1)), waits(429));
    }

    @Test
    public void gitLabSaysItInItsOwnHeaders() {
        assertEquals(
                Optional.of(Duration.ofSeconds(30)),
                waits(429, "RateLimit-Remaining", "0", "RateLimit-Reset", epoch(30)));
        assertEquals(Optional.of(Duration.ofSeconds(30)), waits(429, "RateLimit-Reset", "30"));
        assertEquals(
                Optional.of(Duration.ofSeconds(12)), waits(429, "Retry-After", "12", "RateLimit-Reset", epoch(30)));
    }

    @Test
    public void whatIsForbiddenForAnotherReasonIsNotWaitedFor() {
        assertEquals(Optional.empty(), waits(403, "x-ratelimit-remaining", "12", "x-ratelimit-reset", epoch(90)));
        assertEquals(Optional.empty(), waits(404, "retry-after", "7"));
        assertEquals(Optional.of(Duration.ofSeconds(7)), waits(503, "retry-after", "7"));
    }

    @Test
    public void anyServerMaySayWhenToComeAgain() {
        assertEquals(Optional.of(Duration.ofSeconds(3)), RateLimits.retryAfter(429, of("Retry-After", "3")));
        assertEquals(Optional.empty(), RateLimits.retryAfter(429, of()));
        assertEquals(Optional.empty(), RateLimits.retryAfter(403, of("Retry-After", "3")));
    }
}
