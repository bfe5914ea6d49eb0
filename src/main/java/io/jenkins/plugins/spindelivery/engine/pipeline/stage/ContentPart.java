package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactAddress;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Manifests that stand in the stage, or come from an artifact: {@code source} says which. The artifact is one that was
 * expected ({@code manifestArtifactId}) or stands in the stage ({@code manifestArtifact}); in Orca the id goes first.
 *
 * @param inline the argument for what stands in the stage
 * @param field where it stands
 * @param remote the argument for an artifact's address
 * @param single whether the step takes one manifest, so that a list of one stands for it
 */
record ContentPart(String inline, String field, String remote, boolean single) implements Part {
    private static final String SOURCE = "source";
    private static final String ARTIFACT = "artifact";
    private static final String ARTIFACT_ID = "manifestArtifactId";
    private static final String ARTIFACT_HERE = "manifestArtifact";
    private static final String STAGE_ACCOUNT = "manifestArtifactAccount";
    private static final String ACCOUNT = "artifactAccount";
    private static final String FILE = "manifestFile";

    @Override
    public List<String> arguments() {
        return List.of(inline, remote, ACCOUNT);
    }

    @Override
    public boolean same(String argument, JsonNode one, JsonNode other) {
        return Trees.same(one, other)
                || (argument.equals(inline)
                        && !Trees.blank(one)
                        && !Trees.blank(other)
                        && Trees.same(
                                documents(one).orElse(null), documents(other).orElse(null)));
    }

    @Override
    public boolean together() {
        return true;
    }

    /** The documents of a list, a map or a text; nothing for a text that can't be read. */
    private static Optional<ArrayNode> documents(JsonNode content) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        if (content.isArray()) {
            return Optional.of((ArrayNode) content);
        } else if (content.isObject()) {
            return Optional.of(list.add(content));
        }
        try {
            YamlReader.documents("", content.asText().getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT)
                    .forEach(document -> list.add(document.root()));
        } catch (ProblemException e) {
            return Optional.empty();
        }
        for (JsonNode document : list) {
            if (!document.isObject()) {
                return document.isArray() && list.size() == 1 ? Optional.of((ArrayNode) document) : Optional.empty();
            }
        }
        return Optional.of(list);
    }

    @Override
    public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
        JsonNode own = stage.path(FieldStage.OWN);
        if (!Trees.blank(own.path(inline)) || !Trees.blank(own.path(remote)) || !Trees.blank(own.path(FILE))) {
            return;
        }
        JsonNode content = stage.path(field);
        if (fromArtifact(stage)) {
            artifact(stage, report, call);
        } else if (!Trees.blank(content)) {
            call.put(inline, single && content.isArray() && content.size() == 1 ? content.get(0) : content);
        } else {
            report.cannot("pipeline.stage-field-missing", field);
        }
    }

    private boolean fromArtifact(ObjectNode stage) {
        String source = Trees.text(stage.path(SOURCE));
        boolean named = !Trees.blank(stage.path(ARTIFACT_ID)) || !Trees.blank(stage.path(ARTIFACT_HERE));
        return source.equals(ARTIFACT) || (source.isEmpty() && Trees.blank(stage.path(field)) && named);
    }

    private void artifact(ObjectNode stage, Report report, Map<String, JsonNode> call) {
        String id = Trees.text(stage.path(ARTIFACT_ID));
        Optional<ObjectNode> found = id.isEmpty()
                ? Optional.of(stage.path(ARTIFACT_HERE))
                        .filter(ObjectNode.class::isInstance)
                        .map(ObjectNode.class::cast)
                : report.mapping().artifact(id);
        if (found.isEmpty()) {
            account(stage, call);
            if (report.running() || !id.contains("${")) {
                report.cannot("pipeline.stage-artifact-unknown", id.isEmpty() ? ARTIFACT_HERE : id);
            }
            return;
        }
        ObjectNode artifact = found.get().deepCopy();
        String account = Trees.text(stage.path(STAGE_ACCOUNT));
        if (!account.isEmpty()) {
            artifact.put(ACCOUNT, account);
        }
        content(ArtifactAddress.of(artifact, report.where()), artifact, report, call);
    }

    private void content(ArtifactAddress address, ObjectNode artifact, Report report, Map<String, JsonNode> call) {
        if (address instanceof ArtifactAddress.Remote file) {
            call.put(remote, TextNode.valueOf(file.reference()));
            if (!file.account().isEmpty()) {
                call.put(ACCOUNT, TextNode.valueOf(file.account()));
            }
        } else if (address instanceof ArtifactAddress.Content content) {
            decoded(content, report, call);
        } else if (address instanceof ArtifactAddress.None none) {
            boolean later = !report.running() && none.why().code().equals("pipeline.artifact-empty");
            if (later) {
                report.note("pipeline.stage-artifact-later", Trees.text(artifact.path("type")));
            } else {
                report.cannot(none.why());
            }
        } else if (!report.running() && Trees.blank(artifact.path("type"))) {
            report.note("pipeline.stage-artifact-later", "?");
        } else {
            report.cannot("pipeline.stage-artifact-mention", Trees.text(artifact.path("type")));
        }
    }

    private void decoded(ArtifactAddress.Content content, Report report, Map<String, JsonNode> call) {
        if (content.base64().contains("${") && !report.running()) {
            report.note("pipeline.stage-artifact-later", "embedded/base64");
            return;
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(content.base64());
            call.put(inline, TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            report.cannot("pipeline.stage-artifact-base64");
        }
    }

    /** The account of an artifact that only a run knows. */
    private static void account(ObjectNode stage, Map<String, JsonNode> call) {
        ObjectNode any = stage.objectNode()
                .put("type", "http/file")
                .put("reference", "http://unknown.invalid/")
                .put(ACCOUNT, Trees.text(stage.path(STAGE_ACCOUNT)));
        if (ArtifactAddress.of(any, "") instanceof ArtifactAddress.Remote file
                && !file.account().isEmpty()) {
            call.put(ACCOUNT, TextNode.valueOf(file.account()));
        }
    }

    @Override
    public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
        if (changed.contains(ACCOUNT)) {
            Trees.put(stage, STAGE_ACCOUNT, wanted.getOrDefault(ACCOUNT, Trees.none()));
        }
        if (changed.contains(remote) && Trees.blank(wanted.get(remote))) {
            stage.remove(List.of(ARTIFACT_ID, ARTIFACT_HERE));
            stage.put(SOURCE, "text");
        }
        if (changed.contains(inline)) {
            writeInline(stage, wanted.get(inline));
        }
    }

    private void writeInline(ObjectNode stage, JsonNode content) {
        if (Trees.blank(content)) {
            stage.remove(field);
            return;
        }
        Optional<ArrayNode> documents = documents(content);
        if (documents.isEmpty()) {
            return;
        }
        boolean alone =
                single && documents.get().size() == 1 && !stage.path(field).isArray();
        stage.set(field, (alone ? documents.get().get(0) : documents.get()).deepCopy());
        stage.put(SOURCE, "text");
    }
}
