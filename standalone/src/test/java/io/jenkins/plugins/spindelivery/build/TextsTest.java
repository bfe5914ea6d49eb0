package io.jenkins.plugins.spindelivery.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * Every code that is named has a text, in English and in Simplified Chinese, with the same placeholders; forms, pages and
 * their help come in both languages, too.
 */
public class TextsTest {
    private static final Path ROOT = Path.of(System.getProperty("spin.root")).normalize();
    private static final Path JAVA = ROOT.resolve("src/main/java/io/jenkins/plugins/spindelivery");
    private static final Path RESOURCES = ROOT.resolve("src/main/resources/io/jenkins/plugins/spindelivery");
    private static final String CHINESE = "_zh_CN";

    /** A code in a string literal: a family, a dot, words with dashes; not a fragment that is put together. */
    private static final Pattern CODE = Pattern.compile("\"((?:%s)\\.[a-z0-9]+(?:-[a-z0-9]+)+|(?:%s)\\.[a-z0-9]+)\"");

    /** {@code ${%Some words}} or {@code ${%key(argument)}}. */
    private static final Pattern PAGE_TEXT = Pattern.compile("\\$\\{%([^}(]+)[}(]");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)}");

    @Test
    public void everyCodeHasAText() throws IOException {
        List<String> families = families();
        String names = String.join("|", families);
        Pattern code = Pattern.compile(CODE.pattern().formatted(names, names));
        Set<String> missing = new TreeSet<>();
        int found = 0;
        for (Path file : files(JAVA, ".java")) {
            Matcher matcher = code.matcher(Files.readString(file));
            while (matcher.find()) {
                found++;
                String family = matcher.group(1).substring(0, matcher.group(1).indexOf('.'));
                if (!texts(family, "").containsKey(matcher.group(1))) {
                    missing.add(matcher.group(1) + " in " + file.getFileName());
                }
            }
        }
        assertTrue("codes were found at all", found > 50);
        assertEquals(Set.of(), missing);
    }

    @Test
    public void everyTextIsTranslatedWithTheSamePlaceholders() throws IOException {
        for (String family : families()) {
            Properties english = texts(family, "");
            Properties chinese = texts(family, "_zh_CN");
            assertEquals(new TreeSet<>(english.stringPropertyNames()), new TreeSet<>(chinese.stringPropertyNames()));
            for (String key : english.stringPropertyNames()) {
                Set<String> wanted = placeholders(english.getProperty(key));
                assertTrue(key, wanted.containsAll(placeholders(chinese.getProperty(key))));
                assertFalse(key + " is translated", english.getProperty(key).isBlank());
                assertFalse(key + " is translated", chinese.getProperty(key).isBlank());
            }
        }
    }

    @Test
    public void everyTextIsAPattern() throws IOException {
        for (Path file : files(RESOURCES, ".properties")) {
            if (!file.getFileName().toString().startsWith("Texts")) {
                continue;
            }
            Properties texts = load(file);
            for (String key : texts.stringPropertyNames()) {
                String text = texts.getProperty(key);
                new MessageFormat(text);
                // A lone apostrophe disappears, and switches placeholders off behind it.
                String rest = text.replace("''", "").replaceAll("'[^']*[{}][^']*'", "");
                assertFalse(key + " has a lone apostrophe: " + text, rest.contains("'"));
            }
        }
    }

    @Test
    public void noKeyStandsTwice() throws IOException {
        for (Path file : files(RESOURCES, ".properties")) {
            List<String> keys = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (line.matches("[a-z]+\\.[^=]+=.*")) {
                    keys.add(line.substring(0, line.indexOf('=')));
                }
            }
            Set<String> seen = new TreeSet<>();
            keys.removeIf(seen::add);
            assertEquals(file.toString(), List.of(), keys);
        }
    }

    @Test
    public void everyFormAndPageIsTranslated() throws IOException {
        for (Path chinese : files(RESOURCES, CHINESE + ".properties")) {
            Path english =
                    chinese.resolveSibling(chinese.getFileName().toString().replace(CHINESE, ""));
            if (!Files.exists(english)) {
                // The keys of such a page are its English words.
                continue;
            }
            assertEquals(
                    chinese.toString(),
                    new TreeSet<>(load(english).stringPropertyNames()),
                    new TreeSet<>(load(chinese).stringPropertyNames()));
        }
        for (Path page : files(RESOURCES, ".jelly")) {
            Set<String> keys = new TreeSet<>();
            Matcher matcher = PAGE_TEXT.matcher(Files.readString(page));
            while (matcher.find()) {
                keys.add(matcher.group(1).strip());
            }
            if (!keys.isEmpty()) {
                String name = page.getFileName().toString().replace(".jelly", CHINESE + ".properties");
                Path chinese = page.resolveSibling(name);
                assertTrue(chinese + " is missing", Files.exists(chinese));
                keys.removeAll(load(chinese).stringPropertyNames());
                assertEquals(page.toString(), Set.of(), keys);
            }
        }
    }

    @Test
    public void everyHelpIsTranslated() throws IOException {
        for (Path help : files(RESOURCES, ".html")) {
            String name = help.getFileName().toString();
            String twin = name.contains(CHINESE) ? name.replace(CHINESE, "") : name.replace(".html", CHINESE + ".html");
            assertTrue(help.resolveSibling(twin) + " is missing", Files.exists(help.resolveSibling(twin)));
        }
    }

    private static List<String> families() throws IOException {
        return files(RESOURCES, "Texts.properties").stream()
                .map(file -> file.getParent().getFileName().toString())
                .distinct()
                .sorted()
                .toList();
    }

    private static Set<String> placeholders(String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static Properties texts(String family, String language) throws IOException {
        Properties both = new Properties();
        for (Path folder :
                List.of(RESOURCES.resolve(family), RESOURCES.resolve("engine").resolve(family))) {
            Path file = folder.resolve("Texts" + language + ".properties");
            if (Files.exists(file)) {
                Properties texts = load(file);
                Set<String> twice = new TreeSet<>(both.stringPropertyNames());
                twice.retainAll(texts.stringPropertyNames());
                assertEquals("in both bundles of the family", Set.of(), twice);
                both.putAll(texts);
            }
        }
        return both;
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }
}
