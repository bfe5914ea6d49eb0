package io.jenkins.plugins.spindelivery.durable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One record of a journal, as it is sealed: an entry was opened, or one was closed. */
sealed interface JournalRecord {
    /** Later versions that write other records choose other numbers; a version that does not know one leaves it out. */
    int OPENED = 1;

    int CLOSED = 2;

    /** What the entry is known by. */
    String id();

    /** An entry with its content. */
    record Opened(String id, long millis, byte[] content) implements JournalRecord {}

    /** The end of an entry, remembered until a moment. */
    record Closed(String id, long untilMillis, String outcome) implements JournalRecord {}

    /** The record as bytes. */
    default byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            if (this instanceof Opened opened) {
                out.writeByte(OPENED);
                out.writeUTF(opened.id());
                out.writeLong(opened.millis());
                out.writeInt(opened.content().length);
                out.write(opened.content());
            } else if (this instanceof Closed closed) {
                out.writeByte(CLOSED);
                out.writeUTF(closed.id());
                out.writeLong(closed.untilMillis());
                out.writeUTF(closed.outcome());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written to memory that does not fit", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a record.
     *
     * @param bytes as {@link #bytes} gave them
     * @return the record
     * @throws IOException when it is none that this version knows
     */
    static JournalRecord read(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int type = in.readUnsignedByte();
            String id = in.readUTF();
            long millis = in.readLong();
            if (type == CLOSED) {
                return new Closed(id, millis, in.readUTF());
            } else if (type == OPENED) {
                int length = in.readInt();
                byte[] content = in.readNBytes(Math.max(0, length));
                if (content.length == length) {
                    return new Opened(id, millis, content);
                }
            }
            throw new IOException("unknown record " + type);
        }
    }
}
