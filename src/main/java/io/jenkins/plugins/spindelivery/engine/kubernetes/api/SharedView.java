package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The objects of one type in one namespace, as everybody who waits for some of them sees them. The first look lists and
 * begins a watch; while that lives, later looks cost no request, and whoever waits is woken by what changes.
 *
 * <p>A watch may be dead without anybody knowing: a router forgot the connection, a proxy keeps what the server says to
 * itself. So one that is silent for long is not believed: the next look lists, and when that shows what the watch did
 * not tell, the watch is given up. Where none can be had each look is a list, as if there were no watches.
 *
 * <p>Resource versions of one type are compared as numbers, as Kubernetes allows since 1.35 (KEP-5504) because they have
 * been so before; a type whose versions are none is never watched. The objects lack {@code managedFields}, the largest part
 * of many.
 *
 * <p>Safe for use by several threads. It has none of its own, so a watch that nobody needs any more ends by its period.
 */
public final class SharedView {
    /** The server ends a watch after this. */
    private static final Duration PERIOD = Duration.ofMinutes(5);

    private static final long UNKNOWN = -1;

    private final Cluster cluster;
    private final ApiResource resource;
    private final String namespace;
    /** Held while listing: whoever comes in the meantime takes that list. */
    private final ReentrantLock turn = new ReentrantLock();

    // From here on guarded by this.
    private final WatchHealth health = new WatchHealth();
    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
    private final Map<Runnable, Waiter> waiting = new IdentityHashMap<>();
    private Instant lastLook;
    private Snapshot latest;
    private long version = UNKNOWN;
    private long lists;
    private volatile ProblemException failure;
    private boolean loaded;
    private Stream stream;
    private boolean closed;

    /**
     * What there was at one moment; never changes.
     *
     * @param objects by name; nobody may change them
     */
    public record Snapshot(Map<String, ObjectNode> objects) {

        /**
         * One object.
         *
         * @param name its name
         * @return the object, unless there was none
         */
        public Optional<ObjectNode> find(String name) {
            return Optional.ofNullable(objects.get(name));
        }
    }

    /** Who waits for a change of some objects after a snapshot. */
    private record Waiter(Set<String> names, Runnable wake) {}

    SharedView(Cluster cluster, ApiResource resource, String namespace, Instant now) {
        this.cluster = cluster;
        this.resource = resource;
        this.namespace = namespace;
        this.lastLook = now;
    }

    /**
     * What there is now.
     *
     * @param now the present time
     * @param fresh whether to list even if the watch is believed. Ask for it once after writing: the watch may not have
     *     told of that yet. And before giving up
     * @return the objects as they are now or, unless it has to be fresh, were a moment ago
     * @throws ApiException when they can't be listed
     */
    public Snapshot look(Instant now, boolean fresh) {
        long before = arrive(now);
        turn.lock();
        try {
            boolean listedMeanwhile = lists() > before;
            if (listedMeanwhile && failure != null) {
                throw failure;
            }
            Snapshot seen = fresh && !listedMeanwhile ? null : remembered(now, listedMeanwhile);
            if (seen == null) {
                seen = list(now);
            }
            watch(now);
            return seen;
        } finally {
            turn.unlock();
        }
    }

    /**
     * Wakes somebody once, when one of some objects changes, or the watch ends. Asking again replaces what was asked
     * before. Without a watch nobody is woken, so don't rely on it.
     *
     * @param seen what the caller has seen; when there is something newer already, or the watch has ended since, it is
     *     woken at once
     * @param names the objects
     * @param wake run once by any thread, which it must not hold up
     */
    public void wake(Snapshot seen, Set<String> names, Runnable wake) {
        synchronized (this) {
            // A watch that has ended since the snapshot leaves nothing loaded: what it would have told is to be listed.
            if (loaded && (seen == latest || shows(seen, names))) {
                if (stream != null) {
                    waiting.put(wake, new Waiter(Set.copyOf(names), wake));
                }
                return;
            }
        }
        wake.run();
    }

    private boolean shows(Snapshot seen, Set<String> names) {
        return names.stream().allMatch(name -> seen.objects().get(name) == objects.get(name));
    }

    /** Whether it serves nobody any more: without a watch, and not looked at for as long as one lives. */
    synchronized boolean isIdle(Instant now) {
        return stream == null && Duration.between(lastLook, now).abs().compareTo(PERIOD) > 0;
    }

    void close() {
        Watch watch;
        synchronized (this) {
            closed = true;
            watch = stream == null ? null : stream.handle;
            stream = null;
        }
        if (watch != null) {
            watch.close();
        }
    }

    /** How many lists had begun by now. */
    private synchronized long arrive(Instant now) {
        lastLook = now;
        return lists;
    }

    private synchronized long lists() {
        return lists;
    }

    /** What is in memory, if that is good enough for a look; else {@code null}. */
    private synchronized Snapshot remembered(Instant now, boolean justListed) {
        if (stream != null && stream.news) {
            stream.news = false;
            health.heard(now);
        }
        boolean believed = stream != null && !health.silent(now);
        return loaded && (justListed || believed) ? snapshot() : null;
    }

