package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whom a connection trusts, how it proves who it is, and what is told when either fails. */
public class TlsTest {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static TestKeys own;
    private static TestKeys rsaClient;
    private static TestKeys ecClient;

    private final List<String> clients = new CopyOnWriteArrayList<>();
    private HttpsServer server;
    private ServerSocket sockets;

    /** Answers one connection. */
    private interface Conversation {
        void with(Socket socket) throws IOException;
    }

    @BeforeClass
    public static void makeKeys() throws Exception {
        own = keys("server", "-keyalg", "EC", "-ext", "san=ip:127.0.0.1");
        rsaClient = keys("deployer", "-keyalg", "RSA", "-keysize", "2048");
        ecClient = keys("operator", "-keyalg", "EC", "-groupname", "secp256r1");
    }

    @After
    public void stop() throws IOException {
        if (server != null) {
            server.stop(0);
        }
        if (sockets != null) {
            sockets.close();
        }
    }

    @Test
    public void clusterOfTheAccountsAuthorityIsTrusted() throws Exception {
        start(own, null);
        assertEquals("v1.36.3", version(config(own)));
    }

    @Test
    public void onlyTheAccountsAuthorityIsTrusted() throws Exception {
        start(own, null);
        assertRefused(config(ecClient), "api-tls-unknown-authority");
    }

    @Test
    public void withoutAnAuthorityThePublicOnesCount() throws Exception {
        start(own, null);
        assertRefused(config(null), "api-tls-unknown-authority");
    }

    @Test
    public void certificateOfAnotherNameIsRefusedUnlessVerificationIsOff() throws Exception {
        TestKeys elsewhere = keys("elsewhere", "-keyalg", "EC", "-ext", "san=dns:elsewhere.example.com");
        start(elsewhere, null);
        assertRefused(config(elsewhere), "api-tls-wrong-host");
        assertEquals("v1.36.3", version(config(null).withTrustCerts(true)));
    }

    @Test
    public void expiredCertificateIsRefused() throws Exception {
        TestKeys authority = keys("authority", "-keyalg", "EC", "-ext", "bc:c=ca:true");
        TestKeys expired = keys("expired", "-keyalg", "EC")
                .signedBy(authority, "-startdate", "-10d", "-validity", "2", "-ext", "san=ip:127.0.0.1");
        start(expired, null);
        assertRefused(config(authority), "api-tls-expired");
    }

    @Test
    public void serverWithoutTlsIsToldSo() throws Exception {
        String url = serve(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), socket -> {
            socket.getInputStream().read();
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });
        assertRefused(config(own).withMasterUrl(url), "api-tls-not-spoken");
    }

    @Test
    public void clientCertificatesOfAllUsualFormsAreShown() throws Exception {
        for (TestKeys client : List.of(rsaClient, ecClient)) {
            start(own, client);
            for (String key : List.of(client.keyData(), client.oldKeyData())) {
                assertEquals(
                        "v1.36.3",
                        version(config(own)
                                .withClientCertData(client.certificateData())
                                .withClientKeyData(key)));
            }
            stop();
        }
        assertEquals(List.of("CN=deployer", "CN=deployer", "CN=operator", "CN=operator"), clients);
    }

    @Test
    public void refusedClientCertificateIsToldSo() throws Exception {
        SSLServerSocket picky = (SSLServerSocket) context(own, rsaClient)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        picky.setNeedClientAuth(true);
        String url = serve(picky, socket -> socket.getInputStream().read());
        ConfigBuilder config = config(own)
                .withMasterUrl(url)
                .withClientCertData(ecClient.certificateData())
                .withClientKeyData(ecClient.keyData());
        assertRefused(config, "api-tls-client-refused");
    }

    @Test
    public void unusableKeysAreToldBeforeAnythingIsSent() throws Exception {
        assertUnusable(ecClient.certificateData(), "api-bad-certificate");
        assertUnusable(own.keyData(), "api-key-mismatch");
        assertUnusable(rsaClient.keyData(), "api-key-mismatch");
    }

    private static void assertUnusable(String key, String code) throws Exception {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:1")
                .withClientCertData(ecClient.certificateData())
                .withClientKeyData(key)
                .build();
        ProblemException e = assertThrows(ProblemException.class, () -> new FabricCluster(config));
        assertEquals("kubernetes." + code, e.problems().get(0).code());
        assertEquals(Category.ACCESS, e.category());
    }

    private static TestKeys keys(String name, String... options) throws Exception {
        Path folder = FOLDER.getRoot().toPath();
        return TestKeys.make(folder, name, options);
    }

    private static SSLContext context(TestKeys server, TestKeys client) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(server.store(), server.password());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("client", (client == null ? server : client).certificate());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** Starts a server; with a client it asks for a certificate and accepts that one alone. */
    private void start(TestKeys keys, TestKeys client) throws Exception {
        SSLContext context = context(keys, client);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(client != null);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/version", exchange -> {
            if (client != null) {
                clients.add(((X509Certificate)
                                ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0])
                        .getSubjectX500Principal()
                        .getName());
            }
            FakeServer.answer(exchange, 200, "application/json", "{\"gitVersion\":\"v1.36.3\"}");
        });
        server.start();
    }

    /** Talks to each connection and closes it, until the test is over. */
    private String serve(ServerSocket listening, Conversation conversation) {
        sockets = listening;
        Thread thread = new Thread(() -> {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    conversation.with(socket);
                } catch (IOException e) {
                    // That is how a refused handshake ends here; the client's side of it is what the test looks at.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return "https://127.0.0.1:" + listening.getLocalPort();
    }

    private ConfigBuilder config(TestKeys authority) throws Exception {
        int port = server == null ? 1 : server.getAddress().getPort();
        ConfigBuilder config = new ConfigBuilder(Config.empty())
                .withAutoConfigure(false)
                .withMasterUrl("https://127.0.0.1:" + port)
                .withOauthToken("t0ken");
        return authority == null ? config : config.withCaCertData(authority.certificateData());
    }

    private static String version(ConfigBuilder config) {
        try (FabricCluster cluster = new FabricCluster(config.build())) {
            return cluster.version();
        }
    }

    private static void assertRefused(ConfigBuilder config, String code) {
        ApiException e = assertThrows(ApiException.class, () -> version(config));
        assertEquals(e.getMessage(), "kubernetes." + code, e.problems().get(0).code());
        assertEquals(Category.ACCESS, e.category());
        assertEquals(0, e.status());
        assertFalse("certificates do not mend themselves", e.passing());
    }
}
