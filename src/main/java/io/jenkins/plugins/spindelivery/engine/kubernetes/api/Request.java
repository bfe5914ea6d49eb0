package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import java.time.Duration;

/**
 * A call as HTTP has it.
 *
 * @param method such as {@code PATCH}
 * @param path path and query below the server's address, starting with a slash
 * @param accept the wanted content type
 * @param contentType the body's type; {@code null} without a body
 * @param body the body; {@code null} without one. Text and not a stream, so that the HTTP client can send it again when
 *     the server has not begun to process it (HTTP/2)
 * @param timeout from sending to the last byte of the answer
 */
record Request(String method, String path, String accept, String contentType, String body, Duration timeout) {
    static final String JSON = "application/json";

    static Request get(String path, Duration timeout) {
        return new Request("GET", path, JSON, null, null, timeout);
    }

    static Request send(String method, String path, String contentType, String body, Duration timeout) {
        return new Request(method, path, JSON, contentType, body, timeout);
    }

    Request accepting(String type) {
        return new Request(method, path, type, contentType, body, timeout);
    }

    /** Never the body: it may hold secrets. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
