package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Clusters;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The connections of all accounts: one for each cluster and credential, opened at first use, shared by everybody who
 * waits there, and replaced when the account or its credential changes.
 *
 * <p>Waiting operations ask for their cluster every two seconds, so a question costs a walk up the folders and nothing
 * else; the credential is read again only after something was saved, or after a minute for stores that tell nobody.
 */
@Extension
public final class AccountClusters {
    /** After this a credential is read again, because not every credentials provider says when one changes. */
    static final Duration TRUSTED = Duration.ofMinutes(1);
    /** A connection that nobody asked for this long is given up. */
    static final Duration IDLE = Duration.ofMinutes(10);
    /** How long a connection that was replaced or given up stays open: longer than any move of an operation. */
    static final Duration GRACE = Duration.ofMinutes(5);

    private final Clock clock;
    private final AtomicLong changes = new AtomicLong();
    private final Map<Place, Slot> slots = new ConcurrentHashMap<>();
    private final Map<String, Connection> connections = new HashMap<>();

    /** An account by its name, which a folder's account shares with nobody. */
    private record Place(String owner, String name) {}

    /** What an account led to when it was last looked at. */
    private record Known(
            KubernetesAccount account,
            long changes,
            Instant read,
            String digest,
            Connection connection,
            Cluster guarded) {}

    /** Called by Jenkins. */
    public AccountClusters() {
        this(Clock.systemUTC());
    }

    AccountClusters(Clock clock) {
        this.clock = clock;
    }

    /**
     * The connections of this Jenkins.
     *
     * @return the only one
     */
    public static AccountClusters get() {
        return ExtensionList.lookupSingleton(AccountClusters.class);
    }

    /**
     * The clusters of the accounts that a job can use.
     *
     * @param context the job or folder; {@code null} for Jenkins itself
     * @return connects by account names, as {@link Accounts#find} finds them at each question; every write is held to the
     *     account's rules
     */
    public Clusters in(@CheckForNull Item context) {
        return name -> cluster(Accounts.find(context, name));
    }

    /**
     * The cluster of an account.
     *
     * @param found the account
     * @return an open connection behind the account's rules, which the caller must not close
     * @throws ProblemException when the account has no cluster, or its credential is missing or unusable
     */
    public Cluster cluster(Found found) {
        KubernetesAccount account = kubernetes(found);
        return slots.computeIfAbsent(new Place(found.ownerName(), account.getName()), place -> new Slot())
                .cluster(account, found);
    }

    /**
     * Remembers that a run uses the credential of an account; shown on the credential's page.
     *
     * @param run the run
     * @param found the account
     * @throws ProblemException when the credential is missing or of a wrong type
     */
    public void track(Run<?, ?> run, Found found) {
        StandardCredentials credentials = AccountCredentials.of(kubernetes(found), found.owner());
        CredentialsProvider.track(run, credentials);
        if (found.owner() instanceof Item folder) {
            CredentialsProvider.track(folder, credentials);
        }
    }

    private static KubernetesAccount kubernetes(Found found) {
        if (found.account() instanceof KubernetesAccount account) {
            return account;
        }
        Account other = found.account();
        throw new ProblemException(
                Category.INPUT, Problem.of("account.not-kubernetes", "", other.getName(), other.provider()));
    }

    /** Says that an account or credential may have changed: each is read again when it is next asked for. */
    void changed() {
        changes.incrementAndGet();
    }

    /** Gives up what nobody used for long, and closes what was given up or replaced some time ago. */
    void sweep() {
        Instant now = clock.instant();
        synchronized (connections) {
            slots.values().removeIf(slot -> slot.isIdle(now));
            Set<String> led = new HashSet<>();
            slots.values().forEach(slot -> slot.addDigest(led));
            for (Iterator<Map.Entry<String, Connection>> all =
                            connections.entrySet().iterator();
                    all.hasNext(); ) {
                Map.Entry<String, Connection> each = all.next();
                if (!led.contains(each.getKey())) {
                    each.getValue().retire(now);
                } else {
                    each.getValue().revive();
                }
                if (isOver(each.getValue(), now)) {
                    all.remove();
                    each.getValue().cluster().close();
                }
            }
        }
    }

    private static boolean isOver(Connection connection, Instant now) {
        return connection.retired() != null
                && !now.isBefore(connection.retired().plus(GRACE));
    }

    /** Ends all connections; at the end of Jenkins. */
    void closeAll() {
        synchronized (connections) {
            slots.clear();
            connections.values().forEach(connection -> connection.cluster().close());
            connections.clear();
        }
    }

    /** How many connections are open. */
    int open() {
        synchronized (connections) {
            return connections.size();
        }
    }

    private Connection connection(ConnectionSettings settings, String digest) {
        synchronized (connections) {
            Connection connection = connections.get(digest);
            if (connection == null) {
                connection = new Connection(new FabricCluster(settings.config(clock), FabricCluster.DEFAULT_TIMEOUT));
                connections.put(digest, connection);
            }
            connection.revive();
            return connection;
        }
    }

    /** The way of one account to its connection. Accounts do not wait for one another's credential stores. */
    private final class Slot {
        private volatile Known known;
        private volatile Instant asked = clock.instant();

        Cluster cluster(KubernetesAccount account, Found found) {
            Instant now = clock.instant();
            asked = now;
            Known current = known;
            if (!isFresh(current, account, now)) {
                current = read(account, found, now);
            }
            return current.guarded();
        }

        private synchronized Known read(KubernetesAccount account, Found found, Instant now) {
            if (isFresh(known, account, now)) {
                return known;
            }
            // Taken before reading: a change in the meantime makes what was read stale at once.
            long before = changes.get();
            Known last = known;
            known = null;
            ConnectionSettings settings = ConnectionSettings.of(account, found.owner());
            String digest = settings.digest();
            Connection connection = connection(settings, digest);
            boolean same = last != null && last.account() == account && last.connection() == connection;
            Cluster guarded = same
                    ? last.guarded()
                    : new GuardedCluster(connection.cluster(), new AccountRules(account, found.page()));
            known = new Known(account, before, now, digest, connection, guarded);
            return known;
        }

        private boolean isFresh(Known current, KubernetesAccount account, Instant now) {
            return current != null
                    && current.account() == account
                    && current.changes() == changes.get()
                    && now.isBefore(current.read().plus(TRUSTED));
        }

        boolean isIdle(Instant now) {
            return now.isAfter(asked.plus(IDLE));
        }

        void addDigest(Set<String> digests) {
            Known current = known;
            if (current != null) {
                digests.add(current.digest());
            }
        }
    }
}
