package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A source whose certificate is signed by nobody that Java knows. */
public class TlsSourceTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestKeys keys;
    private HttpsServer server;

    @Before
    public void start() throws Exception {
        keys = TestKeys.make(folder.getRoot().toPath(), "numbers", "-keyalg", "EC", "-ext", "san=ip:127.0.0.1");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.serverContext()));
        server.createContext("/", exchange -> {
            try (exchange) {
                ScriptedServer.answer(exchange, 200, "{\"v\":[1,2]}");
            }
        });
        server.start();
    }

    @After
    public void stop() {
        server.stop(0);
    }

    private static String pem(Certificate certificate) throws Exception {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN CERTIFICATE-----\n" + lines.encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private MetricSource source(String authorities) {
        MetricSourceSpec plain = MetricSourceSpec.of(
                "numbers", "json", "https://127.0.0.1:" + server.getAddress().getPort());
        return MetricSourceTypes.open(
                new MetricSourceSpec(
                        plain.name(),
                        plain.type(),
                        plain.address(),
                        plain.authorization(),
                        authorities,
                        plain.limit(),
                        plain.timeout()),
                HttpClient.newBuilder());
    }

    private static MetricQuery query() {
        return Queries.of("{'values': '/v'}", Map.of(), Queries.scope(Map.of()));
    }

    @Test
    public void whoIsSignedByTheAuthorityIsTrusted() throws Exception {
        assertEquals(2, Queries.series(source(pem(keys.certificate())), query()).value(1), 0);
    }

    @Test
    public void whoIsSignedBySomebodyElseIsNot() throws Exception {
        TestKeys other = TestKeys.make(folder.getRoot().toPath(), "other", "-keyalg", "EC");
        for (String authorities : new String[] {"", pem(other.certificate())}) {
            MetricException failure = Queries.failure(source(authorities), query());
            assertEquals("canary.source-tls", failure.problems().get(0).code());
            assertFalse(failure.passing());
        }
    }

    @Test
    public void whoGoesAwayDuringTheHandshakeMayComeBack() throws Exception {
        try (ServerSocket leaving = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Thread hangingUp = new Thread(() -> {
                try {
                    while (true) {
                        leaving.accept().close();
                    }
                } catch (IOException e) {
                    // The test is over.
                }
            });
            hangingUp.start();
            MetricException failure =
                    Queries.failure(Queries.open("json", "https://127.0.0.1:" + leaving.getLocalPort()), query());
            assertEquals("canary.source-cut", failure.problems().get(0).code());
            assertTrue(failure.passing());
            leaving.close();
            hangingUp.join();
        }
    }
}
