package io.jenkins.plugins.spindelivery.engine.manifest.read;

import static io.jenkins.plugins.spindelivery.engine.manifest.read.Reading.document;
import static io.jenkins.plugins.spindelivery.engine.manifest.read.Reading.documents;
import static io.jenkins.plugins.spindelivery.engine.manifest.read.Reading.json;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

/** What kubectl's decoder makes of a text, case by case against literal values; {@link OracleTest} asks the decoder. */
public class YamlMeaningTest {

    private static void assertValue(String yaml, String json) {
        assertEquals(yaml, json("{\"a\": " + json + "}"), document("a: " + yaml + "\n"));
    }

    private static void assertKey(String yaml, String key) {
        assertEquals(yaml, key, document(yaml + ": x\n").fieldNames().next());
    }

    private static void assertDocuments(String yaml, String... json) {
        assertEquals(yaml, List.of(json).stream().map(Reading::json).toList(), documents(yaml));
    }

    @Test
    public void aliasesAreResolved() {
        assertDocuments("a: &x {k: [1]}\nb: *x\n", "{\"a\": {\"k\": [1]}, \"b\": {\"k\": [1]}}");
        assertDocuments("a: &x 5\nb: *x\n*x : key\n", "{\"a\": 5, \"b\": 5, \"5\": \"key\"}");
        assertDocuments("- &x a\n- &x b\n- *x\n", "[\"a\", \"b\", \"b\"]");
    }

    @Test
    public void anAliasIsACopy() {
        JsonNode tree = document("a: &x {k: v}\nb: *x\n");
        ((ObjectNode) tree.get("a")).put("k", "changed");
        assertEquals("v", tree.get("b").get("k").asText());
    }

    @Test
    public void mergeKeysAreMerged() {
        assertDocuments(
                "x: &x {a: 1, b: 2}\nz:\n  <<: *x\n  b: 3\n",
                "{\"x\": {\"a\": 1, \"b\": 2}, \"z\": {\"a\": 1, \"b\": 3}}");
        assertDocuments("<<: [{a: 1}, {a: 2, b: 2}]\nc: 3\n", "{\"a\": 1, \"b\": 2, \"c\": 3}");
        assertDocuments("'<<': {a: 1}\n", "{\"<<\": {\"a\": 1}}");
    }

    @Test
    public void aMergeOverridesWhatStandsBeforeIt() {
        assertDocuments("a: 1\n<<: {a: 2}\n", "{\"a\": 2}");
        assertDocuments("<<: {a: 2}\na: 1\n", "{\"a\": 1}");
    }

    @Test
    public void booleansAreThoseOfYaml11() {
        for (String word : "y Y yes Yes YES true True TRUE on On ON".split(" ")) {
            assertValue(word, "true");
            assertKey(word, "true");
        }
        for (String word : "n N no No NO false False FALSE off Off OFF".split(" ")) {
            assertValue(word, "false");
            assertKey(word, "false");
        }
        assertValue("yEs", "\"yEs\"");
        assertValue("'yes'", "\"yes\"");
        assertKey("\"on\"", "on");
    }

    @Test
    public void nullsAreThoseOfYaml11() {
        for (String word : List.of("", "~", "null", "Null", "NULL")) {
            assertValue(word, "null");
        }
        assertValue("nUll", "\"nUll\"");
        assertValue("''", "\"\"");
    }

    @Test
    public void integersComeInAllBases() {
        assertValue("0644", "420");
        assertValue("010", "8");
        assertValue("0o644", "420");
        assertValue("0x1F", "31");
        assertValue("0X1f", "31");
        assertValue("0b101", "5");
        assertValue("-0b101", "-5");
        assertValue("0b-1", "-1");
        assertValue("1_000", "1000");
        assertValue("0x_1F", "31");
        assertValue("+12", "12");
        assertValue("-0", "0");
        assertValue("0888", "888");
        assertValue("-09", "-9");
        assertValue("0o8", "\"0o8\"");
        assertValue("0x", "\"0x\"");
        assertValue("_1", "\"_1\"");
    }

    @Test
    public void integersHave64Bits() {
        assertValue("9223372036854775807", "9223372036854775807");
        assertValue("-9223372036854775808", "-9223372036854775808");
        assertValue("18446744073709551615", "18446744073709551615");
        assertTrue(document("a: 18446744073709551616").get("a").isDouble());
        assertValue("123456789012345678901234567890", "1.2345678901234568e+29");
        assertValue("0xFFFFFFFFFFFFFFFF", "18446744073709551615");
        assertValue("0x10000000000000000", "\"0x10000000000000000\"");
        assertTrue(
                "as Jackson reads what a cluster answers",
                document("a: 1").get("a").isInt());
    }

