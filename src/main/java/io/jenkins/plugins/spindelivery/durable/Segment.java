package io.jenkins.plugins.spindelivery.durable;

import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.CRC32C;

/**
 * One file of a journal: records behind one another, each with its length, a checksum (CRC-32C) and its sealed bytes.
 * Files are only ever appended to.
 */
final class Segment implements Closeable {
    private static final Logger LOGGER = Logger.getLogger(Segment.class.getName());
    private static final int HEADER = 8;

    private final Path file;
    private final FileChannel channel;
    private long size;

    private Segment(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Creates a file that is not there yet, for its owner alone where the file system knows that. */
    static Segment create(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            OwnerOnly.file(file);
            return new Segment(file, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    Path file() {
        return file;
    }

    long size() {
        return size;
    }

    /**
     * Writes records and waits for the disk.
     *
     * @param frames as {@link #frame} gives them
     * @throws IOException when that failed; the file then ends where it ended before, or must not be written to again if
     *     not even that is possible
     */
    void append(List<byte[]> frames) throws IOException {
        int length = frames.stream().mapToInt(frame -> frame.length).sum();
        ByteBuffer buffer = ByteBuffer.allocate(length);
        frames.forEach(buffer::put);
        buffer.flip();
        try {
            long at = size;
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
            channel.force(false);
            size = at;
        } catch (IOException e) {
            cutBack(e);
            throw e;
        }
    }

    private void cutBack(IOException failure) {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** A record as it stands in the file. */
    static byte[] frame(JournalRecord record, Sealer sealer) {
        byte[] sealed = sealer.seal(record.bytes());
        return ByteBuffer.allocate(HEADER + sealed.length)
                .putInt(sealed.length)
                .putInt(checksum(sealed, 0, sealed.length))
                .put(sealed)
                .array();
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, length);
        // A checksum of zeros must not be right for a file that the file system filled up with zeros.
        return (int) sum.getValue() ^ 0x5350494e;
    }

    /**
     * Reads all whole records of a file. A crash in the middle of a write leaves a part of a record at the end, of which
     * nobody was told that it was accepted; it is left out.
     *
     * @param file a segment
     * @param sealer opens the records
     * @return the records in the order in which they were written
     * @throws IOException when the file can't be read
     */
    static List<JournalRecord> read(Path file, Sealer sealer) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<JournalRecord> records = new ArrayList<>();
        while (buffer.remaining() >= HEADER) {
            int start = buffer.position();
            int length = buffer.getInt();
            int sum = buffer.getInt();
            if (length < 0 || length > buffer.remaining() || sum != checksum(bytes, buffer.position(), length)) {
                LOGGER.log(Level.WARNING, "{0}: its last {1} bytes are no whole record and are left out", new Object[] {
                    file, bytes.length - start
                });
                return records;
            }
            byte[] sealed = new byte[length];
            buffer.get(sealed);
            try {
                records.add(JournalRecord.read(sealer.open(sealed)));
            } catch (ProblemException | IOException e) {
                LOGGER.log(Level.WARNING, file + ": the record at byte " + start + " can't be read", e);
            }
        }
        return records;
    }
}
