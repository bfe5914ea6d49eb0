package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.durable.Journal;
import io.jenkins.plugins.spindelivery.durable.Journal.Appended;
import io.jenkins.plugins.spindelivery.durable.JournalFullException;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.trigger.Payload;
import io.jenkins.plugins.spindelivery.engine.trigger.Signatures;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Decides about each delivery whether it is taken, in this order: is Jenkins going down, is it too large, are too many
 * waiting, who signed it, did it come before, is it JSON; and answers when it is on disk. An unknown path and a wrong or
 * missing signature are answered alike, after the same work.
 */
final class Reception {
    /** How many deliveries of one path may wait for their turn. */
    static final int MAX_OF_PATH = 2_000;
    /** How many bodies may be on their way at a time: each holds a thread of the server. */
    private static final int MAX_READING = 64;

    private static final long READ_SECONDS = 20;
    private static final long DISK_SECONDS = 20;
    private static final int RETRY_SECONDS = 10;
    private static final Logger LOGGER = Logger.getLogger(Reception.class.getName());
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Deliveries deliveries;
    private final Semaphore reading = new Semaphore(MAX_READING);

    Reception(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /**
     * What the sender is told.
     *
     * @param status of HTTP
     * @param code of a text, in English: a program reads it, or the person who looks into the sender's log
     * @param id of the delivery; empty when it was not taken
     */
    record Answer(int status, String code, String id) {
        void send(HttpServletResponse response) throws IOException {
            response.setStatus(status);
            response.setContentType("application/json;charset=UTF-8");
            response.setHeader("Cache-Control", "no-store");
            if (status == 429 || status == 503) {
                response.setIntHeader("Retry-After", RETRY_SECONDS);
            }
            ObjectNode body = JSON.createObjectNode()
                    .put("status", code.substring(code.lastIndexOf('-') + 1))
                    .put("message", Problem.of(code, "").message(Locale.ENGLISH));
            if (!id.isEmpty()) {
                body.put("id", id);
            }
            response.getOutputStream().write(JSON.writeValueAsBytes(body));
        }
    }

    /** A body that came too slowly, or not whole. */
    private static final class Slow extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Takes a delivery, or refuses it.
     *
     * @param path behind {@code spin-webhook/}
     * @param request what was sent
     * @return the answer; when it is a success the delivery is on disk
     * @throws IOException when the sender is gone
     */
    Answer receive(String path, HttpServletRequest request) throws IOException {
        Journal journal = deliveries.journal();
        if (journal == null) {
            return new Answer(503, "trigger.answer-stopping", "");
        }
        if (request.getContentLengthLong() > Payload.MAX_BYTES) {
            return new Answer(413, "trigger.answer-large", "");
        }
        if (deliveries.isFull(path) || !reading.tryAcquire()) {
            return new Answer(429, "trigger.answer-busy", "");
        }
        byte[] body;
        try {
            body = body(request.getInputStream());
        } catch (Slow e) {
            return new Answer(408, "trigger.answer-slow", "");
        } finally {
            reading.release();
        }
        if (body.length > Payload.MAX_BYTES) {
            return new Answer(413, "trigger.answer-large", "");
        }
        return signed(path, request, body, journal);
    }

    private Answer signed(String path, HttpServletRequest request, byte[] body, Journal journal) {
        List<DeliveredTrigger> here = deliveries.at(path);
        if (here.isEmpty()) {
            Signatures.nobody(request.getHeader("X-Hub-Signature-256"), body);
        }
        List<DeliveredTrigger> accepted = here.stream()
                .filter(trigger -> trigger.isSigned(request::getHeader, body))
                .toList();
        if (accepted.isEmpty()) {
            return new Answer(404, "trigger.answer-unknown", "");
        }
        List<String> keys = accepted.stream().map(DeliveredTrigger::key).toList();
        Delivery delivery = new Delivery(path, headers(request), body, System.currentTimeMillis(), keys);
        String id;
        try {
            id = delivery.id(delivery.payload()).value();
        } catch (ProblemException e) {
            return new Answer(400, "trigger.answer-malformed", "");
        }
        return written(path, id, delivery, journal);
    }

    private Answer written(String path, String id, Delivery delivery, Journal journal) {
        if (id.length() > Journal.MAX_ID) {
            return new Answer(400, "trigger.answer-malformed", "");
        }
        try {
            Appended appended = journal.append(id, delivery.bytes()).get(DISK_SECONDS, TimeUnit.SECONDS);
            if (appended == Appended.KNOWN) {
                return new Answer(200, "trigger.answer-duplicate", id);
            }
            deliveries.arrived(path, id);
            return new Answer(202, "trigger.answer-accepted", id);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof JournalFullException) {
                return new Answer(429, "trigger.answer-busy", "");
            }
            LOGGER.log(Level.WARNING, "A webhook can't be written to disk; its sender has to try again", e.getCause());
            return new Answer(503, "trigger.answer-disk", "");
        } catch (TimeoutException e) {
            return new Answer(503, "trigger.answer-disk", "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(503, "trigger.answer-stopping", "");
        }
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : Delivery.HEADERS) {
            String value = request.getHeader(name);
            if (value != null && value.length() <= 1_000) {
                headers.put(name.toLowerCase(Locale.ROOT), value);
            }
        }
        return headers;
    }

    /** At most one byte more than is allowed. */
    private static byte[] body(InputStream in) throws IOException, Slow {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READ_SECONDS);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[16_384];
        while (body.size() <= Payload.MAX_BYTES) {
            int count = in.read(buffer, 0, Math.min(buffer.length, Payload.MAX_BYTES + 1 - body.size()));
            if (count < 0) {
                return body.toByteArray();
            }
            body.write(buffer, 0, count);
            if (System.nanoTime() - deadline > 0) {
                throw new Slow();
            }
        }
        return body.toByteArray();
    }
}
