package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.SharedView.Snapshot;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WatchListener.Change;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WatchListener.End;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.Test;

/** A view on a server that says nothing but what the test has it say. */
public class SharedViewTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final ApiResource pods = resource(Set.of("list", "watch"));
    private final Map<String, ObjectNode> server = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<WatchListener> listeners = new ArrayList<>();
    private final List<String> woken = new ArrayList<>();
    private final Runnable wake = () -> woken.add("woken");
    private final Cluster cluster = (Cluster) Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "listing" -> listed();
                case "watch" -> watched((String) arguments[2], (WatchListener) arguments[4]);
                default -> throw new UnsupportedOperationException(method.getName());
            });
    private final Watches watches = new Watches(cluster);
    private final SharedView view = watches.of(pods, "shop", START);

    private Instant now = START;
    private String version = "0";
    private RuntimeException outage;

    private static ApiResource resource(Set<String> verbs) {
        return new ApiResource("v1", "Pod", "pods", true, verbs, List.of());
    }

    private Listing listed() {
        asked.add("list");
        if (outage != null) {
            throw outage;
        }
        return new Listing(server.values().stream().map(ObjectNode::deepCopy).toList(), version);
    }

    private Watch watched(String since, WatchListener listener) {
        asked.add("watch " + since);
        listeners.add(listener);
        return () -> asked.add("close");
    }

    /** Something happens that no watch tells of. */
    private ObjectNode written(String name, int at) {
        ObjectNode object = Json.MAPPER.createObjectNode();
        object.putObject("metadata").put("name", name).put("resourceVersion", Integer.toString(at));
        ((ObjectNode) object.get("metadata")).putArray("managedFields").addObject();
        server.put(name, object);
        version = Integer.toString(at);
        return object;
    }

    private void told(String name, int at) {
        latest().changed(Change.PRESENT, written(name, at).deepCopy());
    }

    private WatchListener latest() {
        return listeners.get(listeners.size() - 1);
    }

    private Map<String, String> look() {
        return shown(view.look(now, false));
    }

    private Map<String, String> lookAfter(int seconds) {
        now = now.plusSeconds(seconds);
        return look();
    }

    private static Map<String, String> shown(Snapshot snapshot) {
        Map<String, String> shown = new TreeMap<>();
        snapshot.objects()
                .forEach((name, object) ->
                        shown.put(name, object.at("/metadata/resourceVersion").asText()));
        return shown;
    }

    private static ApiException fault(int status) {
        Problem problem = Problem.of("kubernetes.api-server-error", "", "no", "");
        return new ApiException(
                ProblemException.Category.ACCESS, problem, status, "", MissingNode.getInstance(), null, null);
    }

    @Test
    public void listsOnceAndThenKnowsFromTheWatch() {
        written("a", 1);
        written("b", 2);
        assertEquals(Map.of("a", "1", "b", "2"), look());

        told("a", 3);
        told("c", 4);
        ObjectNode gone = written("b", 5);
        server.remove("b");
        latest().changed(Change.DELETED, gone);

        assertEquals(Map.of("a", "3", "c", "4"), look());
        assertEquals(List.of("list", "watch 2"), asked);
    }

    @Test
    public void manyLookersCostNoMore() {
        written("a", 1);
        for (int i = 0; i < 1000; i++) {
            assertEquals(Map.of("a", "1"), shown(watches.of(pods, "shop", START).look(now, false)));
        }
        assertEquals(List.of("list", "watch 1"), asked);
        watches.of(pods, "other", START).look(now, false);
        assertEquals(List.of("list", "watch 1", "list", "watch 1"), asked);
    }

    @Test
    public void whatNobodyLooksAtIsForgottenWhenItsWatchHasEnded() {
        look();
        latest().ended(End.REFUSED);
        watches.of(pods, "other", now.plusSeconds(300));
        assertSame("just looked at", view, watches.of(pods, "shop", now));
        watches.of(pods, "third", now.plusSeconds(301));
        assertNotSame(view, watches.of(pods, "shop", now));

        SharedView watched = watches.of(pods, "watched", now);
        watched.look(now, false);
        watches.of(pods, "fourth", now.plusSeconds(1000));
        assertSame("its watch lives", watched, watches.of(pods, "watched", now));
    }

    @Test
    public void aSnapshotNeverChanges() {
        written("a", 1);
        Snapshot before = view.look(now, false);
        assertSame(before, view.look(now, false));
        told("a", 2);
        assertEquals(Map.of("a", "1"), shown(before));
        assertFalse(before.find("a").orElseThrow().path("metadata").has("managedFields"));
        assertThrows(UnsupportedOperationException.class, () -> before.objects().remove("a"));
    }

    @Test
    public void aFreshLookSeesWhatTheWatchHasNotToldYetAndIsNotUndoneByIt() {
        ObjectNode first = written("a", 1).deepCopy();
        look();
        written("a", 2);
        written("b", 3);

        assertEquals(Map.of("a", "2", "b", "3"), shown(view.look(now, true)));
        latest().changed(Change.PRESENT, first);
        latest().changed(Change.PRESENT, server.get("a").deepCopy());
        assertEquals(Map.of("a", "2", "b", "3"), look());
        assertEquals("the watch goes on", List.of("list", "watch 1", "list"), asked);
        told("a", 4);
        assertEquals(Map.of("a", "4", "b", "3"), look());
    }

    @Test
    public void aListThatTheWatchHasOvertakenIsForgotten() {
        written("a", 1);
        look();
        told("a", 7);
        version = "5";
        server.clear();
        assertEquals(Map.of("a", "7"), shown(view.look(now, true)));
    }

    @Test
    public void wakesOnceByTheObjectsThatMatter() {
        written("a", 1);
        view.wake(view.look(now, false), Set.of("a", "b"), wake);
        told("c", 2);
        assertEquals(List.of(), woken);
        told("b", 3);
        told("a", 4);
        assertEquals(List.of("woken"), woken);

        view.wake(view.look(now, false), Set.of("a"), wake);
        view.wake(view.look(now, false), Set.of("c"), wake);
        told("a", 5);
        assertEquals("asking again replaces", List.of("woken"), woken);
        told("c", 6);
        assertEquals(List.of("woken", "woken"), woken);
    }

    @Test
    public void wakesAtOnceByWhatHappenedSinceTheSnapshot() {
        written("a", 1);
        Snapshot seen = view.look(now, false);
        told("b", 2);
        view.wake(seen, Set.of("a"), wake);
        assertEquals(List.of(), woken);
        told("a", 3);
        assertEquals(List.of("woken"), woken);
        view.wake(seen, Set.of("a"), wake);
        assertEquals(List.of("woken", "woken"), woken);
    }

    @Test
    public void wakesByWhatAListOfSomebodyElseShowsFirst() {
        written("a", 1);
        view.wake(view.look(now, false), Set.of("a"), wake);
        ObjectNode changed = written("a", 2);
        view.look(now, true);
        assertEquals(List.of("woken"), woken);
        latest().changed(Change.PRESENT, changed);
        assertEquals(List.of("woken"), woken);
    }

    @Test
    public void aBrokenWatchWakesAndTheNextLookBeginsAnew() {
        written("a", 1);
        view.wake(view.look(now, false), Set.of("a"), wake);
        written("a", 2);
        latest().ended(End.BROKEN);

        assertEquals(List.of("woken"), woken);
        assertEquals(Map.of("a", "2"), look());
        assertEquals(List.of("list", "watch 1", "list", "watch 2"), asked);
    }

    @Test
    public void aWatchThatBreaksJustAfterTheLookWakesAtOnce() {
        written("a", 1);
        Snapshot seen = view.look(now, false);
        latest().ended(End.REFUSED);
        view.wake(seen, Set.of("a", "b"), wake);
        assertEquals(List.of("woken"), woken);

        view.wake(view.look(now, false), Set.of("a", "b"), wake);
        assertEquals("but not again and again, without a watch", List.of("woken"), woken);
        assertEquals(List.of("list", "watch 1", "list"), asked);
    }

    @Test
    public void whatAnOldWatchStillTellsIsNotHeard() {
        written("a", 1);
        look();
        WatchListener old = latest();
        old.ended(End.EXPIRED);
        look();
        old.changed(Change.PRESENT, written("b", 9));
        old.ended(End.BROKEN);
        assertEquals(Map.of("a", "1"), look());
        assertEquals(List.of("list", "watch 1", "list", "watch 1"), asked);
    }

    @Test
    public void watchesThatKeepBreakingAreTriedLessAndLessOften() {
        written("a", 1);
        look();
        latest().ended(End.BROKEN);
        look();
        latest().ended(End.BROKEN);
        asked.clear();

        look();
        assertEquals("two in a row: not for 1 s", List.of("list"), asked);
        lookAfter(1);
        assertEquals(List.of("list", "list", "watch 1"), asked);
        latest().ended(End.DONE);
        asked.clear();
        lookAfter(0);
        lookAfter(1);
        assertEquals("three: not for 2 s", List.of("list", "list"), asked);
        lookAfter(1);
        told("a", 2);
        latest().ended(End.DONE);
        asked.clear();
        assertEquals(Map.of("a", "2"), look());
        assertEquals("it worked: at once", List.of("list", "watch 2"), asked);
    }

    @Test
    public void whereNobodyMayWatchEachLookIsAList() {
        written("a", 1);
        look();
        latest().ended(End.REFUSED);
        asked.clear();
        written("a", 2);
        assertEquals(Map.of("a", "2"), look());
        written("a", 3);
        assertEquals(Map.of("a", "3"), lookAfter(599));
        view.wake(view.look(now, false), Set.of("a"), wake);
        assertEquals("nobody is woken", List.of(), woken);
        assertEquals(List.of("list", "list", "list"), asked);
        lookAfter(1);
        assertEquals("but not for ever", "watch 3", asked.get(asked.size() - 1));
    }

    @Test
    public void aTypeWithoutTheVerbOrWithoutVersionsIsNeverWatched() {
        written("a", 1);
        SharedView noVerb = new SharedView(cluster, resource(Set.of("list")), "shop", START);
        noVerb.look(now, false);
        noVerb.look(now, false);
        version = "";
        look();
        look();
        assertEquals(List.of("list", "list", "list", "list"), asked);
    }

    @Test
    public void aWatchThatNeverToldAnythingIsDoubtedSoonAndGivenUpWhenItMissedSomething() {
        written("a", 1);
        look();
        assertEquals(Map.of("a", "1"), lookAfter(2));
        assertEquals(List.of("list", "watch 1"), asked);
        lookAfter(1);
        assertEquals("nothing missed", List.of("list", "watch 1", "list"), asked);
        lookAfter(5);
        assertEquals("so it is believed for longer", 3, asked.size());
        view.wake(view.look(now, false), Set.of("a"), wake);
        written("a", 2);
        assertEquals(Map.of("a", "2"), lookAfter(1));
        assertEquals(List.of("list", "watch 1", "list", "list", "close"), asked);
        assertEquals(List.of("woken"), woken);
        assertEquals(Map.of("a", "2"), lookAfter(599));
        assertEquals("list", asked.get(asked.size() - 1));
    }

    @Test
    public void aWatchThatFellSilentIsReplacedWhenItMissedSomething() {
        written("a", 1);
        look();
        told("a", 2);
        look();
        written("a", 3);
        assertEquals("believed", Map.of("a", "2"), lookAfter(29));
        assertEquals(Map.of("a", "3"), lookAfter(1));
        assertEquals(List.of("list", "watch 1", "list", "close", "watch 3"), asked);
    }

    @Test
    public void aBookmarkIsASignOfLife() {
        written("a", 1);
        look();
        ObjectNode bookmark = Json.MAPPER.createObjectNode();
        bookmark.putObject("metadata").put("resourceVersion", "8");
        now = now.plusSeconds(100);
        latest().changed(Change.BOOKMARK, bookmark);
        assertEquals(Map.of("a", "1"), look());
        assertEquals(List.of("list", "watch 1"), asked);
        latest().ended(End.DONE);
        version = "9";
        look();
        assertEquals(List.of("list", "watch 1", "list", "watch 9"), asked);
    }

    @Test
    public void aClockThatIsSetBackDoesNotMakeADeadWatchImmortal() {
        written("a", 1);
        look();
        told("a", 2);
        look();
        written("a", 3);
        assertEquals(Map.of("a", "3"), lookAfter(-3600));
    }

    @Test
    public void aListThatFailsIsTheLookersFailureAndNotTheWatchs() {
        outage = fault(503);
        assertSame(outage, assertThrows(ApiException.class, this::look));
        assertEquals(List.of("list"), asked);
        outage = null;
        written("a", 1);
        assertEquals(Map.of("a", "1"), look());
        outage = fault(503);
        assertEquals("nobody asks", Map.of("a", "1"), look());
        assertThrows(ApiException.class, () -> view.look(now, true));
        outage = null;
        told("a", 2);
        assertEquals(Map.of("a", "2"), look());
        assertEquals(List.of("list", "list", "watch 1", "list"), asked);
    }

    @Test
    public void aWatchThatCantBeBegunIsABrokenOne() {
        written("a", 1);
        SharedView refused = new SharedView(
                (Cluster) Proxy.newProxyInstance(
                        Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, arguments) -> {
                            if (method.getName().equals("watch")) {
                                asked.add("watch");
                                throw fault(401);
                            }
                            return listed();
                        }),
                pods,
                "shop",
                START);
        assertEquals(Map.of("a", "1"), shown(refused.look(now, false)));
        assertEquals(Map.of("a", "1"), shown(refused.look(now, false)));
        assertEquals(Map.of("a", "1"), shown(refused.look(now, false)));
        assertEquals(List.of("list", "watch", "list", "watch", "list"), asked);
    }

    @Test
    public void closingEndsTheWatchesAndLeavesLists() {
        written("a", 1);
        look();
        watches.close();
        assertEquals(List.of("list", "watch 1", "close"), asked);
        assertEquals(Map.of("a", "1"), look());
        assertEquals(Map.of("a", "1"), shown(watches.of(pods, "late", START).look(now, false)));
        assertEquals(List.of("list", "watch 1", "close", "list", "list"), asked);
    }

    @Test(timeout = 30_000)
    public void whoComesWhileAListIsOnItsWayTakesTheNextOneTogether() throws Exception {
        CountDownLatch listing = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        List<String> lists = new ArrayList<>();
        SharedView slow = new SharedView(
                (Cluster) Proxy.newProxyInstance(
                        Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, arguments) -> {
                            synchronized (lists) {
                                lists.add(method.getName());
                            }
                            listing.countDown();
                            answer.await();
                            throw fault(503);
                        }),
                pods,
                "shop",
                START);
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        Thread first = looker(slow, false, failures);
        listing.await();
        List<Thread> others =
                Stream.generate(() -> looker(slow, true, failures)).limit(20).toList();
        while (!others.stream().allMatch(other -> other.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        answer.countDown();
        first.join();
        for (Thread other : others) {
            other.join();
        }
        assertEquals(21, failures.size());
        assertEquals("one that began too early, and one for all", List.of("listing", "listing"), lists);
    }

    private Thread looker(SharedView at, boolean fresh, List<Throwable> failures) {
        Thread looker = new Thread(() -> failures.add(assertThrows(ApiException.class, () -> at.look(now, fresh))));
        looker.start();
        return looker;
    }
}
