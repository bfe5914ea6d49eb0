package io.jenkins.plugins.spindelivery.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * Problems are given as many arguments as their texts have places. One fewer and people read "of {3} pods"; the place
 * of a problem, which is its second argument, is easily taken for the first of these.
 */
public class TextArgumentsTest {
    private static final Path ROOT = Path.of(System.getProperty("spin.root")).normalize();
    private static final List<Path> SOURCES =
            List.of(ROOT.resolve("src/main/java"), ROOT.resolve("standalone/src/main/java"));
    private static final List<Path> RESOURCES =
            List.of(ROOT.resolve("src/main/resources"), ROOT.resolve("standalone/src/main/resources"));

    private static final String CALL = "Problem.of(";
    private static final Pattern CODE = Pattern.compile("\"([a-z]+\\.[a-z0-9-]+)\"");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)[,}]");

    @Test
    public void everyPlaceOfATextIsFilled() throws IOException {
        Properties texts = texts();
        List<String> wrong = new ArrayList<>();
        int calls = 0;
        for (Path file : files(SOURCES, ".java")) {
            String source = Files.readString(file);
            for (int at = source.indexOf(CALL); at >= 0; at = source.indexOf(CALL, at + 1)) {
                List<String> arguments = arguments(source, at + CALL.length());
                Matcher code = CODE.matcher(arguments.get(0));
                while (code.find()) {
                    String text = texts.getProperty(code.group(1));
                    if (text == null || arguments.get(arguments.size() - 1).startsWith("(Object[])")) {
                        continue;
                    }
                    calls++;
                    int given = arguments.size() - 2;
                    if (places(text) > given) {
                        wrong.add(file.getFileName() + ": " + code.group(1) + " has " + places(text)
                                + " places and is given " + given);
                    }
                }
            }
        }
        assertTrue("calls were found at all", calls > 200);
        assertEquals(List.of(), wrong);
    }

    private static int places(String text) {
        int most = 0;
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            most = Math.max(most, Integer.parseInt(place.group(1)) + 1);
        }
        return most;
    }

    /** The arguments of a call, by the commas that are in no further brackets and no text. */
    private static List<String> arguments(String source, int begin) {
        List<String> arguments = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int from = begin;
        for (int i = begin; ; i++) {
            char c = source.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (depth > 0 && (c == ')' || c == ']' || c == '}')) {
                depth--;
            } else if (depth == 0 && (c == ',' || c == ')')) {
                arguments.add(source.substring(from, i).strip());
                from = i + 1;
                if (c == ')') {
                    return arguments;
                }
            }
        }
    }

    private static Properties texts() throws IOException {
        Properties texts = new Properties();
        for (Path file : files(RESOURCES, "Texts.properties")) {
            try (Reader reader = Files.newBufferedReader(file)) {
                texts.load(reader);
            }
        }
        return texts;
    }

    private static List<Path> files(List<Path> folders, String suffix) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(file -> file.toString().endsWith(suffix)).sorted().forEach(found::add);
            }
        }
        return found;
    }
}
