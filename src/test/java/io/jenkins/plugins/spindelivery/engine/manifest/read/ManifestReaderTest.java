package io.jenkins.plugins.spindelivery.engine.manifest.read;

import static io.jenkins.plugins.spindelivery.engine.manifest.read.Reading.json;
import static io.jenkins.plugins.spindelivery.engine.manifest.read.Reading.manifestProblems;
import static io.jenkins.plugins.spindelivery.engine.manifest.read.Reading.manifests;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.Source;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Locale;
import org.junit.Test;

/** Manifests, the lines of their parts, and what each must have. */
public class ManifestReaderTest {
    private static final String WEB = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n";

    private static void assertProblem(String code, int line, String yaml, String... arguments) {
        List<Problem> problems = manifestProblems(yaml);
        assertEquals(problems.toString(), 1, problems.size());
        assertEquals(code, problems.get(0).code());
        assertEquals("app.yaml:" + line, problems.get(0).where());
        assertEquals(List.of(arguments), problems.get(0).arguments());
    }

    private static String where(Manifest manifest, String pointer) {
        return manifest.source().where(JsonPointer.compile(pointer));
    }

    @Test
    public void documentsInOrder() {
        List<Manifest> manifests = manifests("# first\n" + WEB + "---\n\n---\nnull\n---\n" + WEB.replace("web", "db"));
        assertEquals(
                List.of("ConfigMap web (app.yaml:2)", "ConfigMap db (app.yaml:11)"),
                manifests.stream().map(Manifest::toString).toList());
        assertEquals(List.of(), manifests("# nothing\n"));
    }

    @Test
    public void linesOfParts() {
        Manifest manifest = manifests(
                        WEB + "---\n" + WEB + "---\n# c\n"
                                + """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web,
                  labels: {app: web}}
                spec:
                  template:
                    spec:
                      containers:
                        - name: a
                          image: x
                        -
                          name: b
                          image: |
                            y
                """)
                .get(2);
        assertEquals("app.yaml:12", manifest.source().where());
        assertEquals("app.yaml:12", where(manifest, "/apiVersion"));
        assertEquals("app.yaml:14", where(manifest, "/metadata/name"));
        assertEquals("app.yaml:15", where(manifest, "/metadata/labels/app"));
        assertEquals("app.yaml:19", where(manifest, "/spec/template/spec/containers"));
        assertEquals("app.yaml:20", where(manifest, "/spec/template/spec/containers/0"));
        assertEquals("app.yaml:21", where(manifest, "/spec/template/spec/containers/0/image"));
        assertEquals("app.yaml:23", where(manifest, "/spec/template/spec/containers/1/name"));
        assertEquals("app.yaml:24", where(manifest, "/spec/template/spec/containers/1/image"));
        assertEquals(
                "the nearest that is there", "app.yaml:20", where(manifest, "/spec/template/spec/containers/0/x/y"));
        assertEquals("app.yaml:12", where(manifest, "/status"));
        assertEquals("app.yaml:12", where(manifest, ""));
    }

    @Test
    public void linesOfAliasesAndMerges() {
        Manifest manifest = manifests(WEB + "data: &d\n  a: x\nmore:\n  <<: *d\n  b: y\nagain: *d\n")
                .get(0);
        assertEquals("app.yaml:6", where(manifest, "/more/a"));
        assertEquals("app.yaml:9", where(manifest, "/more/b"));
        assertEquals("app.yaml:10", where(manifest, "/again"));
        assertEquals("app.yaml:6", where(manifest, "/again/a"));
    }

    @Test
    public void linesOfJson() {
        List<Manifest> manifests = manifests(
                """
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}
                {
                  "apiVersion": "v1",
                  "kind": "Namespace",
                  "metadata": {
                    "name": "b",
                    "labels": {"x":
                       "y"}
                  }
                }
                """);
        assertEquals("app.yaml:1", manifests.get(0).source().where());
        assertEquals("app.yaml:2", manifests.get(1).source().where());
        assertEquals("app.yaml:6", where(manifests.get(1), "/metadata/name"));
        assertEquals("app.yaml:7", where(manifests.get(1), "/metadata/labels/x"));
    }

