package io.jenkins.plugins.spindelivery.engine.fuzz;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.Test;

/** Without a fuzzer: every input that was a finding once, and every one that fuzzing starts from. */
public class FuzzReplayTest {
    private final List<String> findings = new ArrayList<>();

    @Test
    public void whatWasFoundOnceStaysMended() throws Exception {
        for (FuzzTarget target : FuzzTarget.values()) {
            replay(target, target.regressions());
        }
        assertEquals(String.join("\n", findings), 0, findings.size());
    }

    @Test
    public void theSeedsAreNoFindings() throws Exception {
        for (FuzzTarget target : FuzzTarget.values()) {
            assertTrue(target.word(), target.seeds().size() >= 5);
            replay(target, target.seeds());
        }
        assertEquals(String.join("\n", findings), 0, findings.size());
    }

    private void replay(FuzzTarget target, Map<String, byte[]> inputs) {
        inputs.forEach((name, input) -> {
            try {
                target.run(input);
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                findings.add(target.word() + "/" + name + ": " + e + " at " + e.getStackTrace()[0]);
            }
        });
    }

    /** The targets' own rules can fail. */
    @Test
    public void workThatTakesTooLongIsAFinding() {
        Duration allowed = Duration.ofMillis(20);
        AtomicLong spent = new AtomicLong();
        Supplier<Long> slow = () -> {
            long until = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + 2 * allowed.toNanos();
            while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < until) {
                spent.incrementAndGet();
            }
            return spent.get();
        };
        AssertionError finding = assertThrows(AssertionError.class, () -> Guard.run(slow, allowed));
        assertEquals("takes longer than PT0.02S", finding.getMessage());
    }

    @Test
    public void aMessageWithoutATextIsAFinding() {
        ProblemException refusal = new ProblemException(Category.INPUT, Problem.of("manifest.no-such-text", ""));
        AssertionError finding = assertThrows(
                AssertionError.class,
                () -> Guard.run(() -> {
                    throw refusal;
                }));
        assertEquals("no text for manifest.no-such-text", finding.getMessage());
    }
}
