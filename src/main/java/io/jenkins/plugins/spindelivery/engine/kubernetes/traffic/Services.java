package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Services that ReplicaSets are attached to, as requests and annotations name them, and what they select by. */
public final class Services {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Services() {}

    /**
     * The names in their full form, as the annotation has them.
     *
     * @param services as {@code NAME} or {@code service NAME}
     * @return as {@code service NAME}
     * @throws ProblemException for a text that is neither, or names another kind
     */
    public static List<String> full(List<String> services) {
        return services.stream().map(text -> "service " + name(text)).toList();
    }

    /** The name of one Service. */
    static String name(String text) {
        String[] words = text.strip().split("\\s+");
        boolean service = words.length == 2
                && Kinds.named(words[0])
                        .filter(kind ->
                                kind.name().equals("Service") && kind.groups().contains(""))
                        .isPresent();
        if (words.length == 1 && !words[0].isEmpty() && !words[0].contains("/")) {
            return words[0];
        }
        if (!service) {
            throw new ProblemException(Category.INPUT, Problem.of("kubernetes.traffic-service-form", "", text));
        }
        return words[1];
    }

    /** The names that an object's annotation has; empty when it has none, or is no list of texts. */
    static List<String> annotated(ObjectNode object) {
        Optional<String> text = SpinnakerAnnotations.raw(object, SpinnakerAnnotations.TRAFFIC_LOAD_BALANCERS);
        List<String> names = new ArrayList<>();
        try {
            for (JsonNode item : JSON.readTree(text.orElse("[]"))) {
                if (item.isTextual()) {
                    names.add(item.textValue());
                }
            }
        } catch (JsonProcessingException e) {
            return List.of();
        }
        return names;
    }

    /**
     * The Services that an object says it is attached to.
     *
     * @param object with or without the annotation {@code traffic.spinnaker.io/load-balancers}
     * @return their plain names; without those that are no Service's
     */
    public static List<String> of(ObjectNode object) {
        return annotated(object).stream()
                .map(text -> text.strip().split("\\s+"))
                .filter(words -> words.length == 2 && words[0].equals("service"))
                .map(words -> words[1])
                .toList();
    }

    /** The annotation's value for some Services. */
    static String annotation(List<String> full) {
        try {
            return JSON.writeValueAsString(full);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }

    /**
     * What pods need to be behind all of some Services.
     *
     * @throws ProblemException when one is missing or selects nothing, or two of them contradict each other
     */
    static Map<String, String> labels(List<String> names, ObjectRef forWhom, LiveObjects live) {
        Map<String, String> labels = new TreeMap<>();
        for (String name : names) {
            ObjectRef ref = new ObjectRef("v1", "Service", forWhom.namespace(), name);
            ObjectNode service =
                    live.find(ref).orElseThrow(() -> wrong("service-missing", forWhom, name, forWhom.namespace()));
            JsonNode selector = service.at("/spec/selector");
            if (selector.isEmpty()) {
                throw wrong("service-without-selector", forWhom, name);
            }
            selector.properties().forEach(label -> {
                String value = label.getValue().asText();
                String other = labels.putIfAbsent(label.getKey(), value);
                if (other != null && !other.equals(value)) {
                    throw wrong("services-disagree", forWhom, label.getKey(), other, value);
                }
            });
        }
        return labels;
    }

    private static ProblemException wrong(String code, ObjectRef ref, Object... arguments) {
        return new ProblemException(
                Category.INPUT, Problem.of("kubernetes.traffic-" + code, ref.toString(), arguments));
    }
}