    @Test
    public void listsAreTakenApart() {
        List<Manifest> manifests = manifests(
                """
                apiVersion: v1
                kind: List
                items:
                - apiVersion: v1
                  kind: ConfigMap
                  metadata:
                    name: a
                - apiVersion: v1
                  kind: List
                  items:
                    - apiVersion: v1
                      kind: Secret
                      metadata:
                        name: b
                - apiVersion: v1
                  kind: Service
                  metadata:
                    name: c
                """);
        assertEquals(
                List.of("ConfigMap a (app.yaml:4)", "Secret b (app.yaml:11)", "Service c (app.yaml:15)"),
                manifests.stream().map(Manifest::toString).toList());
        assertEquals("app.yaml:14", where(manifests.get(1), "/metadata/name"));
        assertEquals("app.yaml:18", where(manifests.get(2), "/metadata/name"));
    }

    @Test
    public void itemsOfATypedListGetItsType() {
        List<Manifest> manifests = manifests(
                """
                {"apiVersion": "v1", "kind": "ConfigMapList", "items": [
                  {"metadata": {"name": "a"}},
                  {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b"}}]}
                """);
        assertEquals(
                json("{\"metadata\": {\"name\": \"a\"}, \"kind\": \"ConfigMap\", \"apiVersion\": \"v1\"}"),
                manifests.get(0).json());
        assertEquals("ConfigMap b (app.yaml:3)", manifests.get(1).toString());
    }

    @Test
    public void listsThatAreNone() {
        assertEquals(List.of(), manifests("apiVersion: v1\nkind: List\nitems:\n"));
        assertEquals(List.of(), manifests("apiVersion: v1\nkind: List\nitems: []\n"));
        assertEquals(
                "AllowList a (app.yaml:1)",
                manifests("apiVersion: x.io/v1\nkind: AllowList\nmetadata: {name: a}\nspec: {}\n")
                        .get(0)
                        .toString());
        assertProblem("manifest.read-items", 1, "apiVersion: v1\nkind: List\n");
        assertProblem("manifest.read-items", 3, "apiVersion: v1\nkind: List\nitems: {a: b}\n");
        assertProblem("manifest.read-root", 5, "apiVersion: v1\nkind: List\nitems:\n\n- text\n");
        assertProblem("manifest.read-root", 4, "apiVersion: v1\nkind: List\nitems:\n-\n");
        assertProblem(
                "manifest.read-missing",
                4,
                "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  metadata: {name: a}\n",
                "kind");
    }

    @Test
    public void rootsThatAreNoMap() {
        assertProblem("manifest.read-root", 6, WEB + "---\n- a\n");
        assertProblem("manifest.read-root", 1, "just text\n");
        assertProblem("manifest.read-root", 1, "[" + "{\"apiVersion\": \"v1\"}" + "]");
    }

    @Test
    public void whatEachManifestMustHave() {
        assertProblem("manifest.read-missing", 1, "kind: A\nmetadata: {name: a}\n", "apiVersion");
        assertProblem("manifest.read-missing", 2, "apiVersion: v1\nkind:\nmetadata: {name: a}\n", "kind");
        assertProblem("manifest.read-missing", 2, "kind: A\napiVersion: ''\nmetadata: {name: a}\n", "apiVersion");
        assertProblem("manifest.read-unquoted", 1, "apiVersion: 1\nkind: A\nmetadata: {name: a}\n", "apiVersion");
        assertProblem("manifest.read-not-text", 1, "apiVersion: [v1]\nkind: A\nmetadata: {name: a}\n", "apiVersion");
        assertProblem("manifest.read-missing", 1, "apiVersion: v1\nkind: A\n", "metadata");
        assertProblem("manifest.read-not-map", 3, "apiVersion: v1\nkind: A\nmetadata: [name]\n", "metadata");
        assertProblem("manifest.read-no-name", 3, "apiVersion: v1\nkind: A\nmetadata: {}\n");
        assertProblem("manifest.read-unquoted", 4, WEB.replace("web", "123"), "metadata.name");
        assertProblem("manifest.read-unquoted", 5, WEB + "  namespace: 1e3\n", "metadata.namespace");
        assertEquals(
                "A  (app.yaml:1)",
                manifests("apiVersion: v1\nkind: A\nmetadata: {generateName: a-}\n")
                        .get(0)
                        .toString());
    }

