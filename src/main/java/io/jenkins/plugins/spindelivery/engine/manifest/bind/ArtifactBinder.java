package io.jenkins.plugins.spindelivery.engine.manifest.bind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the references of artifacts in the place of mentions. One binder serves one request, whose manifests are bound in
 * deploy order: what an earlier one produced is bound into the later ones.
 *
 * <p>Of artifacts with the same type, name and location the request's own product counts, then a required one, then an
 * optional one.
 */
public final class ArtifactBinder {
    private static final String KUBERNETES = "kubernetes/";

    private final ImageMatching imageMatching;
    private final String account;
    private final Map<Key, Artifact> products = new HashMap<>();

    /** By type and name, in order of precedence. */
    private final Map<Key, List<Artifact>> given = new HashMap<>();

    private record Key(String type, String name, String location) {}

    /**
     * A binder for one request.
     *
     * @param required artifacts that come first
     * @param optional artifacts that come after those
     * @param imageMatching how images are compared
     * @param account the account that is deployed to; empty when it has no name
     */
    public ArtifactBinder(
            List<Artifact> required, List<Artifact> optional, ImageMatching imageMatching, String account) {
        this.imageMatching = imageMatching;
        this.account = account;
        required.forEach(this::give);
        optional.forEach(this::give);
    }

    private void give(Artifact artifact) {
        given.computeIfAbsent(new Key(artifact.type(), artifact.name(), ""), key -> new ArrayList<>())
                .add(artifact);
    }

    /**
     * Takes note of what the request produced.
     *
     * @param artifact bound into what is bound from now on
     */
    public void produced(Artifact artifact) {
        products.put(new Key(artifact.type(), artifact.name(), artifact.location()), artifact);
    }

    /**
     * Binds, changing the object.
     *
     * @param object a manifest, its namespace settled
     * @return the artifacts that were used, in the order of the mentions, each once; also one whose reference stood there
     *     already
     */
    public List<Artifact> bind(ObjectNode object) {
        String namespace = object.at("/metadata/namespace").asText("");
        LinkedHashSet<Artifact> used = new LinkedHashSet<>();
        for (Mention mention : Mentions.in(object)) {
            find(mention, namespace).ifPresent(artifact -> {
                replace(object, mention, artifact.reference());
                used.add(artifact);
            });
        }
        return List.copyOf(used);
    }

    /**
     * What the request made of something that a manifest mentions.
     *
     * @param mention the mention
     * @param namespace the manifest's namespace
     * @return the product, or empty when the request has not produced it
     */
    public Optional<Artifact> product(Mention mention, String namespace) {
        return Optional.ofNullable(products.get(new Key(mention.type(), comparedName(mention), namespace)));
    }

    private Optional<Artifact> find(Mention mention, String namespace) {
        Key key = new Key(mention.type(), comparedName(mention), "");
        return product(mention, namespace).or(() -> given.getOrDefault(key, List.of()).stream()
                .filter(artifact -> eligible(artifact, namespace))
                .findFirst());
    }

    private boolean eligible(Artifact artifact, String namespace) {
        if (!artifact.type().startsWith(KUBERNETES)) {
            return true;
        }
        boolean anyAccount = artifact.account() == null || artifact.account().isEmpty();
        return artifact.location().equals(namespace)
                && (anyAccount || artifact.account().equals(account));
    }

    private String comparedName(Mention mention) {
        boolean image = !mention.type().startsWith(KUBERNETES);
        return image && imageMatching == ImageMatching.NAME_AND_TAG
                ? ImageReference.parse(mention.name()).name()
                : mention.name();
    }

    private static void replace(ObjectNode object, Mention mention, String reference) {
        ObjectNode parent = (ObjectNode) object.at(mention.at().head());
        parent.put(mention.at().last().getMatchingProperty(), reference);
    }
}
