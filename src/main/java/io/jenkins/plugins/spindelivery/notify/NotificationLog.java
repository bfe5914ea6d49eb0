package io.jenkins.plugins.spindelivery.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** What came of a build's notifications, in a file of the build's folder. It never changes the build's result. */
public final class NotificationLog {
    private static final Logger LOGGER = Logger.getLogger(NotificationLog.class.getName());
    private static final String FILE = "spin-delivery-notifications.json";
    private static final ObjectMapper JSON = StateMapper.create();
    /** A build that tells more shows the newest ones. */
    private static final int MOST = 500;

    private NotificationLog() {}

    /** How a notification stands. */
    public enum Status {
        /** It has yet to be sent. */
        WAITING,
        /** The receiver took it. */
        DELIVERED,
        /** It was given up. */
        FAILED
    }

    /**
     * One notification of a build.
     *
     * @param id see {@link Letter#id()}
     * @param to what people call the receiver
     * @param title the message in one line
     * @param millis when it happened, in milliseconds since 1970
     * @param status how it stands
     * @param problem why it was not delivered, or not yet; {@code null} when nothing went wrong
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
            @JsonProperty("id") String id,
            @JsonProperty("to") String to,
            @JsonProperty("title") String title,
            @JsonProperty("millis") long millis,
            @JsonProperty("status") Status status,
            @JsonProperty("problem") Problem problem) {}

    /**
     * The notifications of a build.
     *
     * @param run the build
     * @return in the order in which they were written; empty when there are none
     */
    public static List<Entry> of(Run<?, ?> run) {
        Path file = file(run);
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            return List.of(JSON.readValue(Files.readAllBytes(file), Entry[].class));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot read the notifications of " + run);
            return List.of();
        }
    }

    /** Whether a notification of a build is known already, so that an event that is told again is not. */
    static boolean has(Run<?, ?> run, String id) {
        return of(run).stream().anyMatch(entry -> entry.id().equals(id));
    }

    /** Writes down how a letter stands. */
    static void note(Letter letter, Status status, @CheckForNull Problem problem) {
        Run<?, ?> run = run(letter);
        if (run != null) {
            note(run, new Entry(letter.id(), letter.to(), letter.title(), letter.millis(), status, problem));
        }
    }

    /** Writes down how a notification stands, in place of what was known of it. */
    static synchronized void note(Run<?, ?> run, Entry entry) {
        List<Entry> entries = new ArrayList<>(of(run));
        int place = 0;
        while (place < entries.size() && !entries.get(place).id().equals(entry.id())) {
            place++;
        }
        if (place < entries.size()) {
            entries.set(place, entry);
        } else {
            entries.add(entry);
        }
        List<Entry> newest = entries.subList(Math.max(0, entries.size() - MOST), entries.size());
        try {
            if (Files.isDirectory(run.getRootDir().toPath())) {
                OperationFile.writeAtomically(file(run), JSON.writeValueAsBytes(newest));
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot write down the notifications of " + run);
        }
    }

    private static Path file(Run<?, ?> run) {
        return run.getRootDir().toPath().resolve(FILE);
    }

    @CheckForNull
    private static Run<?, ?> run(Letter letter) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Job<?, ?> job = Jenkins.get().getItemByFullName(letter.job(), Job.class);
            return job == null ? null : job.getBuildByNumber(letter.number());
        }
    }
}