    @Test
    public void labelsAndAnnotationsAreText() {
        assertProblem("manifest.read-unquoted", 6, WEB + "  annotations:\n    a/b: 1\n", "metadata.annotations.a/b");
        assertProblem("manifest.read-unquoted", 7, WEB + "  labels:\n    a: b\n    on: yes\n", "metadata.labels.true");
        assertProblem("manifest.read-not-text", 6, WEB + "  labels:\n    a: {b: c}\n", "metadata.labels.a");
        assertProblem("manifest.read-not-map", 5, WEB + "  labels: [a]\n", "metadata.labels");
        assertEquals(
                1,
                manifests(WEB + "  labels:\n  annotations:\n    a:\n    b: 'true'\n")
                        .size());
        String template =
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    metadata:\n";
        assertProblem(
                "manifest.read-unquoted",
                8,
                template + "      annotations:\n        port: 8080\n",
                "spec.template.metadata.annotations.port");
        assertEquals(
                "metadata.annotations.a/b must be text, but is read as a number or as true or false."
                        + " Put the value in quotes; of an expression, append .toString().",
                manifestProblems(WEB + "  annotations:\n    a/b: 1\n").get(0).message(Locale.ENGLISH));
    }

    @Test
    public void dataOfConfigMapsAndSecretsIsText() {
        assertProblem("manifest.read-unquoted", 6, WEB + "data:\n  port: 8080\n", "data.port");
        assertProblem(
                "manifest.read-unquoted",
                6,
                WEB.replace("ConfigMap", "Secret") + "stringData:\n  on: on\n",
                "stringData.true");
        assertEquals(
                1,
                manifests(WEB.replace("ConfigMap", "Other") + "data:\n  port: 8080\n")
                        .size());
    }

    @Test
    public void severalProblemsAreToldTogether() {
        List<Problem> problems = manifestProblems("kind: A\n---\n" + WEB + "  labels: {a: 1, b: 2}\n---\na: *x\n");
        assertEquals(
                List.of(
                        "manifest.read-alias-unknown@app.yaml:9",
                        "manifest.read-missing@app.yaml:1",
                        "manifest.read-missing@app.yaml:1",
                        "manifest.read-unquoted@app.yaml:7",
                        "manifest.read-unquoted@app.yaml:7"),
                problems.stream().map(p -> p.code() + "@" + p.where()).toList());
    }

    @Test
    public void anExpressionMayStillBecomeAMap() {
        String yaml = WEB + "  labels: ${ parameters.labels }\ndata: '${ parameters.data }'\n";
        Manifest manifest = manifests(yaml).get(0);
        Source source = manifest.source();
        assertEquals(List.of(), ManifestStructure.problems(manifest.json(), source, true));
        assertEquals(
                List.of("app.yaml:5", "app.yaml:6"),
                ManifestStructure.problems(manifest.json(), source, false).stream()
                        .map(Problem::where)
                        .toList());
        assertProblem("manifest.read-not-map", 5, WEB + "  labels: text\n", "metadata.labels");
    }

    @Test
    public void aStoredManifestHoldsItsPlaceAndNotTheText() throws Exception {
        Manifest manifest = manifests(WEB + "# a comment\n").get(0);
        ObjectMapper mapper = StateMapper.create();
        String stored = mapper.writeValueAsString(manifest);
        assertFalse(stored, stored.contains("comment"));
        Manifest restored = mapper.readValue(stored, Manifest.class);
        assertEquals(manifest.json(), restored.json());
        assertEquals("app.yaml:1", where(restored, "/metadata/name"));
    }
}
