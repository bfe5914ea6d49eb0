package io.jenkins.plugins.spindelivery.trigger;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.spindelivery.delivery.JenkinsSealer;
import io.jenkins.plugins.spindelivery.durable.Journal;
import io.jenkins.plugins.spindelivery.durable.JournalLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * The journals of webhooks and of starts, from when all jobs are loaded until Jenkins goes down. In between nothing is
 * taken.
 */
@Extension
public final class Deliveries {
    private static final Logger LOGGER = Logger.getLogger(Deliveries.class.getName());
    /** A start holds its payload twice at most. */
    private static final JournalLimits STARTS = new JournalLimits(10_000, 64L << 20, 4 << 20, 100_000, 8L << 20);

    private final Reception reception = new Reception(this);
    private final Map<String, Integer> waiting = new ConcurrentHashMap<>();
    private volatile Journal journal;
    private volatile Journal starts;
    private volatile Dispatcher dispatcher;

    static Deliveries get() {
        return ExtensionList.lookupSingleton(Deliveries.class);
    }

    Reception reception() {
        return reception;
    }

    /** The journal of deliveries; {@code null} while nothing is taken. */
    Journal journal() {
        return journal;
    }

    /** The journal of starts; {@code null} while nothing is taken. */
    Journal starts() {
        return starts;
    }

    /** Does the work; {@code null} while nothing is taken. */
    Dispatcher dispatcher() {
        return dispatcher;
    }

    List<DeliveredTrigger> at(String path) {
        return Listening.get().at(path);
    }

    boolean isFull(String path) {
        return waiting.getOrDefault(path, 0) >= Reception.MAX_OF_PATH;
    }

    /** A delivery is on disk. */
    void arrived(String path, String id) {
        waiting.merge(path, 1, Integer::sum);
        Dispatcher at = dispatcher;
        if (at != null) {
            at.arrived(id);
        }
    }

    /** A delivery had its turn. */
    void done(String path) {
        waiting.computeIfPresent(path, (same, count) -> count <= 1 ? null : count - 1);
    }

    private synchronized void open() {
        if (dispatcher != null) {
            return;
        }
        Path folder = Jenkins.get().getRootDir().toPath().resolve("spin-delivery-triggers");
        try {
            Journal opened = Journal.open(folder.resolve("webhooks"), new JenkinsSealer(), JournalLimits.DEFAULT);
            starts = Journal.open(folder.resolve("starts"), new JenkinsSealer(), STARTS);
            Dispatcher made = new Dispatcher(this, opened, starts);
            made.start();
            dispatcher = made;
            journal = opened;
        } catch (IOException e) {
            LOGGER.log(Level.SEVERE, "Webhooks are refused, because their journal in " + folder + " can't be used", e);
        }
    }

    private synchronized void close() {
        Journal open = journal;
        journal = null;
        if (dispatcher != null) {
            dispatcher.stop();
        }
        try {
            if (open != null) {
                open.close();
            }
            if (starts != null) {
                starts.close();
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The journal of webhooks can't be closed", e);
        }
    }

    /** Opens and closes. */
    @Extension
    public static final class Lifetime extends ItemListener {
        @Override
        public void onLoaded() {
            get().open();
        }

        @Override
        public void onBeforeShutdown() {
            get().close();
        }
    }
}
