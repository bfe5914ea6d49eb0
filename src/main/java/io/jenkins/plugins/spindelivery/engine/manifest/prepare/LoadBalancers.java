package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Kind;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Attaches workloads to the Services that their annotation {@code traffic.spinnaker.io/load-balancers} names: the
 * Service's selector becomes labels of the pods.
 */
final class LoadBalancers {
    private static final String KEY = SpinnakerAnnotations.TRAFFIC_LOAD_BALANCERS;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final boolean dark;
    private final LiveView live;
    private final List<Problem> problems;
    private final List<Problem> warnings;
    private final Map<Key, ObjectNode> ownServices = new HashMap<>();

    private record Key(String namespace, String name) {}

    LoadBalancers(
            List<Manifest> request,
            PreparationOptions.Start start,
            LiveView live,
            List<Problem> problems,
            List<Problem> warnings) {
        this.dark = start == PreparationOptions.Start.DARK;
        this.live = live;
        this.problems = problems;
        this.warnings = warnings;
        for (Manifest manifest : request) {
            if (isService(Kinds.of(manifest.json()))) {
                ownServices.put(
                        new Key(manifest.ref().namespace(), manifest.ref().name()), manifest.json());
            }
        }
    }

    /** Changes the manifest's tree; what can't be attached becomes a problem. */
    void attach(Manifest manifest) {
        Optional<String> raw = SpinnakerAnnotations.raw(manifest.json(), KEY);
        if (raw.isEmpty()) {
            return;
        }
        Kind kind = Kinds.of(manifest.json());
        if (kind.podTemplate() == null) {
            warn("manifest.load-balancers-ignored", manifest, KEY, manifest.ref());
            return;
        }
        Optional<List<String>> names = names(raw.get());
        if (names.isEmpty()) {
            warn("manifest.annotation-malformed", manifest, manifest.ref(), KEY, raw.get(), "[\"service NAME\"]");
            return;
        }
        Map<String, String> labels = new HashMap<>();
        for (String name : names.get()) {
            selector(manifest, name).forEach((label, value) -> {
                String other = labels.putIfAbsent(label, value);
                if (other != null && !other.equals(value)) {
                    problem("manifest.load-balancers-disagree", manifest, label, other, value);
                }
            });
        }
        addToPods(manifest, kind, labels);
    }

    /** Only ReplicaSets can be let in later: any other workload would make its pods anew. */
    private boolean staysDark(Kind kind) {
        return dark && kind.name().equals("ReplicaSet");
    }

    private static Optional<List<String>> names(String text) {
        try {
            JsonNode list = JSON.readTree(text);
            List<String> names = new ArrayList<>();
            list.forEach(item -> names.add(item.textValue()));
            return list.isArray() && !names.contains(null) ? Optional.of(names) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private Map<String, String> selector(Manifest manifest, String loadBalancer) {
        String[] words = loadBalancer.trim().split("\\s+");
        if (words.length != 2) {
            return problem("manifest.load-balancer-form", manifest, loadBalancer);
        }
        if (Kinds.named(words[0]).filter(LoadBalancers::isService).isEmpty()) {
            return problem("manifest.load-balancer-kind", manifest, loadBalancer, words[0]);
        }
        String namespace = manifest.ref().namespace();
        Optional<ObjectNode> service = Optional.ofNullable(ownServices.get(new Key(namespace, words[1])))
                .or(() -> live.service(namespace, words[1]));
        if (service.isEmpty()) {
            return problem("manifest.load-balancer-missing", manifest, words[1], namespace);
        }
        Map<String, String> labels = new HashMap<>();
        service.get()
                .at("/spec/selector")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels.isEmpty() ? problem("manifest.load-balancer-without-selector", manifest, words[1]) : labels;
    }

    private void addToPods(Manifest manifest, Kind kind, Map<String, String> added) {
        if (!(manifest.json().at(kind.podTemplate()) instanceof ObjectNode template)) {
            return;
        }
        JsonNode present = template.path("metadata").path("labels");
        List<String> taken =
                added.keySet().stream().filter(present::has).sorted().toList();
        if (!taken.isEmpty()) {
            problem("manifest.load-balancer-label-taken", manifest, String.join(", ", taken));
            return;
        }
        if (staysDark(kind)) {
            return;
        }
        added.keySet().stream().sorted().forEach(label -> Metadata.map(template, "labels")
                .put(label, added.get(label)));
    }

    private static boolean isService(Kind kind) {
        return kind.name().equals("Service") && kind.groups().contains("");
    }

    private Map<String, String> problem(String code, Manifest manifest, Object... details) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(manifest.ref());
        arguments.addAll(List.of(details));
        problems.add(Problem.of(code, manifest.source().where(SpinnakerAnnotations.pointer(KEY)), arguments.toArray()));
        return Map.of();
    }

    private void warn(String code, Manifest manifest, Object... arguments) {
        warnings.add(Problem.of(code, manifest.source().where(SpinnakerAnnotations.pointer(KEY)), arguments));
    }
}
