package io.jenkins.plugins.spindelivery.durable;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.durable.Journal.Appended;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a journal keeps over crashes, and what it refuses. */
public class JournalTest {
    private static final JournalLimits SMALL = new JournalLimits(5, 100, 50, 3, 1 << 20);
    private static final long DAY = 86_400_000L;

    /** Swaps the halves of each byte: no secret, but nothing is readable that was not opened. */
    private static final Sealer SWAP = new Sealer() {
        @Override
        public byte[] seal(byte[] plain) {
            byte[] sealed = plain.clone();
            for (int i = 0; i < sealed.length; i++) {
                sealed[i] = (byte) ((sealed[i] << 4) | ((sealed[i] & 0xf0) >> 4));
            }
            return sealed;
        }

        @Override
        public byte[] open(byte[] sealed) {
            return seal(sealed);
        }
    };

    private static final Logger WARNINGS = Logger.getLogger(Journal.class.getPackageName());

    @Rule
    public final TemporaryFolder folders = new TemporaryFolder();

    private final AtomicLong now = new AtomicLong(1_000_000);

    @BeforeClass
    public static void quiet() {
        WARNINGS.setLevel(Level.OFF);
    }

    @AfterClass
    public static void loud() {
        WARNINGS.setLevel(null);
    }

    private Journal journal(Path folder, JournalLimits limits) throws IOException {
        return Journal.open(folder, SWAP, limits, now::get);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String ids(Journal journal) {
        return journal.open().stream().map(Journal.Entry::id).collect(Collectors.joining(" "));
    }

    private static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    public void entriesStayUntilTheyAreClosed() throws IOException {
        Path folder = folders.getRoot().toPath().resolve("new/journal");
        try (Journal journal = journal(folder, SMALL)) {
            assertEquals(Appended.WRITTEN, journal.append("a", bytes("first")).join());
            now.addAndGet(5);
            assertEquals(Appended.WRITTEN, journal.append("b", bytes("")).join());
            journal.close("a", "done", DAY).join();
            journal.close("none", "done", DAY).join();
        }
        try (Journal journal = journal(folder, SMALL)) {
            assertEquals("b", ids(journal));
            assertEquals(1_000_005, journal.open().get(0).millis());
            assertEquals(Optional.of("done"), journal.outcome("a"));
            assertEquals(Optional.empty(), journal.outcome("b"));
            assertEquals(Appended.KNOWN, journal.append("a", bytes("again")).join());
            assertEquals(Appended.KNOWN, journal.append("b", bytes("again")).join());
            assertArrayEquals(bytes(""), journal.entry("b").orElseThrow().content());
            assertFalse(journal.knows("none"));
        }
    }

    @Test
    public void closedEntriesAreForgottenInTime() throws IOException {
        Path folder = folders.newFolder().toPath();
        try (Journal journal = journal(folder, SMALL)) {
            journal.append("a", bytes("1")).join();
            journal.close("a", "done", 10).join();
            now.addAndGet(10);
            assertEquals(Appended.WRITTEN, journal.append("a", bytes("2")).join());
        }
        try (Journal journal = journal(folder, SMALL)) {
            assertArrayEquals(bytes("2"), journal.entry("a").orElseThrow().content());
            for (String id : List.of("a", "b", "c", "d")) {
                journal.append(id, bytes("x")).join();
                journal.close(id, "done", DAY).join();
            }
            // Three are remembered.
            assertFalse(journal.knows("a"));
            assertTrue(journal.knows("b"));
        }
    }

    @Test
    public void limits() throws IOException {
        try (Journal journal = journal(folders.newFolder().toPath(), SMALL)) {
            assertFull(journal.append("large", new byte[51]));
            journal.append("1", new byte[50]).join();
            journal.append("2", new byte[40]).join();
            assertFull(journal.append("3", new byte[11]));
            for (String id : List.of("3", "4", "5")) {
                journal.append(id, new byte[1]).join();
            }
            assertEquals(5, journal.size());
            assertFull(journal.append("6", new byte[0]));
            assertEquals(Appended.KNOWN, journal.append("5", new byte[0]).join());
            journal.close("1", "done", 0).join();
            assertEquals(Appended.WRITTEN, journal.append("6", new byte[40]).join());
            assertThrows(IllegalArgumentException.class, () -> journal.append("", new byte[0]));
        }
    }

    private static void assertFull(CompletableFuture<Appended> answer) {
        CompletionException full = assertThrows(CompletionException.class, answer::join);
        assertEquals(JournalFullException.class, full.getCause().getClass());
    }

    /** A crash may cut the file anywhere: what was whole is there, in its order, and the journal goes on. */
    @Test
    public void killedAtAnyByte() throws IOException {
        Path folder = folders.newFolder().toPath();
        List<Long> ends = new ArrayList<>();
        try (Journal journal = journal(folder, SMALL)) {
            journal.append("a", bytes("first")).join();
            ends.add(Files.size(last(folder)));
            journal.append("b", bytes("second")).join();
            ends.add(Files.size(last(folder)));
            journal.close("a", "done", DAY).join();
            ends.add(Files.size(last(folder)));
        }
        byte[] whole = Files.readAllBytes(last(folder));
        assertEquals(whole.length, ends.get(2).intValue());
        for (int length = 0; length <= whole.length; length++) {
            for (boolean zeros : new boolean[] {false, true}) {
                Path crashed = folders.newFolder().toPath();
                byte[] cut = new byte[zeros ? length + 100 : length];
                System.arraycopy(whole, 0, cut, 0, length);
                Files.write(crashed.resolve("0000000007.journal"), cut);
                Files.write(crashed.resolve("0000000008.journal.tmp"), new byte[3]);
                String expected =
                        length < ends.get(0) ? "" : length < ends.get(1) ? "a" : length < ends.get(2) ? "a b" : "b";
                try (Journal journal = journal(crashed, SMALL)) {
                    assertEquals("cut at " + length, expected, ids(journal));
                    journal.append("c", bytes("third")).join();
                }
                try (Journal journal = journal(crashed, SMALL)) {
                    assertEquals((expected + " c").strip(), ids(journal));
                }
            }
        }
    }

    private static Path last(Path folder) throws IOException {
        List<Path> files = segments(folder);
        return files.get(files.size() - 1);
    }

    @Test
    public void damageIsNoticed() throws IOException {
        Path folder = folders.newFolder().toPath();
        try (Journal journal = journal(folder, SMALL)) {
            journal.append("a", bytes("first")).join();
            journal.append("b", bytes("second")).join();
        }
        byte[] damaged = Files.readAllBytes(last(folder));
        damaged[damaged.length - 1] ^= 1;
        Files.write(last(folder), damaged);
        try (Journal journal = journal(folder, SMALL)) {
            assertEquals("a", ids(journal));
        }
    }

    @Test
    public void nothingIsReadableOnDisk() throws IOException {
        Path folder = folders.newFolder().toPath();
        try (Journal journal = journal(folder, SMALL)) {
            journal.append("visible-id", bytes("visible-content")).join();
            journal.close("visible-id", "visible-outcome", DAY).join();
        }
        for (Path file : segments(folder)) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            assertFalse(text, text.contains("visible"));
        }
    }

