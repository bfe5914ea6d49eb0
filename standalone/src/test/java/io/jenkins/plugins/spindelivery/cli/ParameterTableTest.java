package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Which text a parameter leaves in a manifest, and what is told about a wrong one: through the whole command line, from
 * flags and files to the documents that are printed.
 */
public class ParameterTableTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "hunter2";

    /** Each place where a parameter may stand; a value that breaks out of one of them changes the tree. */
    private static final String MANIFEST =
            """
            apiVersion: example.com/v1
            kind: Settings
            metadata: {name: conf, namespace: devops}
            spec:
              whole: ${ parameters.v }
              quoted: "${parameters.v}"
              single: '${ parameters["v"] }'
              inside: a ${ parameters.v } z
              twice: ${ parameters.v }${ parameters['v'] }
              flow: {a: "${ parameters.v }", b: ["${ parameters.v }", last]}
              block: |
                x: ${ parameters.v }
                y: 1
              folded: >-
                ${ parameters.v }
                end
              "key ${ parameters.v }": 1
              last: kept
            """;

    private static final String LARGE =
            """
            apiVersion: example.com/v1
            kind: Settings
            metadata: {name: conf}
            spec:
              whole: ${ parameters.v }
              block: |
                x: ${ parameters.v }
              "key ${ parameters.v }": 1
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private String file(String name, String content) throws Exception {
        return file(name, content, StandardCharsets.UTF_8);
    }

    private String file(String name, String content, Charset charset) throws Exception {
        Path file = folder.getRoot().toPath().resolve(name);
        return Files.write(file, content.getBytes(charset)).toString();
    }

    /** The printed documents, as kubectl would read them. */
    private static List<JsonNode> printed(TestConsole console) {
        return YamlReader.documents("out", console.out().getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT).stream()
                .map(document -> document.root())
                .toList();
    }

    private static JsonNode expected(String v) {
        var data = JSON.createObjectNode();
        data.put("whole", v)
                .put("quoted", v)
                .put("single", v)
                .put("inside", "a " + v + " z")
                .put("twice", v + v);
        data.putObject("flow").put("a", v).putArray("b").add(v).add("last");
        data.put("block", "x: " + v + "\ny: 1\n").put("folded", v + " end");
        data.put("key " + v, 1).put("last", "kept");
        return data;
    }

    /** The manifest once for each value, with the parameters v0, v1 and so on. */
    private static String manifests(int count) {
        List<String> manifests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            manifests.add(MANIFEST.replace("parameters.v ", "parameters.v" + i + " ")
                    .replace("parameters.v}", "parameters.v" + i + "}")
                    .replaceAll("\\[(['\"])v['\"]]", "[$1v" + i + "$1]")
                    .replace("name: conf", "name: conf-" + i));
        }
        return String.join("---\n", manifests);
    }

    private List<String> arrived(String... parameters) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("render", "--versioned", "false", "--param", "other=" + SECRET));
        arguments.addAll(List.of("-f", file("conf.yaml", manifests(TrickyTexts.ALL.size()))));
        arguments.addAll(List.of(parameters));
        TestConsole console = new TestConsole();
        assertEquals(console.err(), 0, console.spin(arguments.toArray(String[]::new)));
        assertEquals("nothing to warn of", "", console.err());
        List<JsonNode> documents = printed(console);
        assertEquals(TrickyTexts.ALL.size(), documents.size());
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < TrickyTexts.ALL.size(); i++) {
            JsonNode document = documents.get(i);
            assertEquals("conf-" + i, document.at("/metadata/name").textValue());
            if (document.size() != 4 || !document.path("spec").equals(expected(TrickyTexts.ALL.get(i)))) {
                wrong.add(JSON.writeValueAsString(TrickyTexts.ALL.get(i)) + " became " + document);
            }
        }
        return wrong;
    }

    @Test
    public void everyTextOfAFlagArrivesAsItIs() throws Exception {
        List<String> flags = new ArrayList<>();
        for (int i = 0; i < TrickyTexts.ALL.size(); i++) {
            flags.addAll(List.of("--param", "v" + i + "=" + TrickyTexts.ALL.get(i)));
        }
        assertEquals(List.of(), arrived(flags.toArray(String[]::new)));
    }

    @Test
    public void everyTextOfAFileArrivesAsItIs() throws Exception {
        var params = JSON.createObjectNode();
        for (int i = 0; i < TrickyTexts.ALL.size(); i++) {
            params.put("v" + i, TrickyTexts.ALL.get(i));
        }
        assertEquals(List.of(), arrived("--param-file", file("params.json", JSON.writeValueAsString(params))));
    }

    @Test
    public void aMegabyteTakesNoTime() throws Exception {
        String manifest = file("conf.yaml", LARGE);
        for (String unit : List.of("x", "${parameters.other} ", "\"'\\\n", "a: b\n- ")) {
            String value = unit.repeat((1 << 20) / unit.length());
            String params = file("params.json", JSON.writeValueAsString(Map.of("v", value)));
            TestConsole console = new TestConsole();
            long before = cpu();
            int code = console.spin("render", "-f", manifest, "--param-file", params);
            long taken = cpu() - before;
            assertEquals(console.err(), 0, code);
            JsonNode spec = printed(console).get(0).path("spec");
            assertEquals(value, spec.path("whole").textValue());
            assertEquals("x: " + value + "\n", spec.path("block").textValue());
            assertEquals(1, spec.path("key " + value).intValue());
            assertTrue(JSON.writeValueAsString(unit) + " took " + taken / 1_000_000 + " ms", taken < 5_000_000_000L);
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** A whole scalar takes the type that the value has in its file; within a text it is text. */
    @Test
    public void typesOfFilesAreKept() throws Exception {
        String manifest = file(
                "conf.yaml",
                "apiVersion: example.com/v1\nkind: Settings\nmetadata: {name: conf}\n"
                        + "spec: {whole: \"${ parameters.v }\", inside: \"<${ parameters.v }>\"}\n");
        String[][] rows = {
            {"3", "3", "<3>"},
            {"-0.5", "-0.5", "<-0.5>"},
            {"true", "true", "<true>"},
            {"\"012\"", "\"012\"", "<012>"},
            {"\"true\"", "\"true\"", "<true>"},
            {"9223372036854775807", "9223372036854775807", "<9223372036854775807>"},
            {"[1, \"a: b\"]", "[1, \"a: b\"]", "<[1,\"a: b\"]>"},
            {"{\"a\": {\"b\": null}}", "{\"a\": {\"b\": null}}", "<{\"a\":{\"b\":null}}>"},
            {"[\"${parameters.v}\"]", "[\"${parameters.v}\"]", "<[\"${parameters.v}\"]>"},
        };
        for (String[] row : rows) {
            String params = file("params.json", "{\"v\": " + row[0] + "}");
            TestConsole console = new TestConsole();
            assertEquals(
                    row[0] + console.err(),
                    0,
                    console.spin("render", "-f", manifest, "--param-file", params, "-o", "json"));
            JsonNode data = JSON.readTree(console.out()).at("/documents/0/spec");
            assertEquals(row[0], JSON.readTree(row[1]), data.path("whole"));
            assertEquals(row[0], row[2], data.path("inside").textValue());
        }
    }

    /** A file of parameters, so that a password is among them; no message may show it. */
    private TestConsole render(String params, String manifest, int code) throws Exception {
        TestConsole console = new TestConsole();
        String file = file("params", params);
        assertEquals(console.err(), code, console.spin("render", "-f", manifest, "--param-file", file, "-o", "json"));
        assertFalse(console.out(), (console.out() + console.err()).contains(SECRET));
        return console;
    }

    /** Each: what stands in the manifest, and the error; [x] stands for the expression x itself. */
    @Test
    public void wrongUseIsToldWithoutValues() throws Exception {
        String addDefault = " If it may be missing, add a default with ?:";
        String cannotWork =
                "() can't work with this value. Check its format and range; the value is not shown, because it may be"
                        + " secret.";
        String[][] rows = {
            {
                "parameters.missing",
                "[x]: parameters has no entry \"missing\". Given are: list, nothing, password." + addDefault
            },
            {"parameters.passwrod", "[x]: parameters has no entry \"passwrod\". Did you mean \"password\"?" + addDefault
            },
            {
                "parameters['passwrod']",
                "${ parameters['\u2026'] }: parameters has no entry \"passwrod\". Did you mean \"password\"?"
                        + addDefault
            },
            {
                "'' + parameters.nothing.length()",
                "${ '\u2026' + parameters.nothing.length() }: parameters.nothing is null. If it may be, write ?. behind it or add a default with ?:"
            },
            {"parameters.password.len", "[x]: parameters.password is of type String and has no property \"len\"."},
            {"parameters.password / 0", "[x]: the operator / does not work on types String and Integer."},
            {"parameters.password > 1", "[x]: the operator > does not work on types String and Integer."},
            {"#toInt(parameters.password)", "[x]: toInt" + cannotWork},
            {
                "#fromBase64(parameters.password + '!')",
                "${ #fromBase64(parameters.password + '\u2026') }: fromBase64" + cannotWork
            },
            {
                "#readJson(parameters.password)",
                "[x]: the text that readJson() reads is no valid JSON (line 1 of that text)."
            },
            {
                "#readYaml('a: [' + parameters.password)",
                "A comma or a closing bracket is missing before this place; the bracket is opened in line 1."
            },
            {
                "#readYaml('*' + parameters.password)",
                "There is no anchor (&name) for this alias (*name) before it in the"
                        + " same document. Put the value in quotes if it begins with an asterisk."
            },
            {"#fromUrl(parameters.password)", "[x]: fromUrl() fetches http: and https: URLs only."},
            {
                "parameters.list[parameters.password]",
                "[x]: parameters.list is of type List and can't be indexed by type String."
            },
            {"parameters[parameters.password]", "[x]: parameters has no entry for the computed key." + addDefault},
            {
                "'a'.matches(parameters.password + '(')",
                "${ '\u2026'.matches(parameters.password + '\u2026') }: the pattern is malformed at character 9."
            },
            {
                "#toBoolean(parameters.password)",
                "data.a must be text, but is read as a number or as true or false. Put the value in quotes; of an"
                        + " expression, append .toString()."
            },
        };
        String params = "{\"password\": \"" + SECRET + "\", \"nothing\": null, \"list\": [\"" + SECRET + "\"]}";
        List<String> wrong = new ArrayList<>();
        for (String[] row : rows) {
            String manifest = file(
                    "conf.yaml",
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata:\n  a: \"${ " + row[0] + " }\"\n");
            JsonNode error = JSON.readTree(render(params, manifest, 2).out()).at("/errors/0");
            String expected = row[1].replace("[x]", "${ " + row[0] + " }");
            if (!expected.equals(error.path("message").asText())
                    || !error.path("where").asText().startsWith(manifest + ":5")) {
                wrong.add(row[0] + "\n  expected: " + expected + "\n  error:    " + error);
            }
        }
        assertEquals(String.join("\n", wrong), 0, wrong.size());
    }

    @Test
    public void twoKeysThatBecomeOneAreToldWithoutTheirValue() throws Exception {
        String manifest = file(
                "conf.yaml",
                "apiVersion: example.com/v1\nkind: Settings\nmetadata: {name: conf}\nspec:\n"
                        + "  ${parameters.password}: 1\n  ${ parameters.password }: 2\n");
        JsonNode reply =
                JSON.readTree(render("password: " + SECRET, manifest, 2).out());
        assertEquals("expression.duplicate-key", reply.at("/errors/0/code").asText());
        assertEquals(manifest + ":6", reply.at("/errors/0/where").asText());
    }

    @Test
    public void aHalfWrittenExpressionStaysWithAWarning() throws Exception {
        String manifest = file(
                "conf.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata: {a: \"${ parameters.password + }\"}\n");
        JsonNode reply =
                JSON.readTree(render("password: " + SECRET, manifest, 0).out());
        assertEquals("expression.left-malformed", reply.at("/warnings/0/code").asText());
        assertEquals(
                "${ parameters.password + }", reply.at("/documents/0/data/a").textValue());
    }

    /** Each: a file of parameters, where the error is, and its text. */
    @Test
    public void wrongFilesAreToldWithoutValues() throws Exception {
        String twice = "The key password stands twice in this map; the first one is in line 1. Remove one of them.";
        String noMap = "A file of parameters holds a map of names to values, and this one does not.";
        String[][] rows = {
            {
                "{\"password\": \"S\"",
                ":1",
                "A comma or a closing bracket is missing before this place; the bracket is opened in line 1."
            },
            {"password: \"S\n", ":1", "A quoted text that starts here is not closed."},
            {"password: S\npassword: x\n", ":2", twice},
            {"{\"password\": \"S\", \"password\": 1}", ":1", twice},
            {"- S\n", "", noMap},
            {"S", "", noMap},
            {"{}{\"password\": \"S\"}", ":1", "Only one document is expected in this file, and here begins another."},
            {
                "password: *S\n",
                ":1",
                "There is no anchor (&name) for this alias (*name) before it in the same document."
                        + " Put the value in quotes if it begins with an asterisk."
            },
            {
                "password: \u0001S\n",
                ":1",
                "The character U+0001 is not allowed here. Remove it, or write it as an escape in double quotes."
                        + " If the whole file looks like that, save it as UTF-8."
            },
            {"password: @S\n", ":1", "A value can't begin with @. Put it in quotes."},
            {
                "? [password]\n: S\n",
                ":1",
                "A map or a list can't be a key. If this is a placeholder of a template such as {{name}}, fill it in"
                        + " first or put it in quotes."
            },
        };
        String manifest = file("conf.yaml", MANIFEST);
        List<String> wrong = new ArrayList<>();
        for (String[] row : rows) {
            JsonNode error = JSON.readTree(
                            render(row[0].replace("S", SECRET), manifest, 2).out())
                    .at("/errors/0");
            String where = folder.getRoot() + "/params" + row[1];
            if (!row[2].equals(error.path("message").asText())
                    || !where.equals(error.path("where").asText())) {
                wrong.add(row[0] + "\n  expected: " + row[2] + "\n  error:    " + error);
            }
        }
        assertEquals(String.join("\n", wrong), 0, wrong.size());
    }

    @Test
    public void filesOfAnyUsualEncodingAreRead() throws Exception {
        String manifest = file("conf.yaml", MANIFEST);
        String yaml = "v: \u751F\u4EA7\n";
        List<String> files = List.of(
                file("bom", "\uFEFF" + yaml),
                file("crlf", yaml.replace("\n", "\r\n")),
                file("utf-16le", "\uFEFF" + yaml, StandardCharsets.UTF_16LE),
                file("utf-16be", "\uFEFF" + yaml, StandardCharsets.UTF_16BE));
        for (String params : files) {
            TestConsole console = new TestConsole();
            assertEquals(params, 0, console.spin("render", "-f", manifest, "--param-file", params, "-o", "json"));
            assertEquals(
                    params,
                    expected("\u751F\u4EA7"),
                    JSON.readTree(console.out()).at("/documents/0/spec"));
        }
    }
}
