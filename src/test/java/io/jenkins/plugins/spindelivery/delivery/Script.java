package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * What a scripted stage does, and what it has done: it reads its input, makes something, waits until it is told that it is
 * ready, and ends; cancelled, it takes back what it has made. Known by its name to all Jenkinses of this JVM, so it plays
 * the part of the outside world.
 */
public final class Script {
    private static final Map<String, Script> ALL = new ConcurrentHashMap<>();

    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch reading = new CountDownLatch(0);
    private volatile boolean ready;
    private volatile boolean mayTakeBack = true;
    private volatile int looks;
    private volatile int gates;
    private volatile boolean opens = true;
    private volatile int failures;
    private volatile Duration pause = Duration.ofMillis(50);
    private volatile Consumer<OperationContext> inWaiting = context -> {};
    private volatile Consumer<OperationContext> inTakingBack = context -> {};

    /** The script of a name. */
    public static Script named(String name) {
        return ALL.computeIfAbsent(name, any -> new Script());
    }

    /** Forgets all scripts. */
    public static void reset() {
        ALL.clear();
    }

    /** Reading the input does not end by itself, but can be interrupted. */
    Script readsForEver() {
        reading = new CountDownLatch(1);
        return this;
    }

    /** Reading the input comes to its end. */
    void readsOn() {
        reading.countDown();
    }

    /** What the stage waits for has come. */
    public void becomesReady() {
        ready = true;
    }

    /** Instead of waiting it opens so many gates, one after another, and is done when all have been passed. */
    Script gates(int count) {
        gates = count;
        return this;
    }

    /** No gate opens until {@link #opens}. */
    Script opensLater() {
        opens = false;
        return this;
    }

    /** Gates open. */
    void opens() {
        opens = true;
    }

    /** So many times it fails, instead of waiting. */
    public Script fails(int times) {
        failures = times;
        return this;
    }

    /** Moves come this far apart, unless the stage is woken. */
    Script pauses(Duration between) {
        pause = between;
        return this;
    }

    /** Taking back does not come to its end until {@link #takesBack}. */
    public Script takesLong() {
        mayTakeBack = false;
        return this;
    }

    /** Taking back comes to its end. */
    public void takesBack() {
        mayTakeBack = true;
    }

    /** What else happens in each move that waits. */
    Script inWaiting(Consumer<OperationContext> what) {
        inWaiting = what;
        return this;
    }

    /** What else happens in each move that takes back. */
    Script inTakingBack(Consumer<OperationContext> what) {
        inTakingBack = what;
        return this;
    }

    void tell(String what) {
        told.add(what);
    }

    /** What was done so far, in order. */
    public List<String> told() {
        return List.copyOf(told);
    }

    /** How often it has looked for what it waits for. */
    public int looks() {
        return looks;
    }

    int gates() {
        return gates;
    }

    boolean mayOpen() {
        return opens;
    }

    boolean isReady() {
        return ready;
    }

    synchronized boolean takeFailure() {
        return failures > 0 && failures-- > 0;
    }

    Duration pause() {
        return pause;
    }

    boolean mayTakeBack() {
        return mayTakeBack;
    }

    void read() throws InterruptedException {
        reading.await();
    }

    synchronized void waitIn(OperationContext context) {
        looks++;
        inWaiting.accept(context);
    }

    void takeBackIn(OperationContext context) {
        inTakingBack.accept(context);
    }
}
