package io.jenkins.plugins.spindelivery.engine.manifest.read;

import io.jenkins.plugins.spindelivery.engine.manifest.read.Oracle.Mode;
import java.util.List;

/** The texts that {@link OracleTest} puts to kubectl's decoder. */
final class OracleCases {

    /**
     * Where we mean something else on purpose.
     *
     * @param reason why
     * @param mode how kubectl's decoder is asked
     * @param content the text
     * @param ours the documents that we read, as JSON; {@code null} when we refuse it
     * @param theirs what the decoder reads, as JSON; {@code null} when it refuses it
     */
    record Difference(String reason, Mode mode, String content, List<String> ours, String theirs) {}

    private OracleCases() {}

    /** Plain words, to stand as value, as key, in quotes and behind each tag. */
    static final List<String> WORDS = List.of(
            "y", "Y", "yes", "n", "No", "on", "OFF", "true", "False", "tRue", "~", "null", "NULL", "nil",
            "0", "-0", "+1", "-1", "00", "07", "08", "0644", "0o17", "0O17", "0o8", "0x1F", "0XaF", "0x", "-0x1F", "+0x1",
            "0b101", "-0b11", "0b", "0b-1", "0b12", "1_000", "1__0", "1_", "0x_1F", "0_7", "9223372036854775807",
            "-9223372036854775808", "-9223372036854775809", "18446744073709551616",
            "123456789012345678901234567890", "1.0", "1.5", "-1.5", "+1.5", ".5", "-.5", "5.", ".", "..", "1.5.2", "1e3", "1E3",
            "1e+3", "1e-3", "1e", "e3", "1e400", "-1e400", "1e-400", ".5e1", ".5_0", "._5", ".5_", "1_0.5", "1e1_0", "0.1",
            "0.30000000000000004", "1e6", "1000000.0", "123456.7", "1e21", "1e20", "16777217.0", "3.14159265358979", "1e-5",
            "0.0001", ".inf", "-.INF", "+.Inf", ".nan", ".NaN", "inf", "nan", "Infinity", "2001-01-01", "2001-1-1",
            "2001-01-01T00:00:00Z", "2001-01-01 10:00:00", "12:30", "190:20:30", "1.2.3.4", "1,000", "0777a", "1d", "1h30m",
            "100m", "1Gi", "=", "v1", "apps/v1", "8080:80", "a#b", "-a", "--", "x=y", "C:\\x");

