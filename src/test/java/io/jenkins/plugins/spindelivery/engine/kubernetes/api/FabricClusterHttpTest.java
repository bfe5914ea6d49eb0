package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** The client's behaviour towards servers, proxies and networks that misbehave. */
public class FabricClusterHttpTest {
    private static final String OBJECT = FakeServer.CONFIG_MAPS + "/settings";
    private static final ObjectRef SETTINGS = new ObjectRef("v1", "ConfigMap", "shop", "settings");

    @Rule
    public final FakeServer server = new FakeServer();

    private final CountDownLatch testOver = new CountDownLatch(1);
    private FabricCluster cluster;

    @Before
    public void connect() {
        cluster = new FabricCluster(server.config().build());
    }

    @After
    public void disconnect() {
        testOver.countDown();
        cluster.close();
    }

    @Test
    public void sendsCredentialAndNameWithEachCall() {
        server.json(OBJECT, 200, settings("1"));
        ObjectNode read = cluster.get(SETTINGS).orElseThrow();
        assertEquals("1", read.path("data").path("a").asText());
        FakeServer.Seen seen = server.seen(OBJECT).get(0);
        assertEquals("Bearer t0ken", seen.header("Authorization"));
        assertEquals("application/json", seen.header("Accept"));
    }

    @Test
    public void basicAuthenticationAndImpersonationAreSent() {
        server.json(OBJECT, 200, settings("1"));
        reconnect(server.config()
                .withOauthToken(null)
                .withUsername("jane")
                .withPassword("pw")
                .withImpersonateUsername("deployer")
                .withImpersonateGroups("ops", "dev"));
        cluster.get(SETTINGS);
        FakeServer.Seen seen = server.seen(OBJECT).get(0);
        assertEquals("Basic amFuZTpwdw==", seen.header("Authorization"));
        assertEquals("deployer", seen.header("Impersonate-user"));
        assertTrue(seen.header("Impersonate-group").contains("ops"));
        assertTrue(seen.header("Impersonate-group").contains("dev"));
    }

    @Test
    public void applyAsksForStrictValidationAndTellsCreation() {
        server.on(OBJECT, exchange -> {
            exchange.getResponseHeaders().add("Warning", "299 - \"v1 Old is deprecated\"");
            exchange.getResponseHeaders().add("Warning", "299 - \"say \\\"hello\\\"\", 299 - \"v1 Old is deprecated\"");
            exchange.getResponseHeaders().add("Warning", "110 proxy \"Response is stale\"");
            FakeServer.answer(exchange, 201, "application/json", settings("1"));
        });
        ApplyResult result = cluster.apply(
                object(settings("1")), WriteOptions.DEFAULT.withForce(true).withDryRun(true));
        assertTrue(result.created());
        assertEquals(List.of("v1 Old is deprecated", "say \"hello\""), result.warnings());
        FakeServer.Seen seen = server.seen(OBJECT).get(0);
        assertEquals("PATCH", seen.method());
        assertEquals("application/apply-patch+yaml", seen.header("Content-type"));
        assertEquals(OBJECT + "?fieldManager=spin-delivery&fieldValidation=Strict&dryRun=All&force=true", seen.uri());
        assertEquals(object(settings("1")), object(seen.body()));
    }

    @Test
    public void applyOfAnExistingObjectIsNoCreation() {
        server.json(OBJECT, 200, settings("1"));
        assertFalse(cluster.apply(object(settings("1")), WriteOptions.DEFAULT).created());
        assertEquals(
                OBJECT + "?fieldManager=spin-delivery&fieldValidation=Strict",
                server.seen(OBJECT).get(0).uri());
    }

    @Test
    public void failedCallIsMadeOnce() {
        server.json(OBJECT, 503, status(503, "ServiceUnavailable", "apiserver not ready"));
        ApiException e = assertThrows(ApiException.class, () -> cluster.get(SETTINGS));
        assertProblem(e, "api-server-error");
        assertTrue(e.passing());
        assertEquals(1, server.seen(OBJECT).size());
    }

