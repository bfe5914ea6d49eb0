package io.jenkins.plugins.spindelivery.engine.artifact;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** Receives the body of an answer up to a limit. */
public final class BoundedBody implements BodySubscriber<byte[]> {
    /** The body is larger than allowed. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static final int OK = 200;

    private final int limit;
    private final boolean wanted;
    private final boolean announcedTooLarge;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private Subscription subscription;

    private BoundedBody(int limit, boolean wanted, boolean announcedTooLarge) {
        this.limit = limit;
        this.wanted = wanted;
        this.announcedTooLarge = announcedTooLarge;
    }

    /**
     * For answers that bring something with 200 and nothing otherwise.
     *
     * @param answer the beginning of an answer
     * @param limit how large the body may be, in bytes
     * @return receives the body of an answer with 200, and of any other nothing
     */
    static BodySubscriber<byte[]> of(ResponseInfo answer, int limit) {
        return new BoundedBody(limit, answer.statusCode() == OK, announced(answer) > limit);
    }

    /**
     * For answers that say in their body what is wrong.
     *
     * @param answer the beginning of an answer
     * @param limit how large the body may be, in bytes
     * @return receives the body; fails with {@link TooLargeException} when it is larger
     */
    public static BodySubscriber<byte[]> ofAny(ResponseInfo answer, int limit) {
        return new BoundedBody(limit, true, announced(answer) > limit);
    }

    private static long announced(ResponseInfo answer) {
        return answer.headers().firstValueAsLong("Content-Length").orElse(0);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        if (!wanted) {
            // An error page may be endless; nobody reads it, so the connection is given up.
            given.cancel();
            result.complete(new byte[0]);
        } else if (announcedTooLarge) {
            refuse();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.remaining() > limit - received.size()) {
                refuse();
                return;
            }
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            received.writeBytes(bytes);
        }
        subscription.request(1);
    }

    @Override
    public void onError(Throwable error) {
        result.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        result.complete(received.toByteArray());
    }

    private void refuse() {
        subscription.cancel();
        result.completeExceptionally(new TooLargeException());
    }
}