    /** Documents that mean the same to both. */
    static final List<String> DOCUMENTS = List.of(
            "a: &x {k: v}\nb: *x\n",
            "a: &x [1, 2]\nb: {c: *x, d: *x}\n",
            "a: &x 1\n*x : b\n",
            "a: &x a\na2: &x b\nc: *x\n",
            "x: &x {a: 1}\ny: &y {<<: *x, b: 2}\nz: {<<: *y, c: 3}\n",
            "a: 1\n<<: {a: 2}\n",
            "<<: {a: 2}\na: 1\n",
            "x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz: {<<: [*x, *y]}\n",
            "<<: {a: 1}\n<<: {b: 2}\n",
            "'<<': 1\n",
            "a: <<\n",
            "!!merge <<: {a: 1}\n",
            "a: |\n  x\n   y\n\n  z\nb: 1\n",
            "a: >\n  x\n  y\n\n  z\n   w\n",
            "a: |-\n  x\n",
            "a: |+\n  x\n\n\nb: 1\n",
            "a: |2\n    x\n  y\n",
            "a: >2-\n    x\n",
            "a: |\n  x\n  \tx\nb: 1\n",
            "a: 9223372036854775808\nb: 18446744073709551615\n",
            "a: |\n\n\n  x\n",
            "a: | # comment\n  x\n",
            "a: 'it''s'\nb: \"q\\\"\\\\ \\t \\x41 \\u00e9 \\U0001F600 \\\n  z\"\n",
            "a: 'x\n  y\n\n  z'\n",
            "a: \"x\n  y\\n\n  z\"\n",
            "a: x\n  y\n  z\nb: 1\n",
            "a: x # c\nb: y#z\n# c\n",
            "a:\n- 1\n- 2\nb:\n  - 3\n",
            "- - 1\n  - 2\n- - 3\n",
            "- a: 1\n  b: 2\n-\n  c: 3\n",
            "? a\n: b\n? c\n",
            "? |\n  block key\n: v\n",
            "a: {b: c, d: [e, {f: g}], h: }\n",
            "[a, [b], {c: d}, e: f, \"g\": h]\n",
            "{a, b: , c}\n",
            "{a: b:c, d: http://e:80/f?g=h}\n",
            "a: [\n  1,\n  2,\n]\n",
            "a: []\nb: {}\n",
            "a:\tb\n",
            "a:\t# c\n  b:\t1\n",
            "a: b\t\nc: d \t\n",
            "{\n\ta:\t1,\n\t\"b\":\t[\n\t2\t]\n}\n",
            "a: \"\tx\t\"\nb: '\t'\n",
            "a: \"x\n\ty\"\n",
            "a: 1\r\nb: |\r\n  x\r\n  y\r\n",
            "a: 1\rb: 2\r",
            "a: gr\u00FC\u00DFe\n\u4E2D\u6587: \uD83D\uDE00\n",
            "\uFEFFa: 1\n",
            "a: \u00A0b\u00A0\n",
            "a: \"\\N\\_\\L\\P\\e\\0\\a\\b\\v\\f\\r\"\n",
            "a: !foo b\nc: !foo [1]\nd: !<tag:x,2000:y> {e: 1}\n",
            "%YAML 1.1\n---\na: 1\n",
            "%TAG !e! tag:e,2000:\n---\na: !e!b 1\n",
            "---\na: 1\n",
            "--- {a: 1}\n",
            "--- |\n  x\n",
            "--- # c\na: 1\n",
            "a: 1\n...\n",
            "- a\n- 1\n- null\n",
            "text\n",
            "5\n",
            "null\n",
            "{\"a\": 1, \"b\": [true, null, \"x\\ty\\u00e9\"], \"c\": {\"d\": 1.25}}",
            "[{\"a\": 1}]",
            "{\"a\":1,\"b\":\"c\"}",
            "a: {\"b\":1}\n",
            "a: \"b\": c\n".replace("\"b\": c", "\"b\""),
            "1: a\n2: b\ntrue: c\n1.5: d\n",
            "a: ${spring.x}:${server.port}\nb: '${ parameters.x }'\nc: ${ parameters.y }\n",
            "a: *x\n".replace("*x", "'*x'"),
            "\"a b\": c\n'd': e\n",
            "a: -\n".replace("-\n", "-1\n"),
            "a: - b\n".replace("- b", "-b"),
            "a: [-1, - b]\n".replace("- b", "-b"),
            "a: ?b\nc: :d\ne: -f\n",
            "a: b - c ? d\n",
            "a: @\n".replace("@", "'@'"),
            "a:\n  b:\n    c:\n      - d:\n          - e: f\n",
            "a: \n\n\n  b: c\n");

    /** Texts that kubectl takes apart into documents as we do. */
    static final List<String> STREAMS = List.of(
            "a: 1\n---\nb: 2\n",
            "---\na: 1\n---\n---\n# nothing\n---\nb: 2\n---\n",
            "a: 1\n--- # comment\nb: 2\n",
            "a: 1\n---   \nb: 2\n",
            "a: 1\n---\t\nb: 2\n",
            "a: 1\r\n---\r\nb: 2\r\n",
            "\uFEFFa: 1\n---\n\uFEFFb: 2\n",
            "# c\n---\na: 1\n",
            "null\n---\n~\n---\na: 1\n",
            "a: |\n  ---\n  x\n---\nb: 2\n",
            "a: &x 1\n---\nb: &x 2\nc: *x\n",
            "{\"a\": 1}{\"b\": 2}",
            "{\"a\": 1}\n{\"b\": 2}\n\n{\"c\": 3}\n",
            "{\"a\": 1}\n---\n{\"b\": 2}\n",
            "{\"a\": \"\\ud83d\\ude00 \\/\"}",
            "\n\n{\"a\": [1, 2]}\n",
            "{a: 1}\n---\nb: 2\n",
            "a: 1\n---\n{\"b\": 2}\n",
            "",
            "\n",
            "# only a comment\n",
            "a: 1\n---\nb: *x\n",
            "a: 1\n---x\nb: 2\n",
            "a: 1\n-----BEGIN CERTIFICATE-----\n");