    @Test
    public void retryAfterIsHandedOn() {
        server.on(OBJECT, exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "3");
            FakeServer.answer(exchange, 429, "application/json", status(429, "TooManyRequests", "later"));
        });
        ApiException e = assertThrows(ApiException.class, () -> cluster.get(SETTINGS));
        assertEquals(Optional.of(Duration.ofSeconds(3)), e.retryAfter());
        assertEquals(429, e.status());
    }

    @Test
    public void onlyTheServersWordMakesAnObjectMissing() {
        server.json(OBJECT, 404, "{\"kind\":\"Status\",\"reason\":\"NotFound\",\"details\":{\"name\":\"settings\"}}");
        assertEquals(Optional.empty(), cluster.get(SETTINGS));
        assertFalse(cluster.delete(SETTINGS, DeleteOptions.DEFAULT));
        server.on(OBJECT, exchange -> FakeServer.answer(exchange, 404, "text/html", "<html>Not Found</html>"));
        assertProblem(assertThrows(ApiException.class, () -> cluster.get(SETTINGS)), "api-foreign-answer");
        assertProblem(
                assertThrows(ApiException.class, () -> cluster.delete(SETTINGS, DeleteOptions.DEFAULT)),
                "api-foreign-answer");
    }

    @Test
    public void deleteSendsItsOptions() {
        server.json(OBJECT, 200, status(200, "", ""));
        assertTrue(cluster.delete(SETTINGS, new DeleteOptions("Foreground", 5L, "u-1", true)));
        FakeServer.Seen seen = server.seen(OBJECT).get(0);
        assertEquals("DELETE", seen.method());
        assertEquals(
                object("{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"propagationPolicy\":\"Foreground\","
                        + "\"gracePeriodSeconds\":5,\"preconditions\":{\"uid\":\"u-1\"},\"dryRun\":[\"All\"]}"),
                object(seen.body()));
    }

    @Test
    public void successorWithAnotherUidCountsAsGone() {
        server.json(
                OBJECT,
                409,
                status(
                        409,
                        "Conflict",
                        "the UID in the precondition (u-1) does not match the UID in" + " record (u-2)"));
        assertFalse(cluster.delete(SETTINGS, new DeleteOptions("Background", null, "u-1", false)));
    }

    @Test
    public void redirectIsNotFollowed() {
        server.on(OBJECT, exchange -> {
            exchange.getResponseHeaders().add("Location", server.url() + "/elsewhere");
            FakeServer.answer(exchange, 307, "text/plain", "");
        });
        ApiException e = assertThrows(ApiException.class, () -> cluster.get(SETTINGS));
        assertProblem(e, "api-redirect");
        assertTrue(e.getMessage(), e.getMessage().contains("/elsewhere"));
        assertEquals(List.of(), server.seen("/elsewhere"));
    }

    @Test
    public void loginPageIsNoObject() {
        server.on(OBJECT, exchange -> FakeServer.answer(exchange, 200, "text/html", "<html>Log in</html>"));
        ApiException e = assertThrows(ApiException.class, () -> cluster.get(SETTINGS));
        assertProblem(e, "api-not-kubernetes");
        assertEquals(Category.ACCESS, e.category());
        assertTrue(e.getMessage(), e.getMessage().contains("text/html"));
    }

    @Test
    public void listFollowsPages() {
        server.on(FakeServer.CONFIG_MAPS, exchange -> {
            String query = exchange.getRequestURI().getQuery();
            String page = query.contains("continue=p 2&") || query.endsWith("continue=p 2")
                    ? "{\"metadata\":{},\"items\":[{\"metadata\":{\"name\":\"c\"}}]}"
                    : "{\"metadata\":{\"continue\":\"p 2\"},\"items\":[{\"metadata\":{\"name\":\"a\"}},"
                            + "{\"metadata\":{\"name\":\"b\"}}]}";
            FakeServer.answer(exchange, 200, "application/json", page);
        });
        List<ObjectNode> objects = cluster.list(configMaps(), "shop", "app=x");
        assertEquals(List.of("a", "b", "c"), names(objects));
        assertEquals(
                List.of(
                        FakeServer.CONFIG_MAPS + "?labelSelector=app%3Dx&limit=500",
                        FakeServer.CONFIG_MAPS + "?labelSelector=app%3Dx&limit=500&continue=p%202"),
                server.seen(FakeServer.CONFIG_MAPS).stream()
                        .map(FakeServer.Seen::uri)
                        .toList());
        ObjectNode first = objects.get(0);
        assertEquals("v1", first.path("apiVersion").asText());
        assertEquals("ConfigMap", first.path("kind").asText());
    }

    @Test
    public void expiredPageStartsOverWithoutPages() {
        server.on(FakeServer.CONFIG_MAPS, exchange -> {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            if (query.contains("continue")) {
                FakeServer.answer(exchange, 410, "application/json", status(410, "Expired", "too old"));
            } else if (query.contains("limit")) {
                FakeServer.answer(
                        exchange,
                        200,
                        "application/json",
                        "{\"metadata\":{\"continue\":\"next\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}");
            } else {
                FakeServer.answer(
                        exchange,
                        200,
                        "application/json",
                        "{\"metadata\":{},\"items\":[{\"metadata\":{\"name\":\"a\"}},{\"metadata\":{\"name\":\"b\"}}]}");
            }
        });
        assertEquals(List.of("a", "b"), names(cluster.list(configMaps(), "shop", "")));
    }

    @Test
    public void selectorThatCantBeReadIsAnInputError() {
        server.json(FakeServer.CONFIG_MAPS, 400, status(400, "BadRequest", "unable to parse requirement: found ''"));
        ApiException e = assertThrows(ApiException.class, () -> cluster.list(configMaps(), "shop", "a in ("));
        assertProblem(e, "api-bad-selector");
        assertEquals(Category.INPUT, e.category());
    }

    @Test
    public void silentServerEndsInATimeout() {
        reconnect(server.config(), Duration.ofMillis(300));
        server.on("/version", exchange -> waitForTheEnd());
        ApiException e = assertThrows(ApiException.class, () -> cluster.version());
        assertProblem(e, "api-timeout");
        assertEquals(0, e.status());
        assertTrue(e.passing());
    }

    @Test
    public void bodyThatNeverEndsIsATimeoutToo() {
        reconnect(server.config(), Duration.ofMillis(300));
        server.on("/version", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            waitForTheEnd();
        });
        assertProblem(assertThrows(ApiException.class, () -> cluster.version()), "api-timeout");
    }

    @Test
    public void cutBodyIsNoAnswer() {
        server.on(OBJECT, exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write("{\"kind\":".getBytes());
            exchange.getResponseBody().flush();
            throw new IOException("the server dies");
        });
        ApiException e = assertThrows(ApiException.class, () -> cluster.get(SETTINGS));
        assertProblem(e, "api-cut");
        assertEquals(0, e.status());
        assertTrue(e.passing());
    }

    @Test
    public void closedPortIsNamed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        reconnect(server.config().withMasterUrl("http://127.0.0.1:" + port));
        ApiException e = assertThrows(ApiException.class, () -> cluster.version());
        assertProblem(e, "api-connection-refused");
        assertEquals(Category.ACCESS, e.category());
        assertTrue(e.getMessage(), e.getMessage().contains("http://127.0.0.1:" + port));
    }

    @Test
    public void unknownHostIsNamed() {
        reconnect(server.config().withMasterUrl("http://no-such-host.invalid"));
        ApiException e = assertThrows(ApiException.class, () -> cluster.version());
        assertProblem(e, "api-unknown-host");
        assertTrue(e.getMessage(), e.getMessage().contains("no-such-host.invalid"));
    }

    @Test
    public void interruptionEndsTheWaitAndStaysSet() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        server.on(OBJECT, exchange -> {
            asked.countDown();
            waitForTheEnd();
        });
        AtomicReference<String> code = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            ApiException e = assertThrows(ApiException.class, () -> cluster.get(SETTINGS));
            code.set(e.problems().get(0).code() + " " + Thread.currentThread().isInterrupted());
        });
        caller.start();
        assertTrue(asked.await(20, TimeUnit.SECONDS));
        caller.interrupt();
        caller.join(20_000);
        assertEquals("kubernetes.api-interrupted true", code.get());
    }

    @Test
    public void tooLargeObjectIsNotEvenSent() {
        ObjectNode large = object(settings("x".repeat(4 << 20)));
        ApiException e = assertThrows(ApiException.class, () -> cluster.apply(large, WriteOptions.DEFAULT));
        assertProblem(e, "api-too-large-here");
        assertEquals(List.of("4096", "3072"), e.problems().get(0).arguments());
        assertEquals(List.of(), server.seen(OBJECT));
    }

    @Test
    public void addressHasToBeOne() {
        for (String address : List.of("https://", "https://a b", "https://a?b=c", "https://a#b")) {
            ConfigBuilder config = server.config().withMasterUrl(address);
            ProblemException e = assertThrows(ProblemException.class, () -> new FabricCluster(config.build()));
            assertProblem(e, "api-bad-server");
            assertEquals(Category.INPUT, e.category());
        }
        reconnect(server.config().withMasterUrl(server.url() + "/k8s/clusters/c-1/"));
        server.json("/k8s/clusters/c-1/version", 200, "{\"gitVersion\":\"v1.36.3\"}");
        assertEquals("v1.36.3", cluster.version());
    }

    @Test
    public void nameCantLeadToAnotherResource() {
        for (String name : List.of("", ".", "..", "settings/status", "a%2fb")) {
            ObjectRef ref = new ObjectRef("v1", "ConfigMap", "shop", name);
            ProblemException e = assertThrows(ProblemException.class, () -> cluster.get(ref));
            assertProblem(e, "api-bad-name");
        }
        server.json(FakeServer.CONFIG_MAPS + "/system:a", 200, settings("1"));
        assertTrue(cluster.get(new ObjectRef("v1", "ConfigMap", "shop", "system:a"))
                .isPresent());
    }

    @Test
    public void missingNamespaceIsTheContexts() {
        reconnect(server.config().withNamespace("shop"));
        server.json(OBJECT, 200, settings("1"));
        assertTrue(cluster.get(new ObjectRef("v1", "ConfigMap", "", "settings")).isPresent());
        assertEquals("shop", cluster.defaultNamespace());
    }

    @Test
    public void renewedTokenIsTriedOnce() {
        Tokens tokens = new Tokens();
        reconnect(server.config().withOauthToken(null).withOauthTokenProvider(tokens));
        server.on(OBJECT, exchange -> {
            boolean fresh =
                    exchange.getRequestHeaders().getFirst("Authorization").equals("Bearer t2");
            FakeServer.answer(
                    exchange,
                    fresh ? 200 : 401,
                    "application/json",
                    fresh ? settings("1") : status(401, "Unauthorized", "Unauthorized"));
        });
        assertTrue(cluster.get(SETTINGS).isPresent());
        assertEquals(2, server.seen(OBJECT).size());
        server.json(OBJECT, 401, status(401, "Unauthorized", "Unauthorized"));
        assertProblem(assertThrows(ApiException.class, () -> cluster.get(SETTINGS)), "api-unauthorized");
        assertEquals(4, server.seen(OBJECT).size());
    }

    @Test
    public void tokenThatCantBeHadIsAnApiError() {
        reconnect(server.config().withOauthToken(null).withOauthTokenProvider(() -> {
            throw new ProblemException(
                    Category.ACCESS, Problem.of("kubernetes.kubeconfig-exec-failed", "", "a", "b", 1));
        }));
        ApiException e = assertThrows(ApiException.class, () -> cluster.version());
        assertProblem(e, "kubeconfig-exec-failed");
        assertEquals(401, e.status());
        assertFalse(e.passing());
    }

    @Test
    public void brokenTokenIsToldWithoutShowingIt() {
        for (String token : List.of("t0k\nen", "t0k en", "t0k\u00e9n", "")) {
            reconnect(server.config().withOauthToken(null).withOauthTokenProvider(() -> token));
            ApiException e = assertThrows(ApiException.class, () -> cluster.version());
            assertProblem(e, "api-bad-token");
            assertFalse(e + " " + e.getCause(), (e + " " + e.getCause()).contains("t0k"));
        }
        assertEquals(List.of(), server.seen());
    }

    @Test
    public void logThatCantBeHadIsEmpty() {
        ObjectRef pod = new ObjectRef("v1", "Pod", "shop", "web-1");
        String path = "/api/v1/namespaces/shop/pods/web-1/log";
        server.json(path, 400, status(400, "BadRequest", "container is waiting to start"));
        assertEquals(List.of(), cluster.log(pod, "web", true, 20));
        assertEquals(
                path + "?container=web&previous=true&tailLines=20&limitBytes=262144",
                server.seen(path).get(0).uri());
        server.on(path, exchange -> FakeServer.answer(exchange, 200, "text/plain", "one\ntwo\n"));
        assertEquals(List.of("one", "two"), cluster.log(pod, "web", false, 20));
    }

    @Test
    public void proxyOfTheConfigurationIsUsed() {
        reconnect(server.config().withMasterUrl("http://cluster.invalid").withHttpProxy(server.url()));
        server.on(
                "/version",
                exchange -> FakeServer.answer(exchange, 200, "application/json", "{\"gitVersion\":\"v1.36.3\"}"));
        assertEquals("v1.36.3", cluster.version());
        assertEquals("http://cluster.invalid/version", server.seen().get(0).uri());
    }

    private void reconnect(ConfigBuilder config) {
        reconnect(config, FabricCluster.DEFAULT_TIMEOUT);
    }

    private void reconnect(ConfigBuilder config, Duration timeout) {
        cluster.close();
        cluster = new FabricCluster(config.build(), timeout);
    }

    private void waitForTheEnd() {
        try {
            assertTrue(testOver.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ApiResource configMaps() {
        return cluster.resources().find("v1", "ConfigMap").orElseThrow();
    }

    private static List<String> names(List<ObjectNode> objects) {
        return objects.stream()
                .map(object -> object.path("metadata").path("name").asText())
                .toList();
    }

    private static String settings(String value) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"settings\",\"namespace\":\"shop\"},"
                + "\"data\":{\"a\":\"" + value + "\"}}";
    }

    private static String status(int code, String reason, String message) {
        return "{\"kind\":\"Status\",\"code\":" + code + ",\"reason\":\"" + reason + "\",\"message\":\"" + message
                + "\"}";
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.read(json.getBytes());
    }

    private static void assertProblem(ProblemException e, String code) {
        assertEquals("kubernetes." + code, e.problems().get(0).code());
    }

    /** Gives t1, and after it was refused t2 for ever. */
    private static final class Tokens implements RenewableToken {
        private String token = "t1";

        @Override
        public String getToken() {
            return token;
        }

        @Override
        public boolean renew(String refused) {
            token = "t2";
            return true;
        }
    }
}
