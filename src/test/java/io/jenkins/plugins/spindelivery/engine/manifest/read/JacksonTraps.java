package io.jenkins.plugins.spindelivery.engine.manifest.read;

import io.jenkins.plugins.spindelivery.engine.manifest.read.Oracle.Mode;
import java.util.List;

/** The cases in which Jackson's YAML reader is known to mean something else than kubectl, row by row. */
final class JacksonTraps {

    /**
     * One row.
     *
     * @param name what it is about
     * @param mode how kubectl's decoder is asked
     * @param content the text
     * @param ours the documents that we read, as JSON; {@code null} when it is refused
     * @param kubectl what kubectl's decoder reads; {@code null} when it refuses it
     */
    record Trap(String name, Mode mode, String content, List<String> ours, List<String> kubectl) {}

    private JacksonTraps() {}

    static final List<Trap> ALL = List.of(
            same("an alias is the value, not the name", "a: &x {k: v}\nb: *x\n", "{'a': {'k': 'v'}, 'b': {'k': 'v'}}"),
            same(
                    "a merge key merges",
                    "base: &base {cpu: 1, mem: 2}\nx:\n  <<: *base\n  mem: 3\n",
                    "{'base': {'cpu': 1, 'mem': 2}, 'x': {'cpu': 1, 'mem': 3}}"),
            refused("an alias without an anchor", "a: *x\n"),
            same("y and n are booleans", "a: y\nb: n\n", "{'a': true, 'b': false}"),
            same("the key on is the key true", "on: push\n", "{'true': 'push'}"),
            same("0644 is octal", "a: 0644\nb: 010\n", "{'a': 420, 'b': 8}"),
            same("0x1F is hexadecimal", "a: 0x1F\n", "{'a': 31}"),
            same("1_000 is a number", "a: 1_000\n", "{'a': 1000}"),
            same("0o644 is octal too", "a: 0o644\n", "{'a': 420}"),
            same("0888 is decimal", "a: 0888\n", "{'a': 888}"),
            same(
                    "an integer of 30 digits is a float",
                    "a: 123456789012345678901234567890\n",
                    "{'a': 1.2345678901234568e29}"),
            same("1e400 is a text", "a: 1e400\n", "{'a': '1e400'}"),
            new Trap(
                    "a duplicate key is refused here; for kubectl the last wins",
                    Mode.DOCUMENT,
                    "a: 1\na: 2\n",
                    null,
                    List.of("{\"a\": 2}")),
            stream(
                    "a byte-order mark in front of the second document",
                    "a: 1\n---\n\uFEFFb: 2\n",
                    "{'a': 1}",
                    "{'b': 2}"),
            same("a tab behind a colon", "a:\tb\n", "{'a': 'b'}"),
            same("a list as the root", "- a\n- 1\n- [b]\n", "['a', 1, ['b']]"),
            stream("concatenated JSON", "{\"a\": 1}{\"b\": 2}\n", "{'a': 1}", "{'b': 2}"),
            refused("an alias bomb", bomb()),
            stream("a last line without an end", "a: |\n  x", "{'a': 'x\\n'}"));

    private static Trap same(String name, String content, String json) {
        return new Trap(name, Mode.DOCUMENT, content, List.of(quoted(json)), List.of(quoted(json)));
    }

    private static Trap stream(String name, String content, String... json) {
        List<String> documents =
                List.of(json).stream().map(JacksonTraps::quoted).toList();
        return new Trap(name, Mode.STREAM, content, documents, documents);
    }

    private static Trap refused(String name, String content) {
        return new Trap(name, Mode.DOCUMENT, content, null, null);
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    /** Nine levels, each with the one before it nine times. */
    private static String bomb() {
        StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i <= 9; i++) {
            text.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "]\n");
        }
        return text.toString();
    }
}
