package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.Clusters;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** Every text is there in both languages, with the same placeholders, and every one is used. */
public class StatusTextsTest {
    private static final String PREFIX = "kubernetes.status-";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");
    private static final Path SOURCES = Path.of(
            System.getProperty("spin.root"),
            "src/main/java",
            StatusRules.class.getPackageName().replace('.', '/'));

    private static Properties texts(String file) throws IOException {
        Properties all = new Properties();
        try (InputStream in = Clusters.class.getResourceAsStream(file);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            all.load(reader);
        }
        all.keySet().removeIf(each -> !each.toString().startsWith(PREFIX));
        return all;
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(each -> each.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    public void bothLanguagesSayTheSame() throws IOException {
        Properties english = texts("Texts.properties");
        Properties chinese = texts("Texts_zh_CN.properties");

        assertEquals(english.stringPropertyNames(), chinese.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertEquals(key, placeholders(english.getProperty(key)), placeholders(chinese.getProperty(key)));
            assertFalse(key, english.getProperty(key).equals(chinese.getProperty(key)));
        }
    }

    /** A single apostrophe would switch placeholders off. */
    @Test
    public void apostrophesAreDoubled() throws IOException {
        for (String file : Set.of("Texts.properties", "Texts_zh_CN.properties")) {
            texts(file)
                    .forEach((key, text) -> assertFalse(
                            key + ": " + text, text.toString().replace("''", "").contains("'")));
        }
    }

    @Test
    public void everyTextIsUsed() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                code.append(Files.readString(file));
            }
        }
        Set<String> words = new TreeSet<>();
        Matcher literal = Pattern.compile("\"([a-z-]+)\"").matcher(code);
        while (literal.find()) {
            words.add(literal.group(1));
        }
        for (String key : texts("Texts.properties").stringPropertyNames()) {
            String name = key.substring(PREFIX.length());
            String word = name.startsWith("malformed-") ? name.substring("malformed-".length()) : name;
            assertTrue(key, words.contains(word));
        }
    }
}
