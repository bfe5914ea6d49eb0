package io.jenkins.plugins.spindelivery.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.delivery.JenkinsSealer;
import io.jenkins.plugins.spindelivery.durable.Journal;
import io.jenkins.plugins.spindelivery.durable.JournalFullException;
import io.jenkins.plugins.spindelivery.durable.JournalLimits;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The letters that wait, in a journal on disk. Without one, as with a broken disk, they are in memory alone. */
final class OutboxJournal {
    private static final Logger LOGGER = Logger.getLogger(OutboxJournal.class.getName());
    private static final ObjectMapper JSON = StateMapper.create();
    private static final int PATIENCE_SECONDS = 30;
    /** An event that is told again comes soon: with the next start of Jenkins. */
    private static final long REMEMBERED_MILLIS = Duration.ofDays(7).toMillis();

    private Journal journal;

    /** What became of a letter that was handed in. */
    enum Taken {
        /** It has to be sent. */
        NEW,
        /** It was handed in before. */
        KNOWN,
        /** Too much waits. */
        FULL
    }

    /** Opens the journal, and gives the letters that were not sent when Jenkins stopped, the oldest first. */
    synchronized List<Letter> open(Path folder) {
        List<Letter> letters = new ArrayList<>();
        try {
            journal = Journal.open(folder, new JenkinsSealer(), JournalLimits.DEFAULT);
            for (Journal.Entry entry : journal.open()) {
                letters.add(JSON.readValue(entry.content(), Letter.class));
            }
        } catch (IOException e) {
            // Jackson's words quote what they read, so they are not logged.
            LOGGER.severe(() -> "Notifications that wait can't be read in " + folder + ": " + e.getClass());
        }
        return letters;
    }

    /** Keeps a letter; on disk when this returns, if the disk lets it. */
    Taken take(Letter letter) {
        Journal open = journal();
        try {
            if (open == null) {
                throw new IOException("there is no journal");
            }
            Journal.Appended appended =
                    open.append(letter.id(), JSON.writeValueAsBytes(letter)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return appended == Journal.Appended.KNOWN ? Taken.KNOWN : Taken.NEW;
        } catch (ExecutionException e) {
            return e.getCause() instanceof JournalFullException ? Taken.FULL : unkept(letter, e);
        } catch (IOException | TimeoutException e) {
            return unkept(letter, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unkept(letter, e);
        }
    }

    private static Taken unkept(Letter letter, Exception why) {
        LOGGER.log(Level.WARNING, why, () -> letter + " is lost if Jenkins stops before it is sent");
        return Taken.NEW;
    }

    /** A letter was delivered or given up. */
    void done(Letter letter, NotificationLog.Status status) {
        Journal open = journal();
        if (open != null) {
            open.close(letter.id(), status.name(), REMEMBERED_MILLIS).whenComplete((done, failure) -> {
                if (failure != null) {
                    LOGGER.log(Level.WARNING, letter + " may be sent once more, for its end can't be kept", failure);
                }
            });
        }
    }

    /** Nothing is taken any more. */
    synchronized void close() {
        try {
            if (journal != null) {
                journal.close();
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The journal of notifications was not closed well", e);
        }
    }

    private synchronized Journal journal() {
        return journal;
    }
}
