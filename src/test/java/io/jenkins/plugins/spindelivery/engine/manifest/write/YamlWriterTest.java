package io.jenkins.plugins.spindelivery.engine.manifest.write;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class YamlWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Texts that some reader of YAML would take for something else, or that its grammar makes hard to write. */
    private static final List<String> HARD = List.of(
            "",
            " ",
            "y",
            "Y",
            "n",
            "yes",
            "No",
            "ON",
            "off",
            "true",
            "False",
            "null",
            "NULL",
            "~",
            "nan",
            ".nan",
            ".inf",
            "-.Inf",
            "<<",
            "=",
            "1",
            "-1",
            "+1",
            "0644",
            "0o644",
            "0x1F",
            "0b11",
            "1_000",
            "1e3",
            "1E+3",
            ".5",
            "5.",
            "1.0",
            "1:30",
            "12:30:45",
            "190:20:30",
            "2026-01-01",
            "2026-01-01T10:00:00Z",
            "2026-01-01 10:00:00",
            "10.0.0.1",
            "1,000",
            "888888888888888888888888",
            "- a",
            "-",
            "?",
            "? a",
            ":",
            ": a",
            "a: b",
            "a:",
            "a #b",
            "#a",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a",
            "'",
            "''",
            "\"",
            "a\"b'c",
            "[a",
            "{a",
            "]",
            "}",
            ",",
            "[]",
            "{}",
            "---",
            "...",
            "--- a",
            " a",
            "a ",
            "\ta",
            "a\t",
            "a\tb",
            "\n",
            "\n\n",
            "a\n",
            "a\n\n",
            "\na",
            " a\nb",
            "a\n b\n",
            "a \nb",
            "a\t\nb",
            "a\n\n\nb",
            "a\n#b",
            "a\n---\nb",
            "a\n...\nb",
            "---\na",
            "a\r\nb",
            "a\rb",
            "\r",
            "a\u0000b",
            "\u0007",
            "\u001b[0m",
            "\u007f",
            "\u0085",
            "a\u0085b",
            "\u00a0",
            "a\u2028b",
            "a\u2029b\n",
            "\ufeff",
            "a\ufeffb",
            "\u200b",
            "\ue000",
            "配置",
            "配置\n第二行\n",
            "é",
            "😀",
            "a😀\nb",
            "${ parameters.image_version }",
            "${a}",
            "(a: b)",
            "(a #b",
            "hub.imgo.tv/x:1.0",
            "a@sha256:abc",
            "--spring.config.location=application.yml",
            "C:\\temp",
            "\\n",
            "a\\",
            "key: |\n  text\n",
            "x".repeat(300),
            ("word ").repeat(60) + "end",
            ("line \u00e9\n").repeat(5));

    private static JsonNode read(String yaml) {
        List<YamlDocument> documents =
                YamlReader.documents("test.yaml", yaml.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT);
        assertEquals(yaml, 1, documents.size());
        return documents.get(0).root();
    }

    private static String yaml(String json) {
        try {
            return YamlWriter.write(JSON.readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void theLayoutIsKubectls() {
        assertEquals(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                  namespace: shop
                  labels:
                    app: web
                  generation: 3
                spec:
                  replicas: 2
                  paused: false
                  ratio: 0.5
                  nothing: null
                  empty: {}
                  none: []
                  containers:
                  - image: nginx:1.27
                    args:
                    - '-g'
                    - daemon off;
                    - - nested
                status:
                  ready: true
                """,
                yaml("{'status':{'ready':true},'kind':'Deployment','spec':{'replicas':2,'paused':false,'ratio':0.5,"
                        + "'nothing':null,'empty':{},'none':[],'containers':[{'image':'nginx:1.27','args':['-g',"
                        + "'daemon off;',['nested']]}]},'metadata':{'generation':3,'labels':{'app':'web'},"
                        + "'namespace':'shop','name':'web'},'apiVersion':'apps/v1'}"));
    }

    @Test
    public void whatIsNoObjectKeepsItsOrder() {
        assertEquals("b: 1\na:\n- x\n", yaml("{'b':1,'a':['x']}"));
        assertEquals("text\n", yaml("'text'"));
        assertEquals("[]\n", yaml("[]"));
    }

    @Test
    public void ambiguousTextsAreQuoted() {
        assertEquals(
                "a: 'yes'\nb: '0644'\nc: '1e3'\nd: 'null'\ne: ''\n'on': y1\n",
                yaml("{'a':'yes','b':'0644','c':'1e3','d':'null','e':'','on':'y1'}"));
    }

    @Test
    public void commonTextsAreNot() {
        for (String text : List.of(
                "web",
                "nginx:1.27",
                "64Mi",
                "500m",
                "25%",
                "apps/v1",
                "/tmp",
                "a.b/c",
                "daemon off;",
                "v001",
                "True story",
                "(a, b)")) {
            assertEquals(text + "\n", YamlWriter.write(JsonNodeFactory.instance.textNode(text)));
        }
    }

    @Test
    public void textsOfSeveralLinesAreBlocks() {
        assertEquals("a: |\n  b: 1\n    c\n\n  d\ne: |-\n  x\n  y\n", yaml("{'a':'b: 1\\n  c\\n\\nd\\n','e':'x\\ny'}"));
    }

    @Test
    public void longLinesAreNotFolded() {
        String text = "word ".repeat(60) + "end";
        assertEquals("a: " + text + "\n", yaml("{'a':'" + text + "'}"));
    }

    @Test
    public void hardTextsAreReadBackAsValuesKeysAndItems() {
        for (String text : HARD) {
            ObjectNode tree = JsonNodeFactory.instance.objectNode();
            tree.put("value", text);
            tree.putArray("items").add(text).addObject().put("value", text);
            if (!text.contains("\ufeff")) {
                tree.putObject("keys").put(text, 1);
            }
            tree.put("last", text);
            String yaml = YamlWriter.write(tree);
            assertEquals(yaml, tree, read(yaml));
        }
    }

    @Test
    public void aTextAloneIsReadBack() {
        for (String text : HARD) {
            JsonNode node = JsonNodeFactory.instance.textNode(text);
            assertEquals(node, read(YamlWriter.write(node)));
        }
    }

    @Test
    public void randomTextsAreReadBack() {
        Random random = new Random(42);
        String alphabet = "ab (yYnN01.-+:#'\"\\{}[],&*!|>%@`~=<\n\t$/_eExo\u00e9\u4e2d";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(9); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            ObjectNode tree = JsonNodeFactory.instance.objectNode();
            tree.put("a", text.toString()).put(text + "k", 1).putArray("l").add(text.toString());
            String yaml = YamlWriter.write(tree);
            assertEquals(yaml, tree, read(yaml));
        }
    }

    @Test
    public void numbersAreReadBack() throws Exception {
        for (String number : List.of("0", "-7", "2147483648", "9223372036854775807", "0.1", "-2.5", "1.0E10", "1e-7")) {
            JsonNode node = JSON.readTree(number);
            JsonNode back = read(YamlWriter.write(node));
            assertTrue(number + " became " + back, back.isNumber());
            assertEquals(0, node.decimalValue().compareTo(back.decimalValue()));
        }
    }

    @Test
    public void documentsAreSeparated() {
        assertEquals(
                "a: 1\n---\nb: 2\n",
                YamlWriter.writeAll(List.of(
                        JsonNodeFactory.instance.objectNode().put("a", 1),
                        JsonNodeFactory.instance.objectNode().put("b", 2))));
        assertEquals("", YamlWriter.writeAll(List.of()));
    }

    @Test
    public void whatIsWrittenIsLeftAsItWas() throws Exception {
        JsonNode tree = JSON.readTree(
                "{\"status\":1,\"kind\":\"K\",\"metadata\":{\"labels\":{},\"name\":\"n\"},\"apiVersion\":\"v1\"}");
        String before = tree.toString();
        YamlWriter.write(tree);
        assertEquals(before, tree.toString());
    }
}
