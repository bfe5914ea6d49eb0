package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.AssumptionViolatedException;
import org.junit.rules.ExternalResource;

/**
 * AWS for a test class, as a JUnit 4 rule:
 *
 * <pre>{@code
 * @ClassRule
 * public static final AwsPeer AWS = AwsPeer.shared();
 *
 * private final PeerAccount account = AWS.account();
 * }</pre>
 *
 * <p>It is moto behind a proxy on 127.0.0.1 that adds what moto lacks. The Python environment that moto needs is made at
 * first use by {@code testpeers/moto.sh}. Where it can't be had the tests of the class are skipped; with the system property
 * or environment variable {@code SPIN_REQUIRE_CLUSTER=true} they fail instead, so that a CI cannot pass without having
 * tested.
 */
public final class AwsPeer extends ExternalResource {
    private static final AwsPeer SHARED = new AwsPeer();
    private static final long FIRST_ACCOUNT = 100_000_000_000L;

    private final AtomicLong accounts =
            new AtomicLong(FIRST_ACCOUNT + ThreadLocalRandom.current().nextInt(1_000_000) * 100_000L);
    private Moto moto;
    private PeerProxy proxy;
    private Throwable failure;

    private AwsPeer() {}

    /**
     * The peer of all test classes of this JVM: started by the first that uses it, stopped when the JVM ends. Each test has
     * an {@linkplain #account() account} of its own.
     *
     * @return always the same
     */
    public static AwsPeer shared() {
        return SHARED;
    }

    @Override
    protected synchronized void before() throws Throwable {
        // A start that has failed once fails again: each class would wait for it in vain.
        if (failure != null) {
            throw failure;
        }
        if (moto != null) {
            return;
        }
        try {
            moto = Moto.start();
            proxy = new PeerProxy();
        } catch (IOException | AssertionError | AssumptionViolatedException e) {
            failure = e;
            throw e;
        }
    }

    /**
     * An account that nobody else uses, as AWS gives it: in each region a default VPC with subnets and a security group, and
     * a few public images.
     *
     * @return a new one, whose rules are those of AWS and which has no faults
     */
    public synchronized PeerAccount account() {
        if (moto == null) {
            throw new IllegalStateException("the peer is not running: make it a @ClassRule");
        }
        return new PeerAccount(String.format(Locale.ROOT, "%012d", accounts.incrementAndGet()), moto, proxy);
    }
}
