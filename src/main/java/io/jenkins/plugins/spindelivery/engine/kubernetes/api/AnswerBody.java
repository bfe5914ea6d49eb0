package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Hands the body of an answer on while it arrives, and asks for more only when that has been read. */
final class AnswerBody implements HttpResponse.BodySubscriber<Void> {
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Reader reader;
    private Flow.Subscription subscription;

    /** Takes a body piece by piece. */
    interface Reader {
        /**
         * Takes the next piece.
         *
         * @param piece all of it is to be read
         * @return whether more is wanted
         * @throws IOException when the body can't be taken
         */
        boolean read(ByteBuffer piece) throws IOException;
    }

    AnswerBody(Reader reader) {
        this.reader = reader;
    }

    @Override
    public CompletionStage<Void> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        try {
            for (ByteBuffer piece : pieces) {
                if (!reader.read(piece)) {
                    subscription.cancel();
                    end.complete(null);
                    return;
                }
            }
            subscription.request(1);
        } catch (IOException | RuntimeException e) {
            subscription.cancel();
            end.completeExceptionally(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }
}
