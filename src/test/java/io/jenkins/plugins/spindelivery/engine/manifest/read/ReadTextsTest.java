package io.jenkins.plugins.spindelivery.engine.manifest.read;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** Each problem of the reader has its text, in English and in Chinese, about the same things. */
public class ReadTextsTest {
    private static final Pattern CODE = Pattern.compile("\"(manifest\\.read-[a-z-]+)\"");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");

    private static Properties texts(String name) throws IOException {
        Properties texts = new Properties();
        try (Reader in = new InputStreamReader(
                Problem.class.getResourceAsStream("../manifest/" + name), StandardCharsets.UTF_8)) {
            texts.load(in);
        }
        texts.keySet().removeIf(key -> !key.toString().startsWith("manifest.read-"));
        return texts;
    }

    private static TreeSet<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    public void eachCodeInTheSourcesHasItsText() throws Exception {
        Path sources = Path.of(System.getProperty("spin.root", "."))
                .resolve("src/main/java/io/jenkins/plugins/spindelivery/engine/manifest/read");
        TreeSet<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.toList()) {
                CODE.matcher(Files.readString(file)).results().forEach(code -> codes.add(code.group(1)));
            }
        }
        assertEquals(codes, new TreeSet<>(texts("Texts.properties").keySet()));
        assertEquals(codes, new TreeSet<>(texts("Texts_zh_CN.properties").keySet()));
    }

    @Test
    public void bothLanguagesSayTheSame() throws Exception {
        Properties english = texts("Texts.properties");
        Properties chinese = texts("Texts_zh_CN.properties");
        for (String code : english.stringPropertyNames()) {
            TreeSet<String> placeholders = matches(PLACEHOLDER, english.getProperty(code));
            assertEquals(code, placeholders, matches(PLACEHOLDER, chinese.getProperty(code)));
            Problem problem = new Problem(code, List.of("first", "second"), "");
            for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
                String message = problem.message(locale);
                assertFalse(message, PLACEHOLDER.matcher(message).find());
                assertEquals(message, placeholders.contains("{1}"), message.contains("second"));
            }
            assertTrue(
                    code,
                    problem.message(Locale.SIMPLIFIED_CHINESE).codePoints().anyMatch(c -> c > 0x4E00));
        }
    }

    @Test
    public void apostrophesSurvive() {
        assertEquals(
                "A tab can't be used for indentation in YAML. Replace it by spaces.",
                Problem.of("manifest.read-tab", "").message(Locale.ENGLISH));
    }
}
