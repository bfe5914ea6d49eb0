package io.jenkins.plugins.spindelivery.notify;

import io.jenkins.plugins.spindelivery.engine.notify.Reply;
import io.jenkins.plugins.spindelivery.engine.notify.Reply.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The ways in which letters leave Jenkins. */
final class Transports {
    private final Executor executor;
    private final WebhookSender webhooks;

    Transports(Executor executor) {
        this.executor = executor;
        this.webhooks = new WebhookSender(executor);
    }

    /**
     * Sends a letter.
     *
     * @return what came of it
     */
    CompletableFuture<Reply> send(Letter letter) {
        return letter.mail() == null
                ? webhooks.send(letter)
                : CompletableFuture.supplyAsync(() -> mail(letter.mail()), executor);
    }

    private static Reply mail(Letter.Mail mail) {
        return MailTransport.find()
                .map(transport -> transport.send(mail))
                .orElseGet(() ->
                        new Reply(Outcome.REFUSED, Optional.of(Problem.of("notify.mail-missing", "")), Duration.ZERO));
    }
}
