package io.jenkins.plugins.spindelivery.engine.artifact;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Rule;
import org.junit.Test;

/** Redirects: followed, limited, and checked like the first URL. */
public class RedirectsTest {
    @Rule
    public final TestServer server = new TestServer();

    @Test
    public void redirectsAreFollowedWithinTheScheme() {
        server.serve("/from", 302, "", "Location", "/to?x=1");
        server.serve("/to", 200, "there");
        assertEquals(
                "there",
                new String(Fetching.source().fetch(server.base() + "/from").content(), StandardCharsets.UTF_8));
        assertEquals(List.of("/from", "/to?x=1"), server.requests());
    }

    @Test
    public void redirectsAreLimited() {
        server.serve("/loop", 307, "", "Location", "/loop");
        Problem problem = Fetching.refused(Fetching.source(), server.base() + "/loop?token=s3cr3t");
        assertEquals("artifact.redirects", problem.code());
        assertEquals(List.of(server.base() + "/loop?…", "3"), problem.arguments());
        assertEquals(
                "the first request and three redirects", 4, server.requests().size());
    }

    @Test
    public void redirectsElsewhereAreRefused() {
        server.serve("/https", 302, "", "Location", "https://127.0.0.1:1/x?token=s3cr3t");
        Problem problem = Fetching.refused(Fetching.source(), server.base() + "/https");
        assertEquals("artifact.redirect-scheme", problem.code());
        assertEquals("https://127.0.0.1:1/x?…", problem.arguments().get(1));
        server.serve("/file", 302, "", "Location", "file:///etc/passwd");
        assertEquals(
                "artifact.redirect-scheme",
                Fetching.refused(Fetching.source(), server.base() + "/file").code());
        server.serve("/nowhere", 302, "");
        assertEquals(
                "artifact.redirect-malformed",
                Fetching.refused(Fetching.source(), server.base() + "/nowhere").code());
        server.serve("/garbage", 302, "", "Location", "http://[");
        assertEquals(
                "artifact.redirect-malformed",
                Fetching.refused(Fetching.source(), server.base() + "/garbage").code());
        server.serve("/user", 302, "", "Location", "http://user:s3cr3t@127.0.0.1/");
        assertEquals(
                "artifact.url-credentials",
                Fetching.refused(Fetching.source(), server.base() + "/user").code());
    }

    @Test
    public void theTargetOfARedirectIsCheckedToo() {
        server.serve("/metadata", 302, "", "Location", "http://169.254.169.254/latest/meta-data/");
        assertEquals(
                "artifact.address-metadata",
                Fetching.refused(Fetching.source(), server.base() + "/metadata").code());
        server.serve("/inside", 302, "", "Location", "http://inside.example:1/");
        HostResolver resolver =
                host -> new InetAddress[] {InetAddress.getByName(host.equals("inside.example") ? "127.0.0.2" : host)};
        FetchPolicy onlyTheServer = new FetchPolicy(
                Fetching.PATIENCE,
                Fetching.PATIENCE,
                Fetching.LIMIT,
                3,
                Set.of(),
                Set.of("127.0.0.1:" + server.port()));
        assertEquals(
                "artifact.address-loopback",
                Fetching.refused(Fetching.source(onlyTheServer, resolver), server.base() + "/inside")
                        .code());
    }

    @Test
    public void theTimeoutIsForAllRedirectsTogether() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        Clock byHand = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
        server.serve("/again", exchange -> {
            now.set(now.get().plus(Fetching.PATIENCE));
            TestServer.answer(exchange, 302, "", "Location", "/again");
        });
        FetchPolicy policy = Fetching.policy(Fetching.PATIENCE);
        HttpSource source =
                new HttpSource(HttpSource.client(HttpClient.newBuilder(), policy), policy, HostResolver.SYSTEM, byHand);
        assertEquals(
                "artifact.timeout",
                Fetching.refused(source, server.base() + "/again").code());
        assertEquals(1, server.requests().size());
    }

    @Test
    public void aClientThatFollowsRedirectsByItselfIsRefused() {
        HttpClient follower = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThrows(
                IllegalArgumentException.class,
                () -> new HttpSource(follower, FetchPolicy.DEFAULT, HostResolver.SYSTEM, Clock.systemUTC()));
    }
}
