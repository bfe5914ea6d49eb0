package io.jenkins.plugins.spindelivery.delivery;

import java.io.IOException;
import java.io.Serializable;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.rules.TestRule;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;
import org.jvnet.hudson.test.RealJenkinsRule;

/** A Jenkins in a process of its own, with the plugin as it is installed, that goes out by {@code kill -9}. */
public final class KilledJenkins implements TestRule {
    private static final String PACKED = "spin-delivery.hpi";

    private final RealJenkinsRule real = new RealJenkinsRule().withTimeout(600);

    @Override
    public Statement apply(Statement base, Description description) {
        if (KilledJenkins.class.getResource("/" + PACKED) != null) {
            real.omitPlugins("spin-delivery").addPlugins(PACKED);
        }
        return real.apply(base, description);
    }

    /** Starts it, with what an earlier one has left. */
    public void start() throws Throwable {
        real.startJenkins();
    }

    /** Ends the process without a word; returns when it is gone. */
    public void kill() throws Throwable {
        int port = real.getUrl().getPort();
        real.stopJenkinsForcibly();
        Deliveries.await("the end of the process", () -> isFree(port));
    }

    /** An outage. */
    public void killAndStart() throws Throwable {
        kill();
        start();
    }

    /** Runs something inside of it. */
    public void run(RealJenkinsRule.Step step) throws Throwable {
        real.runRemotely(step);
    }

    /** Runs something inside of it that needs to know something of the test. */
    public <A extends Serializable> void run(RealJenkinsRule.StepWithOneArg<A> step, A argument) throws Throwable {
        real.runRemotely(step, argument);
    }

    /** The harness does not wait for the process that it kills, and starts the next one at the same port. */
    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        }
    }
}
