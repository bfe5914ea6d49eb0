package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The connections of all accounts of one provider: one for each place and credential, opened at first use, shared by
 * everybody who waits there, and replaced when the account or its credential changes.
 *
 * <p>Waiting operations ask every few seconds, so a question costs a walk up the folders and nothing else; the credential
 * is read again only after something was saved, or after a minute for stores that tell nobody.
 *
 * @param <A> the provider's accounts
 * @param <C> a connection
 * @param <V> a connection behind the rules of an account, as operations get it
 */
abstract class AccountConnections<A extends Account, C, V> {
    /** After this a credential is read again, because not every credentials provider says when one changes. */
    static final Duration TRUSTED = Duration.ofMinutes(1);
    /** A connection that nobody asked for this long is given up. */
    static final Duration IDLE = Duration.ofMinutes(10);
    /** How long a connection that was replaced or given up stays open: longer than any move of an operation. */
    static final Duration GRACE = Duration.ofMinutes(5);

    private final Clock clock;
    private final AtomicLong changes = new AtomicLong();
    private final Map<Place, Slot> slots = new ConcurrentHashMap<>();
    private final Map<Object, Connection<C>> connections = new HashMap<>();

    /** An account by its name, which a folder's account shares with nobody. */
    private record Place(String owner, String name) {}

    /** What an account led to when it was last looked at. */
    private record Known<A, C, V>(
            A account, long changes, Instant read, Object key, Connection<C> connection, V guarded) {}

    /**
     * All that a connection depends on, the credential in plain text among it: made to be used at once.
     *
     * @param <C> a connection
     */
    interface Settings<C> {

        /**
         * What tells whether an open connection serves.
         *
         * @return equal for the same settings; kept in memory only
         */
        Object key();

        /**
         * Opens a connection.
         *
         * @param clock tells whether certificates have expired
         * @return an open one
         * @throws ProblemException when the settings are wrong
         */
        C open(Clock clock);
    }

    AccountConnections(Clock clock) {
        this.clock = clock;
    }

    /** Does something with those of each provider. */
    static void each(Consumer<AccountConnections<?, ?, ?>> action) {
        ExtensionList.lookup(AccountConnections.class).forEach(action::accept);
    }

    /**
     * An account as one of this provider.
     *
     * @throws ProblemException when it is one of another
     */
    abstract A account(Found found);

    /**
     * The credential that an account names.
     *
     * @return empty when it needs none
     * @throws ProblemException when it is missing or of a wrong type
     */
    abstract Optional<StandardCredentials> credentials(A account, ItemGroup<?> owner);

    /**
     * The settings of an account at this moment.
     *
     * @throws ProblemException when its credential can't be had
     */
    abstract Settings<C> settings(A account, ItemGroup<?> owner);

    /** A connection behind the rules of an account. */
    abstract V guarded(C connection, A account, Found found);

    /** Ends a connection that nobody uses any more. */
    abstract void close(C connection);

    /**
     * The connection of an account.
     *
     * @throws ProblemException when the account is none of this provider, or its credential is missing or unusable
     */
    final V connected(Found found) {
        A account = account(found);
        return slots.computeIfAbsent(new Place(found.ownerName(), account.getName()), place -> new Slot())
                .connected(account, found);
    }

    /**
     * Remembers that a run uses the credential of an account; shown on the credential's page.
     *
     * @param run the run
     * @param found the account
     * @throws ProblemException when the account is none of this provider, or its credential is missing or of a wrong type
     */
    public final void track(Run<?, ?> run, Found found) {
        credentials(account(found), found.owner()).ifPresent(credentials -> {
            CredentialsProvider.track(run, credentials);
            if (found.owner() instanceof Item folder) {
                CredentialsProvider.track(folder, credentials);
            }
        });
    }

    /** Says that an account or credential may have changed: each is read again when it is next asked for. */
    final void changed() {
        changes.incrementAndGet();
    }

    /** Gives up what nobody used for long, and closes what was given up or replaced some time ago. */
    final void sweep() {
        Instant now = clock.instant();
        synchronized (connections) {
            slots.values().removeIf(slot -> slot.isIdle(now));
            Set<Object> led = new HashSet<>();
            slots.values().forEach(slot -> slot.addKey(led));
            for (Iterator<Map.Entry<Object, Connection<C>>> all =
                            connections.entrySet().iterator();
                    all.hasNext(); ) {
                Map.Entry<Object, Connection<C>> each = all.next();
                if (!led.contains(each.getKey())) {
                    each.getValue().retire(now);
                } else {
                    each.getValue().revive();
                }
                if (isOver(each.getValue(), now)) {
                    all.remove();
                    close(each.getValue().opened());
                }
            }
        }
    }

    private static boolean isOver(Connection<?> connection, Instant now) {
        return connection.retired() != null
                && !now.isBefore(connection.retired().plus(GRACE));
    }

    /** Ends all connections; at the end of Jenkins. */
    final void closeAll() {
        synchronized (connections) {
            slots.clear();
            connections.values().forEach(connection -> close(connection.opened()));
            connections.clear();
        }
    }

    /** How many connections are open. */
    final int open() {
        synchronized (connections) {
            return connections.size();
        }
    }

    private Connection<C> connection(Settings<C> settings, Object key) {
        synchronized (connections) {
            Connection<C> connection = connections.get(key);
            if (connection == null) {
                connection = new Connection<>(settings.open(clock));
                connections.put(key, connection);
            }
            connection.revive();
            return connection;
        }
    }

    /** The way of one account to its connection. Accounts do not wait for one another's credential stores. */
    private final class Slot {
        private volatile Known<A, C, V> known;
        private volatile Instant asked = clock.instant();

        V connected(A account, Found found) {
            Instant now = clock.instant();
            asked = now;
            Known<A, C, V> current = known;
            if (!isFresh(current, account, now)) {
                current = read(account, found, now);
            }
            return current.guarded();
        }

        private synchronized Known<A, C, V> read(A account, Found found, Instant now) {
            if (isFresh(known, account, now)) {
                return known;
            }
            // Taken before reading: a change in the meantime makes what was read stale at once.
            long before = changes.get();
            Known<A, C, V> last = known;
            known = null;
            Settings<C> settings = settings(account, found.owner());
            Object key = settings.key();
            Connection<C> connection = connection(settings, key);
            boolean same = last != null && last.account() == account && last.connection() == connection;
            V guarded = same ? last.guarded() : guarded(connection.opened(), account, found);
            known = new Known<>(account, before, now, key, connection, guarded);
            return known;
        }

        private boolean isFresh(Known<A, C, V> current, A account, Instant now) {
            return current != null
                    && current.account() == account
                    && current.changes() == changes.get()
                    && now.isBefore(current.read().plus(TRUSTED));
        }

        boolean isIdle(Instant now) {
            return now.isAfter(asked.plus(IDLE));
        }

        void addKey(Set<Object> keys) {
            Known<A, C, V> current = known;
            if (current != null) {
                keys.add(current.key());
            }
        }
    }
}
