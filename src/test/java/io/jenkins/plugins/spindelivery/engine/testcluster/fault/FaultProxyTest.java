package io.jenkins.plugins.spindelivery.engine.testcluster.fault;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.testcluster.ClusterApi;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;

/** That the proxy fails as it is told, and not otherwise. */
public class FaultProxyTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @Rule
    public final FaultProxy proxy = FaultProxy.before(CLUSTER);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private String maps;
    private String settings;

    @Before
    public void namespace() {
        maps = "/api/v1/namespaces/" + CLUSTER.newNamespace("proxy") + "/configmaps";
        settings = maps + "/settings?fieldManager=test";
    }

    private HttpRequest.Builder request(String target) throws IOException {
        Matcher token = Pattern.compile("token: *\"?([^\"\\s]+)").matcher(CLUSTER.kubeconfigText());
        assertTrue("the kubeconfig has a token", token.find());
        return HttpRequest.newBuilder(URI.create(proxy.url() + target))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token.group(1));
    }

    private HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return client.send(request(target).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> apply(String more, String value) throws IOException, InterruptedException {
        String manifest = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"settings\"},"
                + "\"data\":{\"key\":\"" + value + "\"}}";
        return client.send(
                request(settings + more)
                        .header("Content-Type", ClusterApi.APPLY)
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(manifest))
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode value() {
        return CLUSTER.api().get(maps + "/settings").at("/data/key");
    }

    @Test(timeout = 20_000)
    public void withoutRulesItIsNotNoticed() throws Exception {
        assertEquals(201, apply("", "one").statusCode());
        assertEquals("one", value().asText());
        assertEquals(
                "v1.36.3",
                new ObjectMapper()
                        .readTree(get("/version").body())
                        .path("gitVersion")
                        .asText());
        assertEquals(1, proxy.count("PATCH", "configmaps/settings"));
        assertEquals(2, proxy.seen().size());
        proxy.forget();
        assertEquals(0, proxy.seen().size());
    }

    @Test(timeout = 20_000)
    public void statusesAreAnsweredAsOftenAsTold() throws Exception {
        io.jenkins.plugins.spindelivery.engine.testcluster.fault.Rule busy = proxy.when("PATCH", "configmaps/settings")
                .forReal()
                .after(1)
                .times(1)
                .refuse(429, "TooManyRequests", "slow down", "Retry-After", "7");
        assertEquals(201, apply("&dryRun=All", "none").statusCode());
        assertEquals(201, apply("", "one").statusCode());
        HttpResponse<String> refused = apply("", "two");
        assertEquals(429, refused.statusCode());
        assertEquals("7", refused.headers().firstValue("Retry-After").orElseThrow());
        assertTrue(refused.body(), refused.body().contains("\"reason\":\"TooManyRequests\""));
        assertEquals("one", value().asText());
        assertEquals(200, apply("", "three").statusCode());
        assertEquals(1, busy.played());
    }

    @Test(timeout = 20_000)
    public void aDropIsBeforeOrAfterTheServerActed() throws Exception {
        proxy.when("PATCH", "settings").times(1).dropBefore();
        proxy.when("PATCH", "settings").times(1).dropAfter();
        assertThrows(IOException.class, () -> apply("", "one"));
        assertTrue(value().isMissingNode());
        assertThrows(IOException.class, () -> apply("", "two"));
        assertEquals("two", value().asText());
    }

    @Test(timeout = 20_000)
    public void aBodyIsCutInTheMiddle() throws Exception {
        proxy.when("GET", "configmaps").times(1).cutBody();
        IOException cut = assertThrows(IOException.class, () -> get(maps));
        assertFalse(cut.toString(), cut instanceof HttpTimeoutException);
        assertEquals(200, get(maps).statusCode());
    }

    @Test(timeout = 20_000)
    public void aHangLastsUntilTheFaultsAreOver() throws Exception {
        proxy.when("GET", "/version").hang();
        HttpRequest impatient =
                request("/version").timeout(Duration.ofMillis(300)).build();
        assertThrows(HttpTimeoutException.class, () -> client.send(impatient, BodyHandlers.ofString()));
        proxy.calm();
        assertEquals(200, get("/version").statusCode());
    }

    @Test(timeout = 20_000)
    public void aDelayedRequestArrives() throws Exception {
        proxy.when("PATCH", "settings").delay(Duration.ofMillis(200));
        long begin = System.nanoTime();
        assertEquals(201, apply("", "late").statusCode());
        assertTrue(System.nanoTime() - begin >= 200_000_000L);
        assertEquals("late", value().asText());
    }

    @Test(timeout = 20_000)
    public void aWatchComesThroughLineByLineUntilItIsCut() throws Exception {
        apply("", "one");
        proxy.when("GET", "configmaps").watching().cutAfterLines(1);
        HttpResponse<InputStream> watch = client.send(
                request(maps + "?watch=true&fieldSelector=metadata.name=settings")
                        .build(),
                BodyHandlers.ofInputStream());
        BufferedReader lines = new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8));
        assertTrue(lines.readLine().contains("\"type\":\"ADDED\""));
        apply("", "two");
        assertThrows(IOException.class, () -> {
            while (lines.readLine() != null) {
                // What is left before the cut.
            }
        });
    }

    @Test(timeout = 20_000)
    public void somethingMayHappenInTheMiddle() throws Exception {
        proxy.when("PATCH", "settings")
                .doing(() -> CLUSTER.api().create(maps, "{\"metadata\":{\"name\":\"settings\"}}"))
                .pass();
        assertEquals("it was created just before", 200, apply("", "one").statusCode());
    }

    @Test(timeout = 20_000)
    public void aServerThatIsAwayComesBackAtItsAddress() throws Exception {
        assertEquals(200, get("/version").statusCode());
        proxy.refuse();
        assertThrows(ConnectException.class, () -> get("/version"));
        proxy.accept();
        assertEquals(200, get("/version").statusCode());
    }
}