    @Test
    public void compaction() throws IOException {
        Path folder = folders.newFolder().toPath();
        JournalLimits limits = new JournalLimits(100, 100_000, 1_000, 2, 4_000);
        try (Journal journal = journal(folder, limits)) {
            journal.append("stays", new byte[10]).join();
            for (int i = 0; i < 500; i++) {
                journal.append("id" + i, new byte[500]).join();
                journal.close("id" + i, "done", DAY).join();
                long size = 0;
                for (Path file : segments(folder)) {
                    size += Files.size(file);
                }
                assertTrue("never more than a few segments: " + size, size < 10_000);
            }
        }
        try (Journal journal = journal(folder, limits)) {
            assertEquals("stays", ids(journal));
            assertTrue(journal.knows("id499"));
            assertFalse(journal.knows("id497"));
        }
    }

    /** The folder is gone, as a full disk is: nothing is taken, nobody is told that it was, and it goes on afterwards. */
    @Test
    public void unwritableFolder() throws IOException {
        Path folder = folders.newFolder().toPath();
        JournalLimits limits = new JournalLimits(100, 100_000, 1_000, 10, 1);
        Path away = folder.resolveSibling("away");
        try (Journal journal = journal(folder, limits)) {
            journal.append("a", bytes("1")).join();
            Files.move(folder, away);
            CompletionException failed = assertThrows(CompletionException.class, () -> journal.append("b", bytes("2"))
                    .join());
            assertTrue(failed.toString(), failed.getCause() instanceof IOException);
            assertThrows(CompletionException.class, () -> journal.close("a", "done", DAY)
                    .join());
            assertEquals("a", ids(journal));
            assertEquals(1, journal.size());
            Files.move(away, folder);
            assertEquals(Appended.WRITTEN, journal.append("b", bytes("2")).join());
            journal.close("a", "done", DAY).join();
        }
        try (Journal journal = journal(folder, limits)) {
            assertEquals("b", ids(journal));
        }
        Path file = folders.newFile().toPath();
        assertThrows(IOException.class, () -> journal(file, limits));
    }

    @Test
    public void manyAtOnce() throws Exception {
        Path folder = folders.newFolder().toPath();
        JournalLimits limits = new JournalLimits(10_000, 1 << 20, 1_000, 10_000, 20_000);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Future<Integer>> written = new ArrayList<>();
        try (Journal journal = journal(folder, limits)) {
            for (int thread = 0; thread < 8; thread++) {
                int start = thread * 50;
                written.add(pool.submit(() -> appendAndClose(journal, start)));
            }
            int total = 0;
            for (Future<Integer> one : written) {
                total += one.get();
            }
            // Each thread shares 50 ids with the next one: 450 in all.
            assertEquals(450, total);
        } finally {
            pool.shutdown();
        }
        try (Journal journal = journal(folder, limits)) {
            TreeSet<String> open = new TreeSet<>();
            journal.open().forEach(entry -> open.add(entry.id()));
            assertEquals(225, open.size());
            assertTrue(open.contains("449"));
            assertTrue(journal.knows("448"));
        }
    }

    /** Takes 100 ids, of which the next thread takes 50 too, and closes the even ones. */
    private static int appendAndClose(Journal journal, int start) {
        int written = 0;
        for (int i = start; i < start + 100; i++) {
            String id = String.valueOf(i);
            written += journal.append(id, new byte[20]).join() == Appended.WRITTEN ? 1 : 0;
            if (i % 2 == 0) {
                journal.close(id, "done", DAY).join();
            }
        }
        return written;
    }
}