    @Test
    public void floatsAreGos() {
        assertValue("1.5", "1.5");
        assertValue(".5", "0.5");
        assertValue("-.5e3", "-500");
        assertValue("1_000.5", "1000.5");
        assertValue("5.", "5");
        assertValue("1e400", "\"1e400\"");
        assertValue("1e-400", "0");
        assertValue(".", "\".\"");
        assertValue("1.2.3", "\"1.2.3\"");
        assertValue("1e", "\"1e\"");
    }

    @Test
    public void aWholeFloatIsAnInteger() {
        assertTrue(document("a: 1.0").get("a").isInt());
        assertTrue(document("a: 1e3").get("a").isInt());
        assertValue("-0.0", "0");
        assertTrue(document("a: 1e300").get("a").isDouble());
    }

    @Test
    public void timestampsAndSexagesimalsAreText() {
        assertValue("2001-01-01", "\"2001-01-01\"");
        assertValue("2001-12-14t21:59:43.10-05:00", "\"2001-12-14t21:59:43.10-05:00\"");
        assertValue("190:20:30", "\"190:20:30\"");
        assertValue("12:30", "\"12:30\"");
        assertValue("!!timestamp 2001-01-01", "\"2001-01-01\"");
    }

    @Test
    public void keysBecomeText() {
        assertKey("1", "1");
        assertKey("0x10", "16");
        assertKey("1.5", "1.5");
        assertKey("0.1", "0.1");
        assertKey("1e6", "1e+06");
        assertKey("123456.0", "123456");
        assertKey("1.5e-7", "1.5e-07");
        assertKey("-0.0", "-0");
        assertKey("3.14159265358979", "3.1415927");
        assertKey(".inf", ".inf");
        assertKey("-.inf", "-.inf");
        assertKey(".nan", ".nan");
        assertKey("2001-01-01", "2001-01-01");
    }

    @Test
    public void tagsDecide() {
        assertValue("!!str 5", "\"5\"");
        assertValue("!!int '5'", "5");
        assertValue("!!float 1", "1");
        assertValue("!!bool 'yes'", "true");
        assertValue("!!null ''", "null");
        assertValue("!!binary aGk=", "\"hi\"");
        assertValue("!mine 5", "\"5\"");
        assertValue("! 5", "\"5\"");
        assertValue("!mine {b: 1}", "{\"b\": 1}");
        assertValue("!!set {x, z}", "{\"x\": null, \"z\": null}");
    }

    @Test
    public void blockScalars() {
        assertDocuments(
                "a: |\n  x\n    y\n\nb: >-\n  p\n  q\n\n  r\nc: |+\n  z\n\n",
                """
                {"a": "x\\n  y\\n", "b": "p q\\nr", "c": "z\\n\\n"}""");
        assertDocuments("a: |2\n    x\n", "{\"a\": \"  x\\n\"}");
        assertDocuments("a: |\n  all:\n  \tmake\n", "{\"a\": \"all:\\n\\tmake\\n\"}");
    }

    @Test
    public void lineEndsOfWindowsAreLineFeeds() {
        assertDocuments("a: |\r\n  x\r\n  y\r\nb: c\r\n", "{\"a\": \"x\\ny\\n\", \"b\": \"c\"}");
    }

    @Test
    public void tabsMayStandBetweenWords() {
        assertDocuments("a:\tb\n", "{\"a\": \"b\"}");
        assertDocuments("a: \t\tb\t# c\nd\t: \"e\"\t\n", "{\"a\": \"b\", \"d\": \"e\"}");
        assertDocuments("{\n\ta: 1,\n\tb: [\n\t\t2\n\t]\n}\n", "{\"a\": 1, \"b\": [2]}");
        assertDocuments("a: &x\tb\nc: *x\t\n", "{\"a\": \"b\", \"c\": \"b\"}");
        assertDocuments("a: {\n\tb: c\n}\nd:\te\n", "{\"a\": {\"b\": \"c\"}, \"d\": \"e\"}");
    }

    @Test
    public void documentsAreSeparated() {
        assertDocuments(
                "a: 1\n---\nb: 2\n--- # c\n---\n# nothing\n---\nd: 3", "{\"a\": 1}", "{\"b\": 2}", "{\"d\": 3}");
        assertDocuments("---\na: 1\n---\n~\n", "{\"a\": 1}", "null");
        assertDocuments("--- {a: 1}\n--- text\n--- |\n block\n", "{\"a\": 1}", "\"text\"", "\"block\\n\"");
        assertDocuments("a: 1\n...\nb: 2\n...\n", "{\"a\": 1}", "{\"b\": 2}");
        assertDocuments(
                "%YAML 1.1\n---\na: 1\n...\n# c\n%TAG !e! tag:e,2000:\n---\nb: !e!x 2\n",
                """
                {"a": 1}""", "{\"b\": \"2\"}");
        assertDocuments("a: |\n  ---\n  ...\nb: 1\n", "{\"a\": \"---\\n...\\n\", \"b\": 1}");
    }

