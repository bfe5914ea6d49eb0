package io.jenkins.plugins.spindelivery.durable;

import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;

/**
 * Entries that survive a crash, each from the moment it is taken until what it asks for is done.
 *
 * <pre>
 * try (Journal journal = Journal.open(folder, sealer, JournalLimits.DEFAULT)) {
 *     journal.open().forEach(this::goOn);                    // what a crash left undone
 *     journal.append(id, content).join();                    // on disk from here on
 *     journal.close(id, "sent", 86_400_000L).join();         // done, and remembered for a day
 * }
 * </pre>
 *
 * <p>An entry is known by an id. While it is open, and for as long as it is remembered when it is closed, an entry with
 * the same id is not taken again: whoever delivers twice is told so. All records that are asked for while the disk is
 * busy are written together, with one wait for the disk (group commit); the answers come after that wait, never before.
 * Records are sealed. A crash at any moment leaves each entry either open, or closed, or not there, and then nobody was
 * told that it was taken.
 *
 * <p>All methods may be called from any thread. One folder belongs to one journal at a time.
 */
public final class Journal implements Closeable {
    /** The longest id, in characters. */
    public static final int MAX_ID = 2_000;

    private static final int MAX_OUTCOME = 2_000;

    private final JournalState state;
    private final JournalFiles files;
    private final LongSupplier clock;
    private final LinkedBlockingQueue<Asked> queue = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::write, "Spin Delivery journal");
    private final Object gate = new Object();
    private boolean closed;

    /** What {@link #append} came to. */
    public enum Appended {
        /** The entry is new, and on disk. */
        WRITTEN,
        /** There is one of this id, open or remembered; nothing was written. */
        KNOWN
    }

    /**
     * An open entry.
     *
     * @param id what it is known by
     * @param millis when it was taken, in milliseconds since 1970
     * @param content a copy of what was handed in
     */
    public record Entry(String id, long millis, byte[] content) {}

    /** A record that is to be written, and who waits for it; no record ends the writer. */
    private record Asked(JournalRecord record, CompletableFuture<Void> written) {}

    private Journal(JournalState state, JournalFiles files, LongSupplier clock) {
        this.state = state;
        this.files = files;
        this.clock = clock;
    }

    /**
     * Opens a journal and reads what is in it.
     *
     * @param folder made if it is not there, for its owner alone
     * @param sealer protects the records
     * @param limits how much is taken; entries that are there already are kept even if they are more
     * @return the journal
     * @throws IOException when the folder can't be read or written
     */
    public static Journal open(Path folder, Sealer sealer, JournalLimits limits) throws IOException {
        return open(folder, sealer, limits, System::currentTimeMillis);
    }

    /**
     * The same with another clock.
     *
     * @param folder see {@link #open(Path, Sealer, JournalLimits)}
     * @param sealer see there
     * @param limits see there
     * @param clock milliseconds since 1970
     * @return the journal
     * @throws IOException see there
     */
    public static Journal open(Path folder, Sealer sealer, JournalLimits limits, LongSupplier clock)
            throws IOException {
        JournalState state = new JournalState(limits);
        JournalFiles files = new JournalFiles(folder, sealer, limits.segmentBytes());
        files.load(state::replay);
        // What crashes left goes into one whole file before anything new is taken.
        files.compact(state.live(clock.getAsLong()));
        Journal journal = new Journal(state, files, clock);
        journal.writer.setDaemon(true);
        journal.writer.start();
        return journal;
    }

    /**
     * Takes an entry.
     *
     * @param id what it is known by, at most {@link #MAX_ID} characters
     * @param content what it is about
     * @return ends when the entry is on disk, or with {@link Appended#KNOWN} when the one before it of the same id is;
     *     fails with a {@link JournalFullException} at a limit, and with another {@link IOException} when it can't be
     *     written: it was not taken then
     */
    public CompletableFuture<Appended> append(String id, byte[] content) {
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw new IllegalArgumentException("an id has 1 to " + MAX_ID + " characters");
        }
        long now = clock.getAsLong();
        JournalRecord.Opened entry = new JournalRecord.Opened(id, now, content.clone());
        CompletableFuture<Void> before;
        CompletableFuture<Void> written = new CompletableFuture<>();
        try {
            before = state.begin(entry, now, written);
        } catch (JournalFullException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (before != null) {
            return before.thenApply(done -> Appended.KNOWN);
        }
        ask(entry, written);
        return written.thenApply(done -> Appended.WRITTEN);
    }

    /**
     * Closes an entry: what it asks for is done, or never will be.
     *
     * @param id the entry's
     * @param outcome what came of it, cut to 2,000 characters
     * @param rememberMillis for how long its id is remembered, in milliseconds; 0 to forget it
     * @return ends when that is on disk; at once when no such entry is open. Fails with an {@link IOException} when it
     *     can't be written: the entry is open again then
     */
    public CompletableFuture<Void> close(String id, String outcome, long rememberMillis) {
        long until = clock.getAsLong() + rememberMillis;
        String cut = outcome.substring(0, Math.min(MAX_OUTCOME, outcome.length()));
        JournalRecord.Closed end = new JournalRecord.Closed(id, until, cut);
        if (!state.end(end)) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> written = new CompletableFuture<>();
        ask(end, written);
        return written;
    }

    /**
     * What is still to be done.
     *
     * @return the entries that are on disk and not closed, in the order in which they were taken
     */
    public List<Entry> open() {
        return state.entries();
    }

    /**
     * One entry.
     *
     * @param id the entry's
     * @return empty when it is not on disk, or closed
     */
    public Optional<Entry> entry(String id) {
        return state.entry(id);
    }

    /**
     * What came of an entry.
     *
     * @param id the entry's
     * @return the outcome; empty when it is open, or not remembered
     */
    public Optional<String> outcome(String id) {
        return state.outcome(id, clock.getAsLong());
    }

    /**
     * Whether {@link #append} would answer {@link Appended#KNOWN}.
     *
     * @param id the entry's
     * @return whether it is open or remembered
     */
    public boolean knows(String id) {
        return state.knows(id, clock.getAsLong());
    }

    /**
     * How many entries are open.
     *
     * @return the number, with those that are being written
     */
    public int size() {
        return state.size();
    }

    /** Writes what was asked for, and ends. What is asked for later fails. */
    @Override
    public void close() throws IOException {
        synchronized (gate) {
            if (closed) {
                return;
            }
            closed = true;
            queue.add(new Asked(null, new CompletableFuture<>()));
        }
        try {
            writer.join();
        } catch (InterruptedException e) {
            // The thread goes on and ends by itself.
            Thread.currentThread().interrupt();
        }
        files.close();
    }

    private void ask(JournalRecord record, CompletableFuture<Void> written) {
        Asked asked = new Asked(record, written);
        synchronized (gate) {
            if (!closed) {
                queue.add(asked);
                return;
            }
        }
        fail(asked, new IOException("the journal is closed"));
    }

    private void write() {
        boolean more = true;
        while (more) {
            List<Asked> batch = new ArrayList<>();
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                // Nobody interrupts this thread on purpose; its end is asked for.
                continue;
            }
            queue.drainTo(batch);
            more = !batch.removeIf(asked -> asked.record() == null);
            if (!batch.isEmpty()) {
                commit(batch);
            }
        }
    }

    private void commit(List<Asked> batch) {
        try {
            files.append(batch.stream().map(Asked::record).toList());
        } catch (IOException | RuntimeException e) {
            // Nothing may end this thread: all that is asked for later would wait for ever.
            IOException failure = e instanceof IOException io ? io : new IOException(e);
            batch.forEach(asked -> fail(asked, failure));
            return;
        }
        batch.forEach(asked -> state.written(asked.record()));
        batch.forEach(asked -> asked.written().complete(null));
        files.compactIfWorthwhile(() -> state.live(clock.getAsLong()));
    }

    private void fail(Asked asked, IOException failure) {
        state.notWritten(asked.record());
        asked.written().completeExceptionally(failure);
    }
}
