package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where an operation's state is kept while it runs: the file given by {@code --state}, or one in the user's own folder
 * for state. A lock beside it keeps a second {@code spin} from going on with the same work.
 */
public final class StateFile implements AutoCloseable {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final String TEMPORARY = "spin-delivery-";

    private final Path path;
    private final OperationFile file;
    private final Path lockPath;
    private final FileChannel lock;

    private StateFile(Path path) {
        this.path = path.toAbsolutePath().normalize();
        this.file = new OperationFile(this.path, Sealer.NONE);
        this.lockPath = this.path.resolveSibling(this.path.getFileName() + ".lock");
        this.lock = lock();
    }

    /**
     * A place for new work.
     *
     * @param chosen the file of {@code --state}; {@code null} for one of our own naming
     * @param type the operation's type, for the name
     * @param env for {@code XDG_STATE_HOME} and {@code HOME}
     * @param clock for the name
     * @return the file, locked; nothing is written yet
     * @throws ProblemException when it holds unfinished work already, or its folder can't be written
     */
    public static StateFile create(Path chosen, String type, Map<String, String> env, Clock clock) {
        Path path = chosen != null
                ? chosen
                : folder(env)
                        .resolve(type + "-" + STAMP.format(clock.instant()) + "-"
                                + ProcessHandle.current().pid() + ".json");
        StateFile created = new StateFile(path);
        if (Files.exists(created.path)) {
            created.close();
            throw new ProblemException(Category.INPUT, Problem.of("cli.state-exists", "", created.path));
        }
        return created;
    }

    /**
     * The place of work that was begun earlier.
     *
     * @param path the state file
     * @return the file, locked
     * @throws ProblemException when there is none, or another process works with it
     */
    public static StateFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new ProblemException(
                    Category.INPUT, Problem.of("operation.state-missing", path.toString(), path.getFileName()));
        }
        return new StateFile(path);
    }

    /**
     * The unfinished work in the user's own folder for state.
     *
     * @param env for {@code XDG_STATE_HOME} and {@code HOME}
     * @return state files, the oldest first
     */
    public static List<Path> unfinished(Map<String, String> env) {
        Path folder = usualFolder(env);
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparing(file -> file.toFile().lastModified()))
                    .toList();
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
    }

    /**
     * The file that keeps state and blobs.
     *
     * @return for the operation
     */
    public OperationFile file() {
        return file;
    }

    /**
     * The state's path, as {@code spin resume} takes it.
     *
     * @return an absolute path
     */
    public Path path() {
        return path;
    }

    /** Lets others work with it. */
    @Override
    public void close() {
        try {
            lock.close();
            Files.deleteIfExists(lockPath);
            if (isTemporary(path.getParent())) {
                Files.deleteIfExists(path.getParent());
            }
        } catch (DirectoryNotEmptyException e) {
            // The state is still in there, for "spin resume".
            return;
        } catch (IOException e) {
            throw notWritable(lockPath, e);
        }
    }

    private FileChannel lock() {
        FileChannel channel = null;
        boolean locked = false;
        try {
            Files.createDirectories(path.getParent());
            channel = FileChannel.open(lockPath, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null && isStillTheLock(channel, lockPath);
        } catch (OverlappingFileLockException e) {
            locked = false;
        } catch (IOException e) {
            throw notWritable(path, e);
        } finally {
            if (!locked) {
                closeQuietly(channel);
            }
        }
        if (!locked) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.state-in-use", "", path));
        }
        return channel;
    }

    /**
     * Whoever had the lock removes its file at the end. A lock on a file that was removed between our opening and locking
     * it keeps nobody away, and somebody else may have made the next. So the size of the file is our process id: looking
     * at the size needs no second opening, whose closing would give the lock up (POSIX, {@code fcntl}).
     */
    static boolean isStillTheLock(FileChannel channel, Path lockPath) throws IOException {
        long pid = ProcessHandle.current().pid();
        channel.truncate(pid).write(ByteBuffer.allocate(1), pid - 1);
        try {
            return Files.size(lockPath) == pid;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Nothing was written through it, so nothing is lost.
            return;
        }
    }

    private static Path folder(Map<String, String> env) {
        Path usual = usualFolder(env);
        try {
            if (usual != null) {
                return Files.createDirectories(usual, ownerOnly(usual));
            }
        } catch (IOException e) {
            // A home that can't be written, as in many containers: a folder of our own among the temporary ones.
            return temporaryFolder();
        }
        return temporaryFolder();
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory(TEMPORARY);
        } catch (IOException e) {
            throw notWritable(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    private static boolean isTemporary(Path folder) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        return folder.getFileName() != null
                && folder.getFileName().toString().startsWith(TEMPORARY)
                && temporary.equals(folder.getParent());
    }

    private static Path usualFolder(Map<String, String> env) {
        String state = env.getOrDefault("XDG_STATE_HOME", "");
        if (!state.isEmpty()) {
            return Path.of(state, "spin-delivery");
        }
        String home = env.getOrDefault("HOME", "");
        return home.isEmpty() ? null : Path.of(home, ".local", "state", "spin-delivery");
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static ProblemException notWritable(Path path, IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new ProblemException(Category.INPUT, List.of(Problem.of("cli.state-not-writable", "", path, reason)), e);
    }
}
