package io.jenkins.plugins.spindelivery.engine.operation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An operation's state in a file, and its large values in a folder beside it ({@code FILE.blobs}).
 *
 * <p>Each write goes to a temporary file that is forced to disk and then renamed, so that after a crash the file holds
 * one whole state, the old or the new. Only the owner may read it, where the file system knows modes.
 */
public final class OperationFile implements BlobStore {
    /** The layout of the file itself; the operations version their own states. */
    private static final int FORMAT = 1;

    private static final ObjectMapper JSON = StateMapper.create();

    private final Path file;
    private final Path blobs;
    private final Sealer sealer;

    /**
     * What a file holds.
     *
     * @param format the layout of the file
     * @param type the operation's {@link Operation#type()}
     * @param state the operation's state as JSON
     */
    public record Saved(
            @JsonProperty("format") int format,
            @JsonProperty("type") String type,
            @JsonProperty("state") JsonNode state) {}

    /** The same on its way into a file: a tree of the state would be built for nothing. */
    private record Saving(
            @JsonProperty("format") int format,
            @JsonProperty("type") String type,
            @JsonProperty("state") Object state) {}

    /**
     * A place for one operation's state; nothing is read or written yet.
     *
     * @param file the state's file
     * @param sealer protects what is written
     */
    public OperationFile(Path file, Sealer sealer) {
        this.file = file.toAbsolutePath();
        this.blobs = this.file.resolveSibling(file.getFileName() + ".blobs");
        this.sealer = sealer;
    }

    /**
     * Saves a state in place of the one before it.
     *
     * @param operation whose state it is
     * @param state what to save
     * @throws ProblemException when the file can't be written
     */
    public <S> void save(Operation<S, ?> operation, S state) {
        try {
            byte[] plain = JSON.writeValueAsBytes(new Saving(FORMAT, operation.type(), state));
            writeAtomically(file, sealer.seal(plain));
        } catch (IOException e) {
            throw unusable("operation.state-not-written", e);
        }
    }

    /**
     * Reads what was saved last.
     *
     * @return the saved operation
     * @throws ProblemException when there is no such file, or it is no state that this version can read
     */
    public Saved load() {
        if (!Files.isRegularFile(file)) {
            throw new ProblemException(
                    Category.INPUT, Problem.of("operation.state-missing", file.toString(), file.getFileName()));
        }
        Saved saved;
        try {
            saved = JSON.readValue(sealer.open(Files.readAllBytes(file)), Saved.class);
        } catch (IOException e) {
            throw unusable("operation.state-unreadable", e);
        }
        if (saved.type() == null || saved.state() == null || saved.format() != FORMAT) {
            throw new ProblemException(
                    Category.INPUT, Problem.of("operation.state-format", file.toString(), saved.format(), FORMAT));
        }
        return saved;
    }

    /**
     * The saved state as the operation's own class.
     *
     * @param operation whose {@link Operation#type()} the file names
     * @param saved what {@link #load} returned
     * @return the state
     * @throws ProblemException when it does not fit, or a newer version has written it
     */
    public <S> S state(Operation<S, ?> operation, Saved saved) {
        int version = saved.state().path("version").asInt(operation.stateVersion());
        if (version > operation.stateVersion()) {
            throw new ProblemException(
                    Category.INPUT,
                    Problem.of("operation.state-newer", file.toString(), version, operation.stateVersion()));
        }
        try {
            return JSON.treeToValue(saved.state(), operation.stateType());
        } catch (IOException e) {
            throw unusable("operation.state-unreadable", e);
        }
    }

    /** Removes the file and everything beside it; for work that has ended. */
    public void delete() {
        try {
            Files.deleteIfExists(file);
            deleteCutWrites();
            if (Files.isDirectory(blobs)) {
                List<Path> parts;
                try (Stream<Path> found = Files.list(blobs)) {
                    parts = found.filter(OperationFile::isOurs).toList();
                }
                for (Path part : parts) {
                    Files.deleteIfExists(part);
                }
                Files.deleteIfExists(blobs);
            }
        } catch (DirectoryNotEmptyException e) {
            // Someone keeps files of their own in there; they are not ours to delete.
            return;
        } catch (IOException e) {
            throw unusable("operation.state-not-written", e);
        }
    }

    /** What crashes left of writes: the temporary files of {@link #writeAtomically} that were never renamed. */
    private void deleteCutWrites() throws IOException {
        Path folder = file.getParent();
        if (!Files.isDirectory(folder)) {
            return;
        }
        String ours = Pattern.quote(file.getFileName().toString()) + "\\.\\d+\\.tmp";
        List<Path> cut;
        try (Stream<Path> found = Files.list(folder)) {
            cut = found.filter(path -> path.getFileName().toString().matches(ours))
                    .toList();
        }
        for (Path part : cut) {
            Files.deleteIfExists(part);
        }
    }

    /** A blob, or what a crash left of one. */
    private static boolean isOurs(Path part) {
        return part.getFileName().toString().matches("[0-9a-f]{64}(\\..*\\.tmp)?");
    }

    @Override
    public String put(byte[] content) {
        String name = hash(content);
        Path blob = blobs.resolve(name);
        try {
            if (!Files.exists(blob)) {
                Files.createDirectories(blobs, ownerOnly(blobs.getParent(), "rwx------"));
                writeAtomically(blob, sealer.seal(content));
            }
        } catch (IOException e) {
            throw unusable("operation.state-not-written", e);
        }
        return name;
    }

    @Override
    public byte[] get(String name) {
        Path blob = blobs.resolve(name);
        try {
            // The name comes from a file that a person can edit: it may be a hash and nothing else.
            if (!name.matches("[0-9a-f]{64}") || !Files.isRegularFile(blob)) {
                throw new ProblemException(
                        Category.INPUT, Problem.of("operation.blob-missing", file.toString(), blob.getFileName()));
            }
            byte[] content = sealer.open(Files.readAllBytes(blob));
            if (!hash(content).equals(name)) {
                throw new ProblemException(
                        Category.INPUT, Problem.of("operation.blob-damaged", file.toString(), blob.getFileName()));
            }
            return content;
        } catch (IOException e) {
            throw unusable("operation.state-unreadable", e);
        }
    }

    private ProblemException unusable(String code, IOException cause) {
        // Jackson's words quote the file, and a state holds Secrets.
        boolean malformed = cause instanceof JsonProcessingException;
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        Problem problem = malformed
                ? Problem.of("operation.state-malformed", file.toString())
                : Problem.of(code, file.toString(), reason);
        return new ProblemException(Category.INPUT, List.of(problem), malformed ? null : cause);
    }

    /**
     * Writes a file whole or not at all, whatever a crash cuts short; only the owner may read it.
     *
     * @param target the file; its folder is made
     * @param content in place of what is there
     * @throws IOException when it can't be written; then what was there is still there
     */
    public static void writeAtomically(Path target, byte[] content) throws IOException {
        Path folder = target.getParent();
        Files.createDirectories(folder);
        Path temporary =
                Files.createTempFile(folder, target.getFileName() + ".", ".tmp", ownerOnly(folder, "rw-------"));
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
                    OutputStream out = java.nio.channels.Channels.newOutputStream(channel)) {
                out.write(content);
                channel.force(true);
            }
            rename(temporary, target);
            force(folder);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The new name is on disk only when its folder is; without that a power cut could bring an old state back. */
    private static void force(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // Windows opens no folders, and writes their changes through.
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder, String mode) {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException("every Java platform has SHA-256", e));
        }
    }
}
