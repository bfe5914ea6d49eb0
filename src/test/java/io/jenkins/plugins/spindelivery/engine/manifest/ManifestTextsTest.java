package io.jenkins.plugins.spindelivery.engine.manifest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

public class ManifestTextsTest {
    private static final Path MAIN = Path.of(System.getProperty("spin.root", "."), "src", "main");
    private static final Path PACKAGE = Path.of("io/jenkins/plugins/spindelivery/engine/manifest");
    private static final Pattern CODE = Pattern.compile("\"(manifest\\.[a-z0-9-]+)\"");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d\\}");
    private static final Pattern SINGLE_APOSTROPHE = Pattern.compile("(?<!')'(?!')");

    @Test
    public void everyTextIsThereInBothLanguagesWithTheSamePlaceholders() throws IOException {
        Properties english = texts("Texts.properties");
        Properties chinese = texts("Texts_zh_CN.properties");
        assertEquals(english.stringPropertyNames(), chinese.stringPropertyNames());
        for (String code : english.stringPropertyNames()) {
            assertEquals(code, placeholders(english.getProperty(code)), placeholders(chinese.getProperty(code)));
        }
    }

    @Test
    public void everyCodeOfThePackageHasAText() throws IOException {
        Properties english = texts("Texts.properties");
        TreeSet<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(MAIN.resolve("java").resolve(PACKAGE))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher code = CODE.matcher(Files.readString(file));
                while (code.find()) {
                    codes.add(code.group(1));
                }
            }
        }
        assertTrue("found " + codes, codes.size() > 20);
        codes.removeAll(english.stringPropertyNames());
        assertEquals(new TreeSet<>(), codes);
    }

    /** A single apostrophe would make MessageFormat swallow the placeholders after it, unless it quotes braces. */
    @Test
    public void apostrophesAreDoubled() throws IOException {
        for (String file : new String[] {"Texts.properties", "Texts_zh_CN.properties"}) {
            Properties texts = texts(file);
            for (String code : texts.stringPropertyNames()) {
                String text = texts.getProperty(code).replaceAll("'[{}]+'", "");
                assertTrue(code + ": " + text, !SINGLE_APOSTROPHE.matcher(text).find());
            }
        }
    }

    private static TreeSet<String> placeholders(String text) {
        TreeSet<String> found = new TreeSet<>();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            found.add(placeholder.group());
        }
        return found;
    }

    private static Properties texts(String file) throws IOException {
        Properties texts = new Properties();
        Path path = MAIN.resolve("resources").resolve(PACKAGE).resolve(file);
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }
}
