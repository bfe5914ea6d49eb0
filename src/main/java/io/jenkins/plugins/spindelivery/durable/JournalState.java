package io.jenkins.plugins.spindelivery.durable;

import io.jenkins.plugins.spindelivery.durable.Journal.Entry;
import io.jenkins.plugins.spindelivery.durable.JournalRecord.Closed;
import io.jenkins.plugins.spindelivery.durable.JournalRecord.Opened;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a journal holds, in memory. */
final class JournalState {
    private static final CompletableFuture<Void> ON_DISK = CompletableFuture.completedFuture(null);

    private final JournalLimits limits;
    /** On disk, in the order in which they were taken. */
    private final Map<String, Opened> open = new LinkedHashMap<>();
    /** On their way to the disk. */
    private final Map<String, CompletableFuture<Void>> opening = new HashMap<>();
    /** Whose end is on its way to the disk; they are in {@link #open} until then. */
    private final Map<String, Closed> closing = new HashMap<>();
    /** Closed, oldest first. */
    private final Map<String, Closed> remembered = new LinkedHashMap<>();

    private long bytes;

    JournalState(JournalLimits limits) {
        this.limits = limits;
    }

    /** Takes over a record that was read from disk. Reading one twice changes nothing. */
    synchronized void replay(JournalRecord record) {
        if (record instanceof Opened opened) {
            Opened before = open.put(opened.id(), opened);
            bytes += opened.content().length - (before == null ? 0 : before.content().length);
            // An id may come again when it was forgotten.
            remembered.remove(opened.id());
        } else if (record instanceof Closed closed) {
            forget(closed.id());
            remember(closed);
        }
    }

    /**
     * Begins to take an entry.
     *
     * @param written ends when it is on disk
     * @return {@code null} when it is new, else ends when the one before it of the same id is on disk
     * @throws JournalFullException at a limit
     */
    synchronized CompletableFuture<Void> begin(Opened entry, long now, CompletableFuture<Void> written)
            throws JournalFullException {
        String id = entry.id();
        if (opening.containsKey(id)) {
            return opening.get(id);
        }
        if (open.containsKey(id) || isRemembered(id, now)) {
            return ON_DISK;
        }
        int length = entry.content().length;
        if (length > limits.entryBytes()) {
            throw new JournalFullException("an entry has at most " + limits.entryBytes() + " bytes");
        }
        if (size() >= limits.entries() || bytes + length > limits.bytes()) {
            throw new JournalFullException(size() + " entries are open");
        }
        opening.put(id, written);
        bytes += length;
        return null;
    }

    /** Begins to close an entry; {@code false} when none is open, or its end is on its way already. */
    synchronized boolean end(Closed end) {
        return open.containsKey(end.id()) && closing.putIfAbsent(end.id(), end) == null;
    }

    synchronized void written(JournalRecord record) {
        if (record instanceof Opened opened) {
            opening.remove(opened.id());
            open.put(opened.id(), opened);
            remembered.remove(opened.id());
        } else if (record instanceof Closed closed) {
            closing.remove(closed.id());
            forget(closed.id());
            remember(closed);
        }
    }

    synchronized void notWritten(JournalRecord record) {
        if (record instanceof Opened opened) {
            opening.remove(opened.id());
            bytes -= opened.content().length;
        } else {
            closing.remove(record.id());
        }
    }

    private void forget(String id) {
        Opened opened = open.remove(id);
        bytes -= opened == null ? 0 : opened.content().length;
    }

    private void remember(Closed closed) {
        remembered.remove(closed.id());
        remembered.put(closed.id(), closed);
        Iterator<String> oldest = remembered.keySet().iterator();
        while (remembered.size() > limits.remembered()) {
            oldest.next();
            oldest.remove();
        }
    }

    private boolean isRemembered(String id, long now) {
        Closed closed = remembered.get(id);
        return closed != null && closed.untilMillis() > now;
    }

    synchronized boolean knows(String id, long now) {
        return open.containsKey(id) || opening.containsKey(id) || isRemembered(id, now);
    }

    synchronized Optional<String> outcome(String id, long now) {
        return isRemembered(id, now) ? Optional.of(remembered.get(id).outcome()) : Optional.empty();
    }

    synchronized Optional<Entry> entry(String id) {
        return closing.containsKey(id)
                ? Optional.empty()
                : Optional.ofNullable(open.get(id)).map(JournalState::entry);
    }

    synchronized List<Entry> entries() {
        return open.values().stream()
                .filter(opened -> !closing.containsKey(opened.id()))
                .map(JournalState::entry)
                .toList();
    }

    private static Entry entry(Opened opened) {
        return new Entry(opened.id(), opened.millis(), opened.content().clone());
    }

    synchronized int size() {
        return open.size() + opening.size();
    }

    /** What a new file has to hold. Called when nothing is on its way to the disk but what comes behind it. */
    synchronized List<JournalRecord> live(long now) {
        remembered.values().removeIf(closed -> closed.untilMillis() <= now);
        List<JournalRecord> live = new ArrayList<>(remembered.values());
        live.addAll(open.values());
        return live;
    }
}
