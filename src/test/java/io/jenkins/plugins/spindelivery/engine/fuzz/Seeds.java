package io.jenkins.plugins.spindelivery.engine.fuzz;

import io.jenkins.plugins.spindelivery.engine.manifest.read.OracleCases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Inputs that fuzzing starts from. */
final class Seeds {
    private static final Path ROOT = Path.of(System.getProperty("spin.root", "."));
    private static final Path ESCAPES =
            ROOT.resolve("src/test/resources/io/jenkins/plugins/spindelivery/engine/expression/escapes.txt");

    /** What follows this line uses up a limit: tests of their own try that, and a fuzzer would spend its time there. */
    private static final String COSTLY = "# Huge texts";

    private static final String PARAMETERS = "1.4.2\n%%\n\"quoted\" ${parameters.p1}\n%%\na: [b, 1]";

    private static final List<String> TEMPLATES = List.of(
            "image: web:${ parameters.p1 }",
            "${parameters.number}",
            "${parameters.p1 + '-' + parameters.number * 2 - 1}",
            "${parameters['p1']}${parameters.list[0]}${parameters.map.c.d}",
            "${parameters.missing ?: 'none'} ${parameters?.missing} ${parameters.get('missing')}",
            "${parameters.truth ? 'a' : \"b\"} ${!parameters.truth and true or false}",
            "${parameters.list.![#this]} ${parameters.list.?[#this == 'a']} ${parameters.list.^[true]}",
            "${ {a: 1, 'b': {1, 2, {}}} } ${ {:} } ${ {1, 'it''s'}.size() }",
            "${parameters.p1.split('\\.')[0].toUpperCase().substring(0, 1).replaceAll('[0-9]+', 'x')}",
            "${parameters.p1 matches '[0-9.]+'} ${parameters.number between {1, 5}} ${7 % 3 ^ 2 / 1.5e3}",
            "${#toJson(parameters.map)} ${#readJson('{\"a\": [1]}').a[0]} ${#readYaml(parameters.p3).a}",
            "${#toBase64('x')} ${#fromBase64('eA==')} ${#toInt('3')} ${#toFloat('1.5')} ${#toBoolean('true')}",
            "${#alphanumerical(parameters.p2)} ${#currentUser()} ${T(java.time.LocalDate).now().plusDays(1)}",
            "${new java.text.SimpleDateFormat('yyyy-MM-dd').format(new java.util.Date())} ${T(Math).max(1, 2)}",
            "${spring.application.name} ${TAG:-${parameters.p1}} ${ {{ x }} } $${x} ${HOME} ${1} ${my-root}",
            "${ ${ '${X}' } ${'}'} ${\"${\"} {{ .Values.x }}");

    private static final String ARTIFACTS =
            """
            docker/image web web:1.2
            docker/image hub.example.com:5000/team/web hub.example.com:5000/team/web@sha256:0a
            kubernetes/configMap conf conf-v001 devops prod
            kubernetes/secret keys keys-v002 devops
            kubernetes/deployment web web-v003 devops""";

    private static final List<String> MANIFESTS = List.of(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              annotations:
                strategy.spinnaker.io/versioned: "true"
                strategy.spinnaker.io/max-version-history: "2"
                strategy.spinnaker.io/use-source-capacity: "true"
                strategy.spinnaker.io/recreate: "false"
                moniker.spinnaker.io/application: shop
                traffic.spinnaker.io/load-balancers: '["service web"]'
            spec:
              replicas: 2
              template:
                spec:
                  initContainers: [{image: "web@sha256:0b"}]
                  containers:
                  - image: web:1
                    env:
                    - valueFrom: {configMapKeyRef: {name: conf, key: a}}
                    - valueFrom: {secretKeyRef: {name: keys, key: b}}
                    envFrom: [{configMapRef: {name: conf}}, {secretRef: {name: keys}}]
                  volumes:
                  - configMap: {name: conf}
                  - secret: {secretName: keys}
                  - projected: {sources: [{configMap: {name: conf}}, {secret: {name: keys}}]}
            """,
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {a: "1"}}
            - {apiVersion: v1, kind: Secret, metadata: {generateName: keys-}, stringData: {b: "2"}}
            - {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}}}
            - {apiVersion: v1, kind: Pod, metadata: {name: one}, spec: {containers: [{image: web}]}}
            """,
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web, namespace: devops}
            spec: {scaleTargetRef: {kind: Deployment, name: web}}
            ---
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: nightly}
            spec: {jobTemplate: {spec: {template: {spec: {containers: [{image: web}]}}}}}
            """);

    private Seeds() {}

    static Map<String, byte[]> reader() throws IOException {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        for (Path file : exampleFiles()) {
            seeds.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
        add(seeds, "oracle", OracleCases.texts().toList());
        return seeds;
    }

    static Map<String, byte[]> expressions() throws IOException {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        add(
                seeds,
                "template",
                TEMPLATES.stream().map(text -> text + "\n%%\n" + PARAMETERS).toList());
        try (Stream<String> lines = Files.lines(ESCAPES)) {
            add(
                    seeds,
                    "escape",
                    lines.takeWhile(line -> !line.equals(COSTLY))
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> "${" + line.substring(line.indexOf(' ') + 1) + "}")
                            .toList());
        }
        return seeds;
    }

    static Map<String, byte[]> binding() throws IOException {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        add(
                seeds,
                "manifests",
                MANIFESTS.stream().map(text -> text + "\n%%\n" + ARTIFACTS).toList());
        for (Path file : exampleFiles()) {
            seeds.put(file.getFileName().toString(), Sections.join(Files.readString(file), ARTIFACTS));
        }
        return seeds;
    }

    private static void add(Map<String, byte[]> seeds, String name, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            seeds.put(name + "-" + i, texts.get(i).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<Path> exampleFiles() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
