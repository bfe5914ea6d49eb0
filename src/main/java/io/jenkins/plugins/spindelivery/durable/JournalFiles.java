package io.jenkins.plugins.spindelivery.durable;

import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * A journal's files: segments with rising numbers. Used by one thread at a time. What is no longer needed goes by writing
 * all that is into a new segment, which replaces the older ones; a crash in between leaves both, and reading both comes
 * to the same.
 */
final class JournalFiles implements Closeable {
    private static final Logger LOGGER = Logger.getLogger(JournalFiles.class.getName());
    private static final String NAME = "\\d{10}\\.journal";
    private static final String CUT = "\\d{10}\\.journal\\.tmp";

    private final Path folder;
    private final Sealer sealer;
    private final long segmentBytes;
    private final List<Path> older = new ArrayList<>();
    private Segment current;
    private long number;
    private long olderBytes;
    private long compactAt;

    JournalFiles(Path folder, Sealer sealer, long segmentBytes) {
        this.folder = folder;
        this.sealer = sealer;
        this.segmentBytes = segmentBytes;
    }

    /** Reads all segments, in their order. */
    void load(Consumer<JournalRecord> replay) throws IOException {
        OwnerOnly.folder(folder);
        List<Path> found;
        try (Stream<Path> all = Files.list(folder)) {
            found = all.sorted().toList();
        }
        for (Path file : found) {
            String name = file.getFileName().toString();
            if (name.matches(CUT)) {
                Files.delete(file);
            } else if (name.matches(NAME)) {
                Segment.read(file, sealer).forEach(replay);
                older.add(file);
                number = Long.parseLong(name.substring(0, 10));
            }
        }
    }

    /** Writes records into the current segment, and waits for the disk. */
    void append(List<JournalRecord> records) throws IOException {
        List<byte[]> frames =
                records.stream().map(record -> Segment.frame(record, sealer)).toList();
        if (current != null && current.size() >= segmentBytes) {
            retire();
        }
        if (current == null) {
            current = Segment.create(next());
            forceFolder();
        }
        try {
            current.append(frames);
        } catch (IOException e) {
            // After a failed wait nobody knows what is on disk; what comes next goes into a file of its own.
            retire();
            throw e;
        }
    }

    private void retire() throws IOException {
        older.add(current.file());
        olderBytes += current.size();
        try {
            current.close();
        } finally {
            current = null;
        }
    }

    private Path next() {
        return folder.resolve(String.format("%010d.journal", ++number));
    }

    /** Compacts when most of what is on disk is not needed any more, at most once for each further segment's bytes. */
    void compactIfWorthwhile(Supplier<List<JournalRecord>> live) {
        long bytes = olderBytes + (current == null ? 0 : current.size());
        if (bytes < compactAt) {
            return;
        }
        try {
            compact(live.get());
        } catch (IOException e) {
            // Everything is still there. The next try comes later, not with each entry.
            compactAt = bytes + segmentBytes;
            LOGGER.log(Level.WARNING, "The journal in " + folder + " can't be made smaller", e);
        }
    }

    /**
     * Replaces all segments by one with what is still needed.
     *
     * @param live the records to keep
     * @throws IOException when it can't be written; the old segments are all there then
     */
    void compact(List<JournalRecord> live) throws IOException {
        if (current != null) {
            retire();
        }
        Path file = next();
        Path cut = file.resolveSibling(file.getFileName() + ".tmp");
        long size;
        try (Segment segment = Segment.create(cut)) {
            for (int from = 0; from < live.size(); from += 100) {
                List<byte[]> frames = live.subList(from, Math.min(from + 100, live.size())).stream()
                        .map(record -> Segment.frame(record, sealer))
                        .toList();
                segment.append(frames);
            }
            size = segment.size();
        } catch (IOException e) {
            Files.deleteIfExists(cut);
            throw e;
        }
        Files.move(cut, file, StandardCopyOption.ATOMIC_MOVE);
        forceFolder();
        for (Path replaced : older) {
            Files.deleteIfExists(replaced);
        }
        older.clear();
        older.add(file);
        olderBytes = size;
        compactAt = 2 * size + segmentBytes;
    }

    /** A new name is on disk only when the folder is; systems that can't do that for folders do it by themselves. */
    private void forceFolder() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "This system does not force folders to disk", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            retire();
        }
    }
}
