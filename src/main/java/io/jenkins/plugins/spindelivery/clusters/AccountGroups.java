package io.jenkins.plugins.spindelivery.clusters;

import hudson.model.Computer;
import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A question to an account, asked at once and answered within bounds: a page does not wait for a cluster that is away. */
final class AccountGroups<T> {
    private static final Logger LOGGER = Logger.getLogger(AccountGroups.class.getName());

    /** Longer than a large cluster takes, and shorter than a reader's patience. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Found found;
    private final Future<T> answer;
    private final long deadline = System.nanoTime() + PATIENCE.toNanos();

    /** Asked of the reader of an account. */
    interface Question<T> {
        /**
         * Asks.
         *
         * @throws ProblemException when the account can't be asked
         */
        T of(GroupSource source);
    }

    /**
     * Asks an account.
     *
     * @param found the account
     * @param question what to ask
     */
    AccountGroups(Found found, Question<T> question) {
        this.found = found;
        Callable<T> work = () -> question.of(GroupSource.of(found));
        this.answer = Computer.threadPoolForRemoting.submit(work);
    }

    /**
     * Waits for the answer.
     *
     * @return what the account holds
     * @throws ProblemException when it can't be asked, or does not answer in time
     */
    T get() {
        String name = found.account().getName();
        try {
            return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            LOGGER.log(Level.WARNING, e.getCause(), () -> "Cannot read the server groups of account " + name);
            throw failed(Problem.of("clusters.mistake", "", name, String.valueOf(e.getCause())));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw failed(Problem.of("clusters.slow", "", name, PATIENCE.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            throw failed(Problem.of("clusters.slow", "", name, PATIENCE.toSeconds()));
        }
    }

    private static ProblemException failed(Problem problem) {
        return new ProblemException(Category.FAILED, problem);
    }
}