    @Test
    public void nothingIsNoDocument() {
        for (String text : List.of("", "\n", "# comment", "---\n---\n", "\uFEFF", "  \r\n\t\n")) {
            assertEquals(text, List.of(), documents(text));
        }
    }

    @Test
    public void oldLineEndsHideNothing() {
        assertDocuments("# comment\ra: 1\rb: 2", "{\"a\": 1, \"b\": 2}");
    }

    @Test
    public void aByteOrderMarkIsTakenOffEachDocument() {
        assertDocuments("\uFEFFa: 1\n---\n\uFEFFb: 2\n", "{\"a\": 1}", "{\"b\": 2}");
        assertDocuments("a: 1\n\uFEFF---\nb: 2\n", "{\"a\": 1}", "{\"b\": 2}");
        assertDocuments("\uFEFF{\"a\": 1}", "{\"a\": 1}");
    }

    @Test
    public void utf16WithAByteOrderMarkIsRead() {
        String text = "a: gr\u00FC\u00DFe \uD83D\uDE00\n";
        JsonNode expected = json("{\"a\": \"gr\u00FC\u00DFe \uD83D\uDE00\"}");
        assertEquals(List.of(expected), documents(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE)));
        assertEquals(List.of(expected), documents(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE)));
        assertEquals(List.of(expected), documents(text));
    }

    @Test
    public void aReplacementCharacterThatWasWrittenStays() {
        assertDocuments("a: \uFFFD\n", "{\"a\": \"\uFFFD\"}");
    }

    @Test
    public void jsonDocumentsStandOneBehindTheOther() {
        assertDocuments("{\"a\": 1}{\"b\": 2}\n{\"c\": 3}", "{\"a\": 1}", "{\"b\": 2}", "{\"c\": 3}");
        assertDocuments("{\"a\": 1}\n---\n{\"b\": 2}\n---\nc: 3\n", "{\"a\": 1}", "{\"b\": 2}", "{\"c\": 3}");
        assertDocuments("[1, {\"a\": null}]", "[1, {\"a\": null}]");
    }

    @Test
    public void jsonMeansWhatYamlMeans() {
        assertDocuments(
                "{\"a\": 1.0, \"b\": 1e3, \"c\": -0, \"d\": 1e400}",
                """
                {"a": 1, "b": 1000, "c": 0, "d": "1e400"}""");
        assertDocuments("{\"a\": \"\\ud83d\\ude00\\/\", \"b\": \"y\"}", "{\"a\": \"\uD83D\uDE00/\", \"b\": \"y\"}");
        assertDocuments("{\n\t\"a\":\ttrue\n}", "{\"a\": true}");
    }

    @Test
    public void flowStyleIsNoJson() {
        assertDocuments("{a: b, 'c': d}", "{\"a\": \"b\", \"c\": \"d\"}");
        assertDocuments("{\"a\": 1} # comment", "{\"a\": 1}");
        assertDocuments("{\"a\":[1], 'b':{c: d:e}, f: }", "{\"a\": [1], \"b\": {\"c\": \"d:e\"}, \"f\": null}");
        assertDocuments("[a, b: c]", "[\"a\", {\"b\": \"c\"}]");
        assertDocuments("{\"a\":1,}", "{\"a\": 1}");
    }

    @Test
    public void rootsOfAnyKindAreKept() {
        assertDocuments("- a\n- b\n", "[\"a\", \"b\"]");
        assertDocuments("5", "5");
        assertDocuments("plain text", "\"plain text\"");
    }

    @Test
    public void placeholdersOfOthersArrive() {
        assertDocuments(
                "a: ${spring.cloud.client.ipAddress}:${server.port}\nb: 'x:${ parameters.v}'\n",
                "{\"a\": \"${spring.cloud.client.ipAddress}:${server.port}\", \"b\": \"x:${ parameters.v}\"}");
    }

    @Test
    public void aTextOf4MebibytesIsRead() throws Exception {
        String word = "x".repeat(4 << 20);
        for (String yaml :
                List.of("a: " + word, "a: \"" + word + "\"", "a: |\n  " + word, "{\"a\": \"" + word + "\"}")) {
            assertEquals(word, document(yaml).get("a").asText().strip());
        }
        assertEquals(new ObjectMapper().readTree("{\"a\": 1}"), document("{\"a\"" + " ".repeat(4 << 20) + ": 1}"));
    }
}