    /** Called with this locked. */
    private Snapshot snapshot() {
        if (latest == null) {
            latest = new Snapshot(Collections.unmodifiableMap(new LinkedHashMap<>(objects)));
        }
        return latest;
    }

    private Snapshot list(Instant now) {
        synchronized (this) {
            lists++;
            failure = null;
        }
        try {
            return take(cluster.listing(resource, namespace), now);
        } catch (ProblemException e) {
            failure = e;
            throw e;
        }
    }

    private Snapshot take(Listing listing, Instant now) {
        Map<String, ObjectNode> listed = new LinkedHashMap<>();
        listing.objects().forEach(object -> listed.put(name(object), lean(object)));
        long at = number(listing.resourceVersion());
        List<Runnable> woken;
        Watch dead;
        Snapshot seen;
        synchronized (this) {
            boolean doubtful = stream != null && !stream.news && health.silent(now);
            if (stream != null && !doubtful && at != UNKNOWN && version > at) {
                // The watch has gone on while the list was on its way.
                return snapshot();
            }
            dead = doubtful ? deadAfter(listed) : null;
            woken = waitersFor(name -> !sameVersion(objects.get(name), listed.get(name)));
            version = at;
            health.heard(now);
            loaded = true;
            objects.clear();
            objects.putAll(listed);
            latest = null;
            seen = snapshot();
        }
        woken.forEach(Runnable::run);
        if (dead != null) {
            dead.close();
        }
        return seen;
    }

    /** After a silence a list shows what to think of the watch; the one to close if it has missed something. */
    private Watch deadAfter(Map<String, ObjectNode> listed) {
        if (sameVersions(listed)) {
            health.provedRight();
            return null;
        }
        Watch dead = stream.handle;
        stream = null;
        health.missedSomething();
        return dead;
    }

    /** Takes those out who wait for such an object. */
    private List<Runnable> waitersFor(Predicate<String> name) {
        List<Runnable> woken = new ArrayList<>();
        waiting.values().removeIf(waiter -> waiter.names().stream().anyMatch(name) && woken.add(waiter.wake()));
        return woken;
    }

    private boolean sameVersions(Map<String, ObjectNode> listed) {
        return listed.size() == objects.size()
                && listed.keySet().stream().allMatch(name -> sameVersion(objects.get(name), listed.get(name)));
    }

    private static boolean sameVersion(ObjectNode one, ObjectNode other) {
        return one == null || other == null ? one == other : version(one) == version(other);
    }

    private void watch(Instant now) {
        Stream begun;
        String since;
        synchronized (this) {
            boolean possible = !closed && version != UNKNOWN && resource.verbs().contains("watch");
            if (stream != null || !possible || !health.mayBegin(now)) {
                return;
            }
            begun = new Stream();
            stream = begun;
            health.begun();
            since = Long.toString(version);
        }
        Watch handle = begin(begun, since);
        synchronized (this) {
            begun.handle = handle;
            if (stream == begun) {
                return;
            }
        }
        // It was over before it was known, or the connection was closed.
        handle.close();
    }

    private Watch begin(Stream begun, String since) {
        try {
            return cluster.watch(resource, namespace, since, PERIOD, begun);
        } catch (ProblemException e) {
            begun.ended(WatchListener.End.BROKEN);
            return () -> {};
        }
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asText("");
    }

    private static ObjectNode lean(ObjectNode object) {
        if (object.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        return object;
    }

    private static long version(ObjectNode object) {
        return number(object.path("metadata").path("resourceVersion").asText(""));
    }

    private static long number(String resourceVersion) {
        try {
            return Long.parseLong(resourceVersion);
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    /** One watch; what it tells after another has taken its place is not heard. */
    private final class Stream implements WatchListener {
        private Watch handle;
        private boolean news;

        @Override
        public void changed(Change change, ObjectNode object) {
            List<Runnable> woken = List.of();
            synchronized (SharedView.this) {
                if (stream == this) {
                    news = true;
                    health.told();
                    woken = record(change, object);
                }
            }
            woken.forEach(Runnable::run);
        }

        private List<Runnable> record(Change change, ObjectNode object) {
            long at = version(object);
            if (at <= version) {
                // A list has told already.
                return List.of();
            }
            version = at;
            if (change == Change.BOOKMARK) {
                return List.of();
            }
            String changed = name(object);
            if (change == Change.DELETED) {
                objects.remove(changed);
            } else {
                objects.put(changed, lean(object));
            }
            latest = null;
            return waitersFor(changed::equals);
        }

        @Override
        public void ended(End end) {
            List<Runnable> woken;
            synchronized (SharedView.this) {
                if (stream != this) {
                    return;
                }
                stream = null;
                health.ended(end);
                // The next look lists, and may be far away.
                loaded = false;
                objects.clear();
                latest = null;
                woken = waitersFor(name -> true);
            }
            woken.forEach(Runnable::run);
        }
    }
}
