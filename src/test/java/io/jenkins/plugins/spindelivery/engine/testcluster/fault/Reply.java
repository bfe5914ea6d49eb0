package io.jenkins.plugins.spindelivery.engine.testcluster.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What comes back for one request: the server's answer, or what a fault makes of it. */
final class Reply {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "transfer-encoding", ":status");

    private final Upstream upstream;
    private final Seen seen;
    private final OutputStream out;
    private final CountDownLatch calm;

    /** Answers, or breaks the connection. */
    @FunctionalInterface
    interface Fault {
        /**
         * Plays the fault.
         *
         * @param reply to the request
         * @throws IOException to break the connection
         */
        void play(Reply reply) throws IOException;
    }

    /** Breaks the connection. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        Broken() {
            super("broken on purpose");
        }
    }

    Reply(Upstream upstream, Seen seen, OutputStream out, CountDownLatch calm) {
        this.upstream = upstream;
        this.seen = seen;
        this.out = out;
        this.calm = calm;
    }

    void pass() throws IOException {
        HttpResponse<InputStream> answer = upstream.send(seen);
        head(answer, true);
        try (InputStream body = answer.body()) {
            byte[] buffer = new byte[16 << 10];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                chunk(buffer, read);
            }
        }
        chunk(new byte[0], 0);
    }

    void answer(int status, String type, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        StringBuilder head =
                new StringBuilder("HTTP/1.1 " + status + " Told\r\nContent-Length: " + bytes.length + "\r\n");
        if (!type.isEmpty()) {
            head.append("Content-Type: ").append(type).append("\r\n");
        }
        for (int i = 0; i < headers.length; i += 2) {
            head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        out.write(bytes);
        out.flush();
    }

    void delay(Duration delay) throws IOException {
        await(delay);
        pass();
    }

    void hang() throws IOException {
        await(Duration.ofDays(1));
        throw new Broken();
    }

    void hangAfter() throws IOException {
        upstream.send(seen).body().readAllBytes();
        hang();
    }

    void drop() throws IOException {
        throw new Broken();
    }

    void dropAfter() throws IOException {
        upstream.send(seen).body().readAllBytes();
        throw new Broken();
    }

    void cutBody() throws IOException {
        HttpResponse<InputStream> answer = upstream.send(seen);
        byte[] body = answer.body().readAllBytes();
        head(answer, false);
        out.write(("Content-Length: " + body.length + "\r\n\r\n").getBytes(ISO_8859_1));
        out.write(body, 0, body.length / 2);
        out.flush();
        throw new Broken();
    }

    void cutAfterLines(int lines) throws IOException {
        HttpResponse<InputStream> answer = upstream.send(seen);
        head(answer, true);
        try (InputStream body = answer.body()) {
            byte[] one = new byte[1];
            int left = lines;
            while (left >= 0 && body.read(one) >= 0) {
                chunk(one, 1);
                left -= one[0] == '\n' || left == 0 ? 1 : 0;
            }
        }
        throw new Broken();
    }

    /** Ends early when the test wants no more faults. */
    private void await(Duration delay) throws IOException {
        try {
            calm.await(delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Broken();
        }
    }

    private void head(HttpResponse<InputStream> answer, boolean chunked) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.statusCode() + " Passed\r\n");
        answer.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n\r\n");
        }
        out.write(head.toString().getBytes(ISO_8859_1));
        out.flush();
    }

    /** One chunk of RFC 9112, section 7.1; an empty one is the end. */
    private void chunk(byte[] bytes, int length) throws IOException {
        out.write((Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1));
        out.write(bytes, 0, length);
        out.write("\r\n".getBytes(ISO_8859_1));
        out.flush();
    }
}
