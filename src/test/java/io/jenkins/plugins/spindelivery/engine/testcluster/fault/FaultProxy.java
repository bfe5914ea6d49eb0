package io.jenkins.plugins.spindelivery.engine.testcluster.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.engine.testcluster.fault.Reply.Fault;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.rules.ExternalResource;

/**
 * Stands between a client and the real API server, on the loopback interface, and lets requests fail by {@link Rule}s;
 * counts them, too. The client's own credential is passed on.
 *
 * <pre>{@code
 * @Rule
 * public final FaultProxy proxy = FaultProxy.before(CLUSTER);
 *
 * proxy.when("GET", "/deployments").times(2).refuse(503, "ServiceUnavailable", "the server is restarting");
 * }</pre>
 */
public final class FaultProxy extends ExternalResource {
    private final TestCluster cluster;
    private final SSLContext tls;
    private final List<Rule> rules = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private CountDownLatch calm = new CountDownLatch(1);
    private Upstream upstream;
    private ServerSocket listening;
    private Thread serving;
    private int port;

    private FaultProxy(TestCluster cluster, SSLContext tls) {
        this.cluster = cluster;
        this.tls = tls;
    }

    /**
     * A proxy that speaks plain HTTP to its clients.
     *
     * @param cluster runs when the proxy starts
     * @return a rule of JUnit
     */
    public static FaultProxy before(TestCluster cluster) {
        return new FaultProxy(cluster, null);
    }

    /**
     * A proxy that speaks HTTPS to its clients.
     *
     * @param cluster runs when the proxy starts
     * @param tls with the proxy's key
     * @return a rule of JUnit
     */
    public static FaultProxy before(TestCluster cluster, SSLContext tls) {
        return new FaultProxy(cluster, tls);
    }

    @Override
    protected void before() {
        upstream = new Upstream(cluster.server(), cluster.trust());
        accept();
    }

    @Override
    protected void after() {
        calm();
        refuse();
    }

    /** Where clients connect to. */
    public String url() {
        return (tls == null ? "http" : "https") + "://127.0.0.1:" + port;
    }

    /**
     * Begins a rule. Of several that match a request the oldest counts.
     *
     * @param method such as {@code PATCH}, or {@code POST|PATCH}
     * @param target a regular expression that is found in path and query
     * @return the rule, which takes effect with its last word
     */
    public Rule when(String method, String target) {
        Pattern methods = Pattern.compile(method);
        Pattern targets = Pattern.compile(target);
        return new Rule(
                this,
                request -> methods.matcher(request.method()).matches()
                        && targets.matcher(request.target()).find());
    }

    /** Ends all rules; requests that hang are dropped, delayed ones go on. */
    public synchronized void calm() {
        rules.clear();
        calm.countDown();
        calm = new CountDownLatch(1);
    }

    /** Nothing listens any more, as when the server's machine is up and the server is not. */
    public synchronized void refuse() {
        close(listening);
        // While it is in accept(), the kernel goes on taking connections for a socket that is closed.
        join(serving);
        connections.forEach(FaultProxy::close);
    }

    /** Listens, after {@link #refuse} at the same address as before. */
    public synchronized void accept() {
        try {
            listening = tls == null
                    ? new ServerSocket()
                    : tls.getServerSocketFactory().createServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
            port = listening.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket now = listening;
        serving = start(() -> serve(now));
    }

    /** The requests so far, oldest first, with those that met a fault. */
    public synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    /**
     * Counts requests.
     *
     * @param method as for {@link #when}
     * @param target as for {@link #when}
     * @return how many there were since the start or {@link #forget}
     */
    public int count(String method, String target) {
        Pattern targets = Pattern.compile(target);
        return (int) seen().stream()
                .filter(request -> request.method().matches(method)
                        && targets.matcher(request.target()).find())
                .count();
    }

    /** Counts from zero. */
    public synchronized void forget() {
        seen.clear();
    }

    synchronized void add(Rule rule) {
        rules.add(rule);
    }

    private void serve(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                start(() -> converse(connection));
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            OutputStream out = new BufferedOutputStream(connection.getOutputStream());
            try {
                answerAll(new RequestReader(new BufferedInputStream(connection.getInputStream())), out);
            } catch (RequestReader.NotHttpException e) {
                // As the API server does.
                out.write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n400 Bad Request".getBytes(US_ASCII));
                out.flush();
            }
        } catch (IOException e) {
            // By a fault, by the client or by the server: closing the connection is all there is to do.
        } finally {
            connections.remove(connection);
        }
    }

    private void answerAll(RequestReader requests, OutputStream out) throws IOException {
        for (Optional<Seen> next = requests.next(); next.isPresent(); next = requests.next()) {
            Arrival arrival = arrived(next.get());
            arrival.fault().play(new Reply(upstream, next.get(), out, arrival.calm()));
        }
    }

    private record Arrival(Fault fault, CountDownLatch calm) {}

    private synchronized Arrival arrived(Seen request) {
        seen.add(request);
        Fault fault = rules.stream()
                .filter(rule -> rule.takes(request))
                .findFirst()
                .map(Rule::fault)
                .orElse(Reply::pass);
        return new Arrival(fault, calm);
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket can always be closed", e);
        }
    }
}
