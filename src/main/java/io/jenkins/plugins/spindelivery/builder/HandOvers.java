package io.jenkins.plugins.spindelivery.builder;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.RunListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * All hand-overs that are open, and their index: one small file each below {@code spin-delivery/hand-overs} in
 * JENKINS_HOME, so that nobody has to look through all builds when Jenkins starts.
 */
@Extension
public final class HandOvers {
    private static final Logger LOGGER = Logger.getLogger(HandOvers.class.getName());

    private final Map<HandOverWork, Path> open = new ConcurrentHashMap<>();

    /** The only instance. */
    static HandOvers get() {
        return ExtensionList.lookupSingleton(HandOvers.class);
    }

    /**
     * A build is going to be handed over when it has ended.
     *
     * @param run the build
     * @param state where its hand-over is
     * @throws IOException when it can't be written down
     */
    void add(Run<?, ?> run, HandOverState state) throws IOException {
        HandOverFiles.of(run).write(state);
        track(new HandOverWork(run, state, this::forget));
    }

    /**
     * The open hand-over of a build.
     *
     * @param run the build
     * @return empty when it has none, or it has ended
     */
    Optional<HandOverWork> find(Run<?, ?> run) {
        return open.keySet().stream()
                .filter(work -> work.run().getExternalizableId().equals(run.getExternalizableId()))
                .findFirst();
    }

    private void track(HandOverWork work) throws IOException {
        String id = work.run().getExternalizableId();
        Path file = folder().resolve(Util.getDigestOf(id));
        Files.createDirectories(file.getParent());
        Files.writeString(file, id);
        open.put(work, file);
    }

    private void forget(HandOverWork work) {
        Path file = open.remove(work);
        if (file != null) {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot remove " + file);
        }
    }

    private static Path folder() {
        return Jenkins.get().getRootDir().toPath().resolve("spin-delivery").resolve("hand-overs");
    }

    private void resumeAll() {
        if (!Files.isDirectory(folder())) {
            return;
        }
        try (Stream<Path> files = Files.list(folder());
                ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            for (Path file : files.toList()) {
                resume(file);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot list " + folder());
        }
    }

    private void resume(Path file) {
        try {
            Run<?, ?> run = Run.fromExternalizableId(Files.readString(file));
            Optional<HandOverState> state =
                    run == null ? Optional.empty() : HandOverFiles.of(run).read();
            if (state.isEmpty() || state.get().status().ended()) {
                delete(file);
                return;
            }
            HandOverWork work = new HandOverWork(run, state.get(), this::forget);
            open.put(work, file);
            work.resume();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot go on with the delivery that " + file + " names");
        }
    }

    /** The index goes with the names of the jobs. */
    private void reindex() {
        for (Map.Entry<HandOverWork, Path> entry : open.entrySet()) {
            String id = entry.getKey().run().getExternalizableId();
            if (!entry.getValue().endsWith(Util.getDigestOf(id))) {
                try {
                    track(entry.getKey());
                    delete(entry.getValue());
                } catch (IOException e) {
                    LOGGER.log(
                            Level.WARNING, e, () -> "A restart of Jenkins would not go on with the delivery of " + id);
                }
            }
        }
    }

    /** Begins when builds have ended; ends when they are deleted, before anybody takes their stages back. */
    @Extension(ordinal = 100)
    public static final class Builds extends RunListener<Run<?, ?>> {
        @Override
        public void onFinalized(Run<?, ?> run) {
            HandOvers.get()
                    .find(run)
                    .ifPresent(work -> Computer.threadPoolForRemoting.execute(() -> {
                        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
                            work.begin();
                        }
                    }));
        }

        @Override
        public void onDeleted(Run<?, ?> run) {
            HandOvers.get().find(run).ifPresent(HandOverWork::forget);
        }
    }

    /** Goes on when all jobs are there; ends and moves with them. */
    @Extension(ordinal = 100)
    public static final class Jobs extends ItemListener {
        @Override
        public void onLoaded() {
            Computer.threadPoolForRemoting.execute(HandOvers.get()::resumeAll);
        }

        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            HandOvers.get().reindex();
        }

        @Override
        public void onCheckDelete(Item item) {
            String name = item.getFullName();
            for (HandOverWork work : List.copyOf(HandOvers.get().open.keySet())) {
                String job = work.run().getParent().getFullName();
                if (job.equals(name) || job.startsWith(name + "/")) {
                    work.forget();
                }
            }
        }
    }
}
