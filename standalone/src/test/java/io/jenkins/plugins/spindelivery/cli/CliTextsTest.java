package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** Each text of the command line is there in both languages, and each is used. */
public class CliTextsTest {
    private static final Path SOURCES = Path.of(System.getProperty("spin.root"), "standalone/src/main/java");
    private static final Pattern CODE = Pattern.compile("\"cli\\.([a-z]+(?:-[a-z]+)*)\"");
    private static final Pattern LABEL =
            Pattern.compile("\"((?:heading|label|progress|summary|plan|delete|find)-[a-z-]*[a-z])\"");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");

    private final ResourceBundle english = bundle(Locale.ENGLISH);
    private final ResourceBundle chinese = bundle(Locale.SIMPLIFIED_CHINESE);

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(
                "io.jenkins.plugins.spindelivery.cli.Texts", locale, new ResourceBundle.Control() {
                    @Override
                    public Locale getFallbackLocale(String name, Locale wanted) {
                        return null;
                    }
                });
    }

    /** What the sources name, and what they put together of parts. */
    private static Set<String> named() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                for (Pattern pattern : new Pattern[] {CODE, LABEL}) {
                    Matcher matcher = pattern.matcher(source);
                    while (matcher.find()) {
                        keys.add("cli." + matcher.group(1));
                    }
                }
            }
        }
        // What a plan may tell of; the rest is done by operations that have no plan.
        for (Action action : EnumSet.range(Action.CREATED, Action.SKIPPED)) {
            keys.add("cli.plan-" + action.word());
            keys.add("cli.plan-count-" + action.word());
        }
        for (Status status : Status.values()) {
            keys.add("cli.summary-deploy-" + status.word());
            keys.add("cli.summary-delete-" + status.word());
            keys.add("cli.summary-canary-" + status.word());
            keys.add("cli.summary-job-" + status.word());
            keys.add("cli.summary-rollout-" + status.word());
            keys.add("cli.summary-rollback-" + status.word());
            keys.add("cli.summary-aws-" + status.word());
        }
        return keys;
    }

    @Test
    public void everyTextIsThereAndUsed() throws IOException {
        assertEquals(named(), new TreeSet<>(english.keySet()));
    }

    @Test
    public void everyTextIsTranslatedWithTheSamePlaceholders() {
        assertEquals(new TreeSet<>(english.keySet()), new TreeSet<>(chinese.keySet()));
        for (String key : english.keySet()) {
            assertEquals(key, placeholders(english.getString(key)), placeholders(chinese.getString(key)));
            assertTrue(key, chinese.getString(key).codePoints().anyMatch(c -> c > 0x2000) || isWordless(key));
        }
    }

    /** A place and its message, and nothing to translate between them but a colon. */
    private static boolean isWordless(String key) {
        return key.equals("cli.value");
    }

    @Test
    public void noTextHasALoneApostrophe() {
        for (ResourceBundle texts : new ResourceBundle[] {english, chinese}) {
            for (String key : texts.keySet()) {
                assertFalse(key, texts.getString(key).replace("''", "").contains("'"));
            }
        }
    }

    private static Set<String> placeholders(String text) {
        Set<String> found = new TreeSet<>();
        PLACEHOLDER.matcher(text).results().forEach(match -> found.add(match.group()));
        return found;
    }
}