    /** Texts that both refuse. */
    static final List<String> BROKEN = List.of(
            "a: *x\n",
            "a: &x [*x]\n",
            "<<: 1\n",
            "x: &x [{a: 1}]\n<<: *x\n",
            "<<: [1]\n",
            "? [a]\n: b\n",
            "? {a: b}\n: c\n",
            "~: a\n",
            ": a\n",
            "a: .inf\n",
            "a: .nan\n",
            "a: !!int x\n",
            "a: !!bool 1\n",
            "a: !!null x\n",
            "a: !!float x\n",
            "a: !!timestamp x\n",
            "a: !!binary '!'\n",
            "a: !e!b c\n",
            "a: b: c\n",
            "a: 1\n b: 2\n",
            "a:\n  - b\n c: d\n",
            "a:\n\tb: c\n",
            "\ta: b\n",
            "-\ta\n",
            "?\ta\n",
            "a: b\n\tc: d\n",
            "a: [1, 2\n",
            "a: {b: c\n",
            "a: \"b\n",
            "a: 'b\n",
            "a: \"\\q\"\n",
            "a: \"\\xZZ\"\n",
            "a: \"\\x\n",
            "a: \"\\UFFFFFFFF\"\n",
            "a: \"\\ud83d\"\n",
            "a: @b\n",
            "a: `b\n",
            "a: %b\n",
            "a: &x=y\n",
            "a: *.example.com\n",
            "a: \u0000b\n",
            "a: \u0007\n",
            "a: \u007F\n",
            "a: \uFFFE\n",
            "a\nb: c\n",
            "a: 1\nb\n",
            "a: |\n x\n  y\n z: 1\nw\n".replace("w\n", "]w\n"),
            "%YAML 2.0\n---\na: 1\n",
            "a: {{ .Values.x }}\n",
            "a: }\n",
            "a: ]\n",
            "- a\nb: c\n");

    static final List<Difference> DIFFERENCES = List.of(
            refused("a key that stands twice is a mistake", "a: 1\na: 2\n", "{\"a\": 2}"),
            refused("two keys that become the same text are a mistake too", "1: b\n'1': b\n", "{\"1\": \"b\"}"),
            refused("binary data that is no text would be corrupted", "a: !!binary /w==\n", "{\"a\": \"\uFFFD\"}"),
            refused("nobody sees a byte-order mark in a key", "a: 1\n\uFEFFb: 2\n", "{\"a\": 1, \"\uFEFFb\": 2}"),
            refused("a tab behind the bar, which SnakeYAML refuses", "a: |\t\n  b\n", "{\"a\": \"b\\n\"}"),
            refused("a tab behind a tag, which SnakeYAML refuses", "a: !!str\tb\n", "{\"a\": \"b\"}"),
            refused("a further line that begins with a tab, which SnakeYAML refuses", "a:\n  b\n  \tc\n", "{\"a\": \"b c\"}"),
            refused("YAML has no such escape", "a: \"it\\'s\"\n", "{\"a\": \"it's\"}"),
            refused("what follows a document must not be dropped", "a\n: b\n", "\"a\""),
            read("what follows ... is a document", Mode.STREAM, "a: 1\n...\nb: 2\n", "{\"a\": 1}", "{\"a\": 1}", "{\"b\": 2}"),
            read("a document may start on the line ---", Mode.STREAM, "--- {a: 1}\n", null, "{\"a\": 1}"),
            read("directives belong to what follows", Mode.STREAM, "%YAML 1.1\n---\na: 1\n", null, "{\"a\": 1}"),
            read("1.2 is read as 1.1, as most tools do", Mode.DOCUMENT, "%YAML 1.2\n---\na: 1\n", null, "{\"a\": 1}"),
            read("JSON escapes stand in YAML too", Mode.DOCUMENT, "a: \"\\ud83d\\ude00\"\n", null, "{\"a\": \"\uD83D\uDE00\"}"),
            read("JSON may escape a slash", Mode.DOCUMENT, "{\"a\": \"\\/\"}", null, "{\"a\": \"/\"}"),
            read("a key is a key at any size", Mode.DOCUMENT, "18446744073709551615: b\n", null, "{\"18446744073709551615\": \"b\"}"),
            read("YAML ends a word before a colon and a bracket", Mode.DOCUMENT, "[a:]\n", "[\"a:\"]", "[{\"a\": null}]"),
            read("the same, where kubectl fails", Mode.DOCUMENT, "{a:[b]}\n", null, "{\"a\": [\"b\"]}"),
            read("a tab is content behind the indentation", Mode.DOCUMENT, "a: |\n  \tb\n", null, "{\"a\": \"\\tb\\n\"}"),
            read("a float of any size is one", Mode.DOCUMENT, "a: !!float 9223372036854775808\n", null, "{\"a\": 9.223372036854775808e18}"),
            read("JSON numbers mean what YAML's mean", Mode.STREAM, "{\"a\": 1e400}", "{\"a\": 1e400}", "{\"a\": \"1e400\"}"));

    private static Difference refused(String reason, String content, String theirs) {
        return new Difference(reason, Mode.DOCUMENT, content, null, theirs);
    }

    private static Difference read(String reason, Mode mode, String content, String theirs, String... ours) {
        return new Difference(reason, mode, content, List.of(ours), theirs);
    }
}
