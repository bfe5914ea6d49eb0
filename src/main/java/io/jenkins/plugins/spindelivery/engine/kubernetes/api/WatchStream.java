package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WatchListener.Change;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WatchListener.End;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads the answer to a watch: one JSON object to a line, as long as the connection lasts
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes).
 */
final class WatchStream {
    /** Larger than any object: the API server's limit for one is 3 MiB, and metadata may add to that. */
    static final int MAX_LINE_BYTES = 8 << 20;

    private static final int GONE = 410;

    private final WatchListener listener;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final AtomicBoolean over = new AtomicBoolean();

    WatchStream(WatchListener listener) {
        this.listener = listener;
    }

    /**
     * Reads the next piece.
     *
     * @param piece all of it is read
     * @return whether somebody still listens
     */
    boolean read(ByteBuffer piece) {
        while (piece.hasRemaining()) {
            readLine(piece);
        }
        return !over.get();
    }

    /** Nobody listens any more. */
    void close() {
        over.set(true);
    }

    /**
     * The answer ended.
     *
     * @param status the HTTP status; 0 when there was no answer
     * @param failure what went wrong; {@code null} when the server ended it as one should
     */
    void ended(int status, Throwable failure) {
        if (status >= 400 && status < 500 && status != 429 && status != 401) {
            end(status == GONE ? End.EXPIRED : End.REFUSED);
        } else {
            end(status == 200 && failure == null ? End.DONE : End.BROKEN);
        }
    }

    private void readLine(ByteBuffer buffer) {
        int end = buffer.position();
        while (end < buffer.limit() && buffer.get(end) != '\n') {
            end++;
        }
        byte[] part = new byte[end - buffer.position()];
        buffer.get(part);
        if (line.size() + part.length > MAX_LINE_BYTES) {
            end(End.BROKEN);
        }
        if (over.get()) {
            buffer.position(buffer.limit());
            return;
        }
        line.writeBytes(part);
        if (buffer.hasRemaining()) {
            buffer.get();
            tell(Json.read(line.toByteArray()));
            line.reset();
        }
    }

    private void tell(JsonNode event) {
        String type = event.path("type").asText("");
        if (!(event.get("object") instanceof ObjectNode object)) {
            end(End.BROKEN);
            return;
        }
        switch (type) {
            case "ADDED", "MODIFIED" -> listener.changed(Change.PRESENT, object);
            case "DELETED" -> listener.changed(Change.DELETED, object);
            case "BOOKMARK" -> listener.changed(Change.BOOKMARK, object);
            default -> end(object.path("code").asInt(0) == GONE ? End.EXPIRED : End.BROKEN);
        }
    }

    private void end(End end) {
        if (over.compareAndSet(false, true)) {
            listener.ended(end);
        }
    }
}
