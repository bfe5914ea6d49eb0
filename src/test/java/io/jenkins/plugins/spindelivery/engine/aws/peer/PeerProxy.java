package io.jenkins.plugins.spindelivery.engine.aws.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Listens on 127.0.0.1 and gives each call to the account whose access key signed it. Signatures are not checked. */
final class PeerProxy implements AutoCloseable {
    private static final int UNKNOWN_KEY = 403;

    private final Map<String, PeerHandler> handlers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "aws-peer");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;

    PeerProxy() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Where clients connect to. */
    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on calls that are signed with a key go there. */
    void bind(String accessKey, PeerHandler handler) {
        handlers.put(accessKey, handler);
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            PeerCall call = PeerCall.of(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes());
            PeerHandler handler = handlers.getOrDefault(call.accessKey(), PeerProxy::unknown);
            PeerReply reply = answer(handler, call);
            if (!reply.lost()) {
                send(exchange, reply);
            }
        } catch (IOException e) {
            // The client has gone away: nobody is there to be told.
        }
    }

    /** An error of the peer itself must not look like a broken connection, which passes. */
    private static PeerReply answer(PeerHandler handler, PeerCall call) {
        try {
            return handler.answer(call);
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            return PeerReply.refused(call, "PeerUnable", "the peer failed at " + call + ": " + e);
        }
    }

    private static PeerReply unknown(PeerCall call) {
        String code =
                switch (call.service()) {
                    case "ec2" -> "AuthFailure";
                    case "s3" -> "InvalidAccessKeyId";
                    case "ssm" -> "UnrecognizedClientException";
                    default -> "InvalidClientTokenId";
                };
        return PeerReply.error(call, UNKNOWN_KEY, code, "The security token included in the request is invalid.");
    }

    private static void send(HttpExchange exchange, PeerReply reply) throws IOException {
        exchange.getResponseHeaders().putAll(reply.headers());
        // The server drops idle connections when there are many, and a call on a dropped one fails without a fault
        // ordered.
        exchange.getResponseHeaders().set("Connection", "close");
        boolean bare = exchange.getRequestMethod().equals("HEAD") || reply.body().length == 0;
        exchange.sendResponseHeaders(reply.status(), bare ? -1 : reply.body().length);
        if (!bare) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(reply.body());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
