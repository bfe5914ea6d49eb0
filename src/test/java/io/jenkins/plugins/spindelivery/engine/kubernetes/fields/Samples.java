package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Manifests, and what a Kubernetes 1.36 API server made of them (resources of this package). */
final class Samples {
    static final String SPIN = "spin-delivery";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Samples() {}

    static ObjectNode load(String name) {
        try (InputStream in = Samples.class.getResourceAsStream(name + ".json")) {
            return (ObjectNode) JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tree from JSON in which apostrophes stand for quotation marks. */
    static ObjectNode tree(String json) {
        try {
            return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first container of a workload. */
    static ObjectNode container(ObjectNode workload) {
        return (ObjectNode) workload.at("/spec/template/spec/containers/0");
    }

    static ArrayNode owners(ObjectNode object) {
        return (ArrayNode) object.at("/metadata/managedFields");
    }

    static ObjectNode spec(ObjectNode object) {
        return (ObjectNode) object.get("spec");
    }

    /** A custom resource with one owner. */
    static ObjectNode custom(String manager, String operation, String fields, String spec) {
        ObjectNode live =
                tree("{'apiVersion':'example.com/v1','kind':'Thing','metadata':{'name':'t','resourceVersion':'7'"
                        + ",'managedFields':[]},'spec':" + spec + "}");
        owners(live).add(entry(manager, operation, "example.com/v1", fields));
        return live;
    }

    static ObjectNode entry(String manager, String operation, String apiVersion, String fields) {
        ObjectNode entry = tree("{'fieldsType':'FieldsV1'}");
        entry.put("manager", manager).put("operation", operation).put("apiVersion", apiVersion);
        entry.set("fieldsV1", tree(fields));
        return entry;
    }

    static List<String> managers(List<FieldsEntry> entries) {
        return entries.stream().map(FieldsEntry::toString).toList();
    }
}
