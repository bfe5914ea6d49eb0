package io.jenkins.plugins.spindelivery.cli.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;

/**
 * Prepares Java for a connection while the arguments and the kubeconfig are read: its own TLS and HTTP classes take a
 * tenth of a second to get going, as long as that reading takes. Nothing is connected, and nothing depends on it.
 */
public final class HeadStart {
    private HeadStart() {}

    /** Begins, on a thread of its own that never keeps the program alive. */
    public static void begin() {
        Thread thread = new Thread(HeadStart::run, "spin-head-start");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run() {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[0], null);
            greet(tls.createSSLEngine());
            CertificateFactory.getInstance("X.509");
            new ObjectMapper().readTree("{}");
            HttpClient.newBuilder().sslContext(tls).build();
        } catch (GeneralSecurityException | IOException e) {
            // Whatever is wrong with this Java will be told by the connection itself.
            return;
        }
    }

    /** The first message of a handshake makes Java look for all that it can do. */
    private static void greet(SSLEngine engine) throws IOException {
        engine.setUseClientMode(true);
        ByteBuffer message = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), message);
    }
}
