package io.jenkins.plugins.spindelivery.engine.expression;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/** Every line of {@code escapes.txt} is refused, quickly, and on a small stack. */
public class EscapeCorpusTest {
    private static final Pattern REPEATED = Pattern.compile("«([^»]*)\\*(\\d+)»", Pattern.DOTALL);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration ALLOWED = Duration.ofSeconds(1);
    /** Half of what a thread of the JVM usually has. */
    private static final long SMALL_STACK = 512 * 1024;

    private final ExpressionFixture fixture = new ExpressionFixture(
            ExpressionContext.of(ExpressionFixture.ROOTS)
                    .withUrls(url -> Fetched.of(url, "x".getBytes(StandardCharsets.UTF_8))),
            ExpressionLimits.DEFAULT);

    /** The whole corpus takes a few seconds; only an attempt that waits for something gets near this limit. */
    @Test(timeout = 120_000)
    public void everyAttemptIsRefusedWithinASecond() throws Exception {
        Map<String, String> corpus = corpus();
        assertTrue("only " + corpus.size(), corpus.size() >= 60);
        List<String> failures = new ArrayList<>();
        Thread thread = new Thread(
                null, () -> corpus.forEach((id, attempt) -> check(id, attempt, failures)), "corpus", SMALL_STACK);
        thread.start();
        thread.join();
        assertEquals(String.join("\n", failures), 0, failures.size());
    }

    private void check(String id, String attempt, List<String> failures) {
        // The thread's own time: on a busy machine the wall clock also counts what others do. The limit on steps has
        // to be enough by itself, because the fixture's clock stands still.
        long start = THREADS.getCurrentThreadCpuTime();
        try {
            JsonNode result = fixture.evaluate("${" + attempt + "}");
            String text = result.toString();
            failures.add(id + " gave " + text.substring(0, Math.min(100, text.length())));
        } catch (ProblemException e) {
            e.problems().forEach(problem -> checkMessage(id, problem, failures));
        } catch (RuntimeException | Error e) {
            failures.add(id + " threw " + e);
        }
        Duration taken = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start);
        if (taken.compareTo(ALLOWED) > 0) {
            failures.add(id + " took " + taken);
        }
    }

    private static void checkMessage(String id, Problem problem, List<String> failures) {
        String message = problem.message(Locale.ENGLISH);
        if (message.startsWith(problem.code())) {
            failures.add(id + " has no text for " + problem.code());
        }
        if (message.contains("s3cr3t") || message.length() > 1_000) {
            failures.add(id + " tells too much: " + message);
        }
    }

    /** Without the guard, {@code refused} above could mean anything; so some lines are held against their reason. */
    @Test
    public void attemptsAreRefusedForTheRightReason() throws Exception {
        Map<String, String> corpus = corpus();
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("reflect-getclass-text", "expression.forbidden-reflection");
        reasons.put("reflect-class-property", "expression.no-property");
        reasons.put("reflect-branch-not-taken", "expression.forbidden-reflection");
        reasons.put("method-put", "expression.no-method");
        reasons.put("type-runtime", "expression.forbidden-type");
        reasons.put("type-branch-not-taken", "expression.forbidden-type");
        reasons.put("type-wrong-package", "expression.forbidden-type");
        reasons.put("type-random", "expression.no-method");
        reasons.put("new-process-builder", "expression.forbidden-constructor");
        reasons.put("new-array-of-dates", "expression.forbidden-constructor");
        reasons.put("bean", "expression.forbidden-bean");
        reasons.put("bean-factory", "expression.forbidden-bean");
        reasons.put("assign-property", "expression.forbidden-operator");
        reasons.put("increment", "expression.forbidden-operator");
        reasons.put("instance-of", "expression.forbidden-operator");
        reasons.put("helper-file", "expression.url-scheme");
        reasons.put("helper-many-fetches", "expression.limit-fetches");
        reasons.put("repeat-method", "expression.limit-text");
        reasons.put("json-escapes-double", "expression.limit-text");
        reasons.put("result-shared", "expression.limit-output");
        reasons.put("search-quadratic", "expression.limit-steps");
        reasons.put("power-int", "expression.limit-number");
        reasons.put("regex-nested", "expression.pattern-refused");
        reasons.put("regex-polynomial", "expression.limit-steps");
        reasons.put("regex-polynomial-find", "expression.limit-steps");
        reasons.put("regex-empty-alternatives", "expression.pattern-alternatives");
        reasons.put("regex-quoted-class", "expression.pattern-refused");
        reasons.put("loop-projection-tower", "expression.limit-steps");
        reasons.put("loop-texts", "expression.limit-steps");
        reasons.put("deep-parentheses", "expression.too-deep");
        reasons.put("deep-sum", "expression.too-deep");
        reasons.put("deep-not", "expression.too-deep");
        reasons.put("long-literal", "expression.too-long");
        reasons.forEach((id, code) -> assertEquals(
                id, code, fixture.refused("${" + corpus.get(id) + "}").code()));
    }

    /** In a text around it, and as a key, an attempt is refused as well. */
    @Test
    public void attemptsAreRefusedWhereverTheyStand() throws Exception {
        for (Map.Entry<String, String> attempt : corpus().entrySet()) {
            if (attempt.getKey().startsWith("type-") || attempt.getKey().startsWith("reflect-")) {
                String text = "a ${" + attempt.getValue() + "} b";
                fixture.refused(text);
                fixture.refused("${X} ${ ${" + attempt.getValue() + "} ");
            }
        }
    }

    /** What uses nobody's names is somebody else's text: it stays, and nothing in it is evaluated. */
    @Test
    public void foreignAttemptsStayText() {
        for (String foreign : List.of(
                "${class.classLoader}",
                "${class['classLoader'].loadClass('x')}",
                "${Runtime.getRuntime().exec('id')}",
                "${java.lang.Runtime.getRuntime().exec('id')}",
                "${request.getSession()}",
                "${#systemProperties['user.home']}",
                "${#x = 1}",
                "${jndi:ldap://example.org/a}",
                "${script:javascript:java.lang.Runtime.getRuntime()}",
                "${$T(System).exit(0)",
                "${x = 'y'.repeat(2147483647)}")) {
            assertEquals(foreign, fixture.text(foreign));
        }
    }

    private static Map<String, String> corpus() throws IOException {
        Map<String, String> corpus = new LinkedHashMap<>();
        Set<String> attempts = new HashSet<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                EscapeCorpusTest.class.getResourceAsStream("escapes.txt"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    int blank = line.indexOf(' ');
                    String attempt = expanded(line.substring(blank + 1));
                    assertEquals("twice: " + line, null, corpus.put(line.substring(0, blank), attempt));
                    assertTrue("twice: " + line, attempts.add(attempt));
                    assertFalse(line, attempt.contains("«"));
                }
            }
        }
        return corpus;
    }

    private static String expanded(String line) {
        return REPEATED.matcher(line)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))));
    }
}
